/** Clients without an address of their own: they call their default host. */
import type { Endpoint, Use } from '../types'
import type { Digest } from './digest'
import type { UnitIndex } from './units'

export interface Uses {
  readonly uses: Use[]
  /** Client ids seen in a unit, by call, package, image or variable. */
  readonly clients: ReadonlyMap<string, ReadonlySet<string>>
}

/** Uses of the project. A use is dropped when a base URL for its vendor reaches it in the unit. */
export function findUses(digests: readonly Digest[], units: UnitIndex, endpoints: readonly Endpoint[]): Uses {
  const found: Use[] = []
  const clients = new Map<string, Set<string>>()
  const see = (unitIds: readonly string[], client: string) => {
    for (const unit of unitIds) {
      const set = clients.get(unit) ?? new Set<string>()
      set.add(client)
      clients.set(unit, set)
    }
  }
  for (const { file, uses, shown } of digests) {
    for (const { client, block } of shown) see(units.unitsOf(file.path, block), client)
    for (const { block, ...use } of uses) {
      const at = units.unitsOf(file.path, block)
      see(at, use.client)
      if (use.vendor && use.vendor !== 'any') found.push({ ...use, units: at })
    }
  }
  const reached = new Set(
    endpoints.filter((e) => e.class !== 'placeholder').flatMap((e) => e.reach.map((r) => `${r.unit} ${e.vendor}`)),
  )
  const uses = found.filter((u) => !u.units.some((unit) => reached.has(`${unit} ${u.vendor}`)))
  return { uses: distinct(uses), clients }
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
