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

/** The keyword of a line that may give several variables their values. */
const SEVERAL = /^[ \t]*(?:ENV[ \t]+|export[ \t]+|Environment=)$/i
/** A key of YAML on a line of its own that holds nothing but variables. */
const HOLDER =
  /^([ \t]*)(?:env|environment|variables|env_variables|environment_variables|data|stringData):[ \t]*(?:#[^\r\n]*)?\r?$/

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
  const alone = LEAD.test(lead) && TRAIL.test(trail) && !continues(text, lines)
  if (oneLine && flowPair(text.slice(lines.start, key.start), text.slice(value.end, lines.content)))
    return hasNeighbour(text, lines, indentOf(lead)) ? lines : withHolder(text, lines, indentOf(lead))
  const next = skip(text, end, 1)
  const before = skip(text, start - 1, -1)
  if (text[next] === ',' && /[{,]/.test(text[before] ?? ''))
    return alone && next < lines.content ? lines : oneLine ? { start, end: skip(text, next + 1, 1, /[ \t]/) } : null
  if (/[}\]]/.test(text[next] ?? '') && text[before] === ',') return { start: before, end }
  if (/[}\]]/.test(text[next] ?? '') && text[before] === '{') return alone ? lines : oneLine ? { start, end } : null
  if (!oneLine) return pairOf(text, lines, start, value)
  if (!alone) return oneOfSeveral(text, start, end)
  return hasNeighbour(text, lines, indentOf(lead)) ? lines : withHolder(text, lines, indentOf(lead))
}

/** `- { name: X, value: Y }` on a line of its own. */
function flowPair(lead: string, trail: string): boolean {
  return (
    /^[ \t]*-[ \t]*\{[ \t]*["']?(?:name|key)["']?:[ \t]*["']?$/.test(lead) &&
    /^["']?[ \t]*\}[ \t]*(?:#[^\r\n]*)?$/.test(trail)
  )
}

/** `ENV A=1 B=2` and `Environment="A=1" "B=2"`: the pair with the blanks, and the line break behind a `\`, on one side of it. */
function oneOfSeveral(text: string, start: number, end: number): Span | null {
  const gap = /(?:[ \t]|\\\r?\n)+$/.exec(text.slice(0, start))
  const before = start - (gap?.[0].length ?? 0)
  const line = text.lastIndexOf('\n', start - 1) + 1
  const isFirst = SEVERAL.test(text.slice(line, start))
  const rest = /^(?:[ \t]|\\\r?\n)+(?=[^\s#])/.exec(text.slice(end))
  if (isFirst) return rest ? { start, end: end + rest[0].length } : null
  const ends = rest !== null || /^[ \t]*(?:\r?\n|$)/.test(text.slice(end))
  return gap && ends && SEVERAL.test(keywordOf(text, before)) ? { start: before, end } : null
}

/** The keyword that begins the logical line of a place, with what stands before it; a comment between the lines ends the look. */
function keywordOf(text: string, at: number): string {
  for (let start = text.lastIndexOf('\n', at - 1) + 1; ; start = text.lastIndexOf('\n', start - 2) + 1) {
    const line = /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? ''
    if (/^[ \t]*#/.test(line)) return ''
    if (start === 0 || !/\\\r?\n$/.test(text.slice(0, start)))
      return /^[ \t]*(?:ENV[ \t]+|export[ \t]+|Environment=)/i.exec(line)?.[0] ?? ''
  }
}

/** The last variable of a map goes with the key that holds the map, where that has neighbours of its own. */
function withHolder(text: string, lines: Lines, depth: number): Span | null {
  const above = text.lastIndexOf('\n', lines.start - 2) + 1
  const held = HOLDER.exec(text.slice(above, Math.max(above, lines.start - 1)))?.[1]?.length
  if (held === undefined || held > depth || depthAfter(text, lines.end) > held) return null
  const whole = { ...lines, start: above }
  return hasNeighbour(text, whole, held) ? { start: above, end: lines.end } : null
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
  return hasNeighbour(text, lines, depth) ? { start: lines.start, end: lines.end } : withHolder(text, lines, depth)
}
