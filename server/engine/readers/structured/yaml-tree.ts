/** YAML text to the common tree, with exact places: anchors, aliases and merge keys followed once, never `toJS`. */
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { Excerpt } from '../../text'
import type { Span } from '../../types'
import { type Entry, lastWins, type Node, type ScalarNode } from './emit'
import { repairYaml } from './repair'
import { yamlWords } from './syntax'
import type { Parsed, YamlMemory } from './yaml-blocks'
import { flowText } from './yaml-text'

export interface YamlTree {
  readonly documents: readonly { readonly root: Node; readonly span: Span }[]
  /** The text that was read holds no error: nothing is left out of the documents. */
  readonly clean: boolean
  readonly problems: readonly { readonly message: string; readonly span: Span }[]
  readonly comments: readonly { readonly text: string; readonly span: Span }[]
  /** The text that was read: with what was put in, when the file did not parse. */
  readonly text: Excerpt
  /** The text nests deeper than a person writes; nothing was parsed. */
  readonly tooDeep: boolean
  /** More nodes than a person writes, most often by aliases of aliases: the rest was left out. */
  readonly tooMany: boolean
}

const MAX_NESTING = 200
/** Levels that may stand around a piece that is parsed by itself. */
const OUTER = 20
const MAX_NODES = 200_000
/** Nodes that aliases and merge keys may repeat in one document. */
const MAX_REPEATED = 20_000
/** Longer texts are not parsed a second time. */
const MAX_REPAIR = 500_000

/** `memory`: what was parsed of the last text of the file, where somebody keeps it. */
export function parseYaml(x: Excerpt, memory?: YamlMemory): YamlTree {
  const nothing = { documents: [], problems: [], comments: [], text: x, tooMany: false, clean: false }
  if (flowDepth(x.text) > MAX_NESTING || COMPACT.test(x.text)) return { ...nothing, tooDeep: true }
  const known = x.text.length < MAX_REPAIR ? memory?.read(x, parsePiece) : null
  if (known) {
    const documents = known.flatMap(({ root, span }) => (root ? [{ root, span }] : []))
    return { ...nothing, documents, comments: commentsOf(x), clean: true, tooDeep: false }
  }
  let text = x
  let docs = parse(x.text)
  const problems = docs.flatMap((d) =>
    d.errors.map((e) => ({
      message: yamlWords(e.message),
      span: x.span(e.pos[0], e.pos[1]),
    })),
  )
  if (problems.length > 0 && x.text.length < MAX_REPAIR) {
    const repaired = repairYaml(x)
    const again = repaired ? parse(repaired.text) : docs
    if (repaired && errorsOf(again) <= errorsOf(docs)) {
      text = repaired
      docs = again
    }
  }
  // the parser reports an exhausted stack as an error of the document; nothing of it was read
  if (docs.some((d) => d.errors.some((e) => /call stack|recursion/i.test(e.message))))
    return { ...nothing, tooDeep: true }
  let tooMany = false
  const documents = docs.flatMap((d) => {
    const converter = new Converter(text, d)
    const root = d.contents ? converter.node(d.contents, 0) : null
    tooMany ||= converter.full
    return root ? [{ root, span: spanOf(text, d, root) }] : []
  })
  const clean = errorsOf(docs) === 0
  return { documents, problems: problems.slice(0, 20), comments: commentsOf(x), text, clean, tooDeep: false, tooMany }
}

/** One document at most, by itself; null when it holds an error, or an anchor that others may use. */
function parsePiece(x: Excerpt): Parsed | null {
  const docs = parse(x.text)
  if (docs.length > 1 || errorsOf(docs) > 0) return null
  const [doc] = docs
  if (!doc?.contents) return { root: null, span: x.span(0, 0) }
  const converter = new Converter(x, doc)
  const root = converter.node(doc.contents, OUTER)
  return converter.full || converter.anchored || !root ? null : { root, span: spanOf(x, doc, root) }
}

/** From the start of a document to the end of what it says; the parser counts comments behind that now to one document, now to the next. */
function spanOf(x: Excerpt, { range }: Document.Parsed | Document, root: Node): Span {
  const { start } = x.span(range?.[0] ?? 0, range?.[0] ?? 0)
  return { start, end: Math.max(start, root.span.end) }
}

function parse(text: string): (Document.Parsed | Document)[] {
  const parsed = parseAllDocuments(text, {
    uniqueKeys: false,
    merge: false,
    strict: false,
    logLevel: 'silent',
    prettyErrors: false,
    stringKeys: false,
  })
  return Array.isArray(parsed) ? parsed : []
}

