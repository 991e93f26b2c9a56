/** Words of the shell: quotes joined, escapes decoded, references kept, every unit at its place. */
import { interpolate } from '../../interpolation'
import { Excerpt } from '../../text'
import type { Part, Span, Template } from '../../types'
import { outputOf } from './produced'

export interface Word {
  readonly template: Template
  /** Literal text, references left out. */
  readonly text: string
  readonly start: number
  readonly end: number
  /** Ranges of command substitutions inside of the word. */
  readonly inner: readonly Span[]
  /** What the command is given, quotes and escapes gone, references as they are written; every unit knows its place. */
  said(): Excerpt
}

interface Piece {
  /** What it says, with the place of every unit. */
  said: Excerpt
  /** Its range in the text that is read. */
  start: number
  end: number
  /** What stands here is never a reference: single quotes, `\$`. */
  plain: boolean
}

const MAX_SUBSTITUTION = 8192

/** How many substitutions without an end are still looked through. Nested ones would cost the square, and more, of their number. */
export interface Patience {
  left: number
}
export const patience = (): Patience => ({ left: 64 })

/** Reads one word that starts at `i`: bare text, quotes and substitutions in a row. */
export function readWord(x: Excerpt, i: number, patient = patience()): Word {
  const text = x.text
  const pieces: Piece[] = []
  const inner: Span[] = []
  let at = i
  for (; at < text.length; ) {
    const c = text[at] as string
    if (c === "'" || c === '"') {
      const ansi = c === "'" && pieces.at(-1)?.said.text === '$' && text[at - 1] === '$'
      if (ansi) pieces.pop()
      const close = closeQuote(text, at, patient)
      quoted(x, at + 1, close.end, c === '"' || ansi, pieces, ansi)
      if (c === '"') substitutionsIn(text, at + 1, close.end, inner, patient)
      at = close.closed ? close.end + 1 : close.end
      if (!close.closed) break
    } else if (c === '$' && (text[at + 1] === '{' || text[at + 1] === '(')) {
      const end = skipSubstitution(text, at, patient)
      if (text[at + 1] === '(') inner.push({ start: at + 2, end: end - 1 })
      pieces.push(verbatim(x, at, end))
      at = end
    } else if (c === '`') {
      const close = text.indexOf('`', at + 1)
      const end = close < 0 || close - at > MAX_SUBSTITUTION ? text.length : close + 1
      if (close >= 0) inner.push({ start: at + 1, end: end - 1 })
      // the text of a command is no text of the word, but what it prints is
      const printed = close < 0 ? null : outputOf(x.slice(at + 1, close))
      for (const said of printed ?? [replaced('$()', x, at, end)]) pieces.push({ said, start: at, end, plain: false })
      at = end
    } else if (c === '\\' && at + 1 < text.length) {
      const skip = /^\\\r?\n/.exec(text.slice(at, at + 3))?.[0].length
      if (!skip) pieces.push(escaped(x, at, text[at + 1] as string))
      at += skip ?? 2
    } else if (/[\s;|&()<>]/.test(c)) break
    else {
      const end = bareEnd(text, at)
      pieces.push(verbatim(x, at, end))
      at = end
    }
  }
  const end = Math.min(at, text.length)
  const template = templateOf(pieces, x, i, end)
  return {
    template,
    text: template.parts.map((p) => (p.kind === 'text' ? p.text : '')).join(''),
    start: i,
    end,
    inner: inner.filter((s) => s.end > s.start),
    said: () => Excerpt.assembled(pieces.map((p) => p.said)),
  }
}

