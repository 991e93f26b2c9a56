/** TOML text to the common tree. A text that does not parse is repaired, then read without the lines that still stand in the way. */
import { type AST, parseTOML } from 'toml-eslint-parser'
import { Excerpt } from '../../text'
import type { Span } from '../../types'
import type { Entry, MapNode, Node } from './emit'
import { repairToml } from './repair'
import { tomlWords } from './syntax'

export interface TomlTree {
  /** Null when nothing of the text parses. */
  readonly root: MapNode | null
  readonly problem: { readonly message: string; readonly span: Span } | null
  /** Lines that were left out, as offsets into `text`, ascending. */
  readonly lost: readonly Span[]
  /** The text that was parsed, with what was put in. */
  readonly text: Excerpt
}

const MAX_LOST = 12
/** Longer texts are not parsed again and again. */
const MAX_RETRY = 200_000

export function parseToml(x: Excerpt): TomlTree {
  const first = attempt(x.text)
  if ('program' in first) return { root: convert(first.program, x), problem: null, lost: [], text: x }
  const problem = { message: first.message, span: x.span(first.at, first.at + 1) }
  if (x.text.length > MAX_RETRY) return { root: null, problem, lost: [], text: x }
  const repaired = repairToml(x)
  const lost: Span[] = []
  let text = repaired.text
  for (let round = 0; round <= MAX_LOST; round++) {
    const again = attempt(text)
    if ('program' in again)
      return {
        root: convert(again.program, repaired),
        problem,
        lost: lost.sort((a, b) => a.start - b.start),
        text: repaired,
      }
    const line = lineOf(text, again.at)
    if (text.slice(line.start, line.end).trim() === '') break
    lost.push(line)
    text = text.slice(0, line.start) + ' '.repeat(line.end - line.start) + text.slice(line.end)
  }
  return { root: null, problem, lost: [], text: repaired }
}

function attempt(text: string): { program: AST.TOMLProgram } | { message: string; at: number } {
  try {
    return { program: parseTOML(text) }
  } catch (error) {
    const failed = error as { index?: number; message?: string }
    // what is missing at the end of a line is reported behind its break
    let at = Math.min(failed.index ?? 0, text.length)
    if (at === text.length) while (/[\r\n]/.test(text[at - 1] ?? '')) at--
    return { message: tomlWords(String(failed.message)), at }
  }
}

/** The line that holds the offset; an error at a line break speaks of the line before it. */
function lineOf(text: string, at: number): Span {
  let place = Math.min(at, text.length)
  while (place > 0 && /[\r\n]/.test(text[place] ?? '\n')) place--
  const start = Math.max(text.lastIndexOf('\n', place), text.lastIndexOf('\r', place)) + 1
  const end = text.slice(start).search(/[\r\n]/)
  return { start, end: end < 0 ? text.length : start + end }
}

interface Building {
  kind: 'map'
  span: Span
  entries: Entry[]
}

/** Tables become nested maps; arrays of tables become lists; dotted keys are followed. */
function convert(program: AST.TOMLProgram, x: Excerpt): MapNode {
  const top = program.body[0]
  const root: Building = { kind: 'map', span: x.span(0, x.text.length), entries: [] }
  for (const node of top.body) {
    if (node.type === 'TOMLKeyValue') keyValue(root, node, x)
    else {
      const keys = node.key.keys.map((k) => keyOf(k, x))
      let at = root
      keys.forEach((key, i) => {
        const last = i === keys.length - 1
        at = child(at, key, last && node.kind === 'array', x.span(node.range[0], node.range[1]))
      })
      for (const kv of node.body) keyValue(at, kv, x)
    }
  }
  return root
}

interface Key {
  readonly name: string
  readonly span: Span
}

function keyOf(key: AST.TOMLBare | AST.TOMLQuoted, x: Excerpt): Key {
  const [start, end] = key.range
  return key.type === 'TOMLBare'
    ? { name: key.name, span: x.span(start, end) }
    : { name: key.value, span: x.span(start + 1, end - 1) }
}

