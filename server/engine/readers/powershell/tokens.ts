/** Tokens of PowerShell with exact places, and what an expression of them is worth. */
import { decodeBase64 } from '../../base64'
import type { FactsBuilder } from '../../builder'
import type { Excerpt } from '../../text'
import type { Part, Template } from '../../types'

export interface Token {
  readonly kind: 'string' | 'here' | 'word' | 'mark' | 'newline'
  /** Content of a string, else the text itself. */
  readonly text: string
  readonly start: number
  readonly end: number
  readonly innerStart: number
  readonly innerEnd: number
  /** Double quotes: variables count inside. */
  readonly expands: boolean
}

/** Every alternative takes an unclosed rest up to the end of its line (strings) or of the text (comments, here-strings). */
const TOKEN =
  /<#[\s\S]*?(?:#>|$(?![\s\S]))|#[^\r\n]*|@"[ \t]*\r?\n[\s\S]*?(?:\r?\n"@|$(?![\s\S]))|@'[ \t]*\r?\n[\s\S]*?(?:\r?\n'@|$(?![\s\S]))|"(?:`[\s\S]|""|[^"`\r\n]|\r?\n(?=[^"]{0,2000}"(?![\w$])))*"?|'(?:''|[^'\r\n])*'?|`\r?\n|\r\n|\n|\r|[ \t\f\u00a0]+|\?\?=|\?\?|\+=|>>|[=+;,(){}|&<>\]]|\[[\w.[\]]{0,200}\](?:::\w+)?|\[|\$\{[^}\r\n]*\}?|[^\s=;,(){}|&<>"'`#[\]+]+|[\s\S]/g

export function tokensOf(x: Excerpt, out: FactsBuilder): Token[] {
  const tokens: Token[] = []
  for (const m of x.text.matchAll(TOKEN)) {
    const raw = m[0]
    const start = m.index
    const end = start + raw.length
    const add = (kind: Token['kind'], from: number, to: number, expands = false) =>
      tokens.push({ kind, text: x.text.slice(from, to), start, end, innerStart: from, innerEnd: to, expands })
    if (raw.startsWith('<#')) out.comment(raw.slice(2).replace(/#>$/, ''), x.span(start, end))
    else if (raw[0] === '#') out.comment(raw.slice(1), x.span(start, end))
    else if (/^@["']/.test(raw) && raw.length > 2) {
      const head = /^@["'][ \t]*\r?\n/.exec(raw)?.[0].length ?? 2
      const tail = /\r?\n["']@$/.exec(raw)?.[0].length ?? 0
      add('here', start + head, Math.max(start + head, end - tail), raw[1] === '"')
    } else if (raw[0] === '"' || raw[0] === "'") {
      const closed = raw.length > 1 && raw.endsWith(raw[0] as string)
      add('string', start + 1, closed ? end - 1 : end, raw[0] === '"')
    } else if (/^[\r\n]+$/.test(raw)) add('newline', start, end)
    else if (/^[\s`]/.test(raw)) continue
    else add(/^[=+;,(){}|&<>?]+$/.test(raw) ? 'mark' : 'word', start, end, true)
  }
  return tokens
}

const REFERENCE =
  /`[\s\S]|\$(?:env:([A-Za-z_]\w*)|\{(?:env:)?([A-Za-z_]\w*)\}|\(\$(?:env:)?([A-Za-z_]\w*)\)|\([^()]*\)|([A-Za-z_]\w*))/gi

/** Text of one token with its variables as references. */
function partsOf(token: Token, x: Excerpt): Part[] {
  const { innerStart, innerEnd, expands } = token
  const whole: Part = { kind: 'text', text: token.text, span: x.span(innerStart, innerEnd) }
  if (!expands || !/[$`]/.test(token.text)) return [whole]
  const parts: Part[] = []
  let at = innerStart
  const text = (to: number) => {
    if (to > at) parts.push({ kind: 'text', text: x.text.slice(at, to), span: x.span(at, to) })
  }
  for (const m of token.text.matchAll(REFERENCE)) {
    const here = innerStart + m.index
    text(here)
    at = here + m[0].length
    const name = m[1] ?? m[2] ?? m[3] ?? m[4]
    const span = x.span(here, at)
    if (m[0][0] === '`') parts.push({ kind: 'text', text: m[0].slice(1), span })
    else parts.push(name ? { kind: 'ref', to: 'env', name, span } : { kind: 'unknown', span })
  }
  text(innerEnd)
  return joined(parts)
}

/** Neighbouring pieces of text as one: a backtick only makes the sign behind it plain. */
function joined(parts: readonly Part[]): Part[] {
  const out: Part[] = []
  for (const part of parts) {
    const last = out[out.length - 1]
    if (last?.kind === 'text' && part.kind === 'text')
      out[out.length - 1] = {
        kind: 'text',
        text: last.text + part.text,
        span: { start: last.span.start, end: part.span.end },
      }
    else out.push(part)
  }
  return out
}

/**
 * The value of the expression that starts at token `from`: strings and variables joined by `+`, a fall-back behind `??`,
 * the last arm of an `if`. Null when there is none.
 */
export function templateOf(tokens: readonly Token[], from: number, x: Excerpt, most = 24): Template | null {
  const first = tokens[from]
  if (!first) return null
  if (/^if$/i.test(first.text)) {
    const last = [...tokens].reverse().find((t) => t.kind === 'string')
    return last && last.start > first.start ? chosen(x, first, last) : null
  }
  const hidden = decoded(tokens.slice(from, from + most), x)
  if (hidden) return hidden
  const parts: Part[] = []
  let joined = true
  for (let i = from; i < tokens.length && i < from + most; i++) {
    const token = tokens[i] as Token
    if (token.text === '(' && parts.length === 0) continue
    if (token.text === '+' && token.kind === 'mark') {
      joined = true
      continue
    }
    if (token.text === '??') {
      const fallback = templateOf(tokens, i + 1, x)
      const last = parts.at(-1)
      if (fallback && last?.kind === 'ref') parts[parts.length - 1] = { ...last, fallback }
      break
    }
    if (!joined || token.kind === 'mark' || token.kind === 'here') break
    parts.push(...partsOf(token, x))
    joined = false
  }
  const known = parts.filter((p) => p.kind !== 'text' || p.text !== '')
  if (known.length === 0) return null
  return {
    parts,
    span: {
      start: (parts[0] as Part).span.start,
      end: Math.max((parts.at(-1) as Part).span.end, (parts[0] as Part).span.end),
    },
  }
}

/** `[Convert]::FromBase64String("aHR0…")`, at the place of its argument. */
function decoded(tokens: readonly Token[], x: Excerpt): Template | null {
  const at = tokens.findIndex((t) => /FromBase64String$/i.test(t.text))
  const given = at < 0 ? undefined : tokens.slice(at + 1, at + 3).find((t) => t.kind === 'string')
  const text = given ? decodeBase64(x.text.slice(given.innerStart, given.innerEnd)) : null
  if (!given || !text) return null
  const span = x.span(given.innerStart, given.innerEnd)
  return { parts: [{ kind: 'text', text: text.trim(), span }], span, encoding: 'base64' }
}

function chosen(x: Excerpt, first: Token, last: Token): Template {
  const span = x.span(first.start, last.end)
  const fallback: Template = { parts: partsOf(last, x), span: x.span(last.innerStart, last.innerEnd) }
  return { span, parts: [{ kind: 'ref', to: 'name', name: '', span, fallback }] }
}
