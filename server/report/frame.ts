import { lineAt, lineText } from '../engine/text'
import type { Finding } from '../engine/types'
import { maskCredentials } from './mask'
import { cells, printable, style } from './terminal'
import type { ReportInput } from './types'

/** The line of the value with the value underlined. Secrets on the line are cut before anything is shown. */
export function frame(f: Finding, input: ReportInput): string[] {
  const decoded = input.result.texts.get(f.path)
  const facts = input.result.model.files.get(f.path)
  if (!decoded) return []
  const starts = facts?.lineStarts ?? []
  if (starts.length === 0) return []
  const line = lineAt(starts, f.span.start)
  const from = starts[line] ?? 0
  const raw = lineText(decoded.text, starts, line)
  const start = Math.max(0, f.span.start - from)
  const end = Math.min(raw.length, Math.max(start, f.span.end - from))
  const masked = maskCredentials(raw, from, input, f.path)
  const window = clip(masked, start, end, input.width - 12)
  const number = String(line + 1).padStart(7)
  const before = printable(window.text.slice(0, window.start))
  const value = printable(window.text.slice(window.start, window.end))
  const rest = printable(window.text.slice(window.end))
  const under = ' '.repeat(cells(before)) + '─'.repeat(Math.max(1, cells(value)))
  return [`${number} │ ${before}${value}${rest}`, `${' '.repeat(7)} │ ${style(input, f.severity, under)}`]
}

function clip(line: string, start: number, end: number, room: number): { text: string; start: number; end: number } {
  const expanded = line.replace(/\t/g, ' ')
  if (expanded.length <= room) return { text: expanded, start, end }
  const from = Math.max(0, Math.min(start - 12, expanded.length - room))
  const piece = expanded.slice(from, from + room)
  return {
    text: (from > 0 ? `…${piece.slice(1)}` : piece) + (from + room < expanded.length ? '…' : ''),
    start: start - from,
    end: Math.min(end - from, room),
  }
}