function bareEnd(text: string, at: number): number {
  let i = at + 1
  if (text[at] === '$') return i
  while (i < text.length && !/[\s;|&()<>'"`\\]/.test(text[i] as string)) {
    if (text[i] === '$' && /['{(]/.test(text[i + 1] ?? '')) break
    i++
  }
  return i
}

function verbatim(x: Excerpt, start: number, end: number, plain = false): Piece {
  return { said: x.slice(start, end), start, end, plain }
}

function replaced(text: string, x: Excerpt, start: number, end: number): Excerpt {
  return Excerpt.assembled([{ text, span: x.span(start, end) }])
}

function escaped(x: Excerpt, at: number, text: string, length = 2): Piece {
  return { said: replaced(text, x, at, at + length), start: at, end: at + length, plain: /[$`]/.test(text) }
}

const ESCAPES = /\\(\r?\n|["\\$`/'])/g
/** Behind `$'`: codes of signs as well. */
const CODES = /\\(\r?\n|["\\$`/']|x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4}))/g

/** Text inside of quotes, with the escapes that count there. */
function quoted(x: Excerpt, from: number, to: number, escapes: boolean, pieces: Piece[], codes = false): void {
  if (to <= from) {
    pieces.push(verbatim(x, from, from, true))
    return
  }
  const raw = x.text.slice(from, to)
  if (!escapes || !raw.includes('\\')) {
    pieces.push(verbatim(x, from, to, !escapes))
    return
  }
  let at = from
  for (const m of raw.matchAll(codes ? CODES : ESCAPES)) {
    const here = from + m.index
    if (here > at) pieces.push(verbatim(x, at, here))
    const hex = m[2] ?? m[3]
    if (hex) pieces.push(escaped(x, here, String.fromCharCode(Number.parseInt(hex, 16)), m[0].length))
    else if (!/\n/.test(m[0])) pieces.push(escaped(x, here, m[1] as string))
    at = here + m[0].length
  }
  if (at < to) pieces.push(verbatim(x, at, to))
}

/** Runs of pieces that may hold references are interpolated together; an escape inside of a literal makes it an escaped one. */
function templateOf(pieces: readonly Piece[], x: Excerpt, start: number, end: number): Template {
  const parts: Part[] = []
  for (let i = 0; i < pieces.length; ) {
    const first = pieces[i] as Piece
    let j = i + 1
    // a quote or a reference between two pieces ends the run; an escape goes on with it
    while (j < pieces.length && touches(pieces[j - 1] as Piece, pieces[j] as Piece)) j++
    if (first.plain && j === i + 1) {
      const { text } = first.said
      if (text !== '') parts.push({ kind: 'text', text, span: first.said.span(0, text.length) })
    } else {
      const run = j === i + 1 ? first.said : Excerpt.assembled(pieces.slice(i, j).map((p) => p.said))
      parts.push(...interpolate(run, { bare: true, output: outputOf }).parts)
    }
    i = j
  }
  const whole = {
    start: parts[0]?.span.start ?? x.span(start, end).start,
    end: parts.at(-1)?.span.end ?? x.span(start, end).end,
  }
  const only = parts.length === 1 ? (parts[0] as Part) : null
  const differs = only?.kind === 'text' && only.text.length !== only.span.end - only.span.start
  return {
    parts: parts.length > 0 ? parts : [{ kind: 'text', text: '', span: whole }],
    span: whole,
    ...(differs ? { encoding: 'escaped' as const } : {}),
  }
}

/** Whether both pieces belong to one run of text: no quote mark stands between them and neither is plain. */
function touches(a: Piece, b: Piece): boolean {
  return !a.plain && !b.plain && a.end === b.start
}

interface Close {
  readonly end: number
  readonly closed: boolean
}

/** The end of the quote that opens at `at`; a quote that was not typed to its end closes with its line. */
function closeQuote(text: string, at: number, patient: Patience): Close {
  const quote = text[at] as string
  const line = endOfLine(text, at)
  const typed = text.slice(at + 1, Math.min(line, at + 400))
  const value = text[at - 1] === '=' && !/\s/.test(typed.trimEnd())
  for (let i = at + 1; i < text.length; i++) {
    const c = text[i]
    if (c === '\\' && quote === '"') i++
    else if (quote === '"' && c === '$' && text[i + 1] === '(') i = Math.max(i, skipSubstitution(text, i, patient) - 1)
    else if (c === quote)
      return value && i > line && opensAgain(text, at, i, typed)
        ? { end: line, closed: false }
        : { end: i, closed: true }
  }
  return { end: line, closed: false }
}

/** The quote at `close` on a later line rather opens the value of the next assignment. */
function opensAgain(text: string, open: number, close: number, typed: string): boolean {
  if (text[close - 1] === '=' && /[\w$/:]/.test(text[close + 1] ?? '')) return true
  const next = /\r?\n[ \t]*(.*)/.exec(text.slice(endOfLine(text, open), close + 1))?.[1] ?? ''
  return /^[a-z]+:\/\/\S+$/i.test(typed.trimEnd()) && /^[\w.-]/.test(next) && !/^[a-z]+:\/\//i.test(next)
}

/** End of `${...}` or `$(...)`, quotes inside of it respected; where it does not end, of its two first characters. */
function skipSubstitution(text: string, at: number, patient: Patience, depth = 0): number {
  if (patient.left <= 0) return at + 2
  const [open, close] = text[at + 1] === '{' ? ['{', '}'] : ['(', ')']
  let level = 0
  for (let i = at + 1; i < text.length && i < at + MAX_SUBSTITUTION; i++) {
    const c = text[i]
    if (c === '\\') i++
    else if (c === open) level++
    else if (c === close && --level === 0) return i + 1
    else if (open === '{' && c === '\n') return i
    else if (open === '(' && (c === "'" || c === '"')) i = skipString(text, i, patient, depth)
  }
  patient.left--
  return at + 2
}

/** Index of the closing quote, or of the opening one when it does not close nearby. */
function skipString(text: string, at: number, patient: Patience, depth: number): number {
  for (let i = at + 1; i < text.length && i < at + MAX_SUBSTITUTION; i++) {
    if (text[i] === text[at]) return i
    if (text[at] === "'") continue
    if (text[i] === '\\') i++
    else if (text[i] === '$' && text[i + 1] === '(' && depth < 8) i = skipSubstitution(text, i, patient, depth + 1) - 1
  }
  return at
}

function substitutionsIn(text: string, from: number, to: number, inner: Span[], patient: Patience): void {
  for (let i = from; i < to; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === '$' && text[i + 1] === '(') {
      const end = skipSubstitution(text, i, patient)
      if (end <= to && end > i + 2) inner.push({ start: i + 2, end: end - 1 })
      i = Math.max(i, end - 1)
    }
  }
}

/** End of the line that holds `at`, without its line break. */
export function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  const stop = end < 0 ? text.length : end
  return stop > at && text[stop - 1] === '\r' ? stop - 1 : stop
}

/** What a word says without its quotes, as text that another reader can read; escapes of double quotes are decoded. */
export function contentOf(word: Word, x: Excerpt, from = word.start): Excerpt {
  const quote = x.text[from]
  if (quote !== '"' && quote !== "'") return x.slice(from, word.end)
  const closed = x.text[word.end - 1] === quote && word.end - 1 > from
  const to = closed ? word.end - 1 : word.end
  const body = x.text.slice(from + 1, to)
  if (quote === "'" || !body.includes('\\')) return x.slice(from + 1, to)
  const pieces: Piece[] = []
  quoted(x, from + 1, to, true, pieces)
  return Excerpt.assembled(pieces.map((p) => p.said))
}

export interface Assignment {
  readonly name: string
  readonly nameSpan: Span
  readonly value: Template
}

/** `NAME=value`, also behind a flag that is glued to it (`-eNAME=v`, `--env=NAME=v`) or inside of quotes; null when the word is none. */
export function assignmentOf(word: Word, x: Excerpt, lead = /^/): Assignment | null {
  const raw = x.text.slice(word.start, word.end)
  const skip = lead.exec(raw)?.[0].length ?? 0
  const m = /^(["']?)([A-Za-z_][A-Za-z0-9_]*)\+?=/.exec(raw.slice(skip))
  if (!m) return null
  const nameAt = word.start + skip + (m[1] as string).length
  const at = word.start + skip + m[0].length
  const name = m[2] as string
  const nameSpan = x.span(nameAt, nameAt + name.length)
  if (m[1]) {
    const end = raw.endsWith(m[1]) ? word.end - 1 : word.end
    const body = x.slice(at, Math.max(at, end))
    // inner quotes as in `"NAME='value'"`
    const wrapped = /^(\\?["'])([\s\S]*)\1$/.exec(body.text)
    const inner = wrapped
      ? body.slice((wrapped[1] as string).length, body.text.length - (wrapped[1] as string).length)
      : body
    return { name, nameSpan, value: interpolate(inner, { bare: m[1] === '"' }) }
  }
  const rest = at < word.end ? readWord(x, at) : null
  const span = x.span(at, word.end)
  return { name, nameSpan, value: rest ? rest.template : { parts: [{ kind: 'text', text: '', span }], span } }
}
