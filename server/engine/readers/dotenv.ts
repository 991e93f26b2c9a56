import type { FactsBuilder } from '../builder'
import { interpolate } from '../interpolation'
import type { ReadContext, Reader } from '../reader'
import type { Excerpt } from '../text'
import type { Span } from '../types'
import { embedValue } from './embedded'
import { readEnvPlace } from './manifests/env-files'

const KEY = /[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)([ \t]*=[ \t]*|:[ \t]+)/y
const NAMES =
  /^(?:\.env(?:[._-].*)?|.+\.env|\.dev\.vars(?:\..+)?|\.flaskenv|env\.(?:example|sample|template|dist|local)|(?:example|sample|template|default)s?[._-]env|\.?env[._-](?:example|sample|template).*|.+\.env\.(?:example|sample|template|dist|local|[a-z]+)|dotenv|\.sgptrc)$/i
const NOT_ENV = /\.(?:ts|tsx|js|jsx|mjs|cjs|d\.ts|py|rb|go|sh|ya?ml|json|toml|md|php|java|html?|png|svg)$/i

/** The dotenv family. No single grammar exists; where dialects disagree about the host of a value, a note says so. */
export const dotenv: Reader = {
  id: 'dotenv',
  version: 4,
  templated: true,
  dialects: ['dotenv'],
  dialectOf: (path, name) =>
    (NAMES.test(name) && !NOT_ENV.test(name)) || /(?:^|\/)etc\/environment$/.test(path) ? 'dotenv' : '',
  read(x, out, context) {
    const text = x.text
    for (let at = 0; at < text.length; ) {
      const lineEnd = endOfLine(text, at)
      const first = firstNonBlank(text, at, lineEnd)
      if (first === lineEnd) {
        at = nextLine(text, lineEnd)
        continue
      }
      if (text[first] === '#') {
        out.comment(text.slice(first + 1, lineEnd), x.span(first, lineEnd))
        at = nextLine(text, lineEnd)
        continue
      }
      KEY.lastIndex = at
      const m = KEY.exec(text)
      if (!m) joinedWithNext(x, first, lineEnd, out)
      at = m
        ? nextLine(text, readValue(x, m[1] as string, KEY.lastIndex, m[2] as string, out, context))
        : nextLine(text, lineEnd)
    }
  },
}

/** A name alone, followed by an assignment: one loader takes both lines as one name. */
function joinedWithNext(x: Excerpt, first: number, lineEnd: number, out: FactsBuilder): void {
  const { text } = x
  if (!/^(?:export[ \t]+)?[A-Za-z_]\w*[ \t]*$/.test(text.slice(first, lineEnd))) return
  const from = nextLine(text, lineEnd)
  const next = text.slice(from, endOfLine(text, from))
  const name = /^[ \t]*([A-Za-z_]\w*)[ \t]*=.*:\/\//.exec(next)?.[1]
  if (name)
    out.problem(
      `dotenv dialects read ${name} differently: some join it with the name without "=" on the line before`,
      x.span(first, lineEnd),
    )
}

function endOfLine(text: string, at: number): number {
  for (let i = at; i < text.length; i++) if (text[i] === '\n' || text[i] === '\r') return i
  return text.length
}

function nextLine(text: string, end: number): number {
  if (text[end] === '\r' && text[end + 1] === '\n') return end + 2
  return end + 1
}

function firstNonBlank(text: string, at: number, end: number): number {
  let i = at
  while (i < end && (text[i] === ' ' || text[i] === '\t' || text[i] === '\ufeff')) i++
  return i
}

