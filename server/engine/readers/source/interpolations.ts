/** Expressions inside of strings: where they begin and end. */

/** How a language writes them: `${x}`, `#{x}`, `{x}` (f-strings), `\\(x)`, or `$x`, `${x}` and `{$x}`. */
export type Interpolation = '' | '${}' | '#{}' | '{}' | '\\()' | '$'

export interface Found {
  /** The expression without its marks, and the end of the whole. */
  readonly from: number
  readonly to: number
  readonly end: number
}

/** Longest expression that is looked at: bounds the work on text that never closes its braces. */
const MAX_LENGTH = 500
const SIMPLE_NAME = /\$([A-Za-z_]\w*(?:->\w+)*)/y

/** The expression that opens at `i`; null when none does, or when it is not closed soon (without `lines`: on its line). */
export function interpolationAt(text: string, i: number, mark: Interpolation, lines: boolean): Found | null {
  const c = text[i]
  if (mark === '{}') return c === '{' && text[i + 1] !== '{' ? braced(text, i + 1, lines) : null
  if (mark === '#{}') return c === '#' && text[i + 1] === '{' ? braced(text, i + 2, lines) : null
  if (mark === '\\()') return c === '\\' && text[i + 1] === '(' ? braced(text, i + 2, lines, '(', ')') : null
  if (mark === '${}' || mark === '$') {
    if (c === '$' && text[i + 1] === '{') return braced(text, i + 2, lines)
    if (mark === '${}') return null
    if (c === '{' && text[i + 1] === '$') return braced(text, i + 1, lines)
    SIMPLE_NAME.lastIndex = i
    const name = SIMPLE_NAME.exec(text)
    return name ? { from: i + 1, to: i + name[0].length, end: i + name[0].length } : null
  }
  return null
}

/** From the character behind an opening brace to its partner, over strings and inner braces. */
function braced(text: string, from: number, lines: boolean, opener = '{', closer = '}'): Found | null {
  const limit = Math.min(text.length, from + MAX_LENGTH)
  let depth = 1
  for (let i = from; i < limit; i++) {
    const c = text[i]
    if (c === '\n' && !lines) return null
    if (c === opener) depth++
    else if (c === closer && --depth === 0) return { from, to: i, end: i + 1 }
    else if (c === '"' || c === "'" || c === '`') i = quoted(text, i, limit)
  }
  return null
}

/** End of a string within an expression; the quote itself when it is never closed. */
function quoted(text: string, open: number, limit: number): number {
  for (let i = open + 1; i < limit && text[i] !== '\n'; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === text[open]) return i
  }
  return open
}
