/** The tokens of one text, with their brackets paired and their places in the file at hand. */
import { type Excerpt, lineAt, lineStartsOf } from '../../text'
import type { Span } from '../../types'
import type { Language } from './language'
import type { Str, Token } from './token'

export class Tokens {
  /** For every opening bracket the index of its closer, or the number of tokens. */
  private readonly closers: Int32Array
  /** For every closing bracket the index of its opener, or -1. */
  private readonly openers: Int32Array
  private lineStarts: readonly number[] | null = null
  /** The first and the last token that were looked at since `forget`; the last one may stand behind the end. */
  low = Number.POSITIVE_INFINITY
  high = -1

  constructor(
    readonly x: Excerpt,
    readonly language: Language,
    readonly list: readonly Token[],
  ) {
    this.closers = new Int32Array(list.length).fill(list.length)
    this.openers = new Int32Array(list.length).fill(-1)
    const open: number[] = []
    list.forEach((t, i) => {
      if (t.type !== 'punct') return
      if (isOpener(t.text)) open.push(i)
      else if (isCloser(t.text)) {
        const from = open.pop()
        if (from === undefined) return
        this.closers[from] = i
        this.openers[i] = from
      }
    })
  }

  get length(): number {
    return this.list.length
  }

  /** From here on it is told anew which tokens are looked at. */
  forget(): void {
    this.low = Number.POSITIVE_INFINITY
    this.high = -1
  }

  at(i: number): Token | undefined {
    if (i < this.low) this.low = i
    if (i > this.high) this.high = i
    return this.list[i]
  }

  /** The tokens of another text stand in the same order, `by` tokens and `units` units further on, with the same brackets. */
  repeats(last: Tokens, from: number, to: number, by: number, units: number): boolean {
    for (let k = Math.max(0, from); k <= to && k < last.length; k++) {
      const a = last.list[k] as Token
      const b = this.list[k + by]
      if (!b || a.type !== b.type || a.start + units !== b.start || a.end + units !== b.end) return false
      if (moved(last.closers[k], from, to, by) !== moved(this.closers[k + by], from + by, to + by, 0)) return false
      if (moved(last.openers[k], from, to, by) !== moved(this.openers[k + by], from + by, to + by, 0)) return false
    }
    return to < last.length || this.length === last.length + by
  }

  /** Whether the token at `i` is that punctuation. */
  is(i: number, text: string): boolean {
    const t = this.at(i)
    return t?.type === 'punct' && t.text === text
  }

  /** Text of the punctuation at `i`, or empty. */
  punct(i: number): string {
    const t = this.at(i)
    return t?.type === 'punct' ? t.text : ''
  }

  /** Text of the name or number at `i`, or empty. */
  word(i: number): string {
    const t = this.at(i)
    return t?.type === 'word' ? t.text : ''
  }

  /** The string at `i`, or undefined. */
  string(i: number): Str | undefined {
    const t = this.at(i)
    return t?.type === 'string' ? t : undefined
  }

  /** Content of the string at `i` as written, or empty. */
  content(i: number): string {
    const t = this.string(i)
    return t ? this.x.text.slice(t.contentStart, t.contentEnd) : ''
  }

  closer(i: number): number {
    const closer = this.closers[i] ?? this.list.length
    this.at(i)
    this.at(closer)
    return closer
  }

  opener(i: number): number {
    const opener = this.openers[i] ?? -1
    this.at(i)
    if (opener >= 0) this.at(opener)
    return opener
  }

  /** Place in the file from the start of token `i` to the end of token `last`; a missing closer ends with the text. */
  span(i: number, last = i): Span {
    if (last >= this.list.length) this.at(last)
    const from = this.at(Math.min(i, this.list.length - 1))
    const to = this.at(Math.min(last, this.list.length - 1))
    return from && to ? this.x.span(from.start, to.end) : this.x.span(0, 0)
  }

  /** Text before token `i` on its line. */
  lead(i: number): string {
    const start = this.at(i)?.start ?? 0
    this.lineStarts ??= lineStartsOf(this.x.text)
    return this.x.text.slice(this.lineStarts[lineAt(this.lineStarts, start)], start)
  }

  /** Units before token `i` on its line when they are all blank, else -1. */
  indent(i: number): number {
    const start = this.at(i)?.start ?? 0
    const { text } = this.x
    let at = start
    while (at > 0 && isBlank(text.charCodeAt(at - 1))) at--
    return at === 0 || text.charCodeAt(at - 1) === 10 ? start - at : -1
  }

  /** First token of the argument behind the one at `from`, or `close`. */
  nextArgument(from: number, close: number): number {
    for (let k = from; k < close; k++) {
      const text = this.punct(k)
      if (text === ',') return k + 1
      if (isOpener(text)) k = this.closer(k)
    }
    this.at(close)
    return close
  }
}

/** Index of a bracket where it stands between two others, moved; else one that stands for all others. */
const moved = (index: number | undefined, from: number, to: number, by: number): number =>
  index !== undefined && from <= index && index <= to ? index + by : -1

export const isOpener = (text: string): boolean => text === '(' || text === '[' || text === '{'
export const isCloser = (text: string): boolean => text === ')' || text === ']' || text === '}'

/** White space other than the end of a line. */
const isBlank = (c: number): boolean =>
  c !== 10 && (c === 32 || (c >= 9 && c <= 13) || (c >= 160 && /\s/.test(String.fromCharCode(c))))
