/** Changes as a unified diff that `git apply` and `patch` take, with line ends as they are. */
import { applyEdits, type Edit } from '../engine/edits'
import { printable } from '../report/terminal'

const CONTEXT = 3

export interface Before {
  readonly path: string
  /** The text without its byte order mark. */
  readonly text: string
  /** The same, unit by unit, with every secret turned into dots. */
  readonly masked: string
  readonly bom: boolean
}

/** Lines that change, half open, and what they become. Lines end with their own line break, except perhaps the last. */
interface Change {
  readonly from: number
  readonly to: number
  readonly now: readonly string[]
}

/**
 * A patch of one file. Edits are sorted and do not overlap. A line with a secret is never shown as it is, so it is no context:
 * `whole` is false where git would ask for it.
 */
export function diff({ path, text, masked, bom }: Before, edits: readonly Edit[]): { patch: string; whole: boolean } {
  const lines = split(masked)
  const hidden = split(text).map((line, i) => line !== lines[i])
  const changes = changesOf(masked, lines, edits)
  const mark = bom ? '\ufeff' : ''
  const shown = (i: number) => (i === 0 ? mark : '') + (lines[i] ?? '')
  const name = printable(path) + (path.includes(' ') ? '\t' : '')
  const out = [`--- a/${name}\n`, `+++ b/${name}\n`]
  let whole = true
  let shift = 0
  for (const hunk of hunksOf(changes, lines.length, hidden)) {
    const { start, end } = hunk
    const old = end - start
    const now = hunk.changes.reduce((n, c) => n + c.now.length - (c.to - c.from), old)
    const at = (count: number, line: number) => `${count === 0 ? line : line + 1},${count}`
    out.push(`@@ -${at(old, start)} +${at(now, start + shift)} @@\n`)
    let line = start
    for (const change of hunk.changes) {
      for (; line < change.from; line++) out.push(row(' ', shown(line)))
      for (; line < change.to; line++) out.push(row('-', shown(line)))
      for (const [i, added] of change.now.entries()) out.push(row('+', (change.from + i === 0 ? mark : '') + added))
      if (hidden.slice(change.from, change.to).includes(true)) whole = false
    }
    for (; line < end; line++) out.push(row(' ', shown(line)))
    shift += now - old
    // without a line after it, git takes a hunk for the end of the file
    if (hunk.changes.at(-1)?.to === end && end < lines.length) whole = false
  }
  return { patch: out.join(''), whole }
}

const row = (sign: string, line: string) =>
  line.endsWith('\n') ? sign + line : `${sign}${line}\n\\ No newline at end of file\n`

/** Lines with their line breaks; a text that ends with one has no empty line behind it. */
function split(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? []
}

function changesOf(text: string, lines: readonly string[], edits: readonly Edit[]): Change[] {
  const starts = [0]
  for (const line of lines) starts.push((starts.at(-1) ?? 0) + line.length)
  const lineOf = (offset: number) => {
    let line = 0
    while (line + 1 < lines.length && (starts[line + 1] ?? 0) <= offset) line++
    return line
  }
  const last = (e: Edit) => lineOf(Math.max(e.span.start, e.span.end - 1))
  const changes: Change[] = []
  for (let i = 0; i < edits.length; ) {
    const group = [edits[i] as Edit]
    const from = lineOf(group[0]?.span.start ?? 0)
    let to = last(group[0] as Edit)
    for (i++; i < edits.length && lineOf((edits[i] as Edit).span.start) <= to; i++) {
      group.push(edits[i] as Edit)
      to = last(edits[i] as Edit)
    }
    const base = starts[from] ?? 0
    const moved = group.map((e) => ({ ...e, span: { start: e.span.start - base, end: e.span.end - base } }))
    changes.push({ from, to: to + 1, now: split(applyEdits(text.slice(base, starts[to + 1]), moved)) })
  }
  return changes
}

interface Hunk {
  readonly start: number
  readonly end: number
  readonly changes: readonly Change[]
}

function hunksOf(changes: readonly Change[], count: number, hidden: readonly boolean[]): Hunk[] {
  const hunks: Hunk[] = []
  for (const change of changes) {
    let start = change.from
    while (start > 0 && change.from - start < CONTEXT && !hidden[start - 1]) start--
    let end = change.to
    while (end < count && end - change.to < CONTEXT && !hidden[end]) end++
    const before = hunks.at(-1)
    if (before && start <= before.end)
      hunks.splice(-1, 1, { start: before.start, end, changes: [...before.changes, change] })
    else hunks.push({ start, end, changes: [change] })
  }
  return hunks
}
