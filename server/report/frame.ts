import { lineAt, lineText } from '../engine/text'
import type { Finding } from '../engine/types'
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

/** Same length as before, so that columns hold: secret characters become dots. */
function maskCredentials(line: string, from: number, input: ReportInput, path: string): string {
  const chars = [...Array(line.length).keys()].map((i) => line[i] as string)
  const hide = (start: number, end: number) => {
    for (let i = Math.max(0, start); i < Math.min(line.length, end); i++) chars[i] = '·'
  }
  for (const found of input.redactor.find(line)) hide(found.start + found.shape.prefix.length, found.end)
  for (const c of input.result.model.files.get(path)?.credentials ?? []) {
    if (c.state === 'literal') hide(c.span.start - from + c.prefix.length, c.span.end - from)
  }
  const shown = chars.join('')
  for (const m of shown.matchAll(/[a-z][a-z0-9+.-]*:\/\/([^\s/?#"'`@]+)@/gi))
    hide(m.index + m[0].length - 1 - (m[1] as string).length, m.index + m[0].length - 1)
  for (const m of shown.matchAll(/[?&](?:key|api[_-]?key|token|secret|password|auth)=([^\s&#"']+)/gi))
    hide(m.index + m[0].length - (m[1] as string).length, m.index + m[0].length)
  for (const m of shown.matchAll(
    /(?:api[_-]?key|secret|password|token|authorization|bearer)["']?\s*[:=\s]\s*["']?(?:bearer\s+)?([A-Za-z0-9+/_.=-]{12,})/gi,
  ))
    if (!/^https?:/.test(m[1] as string)) hide(m.index + m[0].length - (m[1] as string).length, m.index + m[0].length)
  for (const m of shown.matchAll(/[A-Za-z0-9+/_-]{40,}={0,2}/g)) hide(m.index, m.index + m[0].length)
  return chars.join('')
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
