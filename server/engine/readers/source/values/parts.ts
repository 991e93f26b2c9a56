/** Pure operations on the parts of a value: fall-backs, choices, format strings. */
import type { Part, Span, Template } from '../../../types'

/** Puts a fall-back behind a reference or an unknown piece; a literal before it wins as long as it is not empty. */
export function withFallback(parts: readonly Part[], fallback: Template, span: Span): Part[] {
  const only = parts.length === 1 ? parts[0] : undefined
  if (only?.kind === 'ref')
    return [
      {
        ...only,
        fallback: only.fallback
          ? { ...only.fallback, parts: withFallback(only.fallback.parts, fallback, span) }
          : fallback,
      },
    ]
  if (only?.kind === 'text' && only.text === '') return [...fallback.parts]
  if (only?.kind === 'unknown') return [{ kind: 'ref', to: 'name', name: '', span: only.span, fallback }]
  return [...parts]
}

/** Either of two values, whichever a condition takes: both are fall-backs of a reference without a name. */
export function eitherOf(first: Template, second: Template | null, span: Span): Part[] {
  const inner = first.parts.length === 1 ? first.parts[0] : undefined
  const parts: readonly Part[] = !second
    ? first.parts
    : inner?.kind === 'text'
      ? [{ kind: 'ref', to: 'name', name: '', span, fallback: { parts: first.parts, span: inner.span } }]
      : withFallback(first.parts, second, span)
  return [{ kind: 'ref', to: 'name', name: '', span, fallback: { ...first, parts } }]
}

/** `%s` and `{}` of a format string are unknown pieces. */
export function splitFormat(parts: readonly Part[]): Part[] {
  return splitAt(parts, /%[sdvq]|\{\d*\}/g)
}

/** `{}` and `{name}` of a format string are unknown pieces. */
export function splitBraces(parts: readonly Part[]): Part[] {
  return splitAt(parts, /\{\w*\}/g)
}

function splitAt(parts: readonly Part[], re: RegExp): Part[] {
  return parts.flatMap((p): Part[] => {
    if (p.kind !== 'text' || p.text.length !== p.span.end - p.span.start) return [p]
    const out: Part[] = []
    const piece = (start: number, end: number): Span => ({ start: p.span.start + start, end: p.span.start + end })
    let from = 0
    for (const m of p.text.matchAll(re)) {
      const end = m.index + m[0].length
      if (m.index > from) out.push({ kind: 'text', text: p.text.slice(from, m.index), span: piece(from, m.index) })
      out.push({ kind: 'unknown', span: piece(m.index, end) })
      from = end
    }
    if (from < p.text.length) out.push({ kind: 'text', text: p.text.slice(from), span: piece(from, p.text.length) })
    return out
  })
}
