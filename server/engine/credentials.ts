/** What a value says about a credential: whose, of which shape, in which state. The secret itself goes no further than here. */
import type { KeyShape } from './facts'
import type { Credential } from './types'

const NAME =
  /(?:^|[_\-.]|[a-z](?=[A-Z]))(?:api[_-]?keys?|keys?|tokens?|secrets?|password|passwd|credentials?|bearer|authorization|auth[_-]?json)(?:[_-]?\d+)?$|^(?:x-api-key|apikeys?|authToken)$/i
const NOT_NAME =
  /(?:env[_-]?key|key[_-]?env|api_key_env|apiKeyEnvar|public[_-]?key|key[_-]?(?:id|name|path|file)|max[_-]?tokens?|tokens?[_-]?(?:limit|count|max))$/i
const PLACEHOLDER =
  /^(?:x{3,}|\*{3,}|<.*>|\{.*\}|\[.*\]|\.{3}|your[-_ ].*|my[-_ ].*key|sk-x+|sk-\.{3}|changeme|change-me|replace.*|todo|none|null|dummy|test|placeholder.*|example.*|n\/?a|empty|not[-_ ]?needed|ollama|lm-studio|key|token|secret|api[-_]?key)$/i
/** How formats without an interpolation of their own name a variable or a secret store. */
const REFERENCE =
  /^(?:\$\{?[A-Za-z_]\w*\}?|\$env:\w+|%\w+%|\{env:[^}]+\}|\{\{.*\}\}|env[:.]\w+|os\.environ\/\w+|process\.env\.\w+|secrets?[:./]\S+|op:\/\/\S+|vault:\S+|ENC\[.*\]|arn:aws:(?:secretsmanager|ssm):.*|projects\/.*\/secrets\/.*|@Microsoft\.KeyVault\(.*)$/i

/** Whether a variable, key or option of that name holds a credential. */
export function isCredentialName(name: string): boolean {
  return NAME.test(name) && !NOT_NAME.test(name)
}

/** A header that carries a credential, written out: the value of `ANTHROPIC_CUSTOM_HEADERS` and of lists of headers. */
const HEADER =
  /(?:^|[\s"',;{])(?:proxy-)?(?:authorization|x-api-key|api-key|x-goog-api-key)["']?\s*[:=]\s*["']?(?:bearer\s+|basic\s+)?[\w.~+/=-]{8,}/i

/** Whether a text of any name writes out such a header. */
export function holdsHeader(text: string): boolean {
  return text.length < 20_000 && HEADER.test(text)
}

/** State and number of values of a setting that only its name calls a credential. `open`: a part of it is not known from the text. */
export function stateOf(text: string, open: number): Pick<Credential, 'state' | 'count'> {
  const words = text.split(/[\s,;|]+/).filter(Boolean)
  const count = Math.max(1, words.length, open)
  if (open > 0 || (words.length > 0 && words.every((w) => REFERENCE.test(w)))) return { state: 'reference', count }
  if (text.trim() === '') return { state: 'empty', count }
  if (PLACEHOLDER.test(text.trim()) || words.every((w) => PLACEHOLDER.test(w))) return { state: 'placeholder', count }
  return { state: 'literal', count }
}

/** A shape that names a vendor by itself, wherever it stands. */
export function isTelling(shape: KeyShape): boolean {
  return shape.vendor !== 'any' && shape.confidence !== 'low' && shape.prefix !== ''
}

/** Identity of the list that a key path runs through, the innermost one, and what leads on from its elements; undefined without a list. */
export function listOf(path: readonly string[]): string | undefined {
  let at = path.length - 1
  while (at >= 0 && !/^\d+$/.test(path[at] as string)) at--
  return at < 0 ? undefined : [...path.slice(0, at), '[]', ...path.slice(at + 1)].join('.')
}
