/** Half-typed texts made whole: what is missing is put in, and every place still points at the text as it stands in the file. */
import { Excerpt } from '../../text'
import type { Span } from '../../types'

interface Insertion {
  readonly at: number
  readonly text: string
}

/** The same text with `insertions` in it (ascending by place); an inserted unit has no width in the file. */
export function withInsertions(x: Excerpt, insertions: readonly Insertion[]): Excerpt {
  const pieces: { text: string; span: Span }[] = []
  let from = 0
  for (const { at, text } of insertions) {
    if (at > from) pieces.push(...exact(x, from, at))
    const place = x.span(at, at)
    pieces.push({ text, span: place })
    from = at
  }
  if (from < x.text.length) pieces.push(...exact(x, from, x.text.length))
  return Excerpt.assembled(pieces)
}

/** A piece as one where it stands verbatim in the file, else unit by unit. */
function exact(x: Excerpt, from: number, to: number): { text: string; span: Span }[] {
  const text = x.text.slice(from, to)
  const span = x.span(from, to)
  if (span.end - span.start === text.length) return [{ text, span }]
  return Array.from({ length: text.length }, (_, i) => ({
    text: text[i] as string,
    span: x.span(from + i, from + i + 1),
  }))
}

/** Where a string that its line does not close should end: before blanks, commas and closing brackets that follow it. */
function lineClose(line: string, from: number): number {
  const rest = line.slice(from)
  const tail = /(?:\s+[}\]]+|\s*,)*\s*$/.exec(rest)
  return from + (tail ? tail.index : rest.length)
}

const YAML_LINE = /[^\r\n]*/g
/** Tabs in an indentation, and the markers of a merge conflict. */
const BLANKED = /^[ \t]*\t[ \t]*|^(?:<{7}|={7}|>{7}|\|{7})(?:[ \t].*)?$/m

/**
 * YAML: closes quotes that their line leaves open, takes each tab of an indentation for a blank, and looks through the
 * markers of a merge conflict. Null when the text shows none of that, so that nobody parses it twice for nothing.
 */
export function repairYaml(x: Excerpt): Excerpt | null {
  const insertions: Insertion[] = []
  for (const m of x.text.matchAll(YAML_LINE)) {
    const open = m[0] === '' ? null : openQuote(m[0])
    if (open) insertions.push({ at: m.index + closeOf(m[0], open.at + 1), text: open.quote })
  }
  const closed = insertions.length > 0 ? withInsertions(x, insertions) : null
  return BLANKED.test(x.text) ? blanked(closed ?? x) : closed
}