function errorsOf(docs: readonly { readonly errors: readonly unknown[] }[]): number {
  return docs.reduce((n, d) => n + d.errors.length, 0)
}

/** Deepest nesting of flow brackets, strings not looked at: an upper bound is all that is needed. */
/** Lists in lists on one line, deeper than a person writes. */
const COMPACT = /^[ \t]*(?:[-?:][ \t]+){100}/m
/** Keys behind keys on one line, outside of brackets: every further one nests deeper. */
const MAX_COMPACT = 200

/** How deep brackets nest, or keys behind keys on one line. */
function flowDepth(text: string): number {
  let depth = 0
  let most = 0
  let keys = 0
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 91 || c === 123) {
      if (++depth > most) most = depth
    } else if (c === 93 || c === 125) depth = Math.max(0, depth - 1)
    else if (c === 10) keys = 0
    else if (c === 58 && depth === 0 && text.charCodeAt(i + 1) === 32 && ++keys > MAX_COMPACT)
      return Number.POSITIVE_INFINITY
  }
  return most
}

/** Only comments that speak to this tool matter. A `#` counts at the start of a line or after a blank, outside of quotes. */
function commentsOf(x: Excerpt): { text: string; span: Span }[] {
  if (!x.text.includes('relaylint-')) return []
  const found: { text: string; span: Span }[] = []
  for (const m of x.text.matchAll(/^([^\r\n]*)$/gm)) {
    const line = m[1] as string
    if (!line.includes('relaylint-')) continue
    const hash = hashOutsideQuotes(line)
    if (hash >= 0) found.push({ text: line.slice(hash + 1), span: x.span(m.index + hash, m.index + line.length) })
  }
  return found
}

