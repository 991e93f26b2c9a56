/** Values of HCL: strings with interpolation, names, conditions, and the functions that choose or format. */
import { decodeBase64 } from '../../base64'
import type { Excerpt } from '../../text'
import type { Part, Span, Template } from '../../types'
import { unescaped } from '../structured/json-tree'
import type { HclToken } from './lexer'

export interface Read {
  readonly template: Template
  /** Index of the token behind the value. */
  readonly next: number
}

const NAME = /^(?:var|local|each|data|module|azurerm_resource_group)\./
const MAX_DEPTH = 8
const MAX_ARGUMENTS = 8
/** Tokens of one value that are looked at for a condition. */
const MAX_TOKENS = 200

export class HclExpressions {
  constructor(
    private readonly x: Excerpt,
    private readonly tokens: readonly HclToken[],
  ) {}

  /** The value that starts at token `i` of an attribute, conditions included. */
  value(i: number): Read {
    const question = this.atDepth(i, '?')
    if (question < 0) return this.simple(i, 0)
    const yes = this.simple(question + 1, 0)
    const colon = this.atDepth(question + 1, ':')
    const no = colon < 0 ? yes : this.simple(colon + 1, 0)
    const span = this.span(i, Math.max(i, no.next - 1))
    const part: Part = { kind: 'ref', to: 'name', name: '', span, fallback: yes.template, others: [no.template] }
    return { template: { parts: [part], span }, next: Math.max(no.next, question + 1) }
  }

  /** Content of a string or heredoc, decoded, with exact places. */
  content(t: HclToken): Excerpt {
    const raw = this.x.slice(t.contentStart, t.contentEnd)
    return t.kind === 'string' && raw.text.includes('\\') ? unescaped(raw.text, t.contentStart, this.x) : raw
  }

  private span(from: number, to: number): Span {
    return this.x.span((this.tokens[from] as HclToken).start, (this.tokens[to] ?? (this.tokens[from] as HclToken)).end)
  }

  /** Index of that operator in the value that starts at `i`, outside of brackets; -1 when the value ends before. */
  private atDepth(i: number, operator: string): number {
    let depth = 0
    for (let k = i; k < this.tokens.length && k < i + MAX_TOKENS; k++) {
      const t = this.tokens[k] as HclToken
      const before = this.tokens[k - 1]
      const breaks = k > i && before && /[\r\n]/.test(this.x.text.slice(before.end, t.start))
      if (breaks && depth === 0 && !/^[?:]$/.test(t.text) && !/^[?:=&|+-]$/.test(before.text)) return -1
      if (t.kind !== 'punct') continue
      if (/^[([{]$/.test(t.text)) depth++
      else if (/^[)\]}]$/.test(t.text) && --depth < 0) return -1
      else if (depth === 0 && t.text === ',') return -1
      else if (depth === 0 && t.text === operator) return k
    }
    return -1
  }

  private simple(i: number, depth: number): Read {
    const t = this.tokens[i]
    const nowhere = this.x.span(0, 0)
    if (!t || depth > MAX_DEPTH)
      return { template: { parts: [{ kind: 'unknown', span: nowhere }], span: nowhere }, next: i + 1 }
    if (t.kind === 'punct' && t.text === '(') {
      const inner = this.simple(i + 1, depth + 1)
      return { template: inner.template, next: this.tokens[inner.next]?.text === ')' ? inner.next + 1 : inner.next }
    }
    const span = this.x.span(t.contentStart, t.contentEnd)
    if (t.kind === 'string' || t.kind === 'heredoc') return { template: this.string(t), next: i + 1 }
    if (t.kind === 'name') {
      if (this.tokens[i + 1]?.text === '(') return this.call(i, depth)
      if (NAME.test(t.text))
        return { template: { parts: [{ kind: 'ref', to: 'name', name: t.text, span }], span }, next: i + 1 }
    }
    return { template: { parts: [{ kind: 'unknown', span }], span }, next: i + 1 }
  }

  private call(i: number, depth: number): Read {
    const t = this.tokens[i] as HclToken
    const span = this.x.span(t.start, t.end)
    const unknown: Template = { parts: [{ kind: 'unknown', span }], span }
    if (
      !/^(?:coalesce|try|lookup|format|tostring|nonsensitive|sensitive|trim\w*|chomp|lower|one|base64decode)$/.test(
        t.text,
      )
    )
      return { template: unknown, next: i + 1 }
    const given: Template[] = []
    let next = i + 2
    for (let n = 0; n < MAX_ARGUMENTS && this.tokens[next] && this.tokens[next]?.text !== ')'; n++) {
      const value = this.simple(next, depth + 1)
      given.push(value.template)
      next = this.argumentEnd(value.next)
      if (this.tokens[next]?.text === ',') next++
    }
    const template =
      t.text === 'base64decode'
        ? decoded(given[0])
        : t.text === 'format'
          ? formatted(given)
          : /^(?:coalesce|try|lookup)$/.test(t.text)
            ? chosen(given)
            : given[0]
    return { template: template ?? unknown, next: next + 1 }
  }

