import type { FactsBuilder } from '../builder'
import { interpolate } from '../interpolation'
import type { Reader } from '../reader'
import type { Excerpt } from '../text'
import type { Template } from '../types'

const KEY = /[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_.-]*)([ \t]*=[ \t]*|:[ \t]+)/y
const NAMES =
  /^(?:\.env(?:[._-].*)?|.+\.env|\.dev\.vars(?:\..+)?|\.flaskenv|env\.(?:example|sample|template|dist|local)|(?:example|sample|template|default)s?[._-]env|\.?env[._-](?:example|sample|template).*|.+\.env\.(?:example|sample|template|dist|local|[a-z]+)|dotenv)$/i
const NOT_ENV = /\.(?:ts|tsx|js|jsx|mjs|cjs|d\.ts|py|rb|go|sh|ya?ml|json|toml|md|php|java|html?|png|svg)$/i

/** The dotenv family. No single grammar exists; where dialects disagree about the host of a value, a note says so. */
export const dotenv: Reader = {
  id: 'dotenv',
  version: 1,
  dialects: ['dotenv'],
  dialectOf: (_path, name) => (NAMES.test(name) && !NOT_ENV.test(name) ? 'dotenv' : ''),
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
      at = m
        ? nextLine(text, readValue(x, m[1] as string, KEY.lastIndex, m[2] as string, out, context.block))
        : nextLine(text, lineEnd)
    }
  },
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
function readValue(x: Excerpt, name: string, at: number, operator: string, out: FactsBuilder, block: number): number {
  const text = x.text
  const keyStart = at - operator.length - name.length
  const keySpan = x.span(keyStart, keyStart + name.length)
  const quote = text[at]
  const lineEnd = endOfLine(text, at)
  if (quote === '"' || quote === "'" || quote === '`') {
    const close = closingQuote(text, at + 1, quote, lineEnd)
    if (close > 0) {
      const inner = x.slice(at + 1, close)
      const value: Template = quote === "'" ? plain(inner) : interpolate(inner, { bare: true })
      out.setting({ kind: 'env', name, keySpan, value, block })
      const end = endOfLine(text, close)
      trailingComment(x, close + 1, end, out)
      return end
    }
  }
  const hash = commentStart(text, at, lineEnd)
  const stop = hash < 0 ? lineEnd : hash
  let end = stop
  while (end > at && /[ \t]/.test(text[end - 1] as string)) end--
  const raw = text.slice(at, end)
  const early = raw.indexOf('#')
  if (early > 0 && /^[a-z]+:\/\/[^/]*#/i.test(raw))
    out.problem(`dotenv dialects read ${name} differently: some end the value at "#"`, x.span(at + early, end))
  out.setting({ kind: 'env', name, keySpan, value: interpolate(x.slice(at, end), { bare: true }), block })
  if (hash >= 0) out.comment(text.slice(hash + 1, lineEnd), x.span(hash, lineEnd))
  return lineEnd
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
      /^\r?\n?[ \t]*(?:export[ \t]+)?[A-Z_][A-Z0-9_]*=/.test(text.slice(i, i + 160))
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

function plain(x: Excerpt): Template {
  const span = x.span(0, x.text.length)
  return { parts: [{ kind: 'text', text: x.text, span }], span }
}
