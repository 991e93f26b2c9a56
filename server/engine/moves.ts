/**
 * What an edit leaves as it was: facts that say the same at other places, and findings that only move with their text. A key stroke in
 * code that has to do with no address costs the reading of a few lines, no linking and no rule.
 */
import { hasArguments } from './link/calls'
import { lineAt } from './text'
import type { Endpoint, FileFacts, Finding, Place, Span, Use } from './types'

/** `removed` units at `at` gave way to `added` ones. UTF-16 units of the text before. */
export interface Edit {
  readonly at: number
  readonly removed: number
  readonly added: number
}

/** The smallest edit that makes one text of the other. */
export function editBetween(before: string, after: string): Edit {
  const most = Math.min(before.length, after.length)
  let at = 0
  while (at < most && before.charCodeAt(at) === after.charCodeAt(at)) at++
  let tail = 0
  while (tail < most - at && before.charCodeAt(before.length - 1 - tail) === after.charCodeAt(after.length - 1 - tail))
    tail++
  return { at, removed: before.length - at - tail, added: after.length - at - tail }
}

/**
 * Where a span stands after the edit; null when the edit touches its inside, or when nobody can say on which side of the edit it is.
 * `around` lets a span hold the edit.
 */
export function movedSpan({ start, end }: Span, { at, removed, added }: Edit, around = false): Span | null {
  const by = added - removed
  if (start === end && start === at) return null
  if (end <= at) return { start, end }
  if (start >= at + removed) return { start: start + by, end: end + by }
  return around && start <= at && end >= at + removed ? { start, end: end + by } : null
}

const movedOffset = (offset: number, { at, removed, added }: Edit): number =>
  offset <= at ? offset : offset + added - removed

/** Whether one reading says what the reading before the edit said, at the places that the edit moved. */
export function saysTheSame(before: FileFacts, after: FileFacts, edit: Edit): boolean {
  const keys = Object.keys(before) as (keyof FileFacts)[]
  if (keys.length !== Object.keys(after).length) return false
  for (const key of keys) {
    if (key === 'lineStarts' || key === 'length') continue
    if (!isMoved(before[key], after[key], edit, key === 'blocks')) return false
  }
  return sameLines(before, after) && sameCalls(before, after, edit)
}

/** Deep equality of plain data, places compared as the edit moves them. */
function isMoved(a: unknown, b: unknown, edit: Edit, around: boolean): boolean {
  // what a reader took over from the last reading stands before the edit
  if (a === b) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (Array.isArray(a)) {
    if (!Array.isArray(b) || a.length !== b.length) return false
    for (let i = 0; i < a.length; i++) {
      const [one, other]: unknown[] = [a[i], b[i]]
      // numbers in lists are offsets
      if (typeof one === 'number' ? movedOffset(one, edit) !== other : !isMoved(one, other, edit, around)) return false
    }
    return true
  }
  const one = a as Record<string, unknown>
  const other = b as Record<string, unknown>
  const isSpan = typeof one.start === 'number' && typeof one.end === 'number'
  if (isSpan) {
    const moved = movedSpan(a as Span, edit, around)
    if (!moved || moved.start !== other.start || moved.end !== other.end) return false
  }
  let keys = 0
  for (const key in one) {
    keys++
    if (isSpan && (key === 'start' || key === 'end')) continue
    if (!isMoved(one[key], other[key], edit, around)) return false
  }
  for (const _ in other) keys--
  return keys === 0
}

/** Suppressions speak of lines, and a fix may put an import above one that begins a line. */
function sameLines(before: FileFacts, after: FileFacts): boolean {
  if (before.comments.length > 0 && before.lineStarts.length !== after.lineStarts.length) return false
  const beginsLine = ({ lineStarts }: FileFacts, at: number) => lineStarts[lineAt(lineStarts, at)] === at
  return before.imports.every((one, i) => {
    const other = after.imports[i]
    return other !== undefined && beginsLine(before, one.span.start) === beginsLine(after, other.span.start)
  })
}

/** A call that was given nothing may be given something now. */
function sameCalls(before: FileFacts, after: FileFacts, { at }: Edit): boolean {
  return before.calls.every((call, i) => {
    const block = before.blocks[call.block]
    if (!block || at < call.span.end || at > block.span.end) return true
    const now = after.calls[i]
    return now !== undefined && hasArguments(before, call) === hasArguments(after, now)
  })
}

/** Moves places of one file, and leaves those of others. */
class Mover {
  constructor(
    private readonly path: string,
    private readonly edit: Edit,
  ) {}

  span(path: string, span: Span): Span {
    return path === this.path ? (movedSpan(span, this.edit, true) ?? fail()) : span
  }

  place<T extends Place>(place: T): T {
    return place.path === this.path ? { ...place, span: this.span(place.path, place.span) } : place
  }

  finding(f: Finding): Finding {
    const { path } = this
    const concerned =
      f.path === path ||
      f.related.some((r) => r.path === path) ||
      f.fixes.some((x) => x.path === path) ||
      f.suppressedBy?.place.path === path
    if (!concerned) return f
    return {
      ...this.place(f),
      related: f.related.map((r) => this.place(r)),
      fixes: f.fixes.map((x) => ({
        ...x,
        edits: x.edits.map((e) => ({ ...e, span: this.span(x.path, e.span) })),
      })),
      ...(f.suppressedBy ? { suppressedBy: { ...f.suppressedBy, place: this.place(f.suppressedBy.place) } } : {}),
    }
  }

  endpoint(e: Endpoint): Endpoint {
    const { path } = this
    const concerned = e.path === path || e.sinkPath === path || e.chain.some((c) => c.path === path)
    if (!concerned && !e.hidden?.some((h) => h.path === path)) return e
    return {
      ...this.place(e),
      chain: e.chain.map((c) => this.place(c)),
      ...(e.hidden ? { hidden: e.hidden.map((h) => this.place(h)) } : {}),
      setting: e.path === path ? this.deep(e.setting) : e.setting,
      sink: e.sinkPath === path ? this.deep(e.sink) : e.sink,
    }
  }

  /** All spans inside of plain data of this file. */
  deep<T>(value: T): T {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value))
      return value.map((v: unknown) => (typeof v === 'number' ? movedOffset(v, this.edit) : this.deep(v))) as T
    const known = value as Record<string, unknown>
    const out: Record<string, unknown> = {}
    for (const key in known) out[key] = this.deep(known[key])
    if (typeof known.start === 'number' && typeof known.end === 'number')
      Object.assign(out, this.span(this.path, known as unknown as Span))
    return out as T
  }
}

class Undecided extends Error {}

function fail(): never {
  throw new Undecided()
}

/** What is shown of a project. */
export interface Sayings {
  readonly findings: readonly Finding[]
  readonly endpoints: readonly Endpoint[]
  readonly uses: readonly Use[]
}

/** The same with every place of the file moved; null when it cannot be told where one of them stands now. */
export function movedSayings(path: string, edit: Edit, said: Sayings): Sayings | null {
  const mover = new Mover(path, edit)
  try {
    return {
      findings: said.findings.map((f) => mover.finding(f)),
      endpoints: said.endpoints.map((e) => mover.endpoint(e)),
      uses: said.uses.map((u) => mover.place(u)),
    }
  } catch (error) {
    if (error instanceof Undecided) return null
    throw error
  }
}
