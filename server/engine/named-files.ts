/** Settings whose value is the name of a file with further settings: which names do that, and what the value says. */
import { literalOf } from './template'
import type { Part, Reference, Setting, Template } from './types'

/** A file that a value names. */
export type NamedFile = Pick<Reference, 'kind' | 'target' | 'from' | 'value' | 'span'>

interface Row {
  /** Key path, dots between its parts, numbers of list elements left out. */
  readonly key: RegExp
  /** Path of the file that the key stands in. */
  readonly file?: RegExp
  readonly kind: 'env-file' | 'include'
  readonly from?: Reference['from']
  /** What stands between the names of several files. */
  readonly between?: RegExp
}

const ROWS: readonly Row[] = [
  // launch configurations, settings classes, modules of frameworks, task runners
  {
    key: /(?:^|\.)(?:env_?file|env_files|envFile|envFilePath|dotenv_path|_env_file)$/,
    kind: 'env-file',
    from: 'above',
  },
  { key: /^dotenv$/, file: /(?:^|\/)[Tt]askfile[^/]*\.ya?ml$/, kind: 'env-file' },
  { key: /(?:^|\.)env\._\.(?:file|source)$/, file: /mise[^/]*\.toml$/, kind: 'env-file' },
  { key: /(?:^|\.)reports\.dotenv$/, file: /gitlab-ci[^/]*\.ya?ml$/, kind: 'env-file', from: 'above' },
  {
    key: /^(?:PIPENV_DOTENV_LOCATION|UV_ENV_FILE|DOTENV_CONFIG_PATH|COMPOSE_ENV_FILES)$/,
    kind: 'env-file',
    from: 'above',
    between: /[,;]/,
  },
  // values of charts
  { key: /(?:^|\.)(?:valueFiles|valuesFiles)$/, kind: 'include', from: 'above' },
  { key: /(?:^|\.)values$/, file: /(?:^|\/)helmfile[^/]*(?:\/.*)?\.ya?ml(?:\.gotmpl)?$/, kind: 'include' },
  { key: /^COMPOSE_FILE$/, kind: 'include', from: 'above', between: /[:;]/ },
  {
    key: /^spring\.config\.(?:import|location|additional-location)$|^SPRING_CONFIG_(?:IMPORT|LOCATION|ADDITIONAL_LOCATION)$/,
    kind: 'include',
    from: 'above',
    between: /[,;]/,
  },
]

/** Some name of the rows stands in it: most settings are told apart by this alone. */
const MAY_NAME = /file|dotenv|source|values|import|location/i

/** Prefixes of Spring: where the file is looked for, and whether it has to be there. */
const PREFIX = /^\s*(?:optional:)?(?:(file|classpath):)?(?:\.\/)?/
/** `.env[.properties]`: how a file without a telling name is read. */
const HINT = /\[\.\w+\]$/

/** What is known of a setting before it is a fact. */
type Said = Pick<Setting, 'kind' | 'name' | 'value'> & Partial<Pick<Setting, 'path'>>

/** Files that the setting names; `path`: the file that it stands in. */
export function filesNamedBy(path: string, { kind, name, path: keys, value }: Said): NamedFile[] {
  if (!MAY_NAME.test(name) || kind === 'request' || kind === 'upstream') return []
  const key = (keys ?? [name]).filter((k) => !/^\d+$/.test(k)).join('.')
  const row = ROWS.find((r) => r.key.test(key) && (r.file?.test(path) ?? true))
  if (!row) return []
  return split(unmarked(value), row.between).flatMap((one) => {
    const prefix = PREFIX.exec(literalOf(one))
    const hinted = HINT.exec(literalOf(one))
    const bare = cut(one, prefix?.[0].length ?? 0, hinted?.[0].length ?? 0)
    const named = namedFile(bare, hinted ? 'env-file' : row.kind, prefix?.[1] === 'classpath' ? 'classpath' : row.from)
    return named ? [named] : []
  })
}

/** `$PROJECT_DIR$/x`: the second mark is none of the path. */
function unmarked(value: Template): Template {
  const [first, second] = value.parts
  if (first?.kind !== 'ref' || second?.kind !== 'text' || !/^\$[\\/]/.test(second.text)) return value
  const span = { ...second.span, start: second.span.start + 1 }
  return { ...value, parts: [first, { ...second, text: second.text.slice(1), span }, ...value.parts.slice(2)] }
}

/** The file that a value is the name of; null when it does not look like one. `bare`: a single word is a name as well. */
export function namedFile(
  value: Template,
  kind: 'env-file' | 'include',
  from?: Reference['from'],
  bare = false,
): NamedFile | null {
  const text = literalOf(value)
  const plain = value.parts.every((p) => p.kind === 'text')
  if (!/^[\w.@~/\\ -]{0,300}$/.test(text) || (plain && !/\w/.test(text))) return null
  if (!bare && !looksLikeFile(text, plain)) return null
  const target = text.replaceAll('\\', '/').trim()
  return { kind, target, span: value.span, ...(plain ? {} : { value }), ...(from ? { from } : {}) }
}

/** A word alone is rather a switch or a name than a file. */
function looksLikeFile(text: string, plain: boolean): boolean {
  return /[./\\]/.test(text) || !plain
}

/** Several names in one literal; a value with references is one name. */
function split(value: Template, between: RegExp | undefined): Template[] {
  const only = value.parts.length === 1 ? value.parts[0] : undefined
  if (!between || only?.kind !== 'text') return [value]
  const exact = only.text.length === only.span.end - only.span.start
  const names: Template[] = []
  let at = 0
  for (const text of only.text.split(new RegExp(between.source))) {
    const start = only.span.start + at
    const span = exact ? { start, end: start + text.length } : only.span
    // a drive letter is no name of its own
    if (text.length > 1) names.push({ parts: [{ ...only, text, span }], span })
    at += text.length + 1
  }
  return names
}

/** The value without what stands before and behind the name. */
export function cut(value: Template, lead: number, tail = 0): Template {
  const parts: Part[] = [...value.parts]
  const first = parts[0]
  if (lead > 0 && first?.kind === 'text')
    parts[0] = { ...first, text: first.text.slice(lead), span: { ...first.span, start: first.span.start + lead } }
  const last = parts[parts.length - 1]
  if (tail > 0 && last?.kind === 'text')
    parts[parts.length - 1] = {
      ...last,
      text: last.text.slice(0, -tail),
      span: { ...last.span, end: last.span.end - tail },
    }
  const span = { start: (parts[0] ?? value).span.start, end: (parts[parts.length - 1] ?? value).span.end }
  return { ...value, parts, span }
}
