/**
 * A YAML text read again after an edit: only the documents, or the entries of block mappings, that the edit touched are parsed.
 *
 * The text is cut at lines that begin a document, or a plain key at the indentation of its mapping. Entries of a block mapping are
 * independent of one another (YAML 1.2.2, 8.2.2): when every piece is by itself a mapping without an error, the mapping of all
 * entries is what the whole text says. What does not fit (anchors, which reach over pieces, flow collections, an error anywhere) is
 * parsed as a whole.
 */
import type { Excerpt } from '../../text'
import type { Span } from '../../types'
import { lastWins, type MapNode, type Node } from './emit'

/** A document that was parsed by itself. */
export interface Parsed {
  readonly root: Node | null
  readonly span: Span
}

/** Parses a piece by itself: one document at most; null when it holds an error or an anchor. */
export type ParsePiece = (piece: Excerpt) => Parsed | null

/** What was parsed of the last text, by the text of each piece. */
export class YamlMemory {
  private last = new Map<string, Kept>()
  private now = new Map<string, Kept>()

  /** The documents of a text; null when it has to be parsed as a whole. */
  read(x: Excerpt, parse: ParsePiece): Parsed[] | null {
    this.now = new Map()
    const documents = MARKERS.test(x.text) ? this.documents(x, parse) : this.mapping(x, parse)
    // what a half-typed text could not use is of use again a few key strokes later
    if (documents) this.last = this.now
    return documents
  }

  private documents(x: Excerpt, parse: ParsePiece): Parsed[] | null {
    if (UNUSUAL.test(x.text)) return null
    const out: Parsed[] = []
    for (const piece of cut(x, startsOf(x.text, DOCUMENT))) {
      const parsed = this.piece(piece, parse)
      if (!parsed) return null
      out.push(parsed)
    }
    return out
  }

  private mapping(x: Excerpt, parse: ParsePiece): Parsed[] | null {
    const root = this.entries(x, '', parse)
    return root ? [{ root, span: root.span }] : null
  }

  /** The mapping whose keys stand at an indentation; null when the text is no such thing. */
  private entries(x: Excerpt, indent: string, parse: ParsePiece): MapNode | null {
    const starts = startsOf(x.text, new RegExp(`^${indent}${KEY}`, 'gim'))
    if (starts.length === 0 || !/^\s*(?:#[^\n]*\n\s*)*$/.test(x.text.slice(0, starts[0]))) return null
    const maps: MapNode[] = []
    for (const piece of cut(x, starts)) {
      const map = this.large(piece, indent, parse) ?? this.small(piece, parse)
      if (!map) return null
      maps.push(map)
    }
    const span = { start: (maps[0] as MapNode).span.start, end: (maps[maps.length - 1] as MapNode).span.end }
    return { kind: 'map', span, entries: lastWins(maps.flatMap((map) => map.entries)) }
  }

  /** One key whose value is a mapping of its own with many lines. */
  private large(x: Excerpt, indent: string, parse: ParsePiece): MapNode | null {
    if (x.text.length < LARGE) return null
    const head = HEAD.exec(x.text)
    const inner = head ? /^(?:[ \t]*(?:#[^\n]*)?\r?\n)*( +)[^ ]/.exec(x.text.slice(head[0].length))?.[1] : undefined
    if (!head || inner === undefined || inner.length <= indent.length) return null
    const key = (head[2] as string).slice(0, -1).trimEnd()
    const at = x.text.indexOf(head[2] as string, head[0].search(/^ *[^ #\s]/m))
    const value = head[1] === indent ? this.entries(x.slice(head[0].length, x.text.length), inner, parse) : null
    if (!value) return null
    const keySpan = x.span(at, at + key.length)
    return { kind: 'map', span: { start: keySpan.start, end: value.span.end }, entries: [{ key, keySpan, value }] }
  }

  private small(x: Excerpt, parse: ParsePiece): MapNode | null {
    const root = this.piece(x, parse)?.root
    return root?.kind === 'map' ? root : null
  }

  private piece(x: Excerpt, parse: ParsePiece): Parsed | null {
    const at = x.span(0, 0).start
    const known = this.last.get(x.text) ?? this.now.get(x.text)
    const parsed = known ? moved(known.parsed, at - known.at) : parse(x)
    if (parsed) this.now.set(x.text, { at, parsed })
    return parsed
  }
}

interface Kept {
  readonly at: number
  readonly parsed: Parsed
}

/** Units from which an entry is cut once more. */
const LARGE = 1000
/** A plain key that no parser takes for anything else: no number, no word of its own meaning, no indicator. */
const KEY = String.raw`(?!(?:true|false|null)[ \t]*:)[A-Za-z_][\w.-]*[ \t]*:(?=[ \t\r\n]|(?![\s\S]))`
const HEAD = new RegExp(String.raw`^(?:[ \t]*(?:#[^\n]*)?\n)*( *)(${KEY})[ \t]*(?:#[^\n]*)?\r?\n`, 'i')
const MARKERS = /^(?:---|\.\.\.|%)/m
const DOCUMENT = /^---(?=[ \t]*(?:#[^\n]*)?\r?$)/gm
/** Ends of documents, directives, and documents that begin on the line of their marker. */
const UNUSUAL = /^(?:\.\.\.|%|---(?![ \t]*(?:#[^\n]*)?\r?$))/m

function startsOf(text: string, pattern: RegExp): number[] {
  return [...text.matchAll(pattern)].map((m) => m.index)
}

/** From each start to the next; what stands before the first one belongs to it. */
function cut(x: Excerpt, starts: readonly number[]): Excerpt[] {
  return starts.map((start, i) => x.slice(i === 0 ? 0 : start, starts[i + 1] ?? x.text.length))
}

function moved(parsed: Parsed, by: number): Parsed {
  if (by === 0) return parsed
  return { root: parsed.root && movedNode(parsed.root, by), span: movedSpan(parsed.span, by) }
}

function movedNode(node: Node, by: number): Node {
  const span = movedSpan(node.span, by)
  if (node.kind === 'scalar') return { ...node, span, excerpt: node.excerpt.moved(by) }
  if (node.kind === 'list') return { kind: 'list', span, items: node.items.map((item) => movedNode(item, by)) }
  const entries = node.entries.map((e) => ({
    ...e,
    keySpan: movedSpan(e.keySpan, by),
    value: movedNode(e.value, by),
  }))
  return { kind: 'map', span, entries }
}

const movedSpan = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by })