/** A text that begins with a bracket (JSON in a string) holds the brackets behind it as well. */
function closeOf(line: string, from: number): number {
  return /^\s*[{[]/.test(line.slice(from)) ? Math.max(from, line.trimEnd().length) : lineClose(line, from)
}

/** Puts the closing brackets that are missing behind the text; what stands in quotes does not count. */
export function closeBrackets(x: Excerpt): Excerpt {
  const open: string[] = []
  for (const [token] of x.text.matchAll(/"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?|[[\]{}]/g)) {
    if (token === '{') open.unshift('}')
    else if (token === '[') open.unshift(']')
    else if (token === open[0]) open.shift()
  }
  return open.length > 0 ? withInsertions(x, [{ at: x.text.trimEnd().length, text: open.join('') }]) : x
}

/** Whether a quote at `i` can open a value: behind a mark, at the start of the line, or behind a tag. */
function opens(line: string, i: number): boolean {
  let at = i
  while (at > 0 && /\s/.test(line[at - 1] as string)) at--
  return at === 0 || /[:\-,[{(?]/.test(line[at - 1] as string) || /:\s+!\S*$/.test(line.slice(Math.max(0, at - 80), at))
}

/** The quote of a YAML line that nothing on the line closes. */
function openQuote(line: string): { at: number; quote: string } | null {
  let quote = ''
  let at = 0
  for (let i = 0; i < line.length; i++) {
    const c = line[i] as string
    if (quote) {
      if (c === '\\' && quote === '"') i++
      else if (c === quote) quote = ''
    } else if ((c === '"' || c === "'") && opens(line, i)) {
      quote = c
      at = i
    } else if (c === '#' && (i === 0 || /\s/.test(line[i - 1] as string))) break
  }
  return quote ? { at, quote } : null
}

function blanked(x: Excerpt): Excerpt {
  const pieces: { text: string; span: Span }[] = []
  let from = 0
  for (const m of x.text.matchAll(new RegExp(BLANKED.source, 'gm'))) {
    if (m.index > from) pieces.push(...exact(x, from, m.index))
    pieces.push({ text: ' '.repeat(m[0].length), span: x.span(m.index, m.index + m[0].length) })
    from = m.index + m[0].length
  }
  pieces.push(...exact(x, from, x.text.length))
  return Excerpt.assembled(pieces)
}

/** TOML: closes strings and inline tables at the end of their line, arrays and multi-line strings where the next key or the end is. */
export function repairToml(x: Excerpt): Excerpt {
  return withInsertions(x, new TomlCloser(x.text).run())
}

class TomlCloser {
  private readonly found: Insertion[] = []
  private stack: string[] = []
  private lastEnd = 0

  constructor(private readonly text: string) {}

  run(): Insertion[] {
    const { text } = this
    for (let i = 0; i < text.length; ) i = this.step(i)
    this.close(text.length)
    return this.found
  }

  /** Reads one token and returns where the next one starts. */
  private step(i: number): number {
    const { text } = this
    const c = text[i] as string
    if (c === '\n' || c === '\r') return this.newLine(i)
    if (c === '#') {
      const end = text.slice(i).search(/[\r\n]/)
      return end < 0 ? text.length : i + end
    }
    if (c === '"' || c === "'") return this.string(i, c)
    if (c === '{' || c === '[') this.stack.push(c === '{' ? '}' : ']')
    else if ((c === '}' || c === ']') && this.stack[this.stack.length - 1] === c) this.stack.pop()
    if (c !== ' ' && c !== '\t') this.lastEnd = i + 1
    return i + 1
  }

  private string(i: number, quote: string): number {
    const { text } = this
    const triple = quote.repeat(3)
    if (text.startsWith(triple, i)) {
      const end = text.indexOf(triple, i + 3)
      if (end < 0) this.found.push({ at: text.length, text: triple })
      this.lastEnd = end < 0 ? text.length : end + 3
      return this.lastEnd
    }
    for (let k = i + 1; k <= text.length; k++) {
      const c = text[k]
      if (c === '\\' && quote === '"') k++
      else if (c === quote) {
        this.lastEnd = k + 1
        return k + 1
      } else if (c === undefined || c === '\n' || c === '\r') {
        const line = text.slice(i, k)
        const at = i + lineClose(line, 1)
        this.found.push({ at, text: quote })
        this.lastEnd = at
        return this.after(at, Math.min(k, text.length))
      }
    }
    return text.length
  }

  /** Brackets that close behind a string that was closed late still count. */
  private after(at: number, end: number): number {
    for (const c of this.text.slice(at, end)) if (c === this.stack[this.stack.length - 1]) this.stack.pop()
    return end
  }

  private newLine(i: number): number {
    // an inline table ends on its line; an array may go on unless a key or a table follows
    while (this.stack[this.stack.length - 1] === '}')
      this.found.push({ at: this.lastEnd, text: this.stack.pop() as string })
    const next = /^[\r\n\s]*(?:[\w."'-]+\s*=|\[{1,2}[\w."' -]+\]{1,2}\s*(?:[\r\n#]|$))/.test(
      this.text.slice(i, i + 400),
    )
    if (next) this.close(this.lastEnd)
    return i + 1
  }

  private close(at: number): void {
    const place = Math.min(Math.max(this.lastEnd, 0), at)
    while (this.stack.length > 0) this.found.push({ at: place, text: this.stack.pop() as string })
  }
}
