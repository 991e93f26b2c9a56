/** What one piece of a text states, kept to be stated again where the piece stands after an edit. */
import type { Span } from './types'

/** Facts by list, in the order of the builder's lists; the first list holds the blocks. */
export interface Stated {
  /** Number of the first block. */
  readonly first: number
  readonly lists: readonly (readonly object[])[]
}

/** The same facts `by` units further on, their blocks numbered anew. */
export function movedStated(
  { first, lists }: Stated,
  by: number,
  newFirst: number,
  around: (block: number) => number,
): Stated {
  const block = (old: number) => (old >= first ? old - first + newFirst : around(old))
  const move = <T>(value: T): T => {
    if (typeof value !== 'object' || value === null) return value
    // numbers in lists are offsets
    if (Array.isArray(value)) return value.map((v: unknown) => (typeof v === 'number' ? v + by : move(v))) as T
    const known = value as Record<string, unknown>
    const out: Record<string, unknown> = {}
    const isSpan = typeof known.start === 'number' && typeof known.end === 'number'
    for (const key in known) {
      const own = known[key]
      if (typeof own !== 'number') out[key] = move(own)
      else if (key === 'block' || key === 'parent') out[key] = block(own)
      else out[key] = isSpan && (key === 'start' || key === 'end') ? own + by : own
    }
    return out as T
  }
  return { first: newFirst, lists: lists.map((list) => list.map(move)) }
}

/** Whether every place lies between two offsets, and nothing is told by a number of the whole text. */
export function isSelfContained({ lists }: Stated, from: number, to: number): boolean {
  const within = (value: unknown): boolean => {
    if (typeof value !== 'object' || value === null) return true
    if (Array.isArray(value))
      return value.every((v: unknown) => (typeof v === 'number' ? from <= v && v <= to : within(v)))
    const { start, end, list } = value as Partial<Span> & { list?: unknown }
    if (list !== undefined) return false
    if (start !== undefined && end !== undefined && (start < from || end > to)) return false
    return Object.values(value).every(within)
  }
  return lists.every(within)
}
