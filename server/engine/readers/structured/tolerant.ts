/** Line by line reading of texts that no parser takes: Helm templates, over-nested files, lines that stand in a parser's way. */
import type { FactsBuilder } from '../../builder'
import { interpolate, type Style } from '../../interpolation'
import type { Excerpt } from '../../text'
import type { Span } from '../../types'

export interface Tolerance {
  readonly style: Style
  /** `[a.b]` lines give the path of the keys below them, dots in keys part them (TOML); otherwise indentation does (YAML). */
  readonly tables?: boolean
  /** Whether the key at this offset of the text is still to be stated; all are when absent. */
  readonly wanted?: (at: number) => boolean
}

const KEY = /^([ \t]*)((?:-[ \t]+)*)(["']?)([A-Za-z_][\w.\-/]*)\3([ \t]*[:=](?:[ \t]+|(?=["'\r\n]|$|[^\s:/])))(.*)$/
const TABLE_KEY =
  /^([ \t]*)()()((?:[\w-]+|"[^"]*"|'[^']*')(?:[ \t]*\.[ \t]*(?:[\w-]+|"[^"]*"|'[^']*'))*)([ \t]*=[ \t]*)(.*)$/
/** A pair inside of brackets that stand on one line: `{ name = "x", "url": "y" }`. */
const INNER =
  /(["']?)([A-Za-z_][\w.-]*)\1[ \t]*[:=][ \t]*(?:(["'])((?:\{\{.*?\}\}|(?!\3).)*)|((?:\{\{.*?\}\}|[^\s,"'{}[\]])(?:\{\{.*?\}\}|[^,{}[\]])*))/g
const TABLE = /^\s*\[\[?([^[\]\r\n]+)\]?\]?\s*(?:#.*)?$/
const ENV_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/
const MAX_LINE = 4000
const MAX_PATH = 60

/**
 * Reads `key: value` and `key = value` lines, pairs in brackets on one line, and `- name: X` followed by `value: Y`. States
 * settings and comments only.
 */
export function readTolerantly(x: Excerpt, out: FactsBuilder, block: number, how: Tolerance): void {
  new LineReader(x, out, block, how).run()
}

interface Level {
  readonly indent: number
  readonly key: string
}

class LineReader {
  private table: readonly string[] = []
  private levels: Level[] = []
  private items = 0
  private pending: { readonly name: string; readonly span: Span; readonly indent: number } | null = null

  constructor(
    private readonly x: Excerpt,
    private readonly out: FactsBuilder,
    private readonly block: number,
    private readonly how: Tolerance,
  ) {}

  run(): void {
    for (const m of this.x.text.matchAll(/[^\r\n]+/g)) this.line(m[0].slice(0, MAX_LINE), m.index)
  }

  private line(line: string, at: number): void {
    const comment = /(?:^|\s)#(.*relaylint-.*)$/.exec(line)
    if (comment && !this.how.wanted)
      this.out.comment(comment[1] as string, this.x.span(at + line.indexOf('#'), at + line.length))
    if (/^\s*(?:#|\/\/)/.test(line)) return
    const header = this.how.tables ? TABLE.exec(line) : null
    if (header) {
      this.table = namesOf(header[1] as string)
      return
    }
    const pair = (this.how.tables ? TABLE_KEY : KEY).exec(line)
    if (pair) this.pair(pair, at)
    else if (/^\s*(?:-\s+)?[{[]/.test(line)) this.inner(line, at, this.outer(/^\s*/.exec(line)?.[0].length ?? 0))
  }

  /** Names of the levels that a line with that indentation stands in. */
  private outer(indent: number): readonly string[] {
    if (this.how.tables) return this.table
    while (this.levels.length > 0 && (this.levels[this.levels.length - 1] as Level).indent >= indent) this.levels.pop()
    return this.levels.slice(0, MAX_PATH).map((l) => l.key)
  }

  private pair(pair: RegExpExecArray, at: number): void {
    const [, blanks = '', dashes = '', quote = '', key = '', operator = '', rest = ''] = pair
    const keyAt = at + blanks.length + dashes.length + quote.length
    const valueAt = keyAt + key.length + quote.length + operator.length
    if (dashes) {
      this.outer(blanks.length)
      this.levels.push({ indent: blanks.length, key: String(this.items++) })
      this.pending = null
    }
    const indent = blanks.length + dashes.length
    const path = [...this.outer(indent), ...(this.how.tables ? namesOf(key) : [key])]
    if (!this.how.tables) this.levels.push({ indent, key })
    const value = valueSpan(rest)
    if (value) this.stated(path, keyAt, key, valueAt + value.start, valueAt + value.end, indent)
    else if (/^[{[]/.test(rest) && !rest.startsWith('{{')) this.inner(rest, valueAt, path)
  }

  private stated(path: readonly string[], keyAt: number, key: string, from: number, to: number, indent: number): void {
    const inner = this.x.slice(from, to)
    if (key === 'name' && /^[A-Z][A-Z0-9_]*$/.test(inner.text)) {
      this.pending = { name: inner.text, span: this.x.span(from, to), indent }
      return
    }
    const named = key === 'value' && this.pending?.indent === indent ? this.pending : null
    if (named) this.pending = null
    if (this.how.wanted && !this.how.wanted(keyAt)) return
    this.state(
      named ? [...path.slice(0, -1), named.name] : path,
      named?.span ?? this.x.span(keyAt, keyAt + key.length),
      inner,
      named !== null,
    )
  }

  private inner(text: string, at: number, path: readonly string[]): void {
    let name: { readonly text: string; readonly span: Span } | null = null
    for (const m of text.matchAll(INNER)) {
      const key = m[2] as string
      const value = m[4] ?? (m[5] as string).trimEnd()
      const keyAt = at + m.index + (m[1] as string).length
      const from = at + m.index + m[0].length - (m[4] ?? (m[5] as string)).length
      if (this.how.wanted && !this.how.wanted(keyAt)) continue
      const span = this.x.span(keyAt, keyAt + key.length)
      if (key === 'name' && /^[A-Z][A-Z0-9_]*$/.test(value))
        name = { text: value, span: this.x.span(from, from + value.length) }
      else if (key === 'value' && name)
        this.state([...path, name.text], name.span, this.x.slice(from, from + value.length), true)
      else this.state([...path, key], span, this.x.slice(from, from + value.length), false)
    }
  }

  private state(path: readonly string[], keySpan: Span, value: Excerpt, env: boolean): void {
    const name = path[path.length - 1] ?? ''
    this.out.setting({
      kind: env || ENV_NAME.test(name) ? 'env' : 'key',
      name,
      path,
      keySpan,
      value: interpolate(value, this.how.style),
      block: this.block,
    })
  }
}

/** `a."b c".d` as its names. */
function namesOf(header: string): string[] {
  return [...header.matchAll(/"([^"]*)"|'([^']*)'|([\w-]+)/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? '').slice(0, 20)
}

function valueSpan(rest: string): { start: number; end: number } | null {
  const quote = rest[0]
  if (quote === '"' || quote === "'") {
    const start = rest.startsWith(quote.repeat(3)) ? 3 : 1
    // an expression of a template has quotes of its own
    const close = rest.replace(/\{\{.*?\}\}/g, (m) => ' '.repeat(m.length)).indexOf(quote, start)
    const end = close > 0 ? close : rest.trimEnd().length
    return end > start ? { start, end } : null
  }
  const end = rest.replace(/\s+#.*$/, '').replace(/[,\s]+$/, '').length
  if (end === 0 || (/^[|>&*[{(]/.test(rest) && !/^\{\{/.test(rest))) return null
  return { start: 0, end }
}
