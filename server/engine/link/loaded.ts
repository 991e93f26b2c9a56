/** Who loads what holds an address: the services, workloads and commands that name its file or its object. */
import type { Endpoint, FileFacts, Hop } from '../types'
import { dataBlock, type Load } from './loads'
import type { UnitIndex } from './units'

/** Places named for one endpoint; more would say nothing new. */
const MAX_PLACES = 8

/** Adds to each endpoint in a loaded file or object the places that load it, before those that use its value. */
export function withLoads(
  endpoints: readonly Endpoint[],
  files: ReadonlyMap<string, FileFacts>,
  units: UnitIndex,
): Endpoint[] {
  return endpoints.map((e) => {
    const file = files.get(e.path)
    const found = file
      ? units.loads.of(e.path, dataBlock(file, e.setting.block)).flatMap((l) => placesOf(l, files, units))
      : []
    if (found.length === 0) return e
    const known = new Set<string>()
    const chain = [...found.slice(0, MAX_PLACES), ...e.chain].filter((p) => {
      const key = `${p.path}:${p.span.start}`
      return !known.has(key) && known.add(key)
    })
    return { ...e, chain }
  })
}

/** The object that carries a file, then whoever loads the object. */
function placesOf(
  { unit, path, order, through }: Load,
  files: ReadonlyMap<string, FileFacts>,
  units: UnitIndex,
): Hop[] {
  const ref = files.get(path)?.references[order]
  // a single key is told by the reference that names it
  if (!ref || ref.kind === 'include' || ref.key !== undefined) return []
  const loader = unit.startsWith('folder:') ? '' : (units.get(unit)?.name ?? '')
  return [...(through ? [{ ...through, loader: '' }] : []), { path, span: ref.span, loader }]
}
