/** Positions of the protocol and UTF-16 offsets, for the three encodings that a client may choose. */
import type { Position, Range } from 'vscode-languageserver'
import { lineAt, lineStartsOf } from '../engine/text'
import type { Span } from '../engine/types'

export type Encoding = 'utf-8' | 'utf-16' | 'utf-32'

/** The first encoding of the client's list that is known; UTF-16 when it has no list. */
export function chooseEncoding(offered: readonly string[] | undefined): Encoding {
  for (const name of offered ?? []) if (name === 'utf-8' || name === 'utf-16' || name === 'utf-32') return name
  return 'utf-16'
}

/** A text with its line starts, for one encoding. */
export class Lines {
  private readonly starts: readonly number[]

  constructor(
    readonly text: string,
    private readonly encoding: Encoding,
  ) {
    this.starts = lineStartsOf(text)
  }

  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.text.length))
    const line = lineAt(this.starts, at)
    const start = this.starts[line] ?? 0
    return {
      line,
      character: this.encoding === 'utf-16' ? at - start : units(this.text.slice(start, at), this.encoding),
    }
  }

  range(span: Span): Range {
    return { start: this.position(span.start), end: this.position(span.end) }
  }

  /** A position beyond the end of its line means the end of the line; beyond the last line, the end of the text. */
  offset(position: Position): number {
    const start = this.starts[position.line]
    if (start === undefined) return position.line < 0 ? 0 : this.text.length
    const end = this.contentEnd(position.line)
    if (this.encoding === 'utf-16') return Math.max(start, Math.min(start + position.character, end))
    let at = start
    for (let left = position.character; left > 0 && at < end; ) {
      const code = this.text.codePointAt(at) as number
      left -= width(code, this.encoding)
      if (left < 0) break
      at += code > 0xffff ? 2 : 1
    }
    return at
  }

  private contentEnd(line: number): number {
    let end = this.starts[line + 1] ?? this.text.length
    const start = this.starts[line] ?? 0
    if (line + 1 < this.starts.length) while (end > start && /[\r\n]/.test(this.text[end - 1] as string)) end--
    return end
  }
}

function width(code: number, encoding: Encoding): number {
  if (encoding === 'utf-32') return 1
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
}

function units(text: string, encoding: Encoding): number {
  let n = 0
  for (const c of text) n += width(c.codePointAt(0) as number, encoding)
  return n
}
