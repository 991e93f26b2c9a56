/** Pure operations on the parts of a value: fall-backs, choices, format strings. */
import type { Part, Span, Template } from '../../../types'

/** Puts a fall-back behind a reference or an unknown piece; a literal before it wins as long as it is not empty. */
export function withFallback(parts: readonly Part[], fallback: Template): Part[] {
  const only = parts.length === 1 ? parts[0] : undefined
  if (only?.kind === 'ref')
    return [
      {
        ...only,
        fallback: only.fallback ? { ...only.fallback, parts: withFallback(only.fallback.parts, fallback) } : fallback,
      },
    ]
  if (only?.kind === 'text' && only.text === '') return [...fallback.parts]
  if (only?.kind === 'unknown') return [{ kind: 'ref', to: 'name', name: '', span: only.span, fallback }]
  return [...parts]
}

/** Either of two values. A literal beside a read of the environment is what stands in for it. */
export function eitherOf(first: Template, second: Template, span: Span): Part[] {
  if (isBareRead(first) && isLiteral(second)) return withFallback(first.parts, second)
  if (isBareRead(second) && isLiteral(first)) return withFallback(second.parts, first)
  return [{ kind: 'ref', to: 'name', name: '', span, fallback: first, others: [second] }]
}

/** One of several values, nobody knows which. */
export function anyOf(values: readonly Template[], span: Span): Part[] {
  const known = values.filter((v) => v.parts.some((p) => p.kind !== 'unknown'))
  const [first, ...others] = known
  if (!first) return [{ kind: 'unknown', span }]
  return [{ kind: 'ref', to: 'name', name: '', span, fallback: first, ...(others.length > 0 ? { others } : {}) }]
}

/** `match read { Ok(v) => v, Err(_) => "…" }`: the read with its fall-back, where one of two values passes it on; else null. */
export function passedOn(subject: readonly Part[], values: readonly Template[]): Part[] | null {
  if (values.length !== 2 || !isBareRead({ parts: subject })) return null
  const other = values.find(isLiteral)
  const named = values.some(({ parts }) => parts.length === 1 && parts[0]?.kind === 'ref' && parts[0].to === 'name')
  return other && named ? withFallback(subject, other) : null
}

function isBareRead({ parts }: Pick<Template, 'parts'>): boolean {
  const only = parts.length === 1 ? parts[0] : undefined
  return only?.kind === 'ref' && only.to === 'env' && !only.fallback
}

function isLiteral({ parts }: Template): boolean {
  return parts.every((p) => p.kind === 'text')
}

/** How format strings mark their pieces: `%s` in order, `{}` in order, `{1}` by number, `{name}` by name. */
const PERCENT = /%[-+ 0#]*\d*(?:\.\d+)?[sdvqfixSDV]/g
const BRACES = /\{(\w*)(?::[^{}]*)?\}/g

/** What stands for a mark: the n-th argument, or the one of that name; null when nobody knows. */
export interface FormatArguments {
  readonly positional: readonly (readonly Part[])[]
  named(name: string): readonly Part[] | null
}

/** Puts arguments into a format string; marks without one are unknown pieces. */
export function fillPercent(parts: readonly Part[], given: FormatArguments): Part[] {
  let n = 0
  return fill(parts, PERCENT, () => given.positional[n++] ?? null)
}

export function fillBraces(parts: readonly Part[], given: FormatArguments): Part[] {
  let n = 0
  return fill(parts, BRACES, (name) =>
    name === ''
      ? (given.positional[n++] ?? null)
      : /^\d/.test(name)
        ? (given.positional[Number(name)] ?? null)
        : given.named(name),
  )
}

function fill(parts: readonly Part[], marks: RegExp, given: (name: string) => readonly Part[] | null): Part[] {
  return parts.flatMap((p): Part[] => {
    if (p.kind !== 'text' || p.text.length !== p.span.end - p.span.start) return [p]
    const out: Part[] = []
    const place = (start: number, end: number): Span => ({ start: p.span.start + start, end: p.span.start + end })
    let from = 0
    for (const m of p.text.matchAll(marks)) {
      const end = m.index + m[0].length
      if (m.index > from) out.push({ kind: 'text', text: p.text.slice(from, m.index), span: place(from, m.index) })
      out.push(...(given(m[1] ?? '') ?? [{ kind: 'unknown' as const, span: place(m.index, end) }]))
      from = end
    }
    if (from < p.text.length) out.push({ kind: 'text', text: p.text.slice(from), span: place(from, p.text.length) })
    return out
  })
}