  /** Index of the comma or bracket that ends an argument. */
  private argumentEnd(i: number): number {
    let depth = 0
    for (let k = i; k < this.tokens.length; k++) {
      const text = (this.tokens[k] as HclToken).kind === 'punct' ? (this.tokens[k] as HclToken).text : ''
      if (/^[([{]$/.test(text)) depth++
      else if (depth === 0 && /^[),]$/.test(text)) return k
      else if (/^[)\]}]$/.test(text)) depth--
    }
    return this.tokens.length
  }

  private string(t: HclToken): Template {
    const x = this.content(t)
    const span = this.x.span(t.contentStart, t.contentEnd)
    const escaped = t.kind === 'string' && x.text.length !== t.contentEnd - t.contentStart
    const parts: Part[] = []
    let from = 0
    const plain = (to: number) => {
      if (to > from) parts.push({ kind: 'text', text: x.text.slice(from, to), span: x.span(from, to) })
    }
    for (const m of x.text.matchAll(/(?<![$])\$\{[^}]*\}|(?<![%])%\{[^}]*\}/g)) {
      plain(m.index)
      parts.push(inserted(x.slice(m.index, m.index + m[0].length)))
      from = m.index + m[0].length
    }
    plain(x.text.length)
    if (parts.length === 0) parts.push({ kind: 'text', text: '', span })
    return { parts, span, ...(escaped && parts.length === 1 ? { encoding: 'escaped' as const } : {}) }
  }
}

/** `base64decode("aHR0…")`, at the place of its argument. */
function decoded(given: Template | undefined): Template | undefined {
  const only = given?.parts.length === 1 ? given.parts[0] : undefined
  const text = only?.kind === 'text' ? decodeBase64(only.text) : null
  return only && text
    ? { parts: [{ kind: 'text', text: text.trim(), span: only.span }], span: only.span, encoding: 'base64' }
    : undefined
}

/** `${var.name}`, or an expression with literals that it may give: `${cond ? var.x : "https://…"}`. */
function inserted(x: Excerpt): Part {
  const span = x.span(0, x.text.length)
  const name = /^\$\{\s*((?:var|local)\.[\w-]+)\s*\}$/.exec(x.text)?.[1]
  if (name) return { kind: 'ref', to: 'name', name, span }
  const [fallback, ...others] = [...x.text.matchAll(/([?:,(])\s*"([^"]+)"/g)].map((m): Template => {
    const end = m.index + m[0].length - 1
    const place = x.span(end - (m[2] as string).length, end)
    return { parts: [{ kind: 'text', text: m[2] as string, span: place }], span: place }
  })
  return fallback ? { kind: 'ref', to: 'name', name: '', span, fallback, others } : { kind: 'unknown', span }
}

/** The first argument that is set: names in their order, the first literal ends the choice. */
function chosen(given: readonly Template[]): Template | undefined {
  const [first, ...rest] = given
  const part = first?.parts[0]
  if (!first || part?.kind !== 'ref' || first.parts.length > 1) return first
  const fallback = rest.length > 0 ? rest[rest.length - 1] : undefined
  return { parts: [{ ...part, ...(fallback ? { fallback } : {}) }], span: fallback?.span ?? first.span }
}

/** `format("https://%s/v1", host)`: verbs stand for the arguments in their order. */
function formatted([pattern, ...given]: readonly Template[]): Template | undefined {
  const only = pattern?.parts[0]
  if (!pattern || only?.kind !== 'text' || pattern.parts.length > 1) return pattern
  if (only.text.length !== only.span.end - only.span.start) return undefined
  const parts: Part[] = []
  let argument = 0
  let from = 0
  const plain = (to: number) => {
    if (to > from)
      parts.push({
        kind: 'text',
        text: only.text.slice(from, to),
        span: { start: only.span.start + from, end: only.span.start + to },
      })
  }
  for (const m of only.text.matchAll(/%[-+#\d.]*[a-zA-Z]/g)) {
    plain(m.index)
    parts.push(...(given[argument++]?.parts ?? [{ kind: 'unknown' as const, span: only.span }]))
    from = m.index + m[0].length
  }
  plain(only.text.length)
  return { parts, span: pattern.span }
}
