/** Several fixes of one file at once. */
import type { Fix, Span } from './types'

export interface Edit {
  readonly span: Span
  readonly text: string
}

/** Edits of fixes of one file, sorted. A fix counts as a whole or not at all: the first of two that overlap wins; equal edits are made once. */
export function mergeFixes(fixes: readonly Fix[]): Edit[] {
  const taken: Edit[] = []
  for (const fix of fixes) {
    const fresh = fix.edits.filter((e) => !taken.some((t) => same(t, e)))
    if (fresh.every((e) => !taken.some((t) => overlap(t.span, e.span)))) taken.push(...fresh)
  }
  return taken.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end)
}

const same = (a: Edit, b: Edit) => a.span.start === b.span.start && a.span.end === b.span.end && a.text === b.text

const overlap = (a: Span, b: Span) => a.start < b.end && b.start < a.end

export function applyEdits(text: string, edits: readonly Edit[]): string {
  let out = ''
  let at = 0
  for (const e of edits) {
    out += text.slice(at, e.span.start) + e.text
    at = e.span.end
  }
  return out + text.slice(at)
}
