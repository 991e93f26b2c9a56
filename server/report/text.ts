import type { Finding, Severity } from '../engine/types'
import type { Note } from '../workspace/types'
import { takenBack } from './counts'
import { frame } from './frame'
import { shownClass, visible } from './json'
import { createPlacer } from './place'
import { cells, dim, printable, style, wrap, wrapAt, wrapLabel } from './terminal'
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
    if (input.remarks) out.push(...remarks(input))
  }
  out.push(wrapAt(summary(input), input.width).replaceAll('\u00a0', ' '))
  return `${out.join('\n')}\n`
}

/** What was not read as intended, or not at all: one line each. */
export function remarks(input: ReportInput): string[] {
  const { notes, skipped, localRead } = input.result
  const line = (label: string, path: string, text: string) =>
    wrapAt(printable(`${label}${path}${input.redactor.cut(text)}`), input.width)
  const some = <T>(items: readonly T[], most: number) => (input.verbose ? items : items.slice(0, most))
  const out = some(notes, 10).map((n) => dim(input, line('note: ', placeOf(n), n.message)))
  if (out.length < notes.length) out.push(dim(input, `note: ${notes.length - out.length} more notes: see --verbose`))
  const unread = some(skipped, 20)
  for (const s of unread) out.push(line('not read: ', s.path, `: ${s.reason}`))
  if (unread.length < skipped.length) out.push(`not read: ${skipped.length - unread.length} more files: see --verbose`)
  if (input.verbose)
    for (const path of localRead)
      out.push(dim(input, line('read, though ignored or only named by reference: ', path, '')))
  return out
}

const placeOf = ({ path, line, column }: Note) => (path ? `${path}:${line}:${column}: ` : '')

function one(f: Finding, input: ReportInput, place: ReturnType<typeof createPlacer>): string[] {
  const range = place(f.path, f.span)
  const cut = (value: string) => printable(input.redactor.cut(value))
  const head = `  ${range.start.line}:${range.start.column}  ${f.severity.padEnd(7)}  `
  const state = f.suppressed ? ` [suppressed: ${cut(f.suppressedBy?.reason ?? '')}]` : f.baselined ? ' [baseline]' : ''
  const indent = ' '.repeat(head.length)
  const first = wrap(`${cut(f.message)}${state}`, input.width - head.length, indent).split('\n')
  const shownHead = head.replace(f.severity, style(input, f.severity as Severity, f.severity))
  const last = first.length - 1
  const fits = cells(first[last] as string) + (last === 0 ? head.length : 0) + 2 + f.rule.length <= input.width
  if (fits) first[last] += `  ${dim(input, f.rule)}`
  else first.push(indent + dim(input, f.rule))
  const out = ['', `${shownHead}${first.join('\n')}`, '', ...frame(f, input)]
  const labelled = (label: string, value: string) => out.push(wrapLabel(label, cut(value), input.width))
  if (f.why) labelled('why', f.why)
  if (f.todo) labelled('do', f.todo)
  for (const r of f.related.slice(0, 3)) labelled('used', `${r.path}:${place(r.path, r.span).start.line}  ${r.message}`)
  labelled('more', `rules/checks/${f.rule}.md`)
  return out
}

const plural = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`

function summary(input: ReportInput): string {
  const { result } = input
  // what was taken back has a count of its own
  const shown = visible(input).filter((f) => !f.suppressed && !f.baselined)
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
  parts.push(...takenBack(result))
  if (result.localRead.length > 0) parts.push(`${plural(result.localRead.length, 'ignored or referenced file')} read`)
  if (result.binary > 0) parts.push(`${result.binary} binary`)
  if (result.skipped.length > 0) parts.push(`${result.skipped.length} not read: the scan is incomplete`)
  parts.push(`pack ${input.facts.pack.date}`)
  if (input.seconds !== undefined) parts.push(`${input.seconds.toFixed(1)}\u00a0s`)
  return parts.join(' · ')
}
