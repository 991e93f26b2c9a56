import type { Span } from './types'

/** Offsets of line starts. `\r\n`, `\n` and a lone `\r` end a line, as in the protocol. */
export function lineStartsOf(text: string): number[] {
  const starts = [0]
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 10) starts.push(i + 1)
    else if (c === 13 && text.charCodeAt(i + 1) !== 10) starts.push(i + 1)
  }
  return starts
}

/** Line (0-based) that holds the offset. */
export function lineAt(lineStarts: readonly number[], offset: number): number {
  let low = 0
  let high = lineStarts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((lineStarts[middle] as number) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** Text of a line without its line break. `line` is 0-based. */
export function lineText(text: string, lineStarts: readonly number[], line: number): string {
  const start = lineStarts[line] ?? text.length
  const end = lineStarts[line + 1] ?? text.length
  return text.slice(start, end).replace(/[\r\n]+$/, '')
}

export function covers(outer: Span, inner: Span): boolean {
  return outer.start <= inner.start && inner.end <= outer.end
}

export function overlaps(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end
}

/**
 * A piece of text that knows where each of its units stands in the file: a whole file, the lines of a YAML block scalar,
 * a decoded JSON string, a notebook cell. Readers work on `text` and report `span(...)`.
 */
export class Excerpt {
  private constructor(
    readonly text: string,
    private readonly base: number,
    private readonly from: Int32Array | null,
    private readonly to: Int32Array | null,
  ) {}

  /** The file itself, or a verbatim part of it that starts at `base`. */
  static verbatim(text: string, base = 0): Excerpt {
    return new Excerpt(text, base, null, null)
  }

  /**
   * Text put together from pieces: parts of other excerpts, whose units keep their places, or new text that stands for a span
   * (unit by unit where both have one length, else as a whole).
   */
  static assembled(pieces: readonly (Excerpt | { readonly text: string; readonly span: Span })[]): Excerpt {
    let length = 0
    for (const piece of pieces) length += piece.text.length
    const from = new Int32Array(length)
    const to = new Int32Array(length)
    let at = 0
    for (const piece of pieces) {
      const known = piece instanceof Excerpt ? piece : null
      const span = known ? known.span(0, known.text.length) : (piece as { span: Span }).span
      const exact = known ? !known.from : piece.text.length === span.end - span.start
      for (let i = 0; i < piece.text.length; i++, at++) {
        from[at] = exact ? span.start + i : (known?.from?.[i] ?? span.start)
        to[at] = exact ? span.start + i + 1 : (known?.to?.[i] ?? span.end)
      }
    }
    const first = pieces[0]
    const base = first instanceof Excerpt ? first.span(0, 0).start : (first?.span.start ?? 0)
    return new Excerpt(pieces.map((p) => p.text).join(''), base, from, to)
  }

  /** Place in the file of `text.slice(start, end)`. An empty range stands before the unit at `start`; behind the text, at its end. */
  span(start: number, end: number): Span {
    if (!this.from || !this.to) return { start: this.base + start, end: this.base + end }
    const length = this.from.length
    if (length === 0) return { start: this.base, end: this.base }
    if (start >= end || start >= length) {
      const at = start < length ? (this.from[start] as number) : (this.to[length - 1] as number)
      return { start: at, end: at }
    }
    return { start: this.from[start] as number, end: this.to[Math.min(end, length) - 1] as number }
  }

  /** The line of this text that holds the place, and the one after it; null when the place is not of this text. */
  linesAt(place: Span): { readonly here: Span; readonly below: Span } | null {
    const unit = (offset: number) => (this.from ? this.from.indexOf(offset) : offset - this.base)
    const start = unit(place.start)
    if (start < 0 || start >= this.text.length) return null
    const last = Math.max(start, this.from ? this.from.indexOf(place.end - 1) : place.end - 1 - this.base)
    const endOf = (at: number) => {
      const end = this.text.indexOf('\n', at)
      return end < 0 ? this.text.length : end
    }
    const end = endOf(last)
    return {
      here: this.span(this.text.lastIndexOf('\n', start - 1) + 1, end),
      below: this.span(Math.min(end + 1, this.text.length), endOf(end + 1)),
    }
  }

  /** The same text where it stands after an edit before it. */
  moved(by: number): Excerpt {
    const at = (places: Int32Array | null) => places?.map((place) => place + by) ?? null
    return new Excerpt(this.text, this.base + by, at(this.from), at(this.to))
  }

  slice(start: number, end: number): Excerpt {
    const text = this.text.slice(start, end)
    if (!this.from || !this.to) return new Excerpt(text, this.base + start, null, null)
    return new Excerpt(text, this.span(start, start).start, this.from.slice(start, end), this.to.slice(start, end))
  }
}

/** A word that somebody wrote, for a message: whole when it looks like a name, else its beginning only. It may be a secret. */
export function quotable(word: string, limit = 40): string {
  return word.length <= limit && /^(?:\.{1,2}\/)*[a-z][a-z./-]*(?:_[a-z]+)*\d{0,2}$/i.test(word)
    ? word
    : `${word.slice(0, 8)}…`
}
