/** Offsets to lines and columns: the last step before the wire. Lines and columns are 1-based, columns in UTF-16 units. */
import { lineAt, lineStartsOf } from '../engine/text'
import type { Span } from '../engine/types'
import type { ScanResult } from '../workspace/types'

export interface Position {
  readonly line: number
  readonly column: number
}
export interface Range {
  readonly start: Position
  readonly end: Position
}

export function createPlacer(result: ScanResult): (path: string, span: Span) => Range {
  const own = new Map<string, readonly number[]>()
  const startsOf = (path: string): readonly number[] => {
    const facts = result.model.files.get(path)
    if (facts) return facts.lineStarts
    let starts = own.get(path)
    if (!starts) {
      starts = lineStartsOf(result.texts.get(path)?.text ?? '')
      own.set(path, starts)
    }
    return starts
  }
  return (path, span) => {
    const starts = startsOf(path)
    const at = (offset: number): Position => {
      const line = lineAt(starts, offset)
      return { line: line + 1, column: offset - (starts[line] ?? 0) + 1 }
    }
    return { start: at(span.start), end: at(span.end) }
  }
}