function child(at: Building, key: Key, list: boolean, span: Span): Building {
  const known = at.entries.find((e) => e.key === key.name)?.value
  if (known?.kind === 'map' && !list) return known as Building
  if (known?.kind === 'list') {
    const items = known.items as Node[]
    if (!list && items.length > 0) return items[items.length - 1] as Building
    const made: Building = { kind: 'map', span, entries: [] }
    items.push(made)
    return made
  }
  const made: Building = { kind: 'map', span, entries: [] }
  at.entries.push({ key: key.name, keySpan: key.span, value: list ? { kind: 'list', span, items: [made] } : made })
  return made
}

function keyValue(at: Building, node: AST.TOMLKeyValue, x: Excerpt): void {
  const keys = node.key.keys.map((k) => keyOf(k, x))
  const last = keys[keys.length - 1] as Key
  let target = at
  for (const key of keys.slice(0, -1)) target = child(target, key, false, x.span(node.range[0], node.range[1]))
  target.entries.push({ key: last.name, keySpan: last.span, value: value(node.value, x) })
}

function value(node: AST.TOMLContentNode, x: Excerpt): Node {
  const [start, end] = node.range
  if (node.type === 'TOMLArray')
    return { kind: 'list', span: x.span(start, end), items: node.elements.map((e) => value(e, x)) }
  if (node.type === 'TOMLInlineTable') {
    const made: Building = { kind: 'map', span: x.span(start, end), entries: [] }
    for (const kv of node.body) keyValue(made, kv, x)
    return made
  }
  const raw = x.text.slice(start, end)
  const quote = /^(?:"""|'''|["'])/.exec(raw)?.[0] ?? ''
  if (node.kind !== 'string' || !quote)
    return { kind: 'scalar', span: x.span(start, end), text: raw, excerpt: x.slice(start, end), escaped: false }
  const skip = quote.length === 3 && /^\r?\n/.test(raw.slice(3)) ? (raw[3] === '\r' ? 2 : 1) : 0
  const from = start + quote.length + skip
  const to = end - quote.length
  const inner = x.text.slice(from, to)
  const span = x.span(from, to)
  if (inner === node.value) return { kind: 'scalar', span, text: inner, excerpt: x.slice(from, to), escaped: false }
  const decoded = quote.startsWith('"') ? unescapedToml(inner, from, x) : null
  const exact = decoded && decoded.text === node.value ? decoded : Excerpt.assembled([{ text: node.value, span }])
  return { kind: 'scalar', span, text: node.value, excerpt: exact, escaped: true }
}

const ESCAPE = /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|x([0-9a-fA-F]{2})|([ \t]*\r?\n[ \t\r\n]*)|([\s\S]))|\r\n/g
const SIMPLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', e: '\u001b' }

/** Decoded text of a basic string whose every unit knows its escape sequence; a `\` at the end of a line swallows the blanks behind it. */
function unescapedToml(raw: string, from: number, x: Excerpt): Excerpt {
  const pieces: { text: string; span: Span }[] = []
  let start = 0
  const plain = (to: number) => {
    if (to > start) pieces.push({ text: raw.slice(start, to), span: x.span(from + start, from + to) })
  }
  for (const m of raw.matchAll(ESCAPE)) {
    plain(m.index)
    const code = m[1] ?? m[2] ?? m[3]
    const point = code === undefined ? 0 : Number.parseInt(code, 16)
    const text =
      m[0] === '\r\n'
        ? '\n'
        : code !== undefined
          ? String.fromCodePoint(point > 0x10ffff ? 0xfffd : point)
          : m[4] !== undefined
            ? ''
            : (SIMPLE[m[5] as string] ?? (m[5] as string))
    start = m.index + m[0].length
    if (text) pieces.push({ text, span: x.span(from + m.index, from + start) })
  }
  plain(raw.length)
  return Excerpt.assembled(pieces)
}
