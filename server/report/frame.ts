import { lineAt, lineStartsOf, lineText } from '../engine/text'
import type { Finding } from '../engine/types'
import { maskCredentials } from './mask'
import { cells, fitting, printable, style } from './terminal'
import type { ReportInput } from './types'

/** UTF-16 units on both sides of a value that are looked at: what is shown is far shorter, and lines may be a whole file. */
const NEAR = 4096
/** Cells in front of a line: its number and the bar. */
const GUTTER = 10
/** Cells that are kept in front of a value when its line is cut. */
const LEAD = 12

/** The line of the value with the value underlined. Secrets on the line are cut before anything is shown. */
export function frame(f: Finding, input: ReportInput): string[] {
  const decoded = input.result.texts.get(f.path)
  if (!decoded) return []
  const starts = input.result.model.files.get(f.path)?.lineStarts ?? lineStartsOf(decoded.text)
  const line = lineAt(starts, f.span.start)
  const lineStart = starts[line] ?? 0
  const whole = lineText(decoded.text, starts, line)
  const from = Math.max(0, f.span.start - lineStart - NEAR)
  const raw = whole.slice(from, f.span.end - lineStart + NEAR)
  const start = Math.min(raw.length, f.span.start - lineStart - from)
  const end = Math.min(raw.length, Math.max(start, f.span.end - lineStart - from))
  const masked = maskCredentials(raw, lineStart + from, input, f.path)
  const [before, value, rest] = inRoom(
    printable(masked.slice(0, start)),
    printable(masked.slice(start, end)),
    printable(masked.slice(end)),
    input.width - GUTTER,
  )
  const number = String(line + 1).padStart(7)
  const under = ' '.repeat(cells(before)) + '─'.repeat(Math.max(1, cells(value)))
  return [`${number} │ ${before}${value}${rest}`.trimEnd(), `${' '.repeat(7)} │ ${style(input, f.severity, under)}`]
}

/** The part of a line that fits into `room` cells, the beginning of the value in it. */
function inRoom(before: string, value: string, rest: string, room: number): [string, string, string] {
  const over = cells(before) + cells(value) + cells(rest) - room
  if (over <= 0) return [before, value, rest]
  const drop = Math.min(over, cells(before) - LEAD)
  // the mark of the cut takes a cell itself
  const lead = drop > 0 ? `…${before.slice(fitting(before, drop + 1))}` : before
  const shown = cut(value, room - cells(lead))
  return [lead, shown, shown === value ? cut(rest, room - cells(lead) - cells(value)) : '']
}

function cut(text: string, room: number): string {
  if (cells(text) <= room) return text
  return room < 1 ? '' : `${text.slice(0, fitting(text, room - 1))}…`
}
