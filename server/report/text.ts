import { lineAt, lineText } from '../engine/text'
import type { Finding, Severity } from '../engine/types'
import { shownClass, visible } from './json'
import { createPlacer } from './place'
import type { Printer, ReportInput } from './types'

/** The terminal: grouped by file, code frame with the value underlined, why, do, used, more. */
export const text: Printer = (input) => {
  const findings = visible(input)
  const place = createPlacer(input.result)
  const out: string[] = []
  if (!input.quiet) {
    let path = ''
    for (const finding of findings) {
      if (finding.path !== path) {
        if (path) out.push('')
        path = finding.path
        out.push(
          style(input, 'bold', printable(path)) + (finding.local ? dim(input, '  (not under version control)') : ''),
        )
      }
      out.push(...one(finding, input, place))
    }
    if (findings.length > 0) out.push('')
    for (const note of input.result.notes.slice(0, 10))
      out.push(
        dim(
          input,
          wrapAt(
            `note: ${printable(note.path)}${note.line ? `:${note.line}` : ''}: ${printable(note.message)}`,
            input.width,
          ),
        ),
      )
    if (input.result.notes.length > 10)
      out.push(dim(input, `note: ${input.result.notes.length - 10} more notes in the JSON report`))
    for (const s of input.result.skipped.slice(0, 20)) out.push(`not read: ${printable(s.path)}: ${s.reason}`)
  }
  out.push(wrapAt(summary(input), input.width))
  return `${out.join('\n')}\n`
}

const COLOURS: Readonly<Record<string, string>> = {
  error: '31',
  warning: '33',
  info: '36',
  hint: '90',
  bold: '1',
  dim: '2',
}

function style(input: ReportInput, name: string, value: string): string {
  return input.colour ? `\u001b[${COLOURS[name]}m${value}\u001b[0m` : value
}
const dim = (input: ReportInput, value: string) => style(input, 'dim', value)

/** Control characters are shown, never sent to the terminal. */
export function printable(value: string): string {
  return value.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g,
    (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function one(f: Finding, input: ReportInput, place: ReturnType<typeof createPlacer>): string[] {
  const range = place(f.path, f.span)
  const cut = (value: string) => printable(input.redactor.cut(value))
  const head = `  ${range.start.line}:${range.start.column}  ${f.severity.padEnd(7)}  `
  const state = f.suppressed ? ` [suppressed: ${cut(f.suppressedBy?.reason ?? '')}]` : f.baselined ? ' [baseline]' : ''
  const message = wrap(
    `${cut(f.message)}${state}`,
    input.width - head.length - f.rule.length - 2,
    ' '.repeat(head.length),
  )
  const first = message.split('\n')
  const shownHead = head.replace(f.severity, style(input, f.severity as Severity, f.severity))
  const last = first.length - 1
  first[last] = `${first[last]}  ${dim(input, f.rule)}`
  const out = ['', `${shownHead}${first.join('\n')}`, '', ...frame(f, input)]
  const labelled = (label: string, value: string) => out.push(wrapLabel(label, cut(value), input.width))
  if (f.why) labelled('why', f.why)
  if (f.todo) labelled('do', f.todo)
  for (const r of f.related.slice(0, 3)) labelled('used', `${r.path}:${place(r.path, r.span).start.line}  ${r.message}`)
  labelled('more', `rules/checks/${f.rule}.md`)
  return out
}

/** The line of the value with the value underlined. Secrets on the line are cut before anything is shown. */
function frame(f: Finding, input: ReportInput): string[] {
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

/** Cells on a terminal: wide characters take two. */
export function cells(value: string): number {
  let n = 0
  for (const c of value) {
    const p = c.codePointAt(0) as number
    if ((p >= 0x300 && p <= 0x36f) || p === 0x200d || (p >= 0xfe00 && p <= 0xfe0f)) continue
    n +=
      (p >= 0x1100 && p <= 0x115f) ||
      (p >= 0x2e80 && p <= 0xa4cf) ||
      (p >= 0xac00 && p <= 0xd7a3) ||
      (p >= 0xf900 && p <= 0xfaff) ||
      (p >= 0xfe30 && p <= 0xfe6f) ||
      (p >= 0xff00 && p <= 0xff60) ||
      (p >= 0xffe0 && p <= 0xffe6) ||
      (p >= 0x1f300 && p <= 0x1faff) ||
      p >= 0x20000
        ? 2
        : 1
  }
  return n
}

function wrap(value: string, width: number, indent: string): string {
  const lines: string[] = []
  let line = ''
  for (const word of value.split(' ')) {
    if (line && cells(line) + 1 + cells(word) > Math.max(24, width)) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  lines.push(line)
  return lines.join(`\n${indent}`)
}

const wrapAt = (value: string, width: number) => wrap(value, width, '  ')
const wrapLabel = (label: string, value: string, width: number) =>
  `${label.padStart(8)}  ${wrap(value, width - 10, ' '.repeat(10))}`

const plural = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`

function summary(input: ReportInput): string {
  const { result } = input
  const shown = visible(input)
  const by = (['error', 'warning', 'info', 'hint'] as const)
    .map((s) => [s, shown.filter((f) => f.severity === s).length] as const)
    .filter(([, n]) => n > 0)
  const findings =
    by.length === 0
      ? `No findings in ${plural(result.files, 'file')}`
      : `${by.map(([s, n]) => (s === 'info' ? `${n} info` : plural(n, s))).join(', ')} in ${plural(result.files, 'file')}`
  const endpoints = result.model.endpoints.filter((e) => !e.auditorOnly || input.persona === 'auditor')
  const classes = new Map<string, number>()
  for (const e of endpoints) {
    const cls = shownClass(e, input.persona === 'auditor').class
    classes.set(cls, (classes.get(cls) ?? 0) + 1)
  }
  const parts = [
    findings,
    endpoints.length === 0
      ? '0 endpoints'
      : `${plural(endpoints.length, 'endpoint')}: ${[...classes]
          .sort()
          .map(([c, n]) => `${n} ${c}`)
          .join(', ')}`,
  ]
  const suppressed = result.findings.filter((f) => f.suppressed).length
  const baselined = result.findings.filter((f) => f.baselined && !f.suppressed).length
  if (suppressed > 0) parts.push(`${suppressed} suppressed`)
  if (baselined > 0) parts.push(`${baselined} in the baseline`)
  if (result.localRead.length > 0) parts.push(`${plural(result.localRead.length, 'ignored or referenced file')} read`)
  if (result.binary > 0) parts.push(`${result.binary} binary`)
  if (result.skipped.length > 0) parts.push(`${result.skipped.length} not read: the scan is incomplete`)
  parts.push(`pack ${input.facts.pack.date}`)
  if (input.seconds !== undefined) parts.push(`${input.seconds.toFixed(1)} s`)
  return parts.join(' · ')
}
