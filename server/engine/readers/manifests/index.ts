/** States every place that a row of the tables finds in a tree, and what runs near its caller. */
import { type Emitter, get, itemsOf, type Node, scalar, textOf } from '../structured/emit'
import { CLUSTERS } from './clusters'
import { readEdgeRows } from './edge'
import { PIPELINES } from './pipelines'
import { PLATFORMS } from './platforms'
import type { PlaceRow } from './row'
import { type Selected, select } from './select'
import { STACKS } from './stacks'
import { type RegionMore, readRegion, within } from './state'

const ROWS: readonly PlaceRow[] = [...PLATFORMS, ...STACKS, ...PIPELINES, ...CLUSTERS]

export function readPlaceRows(root: Node, at: Emitter): void {
  readEdgeRows(root, at)
  const { path } = at.context
  const kind = `${textOf(get(root, 'apiVersion'))} ${textOf(get(root, 'kind'))}`
  for (const row of ROWS) {
    if (!row.file.test(path) || (row.kind && !row.kind.test(kind)) || (row.when && !row.when(root))) continue
    for (const found of select(root, row.at)) stateFound(row, found, root, at)
  }
}

/** Whether some row is about files of that path, whatever they hold. */
export function hasPlaces(path: string): boolean {
  return ROWS.some((row) => !row.kind && row.file.test(path))
}

function stateFound(row: PlaceRow, found: Selected, root: Node, at: Emitter): void {
  const provider = typeof row.cloud === 'string' ? row.cloud : row.cloud(found, root)
  if (provider === undefined) return
  const folder = row.folder?.(found)
  if (row.folder && folder === undefined) return
  const holds = folder === undefined ? row.holds : ({ for: 'folder', folder } as const)
  const said: RegionMore = {
    ...(row.how ? { how: row.how } : {}),
    ...(holds ? { holds } : {}),
    ...(row.covers ? { covers: row.covers(found.bound) } : {}),
  }
  if (row.keys) {
    const { key, keySpan } = found.entry
    const id = row.inside ? row.inside.exec(key)?.[1] : key
    // the text of a key is as long as its span where nothing in it is escaped
    const from = keySpan.end - keySpan.start === key.length && id ? key.lastIndexOf(id) : -1
    const span = from < 0 ? keySpan : { start: keySpan.start + from, end: keySpan.start + from + (id ?? '').length }
    if (id) at.out.region({ ...said, provider, id, span, block: at.block, role: 'runs' })
    return
  }
  for (const item of found.node.kind === 'scalar' ? [found.node] : itemsOf(found.node)) {
    const text = scalar(item)
    const place = text && row.inside ? within(text, row.inside) : text
    if (place) readRegion(place, provider, at, said)
  }
}
