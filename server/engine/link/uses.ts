/** Clients without an address of their own: they call their default host. */
import type { Endpoint, Span, Use } from '../types'
import type { ClientCall } from './calls'
import type { Digest } from './digest'
import { push } from './loads'
import type { UnitIndex } from './units'

export interface Uses {
  readonly uses: Use[]
  /** Client ids seen in a unit, by call, package, image or variable. */
  readonly clients: ReadonlyMap<string, ReadonlySet<string>>
  /** Client ids that code of a unit calls without an address. */
  readonly called: ReadonlyMap<string, ReadonlySet<string>>
}

/** Uses of the project. A use is dropped when a base URL for its vendor reaches it in the unit. */
export function findUses(
  digests: readonly Digest[],
  calls: readonly ClientCall[],
  units: UnitIndex,
  endpoints: readonly Endpoint[],
): Uses {
  const found: Use[] = []
  const clients = new Map<string, Set<string>>()
  const called = new Map<string, Set<string>>()
  const reached = reachIndex(endpoints, units)
  const given = givenAddress(endpoints, calls)
  for (const { client, bare, unit } of calls) if (bare) see(called, unit, client.id)
  for (const { file, uses, shown } of digests) {
    for (const { client, block } of shown)
      for (const unit of units.unitsOf(file.path, block)) see(clients, unit, client)
    for (const { block, ...use } of uses) {
      const at = units.unitsOf(file.path, block)
      for (const unit of at) see(clients, unit, use.client)
      if (use.vendor && use.vendor !== 'any') found.push({ ...use, units: at })
    }
  }
  return { uses: distinct(found.filter((u) => !reached(u) && !given(u))), clients, called }
}

/** Whether a base URL for the vendor reaches a use, in its own unit or in everything that is deployed with its code. */
function reachIndex(endpoints: readonly Endpoint[], units: UnitIndex): (use: Use) => boolean {
  const reached = new Set(
    endpoints.filter((e) => e.class !== 'placeholder').flatMap((e) => e.reach.map((r) => `${r.unit} ${e.vendor}`)),
  )
  // a switch or a model id says which cloud, whatever the address
  return (use) =>
    use.how !== 'switch' &&
    use.how !== 'model' &&
    use.units.some((unit) => {
      if (reached.has(`${unit} ${use.vendor}`)) return true
      const around = units.containing(unit).filter((id) => id !== unit && !id.startsWith('folder:'))
      return around.length > 0 && around.every((id) => reached.has(`${id} ${use.vendor}`))
    })
}

/** Whether the call itself is given an address that is known, whoever it belongs to. */
function givenAddress(endpoints: readonly Endpoint[], calls: readonly ClientCall[]): (use: Use) => boolean {
  const byFile = new Map<string, Span[]>()
  for (const e of endpoints) {
    if (e.class === 'placeholder') continue
    for (const { path, span } of [{ path: e.sinkPath, span: e.sink.keySpan }, ...e.chain]) push(byFile, path, span)
  }
  const extents = new Map(calls.filter((c) => !c.bare).map((c) => [`${c.path}:${c.call.span.start}`, c.extent]))
  return (use) => {
    const extent = use.how === 'call' ? extents.get(`${use.path}:${use.span.start}`) : undefined
    return (
      extent !== undefined && (byFile.get(use.path) ?? []).some((s) => extent.start <= s.start && s.end <= extent.end)
    )
  }
}

function see(map: Map<string, Set<string>>, unit: string, client: string): void {
  const set = map.get(unit) ?? new Set<string>()
  map.set(unit, set.add(client))
}

function distinct(uses: readonly Use[]): Use[] {
  const seen = new Set<string>()
  return uses.filter((u) => {
    const key = `${u.path}:${u.span.start}:${u.vendor}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
