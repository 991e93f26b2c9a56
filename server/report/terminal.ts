/** What a terminal needs: colours, cells, wrapping, and no control characters. */
import type { ReportInput } from './types'

const COLOURS: Readonly<Record<string, string>> = {
  error: '31',
  warning: '33',
  info: '36',
  hint: '90',
  bold: '1',
  dim: '2',
}

export function style(input: ReportInput, name: string, value: string): string {
  return input.colour ? `\u001b[${COLOURS[name]}m${value}\u001b[0m` : value
}
export const dim = (input: ReportInput, value: string) => style(input, 'dim', value)

/** Control characters, line breaks, marks of writing direction and characters without width: shown, never sent to the terminal. */
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028\u2029\u202a-\u202e\u2060-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g

/** The text on one line, as a terminal may have it; a tab is one blank. */
export function printable(value: string): string {
  return value.replace(HIDDEN, (c) => (c === '\t' ? ' ' : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`))
}

/** Cells on a terminal: wide characters take two, marks that join the character before them none. */
export function cells(value: string): number {
  let n = 0
  for (const c of value) n += cellsOf(c.codePointAt(0) as number)
  return n
}

function cellsOf(p: number): number {
  if (p < 0x300) return 1
  if (p <= 0x36f || p === 0x200d || (p >= 0xfe00 && p <= 0xfe0f)) return 0
  const wide =
    (p >= 0x1100 && p <= 0x115f) ||
    (p >= 0x2e80 && p <= 0xa4cf) ||
    (p >= 0xac00 && p <= 0xd7a3) ||
    (p >= 0xf900 && p <= 0xfaff) ||
    (p >= 0xfe30 && p <= 0xfe6f) ||
    (p >= 0xff00 && p <= 0xff60) ||
    (p >= 0xffe0 && p <= 0xffe6) ||
    (p >= 0x1f300 && p <= 0x1faff) ||
    p >= 0x20000
  return wide ? 2 : 1
}

/** How much of the text, in UTF-16 units, fits into that many cells. */
export function fitting(value: string, room: number): number {
  let at = 0
  for (const c of value) {
    room -= cellsOf(c.codePointAt(0) as number)
    if (room < 0) return at
    at += c.length
  }
  return at
}

/** Breaks between words so that no line is wider than `width` cells, if its words allow it. Lines after the first are indented. */
export function wrap(value: string, width: number, indent: string): string {
  const lines: string[] = []
  let line = ''
  for (const word of value.split(/ +/)) {
    if (line && cells(line) + 1 + cells(word) > Math.max(24, width)) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  lines.push(line)
  return lines.join(`\n${indent}`)
}

export const wrapAt = (value: string, width: number) => wrap(value, width, '  ')
export const wrapLabel = (label: string, value: string, width: number) =>
  `${label.padStart(8)}  ${wrap(value, width - 10, ' '.repeat(10))}`