function hashOutsideQuotes(line: string): number {
  let quote = ''
  for (let i = 0; i < line.length; i++) {
    const c = line[i] as string
    if (quote) {
      if (c === '\\' && quote === '"') i++
      else if (c === quote) quote = ''
    } else if ((c === '"' || c === "'") && /(?:^|[\s:,[{(-])$/.test(line.slice(0, i))) quote = c
    else if (c === '#' && (i === 0 || /\s/.test(line[i - 1] as string))) return i
  }
  return -1
}

/** Offset behind the last sign of a node. */
function endOf(node: unknown): number {
  const ranged = node as { range?: [number, number, number] | null } | null
  const end = ranged?.range?.[1] ?? 0
  if ((!isMap(node) && !isSeq(node)) || node.flow) return end
  const last: unknown = node.items[node.items.length - 1]
  if (!isPair(last)) return last ? endOf(last) : end
  return last.value ? endOf(last.value) : endOf(last.key)
}

class Converter {
  private readonly anchors = new Map<string, unknown>()
  private readonly open = new Set<unknown>()
  private count = 0
  private repeated = 0
  private aliases = 0
  /** A limit was hit and nodes were left out. */
  full = false
  /** The document holds an anchor or refers to one. */
  anchored = false

  constructor(
    private readonly x: Excerpt,
    readonly doc: Document.Parsed | Document,
  ) {}

  node(node: unknown, depth: number): Node | null {
    if (this.aliases > 0) this.repeated++
    if (depth > MAX_NESTING || ++this.count > MAX_NODES || this.repeated > MAX_REPEATED) {
      this.full = true
      return null
    }
    if (isAlias(node)) return this.alias(node, depth)
    const anchor = (node as { anchor?: string } | null)?.anchor
    if (anchor) {
      this.anchors.set(anchor, node)
      this.anchored = true
    }
    if (isScalar(node)) {
      const tag = node.tag?.replace('tag:yaml.org,2002:', '!!')
      return tag && !/^!!(?!binary)/.test(tag) ? { ...this.scalar(node), tag } : this.scalar(node)
    }
    if (isMap(node)) return this.map(node, depth)
    if (isSeq(node)) return this.seq(node, depth)
    return null
  }

  private alias(alias: Alias, depth: number): Node | null {
    this.anchored = true
    const target = this.anchors.get(alias.source)
    if (!target || this.open.has(target)) return null
    this.aliases++
    const node = this.node(target, depth + 1)
    this.aliases--
    return node
  }

  /** From the first sign to the last; the parser counts comments behind a block as part of it where something follows. */
  private spanOf(node: YAMLMap | YAMLSeq): Span {
    return this.x.span(node.range?.[0] ?? 0, endOf(node))
  }

  private map(map: YAMLMap, depth: number): Node {
    this.open.add(map)
    const entries: Entry[] = []
    const merged: Entry[] = []
    for (const pair of map.items) {
      if (!isPair(pair)) continue
      const key = isScalar(pair.key) ? pair.key : null
      const name = key ? String(key.source ?? key.value ?? '') : ''
      if (name === '<<') {
        merged.push(...this.merge(pair.value, depth))
        continue
      }
      const value = this.node(pair.value, depth + 1)
      if (value && key)
        entries.push({
          key: String(key.value ?? name),
          keySpan: key.range ? this.keySpan(key) : { start: 0, end: 0 },
          value,
        })
    }
    this.open.delete(map)
    const own = new Set(entries.map((e) => e.key))
    const all = [...lastWins(entries), ...merged.filter((e) => !own.has(e.key))]
    return { kind: 'map', span: this.spanOf(map), entries: all }
  }

  private keySpan(key: Scalar): Span {
    const [start, end] = key.range ?? [0, 0]
    const quoted = key.type === 'QUOTE_DOUBLE' || key.type === 'QUOTE_SINGLE'
    return quoted ? this.x.span(start + 1, end - 1) : this.x.span(start, end)
  }

  private merge(value: unknown, depth: number): Entry[] {
    const node = this.node(value, depth + 1)
    if (node?.kind === 'map') return [...node.entries]
    if (node?.kind === 'list') return node.items.flatMap((i) => (i.kind === 'map' ? [...i.entries] : []))
    return []
  }

  private seq(seq: YAMLSeq, depth: number): Node {
    this.open.add(seq)
    const items = seq.items.flatMap((item) => {
      const node = this.node(item, depth + 1)
      return node ? [node] : []
    })
    this.open.delete(seq)
    return { kind: 'list', span: this.spanOf(seq), items }
  }

  private scalar(scalar: Scalar): ScalarNode {
    const [start, end] = scalar.range ?? [0, 0, 0]
    if (scalar.type === 'BLOCK_LITERAL' || scalar.type === 'BLOCK_FOLDED')
      return this.blockScalar(start, end, scalar.type === 'BLOCK_FOLDED')
    const quoted = scalar.type === 'QUOTE_DOUBLE' || scalar.type === 'QUOTE_SINGLE'
    const closed = quoted && end - start >= 2 && this.x.text[end - 1] === this.x.text[start]
    const from = quoted ? start + 1 : start
    const to = closed ? end - 1 : end
    const raw = this.x.text.slice(from, to)
    const value = typeof scalar.value === 'string' ? scalar.value : (scalar.source ?? raw)
    const span = this.x.span(from, to)
    if (raw === value) return { kind: 'scalar', span, text: value, excerpt: this.x.slice(from, to), escaped: false }
    const exact = flowText(raw, quoted ? (scalar.type === 'QUOTE_DOUBLE' ? '"' : "'") : '', from, this.x)
    const excerpt = exact.text === value ? exact : Excerpt.assembled([{ text: value, span }])
    return { kind: 'scalar', span, text: value, excerpt, escaped: true }
  }

  /** Lines of a block scalar without their indentation, each at its own place. */
  private blockScalar(start: number, end: number, folded: boolean): ScalarNode {
    const text = this.x.text
    const header = text.indexOf('\n', start)
    const from = header < 0 || header >= end ? end : header + 1
    const body = text.slice(from, end)
    const lines = [...body.matchAll(/[^\r\n]*(?:\r\n|\n|\r|$)/g)].filter((m) => m[0] !== '')
    const filled = lines.filter((m) => m[0].trim() !== '')
    const indent = Math.min(...filled.map((m) => m[0].length - m[0].trimStart().length), 1000)
    const pieces: { text: string; span: Span }[] = []
    for (const m of lines) {
      const content = m[0].replace(/[\r\n]+$/, '')
      const cut = Math.min(indent, content.length)
      const at = from + m.index + cut
      if (content.length > cut)
        pieces.push({ text: content.slice(cut), span: this.x.span(at, from + m.index + content.length) })
      const stop = this.x.span(from + m.index + content.length, from + m.index + content.length)
      pieces.push({ text: folded ? ' ' : '\n', span: stop })
    }
    while (pieces.length > 0 && (pieces[pieces.length - 1]?.text.trim() ?? '') === '') pieces.pop()
    while (pieces.length > 0 && (pieces[0]?.text.trim() ?? '') === '') pieces.shift()
    const excerpt = Excerpt.assembled(pieces)
    const first = pieces[0]?.span.start ?? this.x.span(start, start).start
    const last = pieces[pieces.length - 1]?.span.end ?? this.x.span(end, end).end
    return { kind: 'scalar', span: { start: first, end: last }, text: excerpt.text, excerpt, escaped: false }
  }
}
