/** Placeholders inside values: `${A:-${B}}`, `${{ env.X || 'url' }}`, `${X:default}`, `{env:X}`, `{{ ... }}`. Each gives template parts with exact places. */
import type { Excerpt } from './text'
import type { Part, Span, Template } from './types'

export interface Style {
  /** `$NAME` without braces is a reference. */
  readonly bare?: boolean
  /** What follows a single colon in braces is a default (Spring, devcontainer `localEnv`), even when it holds colons. */
  readonly colonDefault?: boolean
  /** `$$` is a literal dollar (compose). */
  readonly dollarDollar?: boolean
  /** `$(NAME)` is a reference (Kubernetes); otherwise it is a command and unknown. */
  readonly parenRef?: boolean
  /** What the command in `$(...)` prints, when its text says so. */
  output?(command: Excerpt): readonly Excerpt[] | null
  /** `%NAME%` and `!NAME!` are references (cmd). */
  readonly percent?: boolean
}

const MAX_DEPTH = 8
/** Marks that begin no placeholder, each of which was looked through to its end. */
const MAX_VAIN = 200
const NAME = /^[A-Za-z_][A-Za-z0-9_]*/

/** Splits a value into literal text and references. Never throws; what cannot be read is `unknown`. */
export function interpolate(x: Excerpt, style: Style = {}, depth = 0): Template {
  const text = x.text
  const span = x.span(0, text.length)
  if (!/[$%{]|^os\.environ\//.test(text) && !(style.percent && text.includes('!')))
    return { parts: [{ kind: 'text', text, span }], span }
  const environ = /^os\.environ\/([A-Za-z_]\w*)$/.exec(text)
  if (environ) return { parts: [{ kind: 'ref', to: 'env', name: environ[1] as string, span }], span }
  const parts: Part[] = []
  let from = 0
  const flush = (to: number) => {
    if (to > from) parts.push({ kind: 'text', text: text.slice(from, to), span: x.span(from, to) })
  }
  let vain = 0
  for (let i = 0; i < text.length; ) {
    const found = depth < MAX_DEPTH && vain < MAX_VAIN ? placeholderAt(x, i, style, depth) : null
    if (!found) {
      if (text[i] === '$' || text[i] === '{') vain++
      i++
      continue
    }
    flush(i)
    if (found.part) parts.push(found.part, ...(found.further ?? []))
    i = found.end
    from = i
  }
  flush(text.length)
  return { parts, span }
}

interface Found {
  readonly end: number
  readonly part: Part | null
  /** Parts behind the first one. */
  readonly further?: readonly Part[]
}

function placeholderAt(x: Excerpt, i: number, style: Style, depth: number): Found | null {
  const text = x.text
  const c = text[i]
  if (c === '$') {
    const next = text[i + 1]
    if (next === '{' && text[i + 2] === '{') return expression(x, i, i + 3, '}}', depth)
    if (next === '{') return braced(x, i, style, depth)
    if (next === '$' && style.dollarDollar)
      return { end: i + 2, part: { kind: 'text', text: '$', span: x.span(i, i + 2) } }
    if (next === '(') return parenthesised(x, i, style, depth)
    const name = style.bare ? NAME.exec(text.slice(i + 1, i + 80))?.[0] : undefined
    if (name)
      return { end: i + 1 + name.length, part: { kind: 'ref', to: 'env', name, span: x.span(i, i + 1 + name.length) } }
    return null
  }
  if (c === '{') {
    if (text[i + 1] === '{') return expression(x, i, i + 2, '}}', depth)
    const m = /^\{(env|file|localEnv):([A-Za-z_]\w*)\}/.exec(text.slice(i, i + 120))
    if (!m) return null
    const span = x.span(i, i + m[0].length)
    return {
      end: i + m[0].length,
      part: m[1] === 'file' ? { kind: 'unknown', span } : { kind: 'ref', to: 'env', name: m[2] as string, span },
    }
  }
  // Symfony: `%env(X)%` and `%name.of.a.parameter%`
  const symfony = c === '%' ? /^%env\((?:\w+:)*([A-Za-z_]\w*)\)%/.exec(text.slice(i, i + 120)) : null
  if (symfony) {
    const end = i + symfony[0].length
    return { end, part: { kind: 'ref', to: 'env', name: symfony[1] as string, span: x.span(i, end) } }
  }
  const parameter = c === '%' && i === 0 && !style.percent ? /^%([a-z_][\w.-]+)%$/.exec(text) : null
  if (parameter) {
    const name = `parameters.${parameter[1]}`
    return { end: text.length, part: { kind: 'ref', to: 'key', name, span: x.span(0, text.length) } }
  }
  if ((c === '%' || c === '!') && style.percent) {
    const m = /^([%!])([A-Za-z_]\w*)\1/.exec(text.slice(i, i + 80))
    if (m)
      return {
        end: i + m[0].length,
        part: { kind: 'ref', to: 'env', name: m[2] as string, span: x.span(i, i + m[0].length) },
      }
  }
  return null
}

/** End of the bracket that opens before `from`, or -1. */
function closing(text: string, from: number, open: string, close: string): number {
  let level = 1
  for (let i = from; i < text.length && i < from + 4096; i++) {
    if (text[i] === open) level++
    else if (text[i] === close && --level === 0) return i
  }
  return -1
}

/** `${NAME:-https://…` without its closing brace. */
const OPEN_DEFAULT = /^\$\{[A-Za-z_][\w.:]*(?:[-=:]|,\s*)\S*:\/\/\S*$/

function braced(x: Excerpt, i: number, style: Style, depth: number): Found | null {
  const text = x.text
  const closed = closing(text, i + 2, '{', '}')
  // half-typed: what follows the name is the default all the same
  if (closed < 0 && !OPEN_DEFAULT.test(text.slice(i, i + 4096))) return null
  const end = closed < 0 ? text.length : closed
  const span = x.span(i, Math.min(end + 1, text.length))
  const inner = text.slice(i + 2, end)
  const prefix = /^(?:localEnv|containerEnv|env|input|workspaceFolder):/.exec(inner)?.[0] ?? ''
  const at = i + 2 + prefix.length
  const name = /^[A-Za-z_][\w.-]*(?:\[\])?/.exec(text.slice(at, end))?.[0]
  if (!name) return { end: end + 1, part: positional(x.slice(at, end), span, style, depth) }
  const bareName = style.colonDefault || prefix ? name : (NAME.exec(name)?.[0] ?? name)
  const rest = text.slice(at + bareName.length, end)
  if (prefix && !/^(?:localEnv|containerEnv|env):/.test(prefix))
    return { end: end + 1, part: { kind: 'unknown', span } }
  const fallbackAt = (skip: number): Template =>
    interpolate(unquoted(x.slice(at + bareName.length + skip, end)), style, depth + 1)
  const to = bareName.includes('.') ? ('key' as const) : ('env' as const)
  const ref = (fallback?: Template): Found => ({
    end: end + 1,
    part: { kind: 'ref', to, name: bareName, span, ...(fallback ? { fallback } : {}) },
  })
  if (rest === '') return ref()
  if ((prefix || style.colonDefault) && rest[0] === ':' && !/^:[-?+]/.test(rest)) return ref(fallbackAt(1))
  if (/^:?[-=]/.test(rest)) return ref(fallbackAt(rest[0] === ':' ? 2 : 1))
  if (/^:?\+/.test(rest))
    return {
      end: end + 1,
      part: { kind: 'ref', to: 'name', name: '', span, fallback: fallbackAt(rest[0] === ':' ? 2 : 1) },
    }
  if (/^:?\?/.test(rest)) return ref()
  // `${env:X, 'url'}` of the Serverless Framework
  const comma = /^\s*,\s*/.exec(rest)
  if (comma) return ref(fallbackAt(comma[0].length))
  return { end: end + 1, part: { kind: 'unknown', span } }
}

/** `${1:-url}`: an argument of a script, nobody knows its value, but its default is there. */
function positional(inner: Excerpt, span: Span, style: Style, depth: number): Part {
  const m = /^[\d@*]+:?[-=]/.exec(inner.text)
  if (!m) return { kind: 'unknown', span }
  const fallback = interpolate(unquoted(inner.slice(m[0].length, inner.text.length)), style, depth + 1)
  return { kind: 'ref', to: 'name', name: '', span, fallback }
}

/** A default may stand in quotes of its own. */
function unquoted(x: Excerpt): Excerpt {
  if (/^(["'])[^"']*\1$/.test(x.text)) return x.slice(1, x.text.length - 1)
  return /^["'][^"']+$/.test(x.text) ? x.slice(1, x.text.length) : x
}

function parenthesised(x: Excerpt, i: number, style: Style, depth: number): Found | null {
  const end = closing(x.text, i + 2, '(', ')')
  if (end < 0) return null
  const span = x.span(i, end + 1)
  const inner = x.text.slice(i + 2, end)
  if (style.parenRef && /^[A-Za-z_][\w.-]*$/.test(inner))
    return { end: end + 1, part: { kind: 'ref', to: 'env', name: inner, span } }
  const [first, ...further] =
    style.output?.(x.slice(i + 2, end))?.flatMap((said) => interpolate(said, style, depth + 1).parts) ?? []
  return { end: end + 1, part: first ?? { kind: 'unknown', span }, further }
}

/** `${{ env.X || 'https://…' }}`, `{{ .Values.x | default "https://…" }}`: a name with literal defaults, or unknown. */
function expression(x: Excerpt, i: number, from: number, close: string, _depth: number): Found | null {
  const closed = x.text.indexOf(close, from)
  if (closed < 0) return halfTyped(x, i, from)
  const end = closed
  const span = x.span(i, end + close.length)
  const inner = x.slice(from, end)
  const [, where, named] = /(?:^|[\s(!])(env|vars|inputs|parameters|matrix)\.([A-Za-z_][\w-]*)/.exec(inner.text) ?? []
  const name = (where === 'matrix' ? `matrix.${named}` : named) ?? /\.Values\.([\w.]+)/.exec(inner.text)?.[1]
  const [fallback, ...others] = literalsIn(inner)
  if (!name && !fallback) return { end: end + close.length, part: { kind: 'unknown', span } }
  const to = /\.Values\./.test(inner.text) ? ('key' as const) : ('env' as const)
  const part: Part = {
    kind: 'ref',
    to,
    name: name ?? '',
    span,
    ...(fallback ? { fallback } : {}),
    ...(others.length > 0 ? { others } : {}),
  }
  return { end: end + close.length, part }
}

/** An expression that ends in the address that somebody is typing. */
function halfTyped(x: Excerpt, i: number, from: number): Found | null {
  const m = /["']([a-z][a-z0-9+.-]*:\/\/[^"'\s]+)["']?(?:\s*\|\s*\w*)*[\s)]*\}?$/i.exec(x.text.slice(from, from + 4096))
  if (!m) return null
  const address = m[1] as string
  const span = x.span(from + m.index + 1, from + m.index + 1 + address.length)
  const fallback: Template = { parts: [{ kind: 'text', text: address, span }], span }
  return { end: x.text.length, part: { kind: 'ref', to: 'name', name: '', span: x.span(i, x.text.length), fallback } }
}

/** What an expression gives: behind `||`, `&&`, `??`, `default`, `else`, in front of `if`, in `format(...)`. */
const GIVEN = /(?:\|\||&&|\?\?|\bdefault\b\s*\(?|\belse\b)\s*(['"])((?:(?!\1).)*)\1|(['"])((?:(?!\3).)*)\3\s+if\b/g
const TERNARY = /\bternary\s+(["'])((?:(?!\1).)*)\1\s+(["'])((?:(?!\3).)*)\3/
const FORMAT = /\b(?:format\(|printf)\s*(['"])((?:(?!\1).)*)\1/
/** An expression that is a literal itself, filters behind it. */
const WHOLE = /^[-\s]*(["'])([^"']*)\1\s*(?:\||$|-$)/
/** Any other argument counts only when it is an address. */
const ARGUMENT = /,\s*(['"])([a-z][a-z0-9+.-]*:\/\/(?:(?!\1).)*)\1/i

function literalsIn(x: Excerpt): Template[] {
  const format = FORMAT.exec(x.text)
  if (format) return [formatted(contentOf(x, format.index, format[0].length, format[2] as string))]
  const given = [...x.text.matchAll(GIVEN)].map((m) =>
    m[2] !== undefined
      ? contentOf(x, m.index, m[0].length, m[2])
      : x.slice(m.index + 1, m.index + 1 + (m[4] as string).length),
  )
  const ternary = TERNARY.exec(x.text)
  if (ternary) {
    const [whole, , yes = '', , no = ''] = ternary
    const yesAt = ternary.index + whole.indexOf(yes, 8)
    given.push(x.slice(yesAt, yesAt + yes.length), contentOf(x, ternary.index, whole.length, no))
  }
  const whole = given.length === 0 ? WHOLE.exec(x.text) : null
  if (whole)
    given.push(
      x.slice(
        x.text.indexOf(whole[1] as string) + 1,
        x.text.indexOf(whole[1] as string) + 1 + (whole[2] as string).length,
      ),
    )
  const argument = given.length === 0 ? ARGUMENT.exec(x.text) : null
  if (argument) given.push(contentOf(x, argument.index, argument[0].length, argument[2] as string))
  return given.slice(0, 4).map((one) => {
    const span = one.span(0, one.text.length)
    return { parts: [{ kind: 'text', text: one.text, span }], span }
  })
}

/** The content of the string that ends a match. */
function contentOf(x: Excerpt, index: number, length: number, content: string): Excerpt {
  const end = index + length - 1
  return x.slice(end - content.length, end)
}

/** `https://{0}/v1`, `https://%s/v1`: what the marks stand for is unknown. */
function formatted(x: Excerpt): Template {
  const parts: Part[] = []
  for (const m of x.text.matchAll(/\{\d+\}|%[sdvq]|[^{%]+|[{%]/g)) {
    const span = x.span(m.index, m.index + m[0].length)
    parts.push(/^(?:\{\d|%[sdvq])/.test(m[0]) ? { kind: 'unknown', span } : { kind: 'text', text: m[0], span })
  }
  return { parts, span: x.span(0, x.text.length) }
}
