/** JSON text to the common tree: tolerant, comments kept, the last of duplicate keys wins. */
import { type Node as JsonNode, type ParseError, parseTree, visit } from 'jsonc-parser'
import { Excerpt } from '../../text'
import type { Span } from '../../types'
import { type Entry, lastWins, type Node } from './emit'
import { jsonWords } from './syntax'

export interface JsonTree {
  readonly root: Node | null
  readonly problems: readonly { readonly message: string; readonly span: Span }[]
  readonly comments: readonly { readonly text: string; readonly span: Span }[]
  readonly tooDeep: boolean
}

const MAX_NESTING = 200

export function parseJson(x: Excerpt): JsonTree {
  if (isTooDeep(x.text)) return { root: null, problems: [], comments: [], tooDeep: true }
  const errors: ParseError[] = []
  const tree = parseTree(x.text, errors, { allowTrailingComma: true, allowEmptyContent: true, disallowComments: false })
  const problems = errors
    .slice(0, 5)
    .map((e) => ({ message: jsonWords(e.error), span: x.span(e.offset, e.offset + Math.max(1, e.length)) }))
  return { root: tree ? convert(tree, x) : null, problems, comments: commentsOf(x), tooDeep: false }
}

/** Nested deeper than a person writes, and than a parser's stack may hold. */
export const isTooDeep = (text: string): boolean => nesting(text) > MAX_NESTING

function nesting(text: string): number {
  let depth = 0
  let most = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 34) {
      for (i++; i < text.length && text.charCodeAt(i) !== 34; i++) if (text.charCodeAt(i) === 92) i++
    } else if (c === 91 || c === 123) most = Math.max(most, ++depth)
    else if ((c === 93 || c === 125) && depth > 0) depth--
  }
  return most
}

function commentsOf(x: Excerpt): { text: string; span: Span }[] {
  if (!x.text.includes('relaylint-')) return []
  const found: { text: string; span: Span }[] = []
  visit(x.text, {
    onComment(offset, length) {
      const text = x.text.slice(offset, offset + length)
      found.push({ text: text.replace(/^\/[/*]|\*\/$/g, ''), span: x.span(offset, offset + length) })
    },
  })
  return found
}

function convert(node: JsonNode, x: Excerpt): Node {
  const span = x.span(node.offset, node.offset + node.length)
  if (node.type === 'object') {
    const entries: Entry[] = []
    for (const property of node.children ?? []) {
      const [key, value] = property.children ?? []
      if (!key || !value) continue
      entries.push({
        key: String(key.value),
        keySpan: x.span(key.offset + 1, key.offset + key.length - 1),
        value: convert(value, x),
      })
    }
    return { kind: 'map', span, entries: lastWins(entries) }
  }
  if (node.type === 'array') return { kind: 'list', span, items: (node.children ?? []).map((c) => convert(c, x)) }
  if (node.type === 'string') return stringNode(node, x)
  const text = String(node.value ?? '')
  return { kind: 'scalar', span, text, excerpt: x.slice(node.offset, node.offset + node.length), escaped: false }
}

function stringNode(node: JsonNode, x: Excerpt): Node {
  const from = node.offset + 1
  const closed = x.text[node.offset + node.length - 1] === '"' && node.length > 1
  const to = node.offset + node.length - (closed ? 1 : 0)
  const raw = x.text.slice(from, to)
  const value = String(node.value ?? '')
  const span = x.span(from, to)
  if (raw === value) return { kind: 'scalar', span, text: value, excerpt: x.slice(from, to), escaped: false }
  return { kind: 'scalar', span, text: value, excerpt: unescaped(raw, from, x), escaped: true }
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  '/': '/',
  '\\': '\\',
  '"': '"',
}

/** Decoded text of a JSON string whose every unit knows its escape sequence. `raw` starts at `from`. */
export function unescaped(raw: string, from: number, x: Excerpt): Excerpt {
  const pieces: { text: string; span: Span }[] = []
  let start = 0
  for (let i = 0; i < raw.length; i++) {
    if (raw[i] !== '\\') continue
    if (i > start) pieces.push({ text: raw.slice(start, i), span: x.span(from + start, from + i) })
    const unicode = /^\\u([0-9a-fA-F]{4})/.exec(raw.slice(i, i + 6))
    const length = unicode ? 6 : 2
    const text = unicode
      ? String.fromCharCode(Number.parseInt(unicode[1] as string, 16))
      : (ESCAPES[raw[i + 1] ?? ''] ?? raw[i + 1] ?? '')
    if (text) pieces.push({ text, span: x.span(from + i, from + Math.min(i + length, raw.length)) })
    i += length - 1
    start = i + 1
  }
  if (start < raw.length) pieces.push({ text: raw.slice(start), span: x.span(from + start, from + raw.length) })
  return Excerpt.assembled(pieces)
}
