/** Terraform in JSON: rewritten as blocks and attributes, every value at its place, and read like the other syntax. */
import { Excerpt } from '../../text'
import { type Emitter, type Entry, entriesOf, itemsOf, type Node } from '../structured/emit'

/** Kinds of blocks with two labels, with one, and without. */
const LABELS: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  provider: 1,
  module: 1,
  variable: 1,
  output: 1,
  locals: 0,
  terraform: 0,
}
const MAX_DEPTH = 60

type Piece = Excerpt | { readonly text: string; readonly span: { readonly start: number; readonly end: number } }

export function readTerraformJson(root: Node, at: Emitter): void {
  const pieces: Piece[] = []
  for (const entry of entriesOf(root)) blocks(entry, [entry.key], LABELS[entry.key] ?? 0, pieces)
  if (pieces.length > 0) at.context.embed('terraform', Excerpt.assembled(pieces), at.block)
}

/** `"resource": { "type": { "name": {...} } }`; a list stands for several blocks of the same name. */
function blocks(entry: Entry, words: readonly string[], left: number, out: Piece[]): void {
  for (const item of entry.value.kind === 'list' ? entry.value.items : [entry.value]) {
    if (left > 0) {
      for (const inner of entriesOf(item)) blocks(inner, [...words, inner.key], left - 1, out)
      continue
    }
    const at = { start: entry.keySpan.start, end: entry.keySpan.end }
    const [kind = '', ...labels] = words
    out.push({ text: [kind, ...labels.map(quoted)].join(' '), span: at }, { text: ' {\n', span: at })
    attributes(item, out, 0)
    out.push({ text: '}\n', span: { start: item.span.end, end: item.span.end } })
  }
}

function attributes(map: Node, out: Piece[], depth: number): void {
  for (const { key, keySpan, value } of entriesOf(map)) {
    out.push({ text: /^[A-Za-z_][\w-]*$/.test(key) ? key : quoted(key), span: keySpan }, mark(' = ', keySpan.end))
    expression(value, out, depth)
    out.push(mark('\n', value.span.end))
  }
}

function expression(node: Node, out: Piece[], depth: number): void {
  const { start, end } = node.span
  if (node.kind === 'scalar') {
    // what is escaped keeps its text and stands for the whole value
    const bare = /["\\\r\n]/.test(node.text)
      ? { text: JSON.stringify(node.text).slice(1, -1), span: node.span }
      : node.excerpt
    out.push(mark('"', start), bare, mark('"', end))
  } else if (depth > MAX_DEPTH) out.push(mark('null', start))
  else if (node.kind === 'map') {
    out.push(mark('{\n', start))
    attributes(node, out, depth + 1)
    out.push(mark('}', end))
  } else {
    out.push(mark('[', start))
    for (const item of itemsOf(node)) {
      expression(item, out, depth + 1)
      out.push(mark(',\n', item.span.end))
    }
    out.push(mark(']', end))
  }
}

const mark = (text: string, at: number): Piece => ({ text, span: { start: at, end: at } })
const quoted = (text: string) => `"${text.replace(/["\\\r\n]/g, '')}"`
