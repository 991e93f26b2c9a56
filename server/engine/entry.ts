/** What has to go from a text when one entry goes: its lines, or the entry with its comma. */
import type { Span } from './types'

const BLANK = /\s/
const QUOTE = /["']/
/** What may stand before a name on a line that holds nothing else. */
const LEAD = /^[ \t]*(?:-[ \t]+)?(?:export[ \t]+|set[ \t]+(?:-\w+[ \t]+)*|ENV[ \t]+|\$env:|Environment=)?["']?$/i
/** What may follow the value there: an end of statement, a comment. */
const TRAIL = /^["']?[ \t]*[;,]?[ \t]*(?:(?:#|\/\/)[^\r\n]*)?$/
/** The line with the name of `- name: X`, and the line with its value. */
const PAIR_NAME = /^([ \t]*)-[ \t]+(?:name|key):[ \t]*["']?$/i
const PAIR_VALUE = /^[ \t]*(?:value|val):[ \t]*["']?$/i

/**
 * The text that goes with the entry between a name and its value, or null when something else stands on its lines or nothing
 * would be left around it.
 */
export function entryOf(text: string, key: Span, value: Span): Span | null {
  let start = Math.min(key.start, value.start)
  let end = Math.max(key.end, value.end)
  if (QUOTE.test(text[start - 1] ?? '')) start--
  if (QUOTE.test(text[end] ?? '')) end++
  const lines = linesOf(text, start, end)
  const lead = text.slice(lines.start, start)
  const trail = text.slice(end, lines.content)
  const oneLine = !text.slice(start, end).includes('\n')
  const alone = oneLine && LEAD.test(lead) && TRAIL.test(trail) && !continues(text, lines)
  const next = skip(text, end, 1)
  const before = skip(text, start - 1, -1)
  if (oneLine && text[next] === ',' && /[{,]/.test(text[before] ?? ''))
    return alone && next < lines.content ? lines : { start, end: skip(text, next + 1, 1, /[ \t]/) }
  if (oneLine && /[}\]]/.test(text[next] ?? '') && text[before] === ',') return { start: before, end }
  if (/[}\]]/.test(text[next] ?? '') && text[before] === '{') return alone ? lines : oneLine ? { start, end } : null
  if (alone) return hasNeighbour(text, lines, indentOf(lead)) ? lines : null
  return oneLine ? null : pairOf(text, lines, start, value)
}

interface Lines extends Span {
  /** End of the last line without its line break. */
  readonly content: number
}

function linesOf(text: string, start: number, end: number): Lines {
  const first = text.lastIndexOf('\n', start - 1) + 1
  const brk = text.indexOf('\n', end)
  const stop = brk < 0 ? text.length : brk
  return { start: first, end: brk < 0 ? stop : brk + 1, content: text[stop - 1] === '\r' ? stop - 1 : stop }
}

/** The first place from `at` on, forwards or backwards, that is none of these characters. */
function skip(text: string, at: number, step: 1 | -1, over = BLANK): number {
  let i = at
  while (i >= 0 && i < text.length && over.test(text[i] as string)) i += step
  return i
}

const indentOf = (line: string): number => /^[ \t]*/.exec(line)?.[0].length ?? 0

/** A line that goes on from the one before it or to the one after it. */
function continues(text: string, { start, content }: Lines): boolean {
  return /\\\r?\n$/.test(text.slice(Math.max(0, start - 3), start)) || text[content - 1] === '\\'
}

/** Whether a line of the same depth stands before or after: without one, the block around the entry would be empty. */
function hasNeighbour(text: string, lines: Lines, depth: number): boolean {
  return depth === 0 || depthAfter(text, lines.end) === depth || depthBefore(text, lines.start, depth) === depth
}

/** Depth of the next line that is not blank, or -1. */
function depthAfter(text: string, from: number): number {
  const line = /^(?:[ \t]*\r?\n)*([^\n]*)/.exec(text.slice(from, from + 2000))?.[1] ?? ''
  return line.trim() === '' ? -1 : indentOf(line)
}

/** Depth of the nearest line above that is not deeper, or -1. */
function depthBefore(text: string, from: number, depth: number): number {
  for (let end = from - 1; end > 0; ) {
    const start = text.lastIndexOf('\n', end - 1) + 1
    const line = text.slice(start, end)
    if (line.trim() !== '' && indentOf(line) <= depth) return indentOf(line)
    end = start - 1
  }
  return -1
}

/** `- name: X` and `value: Y` on two lines, when the item holds nothing else. */
function pairOf(text: string, lines: Lines, start: number, value: Span): Span | null {
  const depth = PAIR_NAME.exec(text.slice(lines.start, QUOTE.test(text[start] ?? '') ? start + 1 : start))?.[1]?.length
  const second = text.lastIndexOf('\n', value.start - 1) + 1
  if (depth === undefined || !PAIR_VALUE.test(text.slice(second, value.start))) return null
  if (text.slice(lines.start, second).trimEnd().includes('\n') || !TRAIL.test(text.slice(value.end, lines.content)))
    return null
  if (depthAfter(text, lines.end) > depth) return null
  return hasNeighbour(text, lines, depth) ? { start: lines.start, end: lines.end } : null
}
