import { type AST, parseTOML } from 'toml-eslint-parser'
import type { Reader } from '../reader'
import { Excerpt } from '../text'
import {
  type Emitter,
  type Entry,
  emitTree,
  entriesOf,
  get,
  itemsOf,
  type MapNode,
  type Node,
  scalar,
} from './structured/emit'
import { unescaped } from './structured/json-tree'
import { readNetlifyFunctions, readRailway, readRegion } from './structured/regions'
import { readTolerantly } from './structured/tolerant'

/** TOML: Codex, pyproject, Cargo, wrangler, fly, netlify. A file that does not parse is read line by line. */
export const toml: Reader = {
  id: 'toml',
  version: 2,
  dialects: ['toml'],
  dialectOf(path, name) {
    const bare = name.replace(/\.(?:example|sample|template|dist|bak)$/i, '')
    if (!/\.toml$|^Pipfile$/i.test(bare) || /lock/i.test(bare)) return ''
    return /(?:^|\/)\.codex\//.test(path) ? 'codex' : 'toml'
  },
  read(x, out, context) {
    for (const m of x.text.matchAll(/#[^\r\n]*relaylint-[^\r\n]*/g))
      out.comment(m[0].slice(1), x.span(m.index, m.index + m[0].length))
    let tree: AST.TOMLProgram
    try {
      tree = parseTOML(x.text)
    } catch (error) {
      const at = error as { index?: number; message?: string }
      out.problem(
        `TOML: ${String(at.message ?? 'does not parse').slice(0, 120)}`,
        x.span(at.index ?? 0, (at.index ?? 0) + 1),
      )
      readTolerantly(x, out, context.block, {}, true)
      return
    }
    const at: Emitter = { out, context, style: {}, block: context.block }
    const root = convert(tree, x)
    const name = context.path.slice(context.path.lastIndexOf('/') + 1)
    if (/^(?:pyproject\.toml|Cargo\.toml|Pipfile)$/.test(name)) readPackages(root, name, at)
    if (/^fly(?:\.[\w-]+)?\.toml$/.test(name)) readRegion(get(root, 'primary_region'), 'fly', at)
    if (name === 'railway.toml') readRailway(root, at)
    if (name === 'netlify.toml') {
      readNetlifyFunctions(get(root, 'functions'), at)
      redirects(get(root, 'redirects'), at)
    }
    emitTree(root, [], at, (entry) => name === 'netlify.toml' && entry.key === 'redirects')
  },
}

function redirects(node: Node | undefined, at: Emitter): void {
  for (const rule of itemsOf(node)) {
    const to = scalar(get(rule, 'to'))
    if (to && get(rule, 'status')?.kind === 'scalar' && (get(rule, 'status') as { text: string }).text === '200') {
      at.out.setting({
        kind: 'upstream',
        name: 'redirects',
        keySpan: to.span,
        value: { span: to.span, parts: [{ kind: 'text', text: to.text, span: to.span }] },
        block: at.block,
      })
    }
  }
}

function readPackages(root: Node, name: string, at: Emitter): void {
  const ecosystem = name === 'Cargo.toml' ? 'cargo' : 'pypi'
  const tables =
    name === 'Cargo.toml'
      ? [['dependencies'], ['dev-dependencies'], ['workspace', 'dependencies']]
      : [
          ['tool', 'poetry', 'dependencies'],
          ...entriesOf(get(root, 'tool', 'poetry', 'group')).map((e) => [
            'tool',
            'poetry',
            'group',
            e.key,
            'dependencies',
          ]),
          ['packages'],
          ['dev-packages'],
        ]
  for (const path of tables)
    for (const e of entriesOf(get(root, ...path)))
      at.out.signature({ kind: 'package', ecosystem, name: e.key, span: e.keySpan, block: at.block })
  for (const list of [
    get(root, 'project', 'dependencies'),
    ...entriesOf(get(root, 'project', 'optional-dependencies')).map((e) => e.value),
    ...entriesOf(get(root, 'dependency-groups')).map((e) => e.value),
  ]) {
    for (const item of itemsOf(list)) {
      const dep = item.kind === 'scalar' ? /^[A-Za-z0-9_.-]+/.exec(item.text)?.[0] : undefined
      if (dep) at.out.signature({ kind: 'package', ecosystem, name: dep, span: item.span, block: at.block })
    }
  }
}

interface Building {
  kind: 'map'
  span: { start: number; end: number }
  entries: Entry[]
}

/** Tables become nested maps; arrays of tables become lists; dotted keys are followed. */
function convert(program: AST.TOMLProgram, x: Excerpt): MapNode {
  const top = program.body[0]
  const root: Building = { kind: 'map', span: x.span(0, x.text.length), entries: [] }
  for (const node of top.body) {
    if (node.type === 'TOMLKeyValue') keyValue(root, node, x)
    else {
      const keys = node.key.keys.map((k) => keyOf(k, x))
      let at = root
      keys.forEach((key, i) => {
        const last = i === keys.length - 1
        at = child(at, key, last && node.kind === 'array', x.span(node.range[0], node.range[1]))
      })
      for (const kv of node.body) keyValue(at, kv, x)
    }
  }
  return root
}

interface Key {
  readonly name: string
  readonly span: { start: number; end: number }
}

function keyOf(key: AST.TOMLBare | AST.TOMLQuoted, x: Excerpt): Key {
  const [start, end] = key.range
  return key.type === 'TOMLBare'
    ? { name: key.name, span: x.span(start, end) }
    : { name: key.value, span: x.span(start + 1, end - 1) }
}

function child(at: Building, key: Key, list: boolean, span: { start: number; end: number }): Building {
  const known = at.entries.find((e) => e.key === key.name)?.value
  if (known?.kind === 'map' && !list) return known as Building
  if (known?.kind === 'list') {
    const items = known.items as Node[]
    if (!list && items.length > 0) return items[items.length - 1] as Building
    const made: Building = { kind: 'map', span, entries: [] }
    items.push(made)
    return made
  }
  const made: Building = { kind: 'map', span, entries: [] }
  at.entries.push({ key: key.name, keySpan: key.span, value: list ? { kind: 'list', span, items: [made] } : made })
  return made
}

function keyValue(at: Building, node: AST.TOMLKeyValue, x: Excerpt): void {
  const keys = node.key.keys.map((k) => keyOf(k, x))
  const last = keys[keys.length - 1] as Key
  let target = at
  for (const key of keys.slice(0, -1)) target = child(target, key, false, x.span(node.range[0], node.range[1]))
  target.entries.push({ key: last.name, keySpan: last.span, value: value(node.value, x) })
}

function value(node: AST.TOMLContentNode, x: Excerpt): Node {
  const [start, end] = node.range
  if (node.type === 'TOMLArray')
    return { kind: 'list', span: x.span(start, end), items: node.elements.map((e) => value(e, x)) }
  if (node.type === 'TOMLInlineTable') {
    const made: Building = { kind: 'map', span: x.span(start, end), entries: [] }
    for (const kv of node.body) keyValue(made, kv, x)
    return made
  }
  const raw = x.text.slice(start, end)
  const quote = /^(?:"""|'''|["'])/.exec(raw)?.[0] ?? ''
  if (node.kind !== 'string' || !quote)
    return { kind: 'scalar', span: x.span(start, end), text: raw, excerpt: x.slice(start, end), escaped: false }
  const skip = quote.length === 3 && /^\r?\n/.test(raw.slice(3)) ? (raw[3] === '\r' ? 2 : 1) : 0
  const from = start + quote.length + skip
  const to = end - quote.length
  const inner = x.text.slice(from, to)
  const span = x.span(from, to)
  if (inner === node.value) return { kind: 'scalar', span, text: inner, excerpt: x.slice(from, to), escaped: false }
  const decoded = quote.startsWith('"') ? unescaped(inner, from, x) : null
  const exact = decoded && decoded.text === node.value ? decoded : Excerpt.assembled([{ text: node.value, span }])
  return { kind: 'scalar', span, text: node.value, excerpt: exact, escaped: true }
}
