import type { FactsBuilder } from '../builder'
import { interpolate } from '../interpolation'
import type { ReadContext, Reader } from '../reader'
import type { Excerpt } from '../text'
import type { Part, Span, Template } from '../types'
import { readCommand } from './shell/commands'
import { dialectOfFile } from './structured/emit'

const NAMES =
  /\.(?:sh|bash|zsh|ksh|command|envrc)$|^(?:\.envrc|\.?bashrc|\.?zshrc|\.?profile|\.bash_profile|\.zprofile|\.zshenv|Procfile|\.crushrc|crushrc|entrypoint)$/

/** A word of the shell: quotes joined, references kept, with its place. */
export interface Word {
  readonly template: Template
  /** Literal text, references left out. */
  readonly text: string
  readonly start: number
  readonly end: number
}

/** POSIX shells: assignments, exports, commands with their own environment, heredocs, curl. */
export const shell: Reader = {
  id: 'shell',
  version: 1,
  dialects: ['bash', 'sh', 'shell', 'zsh', 'console', 'shell-session'],
  dialectOf: (_path, name) => (NAMES.test(name.replace(/\.(?:example|sample|template)$/i, '')) ? 'bash' : ''),
  read(x, out, context) {
    readShell(x, out, context)
  },
}

function readShell(x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  const text = x.text
  let words: Word[] = []
  const heredocs: { marker: string; strip: boolean; target: string }[] = []
  const flush = () => {
    if (words.length > 0) readCommand(words, x, out, context)
    words = []
  }
  for (let i = 0; i < text.length; ) {
    const c = text[i] as string
    if (c === '\n') {
      flush()
      i++
      while (heredocs.length > 0) i = readHeredoc(x, i, heredocs.shift() as (typeof heredocs)[number], context)
    } else if (c === '\\' && /^\\\r?\n/.test(text.slice(i, i + 3))) i += text[i + 1] === '\r' ? 3 : 2
    else if (/\s/.test(c)) i++
    else if (c === '#' && (i === 0 || /[\s;|&(]/.test(text[i - 1] as string))) {
      const end = endOfLine(text, i)
      out.comment(text.slice(i + 1, end), x.span(i, end))
      i = end
    } else if (text.startsWith('<<', i) && text[i + 2] !== '<') {
      const m = /^<<(-?)\s*(["']?)([A-Za-z_][\w-]*)\2/.exec(text.slice(i, i + 80))
      if (m) {
        const line = text.slice(text.lastIndexOf('\n', i) + 1, endOfLine(text, i))
        heredocs.push({
          marker: m[3] as string,
          strip: m[1] === '-',
          target: />>?\s*["']?([^\s"';|&]+)/.exec(line.replace(m[0], ''))?.[1] ?? '',
        })
        i += m[0].length
      } else i += 2
    } else if (/[;|&()]/.test(c)) {
      flush()
      i++
    } else if (c === '{' && /\s/.test(text[i + 1] ?? ' ')) {
      flush()
      i++
    } else {
      const word = readWord(x, i)
      words.push(word)
      i = Math.max(word.end, i + 1)
    }
  }
  flush()
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  const stop = end < 0 ? text.length : end
  return text[stop - 1] === '\r' ? stop - 1 : stop
}

function readHeredoc(
  x: Excerpt,
  from: number,
  doc: { marker: string; strip: boolean; target: string },
  context: ReadContext,
): number {
  const text = x.text
  for (let at = from; at < text.length; ) {
    const end = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at)
    const line = text.slice(at, end).replace(/\r$/, '')
    if ((doc.strip ? line.trimStart() : line.trim()) === doc.marker) {
      const dialect = dialectOfFile(doc.target.slice(doc.target.lastIndexOf('/') + 1))
      const body = x.slice(from, at)
      if (dialect) context.embed(dialect, body, context.block)
      else if (/^\s*(?:export\s+)?[A-Z][A-Z0-9_]+=/m.test(body.text)) context.embed('dotenv', body, context.block)
      else if (/\bproxy_pass\b/.test(body.text)) context.embed('nginx', body, context.block)
      return end + 1
    }
    at = end + 1
  }
  return from
}

/** Reads one word that starts at `i`: bare text, quotes and substitutions in a row. */
export function readWord(x: Excerpt, i: number): Word {
  const text = x.text
  const parts: Part[] = []
  let at = i
  let bare = i
  const flushBare = (to: number) => {
    if (to > bare) parts.push(...interpolate(x.slice(bare, to), { bare: true }).parts)
  }
  for (; at < text.length; ) {
    const c = text[at] as string
    if (c === "'" || c === '"') {
      flushBare(at)
      const close = closeQuote(text, at, c)
      const inner = x.slice(at + 1, close)
      if (c === "'") parts.push({ kind: 'text', text: inner.text, span: inner.span(0, inner.text.length) })
      else if (inner.text !== '') parts.push(...interpolate(inner, { bare: true }).parts)
      at = close + 1
      bare = at
    } else if (c === '$' && (text[at + 1] === '{' || text[at + 1] === '(')) at = skipSubstitution(text, at)
    else if (c === '\\' && at + 1 < text.length) at += text[at + 1] === '\n' ? 2 : 2
    else if (c === '`') {
      const close = text.indexOf('`', at + 1)
      at = close < 0 ? text.length : close + 1
    } else if (/[\s;|&()<>]/.test(c)) break
    else at++
  }
  flushBare(Math.min(at, text.length))
  const end = Math.min(at, text.length)
  const real = parts.filter((p) => p.kind !== 'text' || p.text !== '')
  const span: Span =
    real.length > 0
      ? { start: (real[0] as Part).span.start, end: (real[real.length - 1] as Part).span.end }
      : x.span(i, end)
  return {
    template: { parts: parts.length > 0 ? parts : [{ kind: 'text', text: '', span }], span },
    text: parts.map((p) => (p.kind === 'text' ? p.text : '')).join(''),
    start: i,
    end,
  }
}

function closeQuote(text: string, at: number, quote: string): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\' && quote === '"') i++
    else if (text[i] === quote) return i
  }
  // half-typed: the line is the value
  return endOfLine(text, at)
}

function skipSubstitution(text: string, at: number): number {
  const [open, close] = text[at + 1] === '{' ? ['{', '}'] : ['(', ')']
  let level = 0
  for (let i = at + 1; i < text.length && i < at + 4096; i++) {
    if (text[i] === open) level++
    else if (text[i] === close && --level === 0) return i + 1
    else if (text[i] === '\n' && open === '{') return i
  }
  return at + 2
}

/** The part of a word after its first `=`, as a template; null when there is none. */
export function afterEquals(word: Word, x: Excerpt): { name: string; nameSpan: Span; value: Template } | null {
  const m = /^([A-Za-z_][A-Za-z0-9_]*)\+?=/.exec(x.text.slice(word.start, word.end))
  if (!m) return null
  const at = word.start + m[0].length
  const name = m[1] as string
  const rest = at < word.end ? readWord(x, at) : null
  const span = x.span(at, word.end)
  return {
    name,
    nameSpan: x.span(word.start, word.start + name.length),
    value: rest ? rest.template : { parts: [{ kind: 'text', text: '', span }], span },
  }
}
