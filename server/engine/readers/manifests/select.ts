/** Places of a tree by key path. Lists are looked through: a step goes into each of their elements. */
import type { Entry, Node } from '../structured/emit'
import { entriesOf } from '../structured/emit'

/** A key, a pattern for keys, or `**`: any number of keys, none as well. */
export type Step = string | RegExp

export interface Selected {
  readonly node: Node
  /** The entry whose value it is. */
  readonly entry: Entry
  /** Keys that patterns stood for, outermost first. */
  readonly bound: readonly string[]
  /** Maps on the way, outermost first: the first holds the key of the first step. */
  readonly maps: readonly Node[]
}

const MAX_DEPTH = 40
const MAX_FOUND = 400

export function select(root: Node, path: readonly Step[]): Selected[] {
  const out: Selected[] = []
  const visit = (node: Node, at: number, bound: readonly string[], maps: readonly Node[]): void => {
    if (maps.length > MAX_DEPTH || out.length >= MAX_FOUND) return
    if (node.kind === 'list') {
      for (const item of node.items) visit(item, at, bound, maps)
      return
    }
    const step = path[at]
    const deep = step === '**'
    if (deep) visit(node, at + 1, bound, maps)
    for (const entry of entriesOf(node)) {
      const { key, value } = entry
      if (deep) visit(value, at, bound, [...maps, node])
      else if (typeof step === 'string' ? key === step : step?.test(key)) {
        const names = typeof step === 'string' ? bound : [...bound, key]
        const way = [...maps, node]
        if (at === path.length - 1) out.push({ node: value, entry, bound: names, maps: way })
        else visit(value, at + 1, names, way)
      }
    }
  }
  visit(root, 0, [], [])
  return out
}
