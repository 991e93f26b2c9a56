/** Strings, heredocs, characters and regular expressions of the languages. */
import { type Interpolation, interpolationAt } from './interpolations'
import type { Language, StringForm } from './language'
import type { Str, Token } from './token'

/** The string that opens at `i`, or null. */
export function stringAt(text: string, i: number, language: Language): Str | null {
  if (language.characters && text[i] === "'") return characterAt(text, i)
  for (const form of language.strings) {
    if (text.startsWith(form.open, i)) return readString(text, i, i, form, language, '')
    const signs = form.prefix && language.signedStrings ? (/^[$@]{1,3}/.exec(text.slice(i, i + 3))?.[0] ?? '') : ''
    if (signs && text.startsWith(form.open, i + signs.length) && form.prefix?.test(signs))
      return readString(text, i, i + signs.length, form, language, signs)
  }
  return null
}

const CLOSES: Readonly<Record<string, string>> = { '[': ']', '(': ')', '{': '}', '<': '>', '|': '|', '!': '!' }

/** `%q(…)`, `%Q[…]` and, where a value may stand, `%(…)` at `i`; null when it is none or has no end. */
export function percentString(text: string, i: number, valueAhead: boolean): Str | null {
  const [head, letter, opener = ''] = /^%([qQ]?)([[({<|!])/.exec(text.slice(i, i + 3)) ?? []
  if (!head || (!letter && !valueAhead)) return null
  const contentStart = i + head.length
  const contentEnd = partnerOf(text, contentStart, opener, CLOSES[opener] as string)
  if (contentEnd < 0) return null
  const raw = letter === 'q'
  return { type: 'string', start: i, end: contentEnd + 1, contentStart, contentEnd, raw, interpolates: !raw }
}

/** Longest text between signs of its own choice. */
const MAX_PERCENT = 4000

/** Offset of the sign that closes what was opened before `from`, over pairs of the same signs; -1 when there is none. */
function partnerOf(text: string, from: number, opener: string, closer: string): number {
  const limit = Math.min(text.length, from + MAX_PERCENT)
  for (let k = from, depth = 0; k < limit; k++) {
    const c = text[k]
    if (c === '\\') k++
    else if (c === closer && depth-- === 0) return k
    else if (c === opener) depth++
  }
  return -1
}

/** `%w[a b]` at `i` as the tokens of `["a", "b"]`, or null. A list without an end is none. */
export function wordList(text: string, i: number): { readonly tokens: readonly Token[]; readonly end: number } | null {
  const open = /^%[wW]([[({<|!])/.exec(text.slice(i, i + 3))?.[1]
  const close = open ? text.indexOf(CLOSES[open] as string, i + 3) : -1
  if (close < 0) return null
  const punct = (sign: string, at: number): Token => ({ type: 'punct', text: sign, start: at, end: at + 1 })
  const tokens: Token[] = [punct('[', i)]
  for (const m of text.slice(i + 3, close).matchAll(/\S+/g)) {
    const start = i + 3 + m.index
    const end = start + m[0].length
    if (tokens.length > 1) tokens.push(punct(',', start))
    tokens.push({ type: 'string', start, end, contentStart: start, contentEnd: end, raw: true, interpolates: false })
  }
  tokens.push(punct(']', close))
  return { tokens, end: close + 1 }
}

/** `'x'` and `'\n'`, but not the lifetime `'a`. */
function characterAt(text: string, i: number): Str | null {
  const length = /^'(?:\\(?:u\{[^}']*\}|x..|.)|[^\\'\n])'/.exec(text.slice(i, i + 14))?.[0].length ?? 0
  if (length === 0) return null
  const end = i + length
  return { type: 'string', start: i, end, contentStart: i + 1, contentEnd: end - 1, raw: false, interpolates: false }
}

/**
 * A text that opens at `i` and begins on the next line. `after` is the end of another one opened on the same line, or 0.
 * The token ends with its mark on the opening line, its content lies below; `end` is the offset behind the closing mark.
 */
export function heredocAt(
  text: string,
  i: number,
  after: number,
  language: Language,
): { readonly token: Str; readonly end: number } | null {
  const { heredoc } = language
  if (!heredoc || text[i] !== '<') return null
  heredoc.lastIndex = i
  const open = heredoc.exec(text)
  if (!open) return null
  const [whole, quote, mark = ''] = open
  const line = after > 0 ? after : text.indexOf('\n', i)
  if (line < 0) return null
  const close = new RegExp(`^[ \\t]*${mark}\\b`, 'm').exec(text.slice(line + 1))
  const contentEnd = close ? line + 1 + close.index : text.length
  return {
    token: {
      type: 'string',
      start: i,
      end: i + whole.length,
      contentStart: line + 1,
      contentEnd,
      raw: quote === "'",
      interpolates: quote !== "'",
    },
    end: close ? contentEnd + close[0].length : text.length,
  }
}

/** `f"..."`: the word just read is a string prefix. */
export function stringAfterPrefix(text: string, start: number, word: string, language: Language): Str | null {
  if (word.length > 6) return null
  for (const form of language.strings) {
    if (form.prefix?.test(word) && text.startsWith(form.open, start + word.length))
      return readString(text, start, start + word.length, form, language, word)
  }
  return null
}

function readString(
  text: string,
  start: number,
  at: number,
  form: StringForm,
  language: Language,
  prefix: string,
): Str {
  const contentStart = at + form.open.length
  const raw = form.raw === true || /^(?:[bf]?r[bf]?|raw)$/i.test(prefix) || prefix.includes('@')
  const interpolates = form.interpolates === true || (language.interpolation === '{}' && /[f$]/i.test(prefix))
  const mark = interpolates ? language.interpolation : ''
  const contentEnd =
    form.open === '`' && interpolates ? templateEnd(text, contentStart) : end(text, contentStart, form, raw, mark)
  // half-typed: the string ends with its line, or with the text
  const closed = text.startsWith(form.close, contentEnd) ? contentEnd + form.close.length : contentEnd
  return { type: 'string', start, end: closed, contentStart, contentEnd, raw, interpolates }
}

/** Signs with which an expression inside of a string begins. */
const BEGINS = '$#{\\'

/** Offset of the closing quote, of the end of the line where a string may not go over it, or of the text. */
function end(text: string, from: number, form: StringForm, raw: boolean, mark: Interpolation): number {
  const { close, doubles, multi } = form
  const quote = close.charCodeAt(0)
  for (let i = from; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === quote && text.startsWith(close, i)) {
      if (!doubles || text[i + 1] !== close) return i
      i++
    } else if (c === 92 && !raw && !(mark === '\\()' && text[i + 1] === '(')) i++
    else if (!multi && (c === 10 || c === 13)) return i
    else if (mark && BEGINS.includes(text[i] as string)) i = (interpolationAt(text, i, mark, false)?.end ?? i + 1) - 1
  }
  return text.length - begunClose(text, from, form.close)
}

/** Length of the part of a longer closing mark with which the text ends: the string is being closed. */
function begunClose(text: string, from: number, close: string): number {
  for (let n = close.length - 1; n > 0; n--) if (text.length - n >= from && text.endsWith(close.slice(0, n))) return n
  return 0
}

/** The same for a template, whose expressions may go over many lines and hold further templates. */
function templateEnd(text: string, from: number): number {
  let depth = 0
  for (let i = from; i < text.length; i++) {
    const c = text[i]
    if (c === '`' && depth === 0) return i
    if (c === '\\') i++
    else if (c === '$' && text[i + 1] === '{') {
      depth++
      i++
    } else if (depth > 0 && c === '{') depth++
    else if (depth > 0 && c === '}') depth--
  }
  return text.length
}

/** Offset behind a regular expression that opens at `i`, or -1. */
export function regexEnd(text: string, i: number): number {
  let inClass = false
  for (let k = i + 1; k < text.length; k++) {
    const c = text[k]
    if (c === '\n') return -1
    if (c === '\\') k++
    else if (c === '[') inClass = true
    else if (c === ']') inClass = false
    else if (c === '/' && !inClass) return k + 1
  }
  return -1
}
