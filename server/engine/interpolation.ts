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
  /** `%NAME%` and `!NAME!` are references (cmd). */
  readonly percent?: boolean
}

const MAX_DEPTH = 8
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
  for (let i = 0; i < text.length; ) {
    const found = depth < MAX_DEPTH ? placeholderAt(x, i, style, depth) : null
    if (!found) {
      i++
      continue
    }
    flush(i)
    if (found.part) parts.push(found.part)
    i = found.end
    from = i
  }
  flush(text.length)
  return { parts, span }
}

interface Found {
  readonly end: number
  readonly part: Part | null
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
    if (next === '(') return parenthesised(x, i, style)
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

function braced(x: Excerpt, i: number, style: Style, depth: number): Found | null {
  const text = x.text
  const end = closing(text, i + 2, '{', '}')
  if (end < 0) return null
  const span = x.span(i, end + 1)
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
  return /^(["'])[^"']*\1$/.test(x.text) ? x.slice(1, x.text.length - 1) : x
}

function parenthesised(x: Excerpt, i: number, style: Style): Found | null {
  const end = closing(x.text, i + 2, '(', ')')
  if (end < 0) return null
  const span = x.span(i, end + 1)
  const inner = x.text.slice(i + 2, end)
  if (style.parenRef && /^[A-Za-z_][\w.-]*$/.test(inner))
    return { end: end + 1, part: { kind: 'ref', to: 'env', name: inner, span } }
  return { end: end + 1, part: { kind: 'unknown', span } }
}

/** `${{ env.X || 'https://…' }}`, `{{ .Values.x | default "https://…" }}`: a name with a literal default, or unknown. */
function expression(x: Excerpt, i: number, from: number, close: string, _depth: number): Found | null {
  const end = x.text.indexOf(close, from)
  if (end < 0) return null
  const span = x.span(i, end + close.length)
  const inner = x.text.slice(from, end)
  const name =
    /(?:^|[\s(])(?:env|vars|inputs|parameters)\.([A-Za-z_]\w*)/.exec(inner)?.[1] ??
    /\.Values\.([\w.]+)/.exec(inner)?.[1]
  const literal = /(?:\|\||\bdefault\b\s*(?:\()?|,|\?\?)\s*(['"])((?:(?!\1).)*)\1/.exec(inner)
  let fallback: Template | undefined
  if (literal) {
    const at = from + literal.index + literal[0].length - 1 - (literal[2] as string).length
    const place = x.span(at, at + (literal[2] as string).length)
    fallback = { parts: [{ kind: 'text', text: literal[2] as string, span: place }], span: place }
  }
  if (!name && !fallback) return { end: end + close.length, part: { kind: 'unknown', span } }
  const to = /\.Values\./.test(inner) ? ('key' as const) : ('env' as const)
  return {
    end: end + close.length,
    part: { kind: 'ref', to, name: name ?? '', span, ...(fallback ? { fallback } : {}) },
  }
}