/** Reads the value that starts at `at` and returns the end of its (last) line. */
function readValue(
  x: Excerpt,
  name: string,
  at: number,
  operator: string,
  out: FactsBuilder,
  context: ReadContext,
): number {
  const text = x.text
  const { block } = context
  const give = (value: Excerpt, quotes?: Span) => {
    const template = interpolate(value, { bare: true })
    const only = template.parts.length === 1 ? template.parts[0] : undefined
    const parts = quotes && only?.kind === 'text' ? [{ ...only, quotes }] : template.parts
    out.setting({ kind: 'env', name, keySpan, value: { ...template, parts }, block })
    embedValue(value, [name], context)
    readEnvPlace(context.path, name, value, out, block)
  }
  const keyStart = at - operator.length - name.length
  const keySpan = x.span(keyStart, keyStart + name.length)
  const quote = text[at]
  const lineEnd = endOfLine(text, at)
  const quoted = quote === '"' || quote === "'" || quote === '`'
  const differ = (how: string, from: number, to: number) => {
    if (text.slice(at, to).includes('://'))
      out.problem(`dotenv dialects read ${name} differently: ${how}`, x.span(from, to))
  }
  if (operator.includes(':')) differ('some take only "=" between name and value', keyStart, lineEnd)
  if (quoted) {
    const close = closingQuote(text, at + 1, quote, lineEnd)
    if (close > 0) {
      const inner = x.slice(at + 1, close)
      const end = endOfLine(text, close)
      if (quote === '`') differ('some keep the backticks in the value', at, close + 1)
      if (/^[^\s#]/.test(text.slice(close + 1, end))) differ('some keep the quotes when text follows them', at, end)
      for (const how of differences(inner.text, quote)) differ(how, at, close + 1)
      give(inner, x.span(at, close + 1))
      trailingComment(x, close + 1, end, out)
      return end
    }
  }
  // a quote that was not typed to its end is no part of the value
  const from = quoted ? at + 1 : at
  const hash = commentStart(text, from, lineEnd)
  const stop = hash < 0 ? lineEnd : hash
  let end = stop
  while (end > from && /[ \t]/.test(text[end - 1] as string)) end--
  const early = text.slice(from, end).indexOf('#')
  // lists and user parts: the host itself may stand behind the mark
  if (early > 0 && /:\/\/|@/.test(text.slice(from + early, end))) differ('some end the value at "#"', from + early, end)
  for (const how of differences(text.slice(from, end), '')) differ(how, from, end)
  give(x.slice(from, end))
  if (hash >= 0) out.comment(text.slice(hash + 1, lineEnd), x.span(hash, lineEnd))
  return lineEnd
}

/** Where the host of a value comes out differently, besides its quotes: how names, commands and backslashes are taken. */
function differences(text: string, quote: string): string[] {
  const host = /^[^/]*:(?:\/\/|\\\/\\\/)[^/?#]*|^\$[^/]*/.exec(text)?.[0] ?? ''
  if (host === '') return []
  if (quote === "'") return /\$\{?[A-Za-z_]/.test(host) ? ['some resolve "$" inside of single quotes'] : []
  const found: string[] = []
  if (/\$[A-Za-z_]/.test(host)) found.push('some leave $NAME without braces as it is')
  if (/\$\{[A-Za-z_]\w*:?[-+?]/.test(host)) found.push('some leave the default in ${NAME:-default} as it is')
  if (host.includes('$(')) found.push('some run the command in $(...)')
  if (quote === '"' && /\\(?!["\\/nr$])/.test(host)) found.push('some decode backslashes inside of double quotes')
  return found
}

/** The closing quote; on later lines only when the value really goes on there. */
function closingQuote(text: string, from: number, quote: string, lineEnd: number): number {
  for (let i = from; i < text.length; i++) {
    const c = text[i]
    if (c === '\\' && quote === '"') i++
    else if (c === quote) return i
    else if (i > lineEnd && i - from > 65536) return -1
    // half-typed: an assignment on the next line means that the quote was never closed
    else if (
      (c === '\n' || c === '\r') &&
      /^\r?\n?[ \t]*(?:(?:export[ \t]+)?[A-Za-z_][A-Za-z0-9_]*=|#)/.test(text.slice(i, i + 160)) &&
      /^[^\s{[(]*$/.test(text.slice(from, lineEnd))
    )
      return -1
  }
  return -1
}

function commentStart(text: string, at: number, end: number): number {
  for (let i = at; i < end; i++)
    if (text[i] === '#' && (i === at || text[i - 1] === ' ' || text[i - 1] === '\t')) return i
  return -1
}

function trailingComment(x: Excerpt, from: number, end: number, out: FactsBuilder): void {
  const hash = x.text.indexOf('#', from)
  if (hash >= 0 && hash < end) out.comment(x.text.slice(hash + 1, end), x.span(hash, end))
}
