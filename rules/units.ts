/** Which units hold each other's code: a service and the folder that it builds, a package and those it depends on. */
import type { Model } from '../server/engine/types'

export interface Units {
  /** The units and everything whose code they contain. A unit uses what its dependencies use. */
  contained(units: readonly string[]): ReadonlySet<string>
  /** Whether something of one list of units acts in one of the other: the same unit, or one that contains its code. */
  together(some: readonly string[], others: readonly string[]): boolean
}

/** Each answer is worked out once per unit. */
export function unitsIn(model: Pick<Model, 'units'>): Units {
  const byId = new Map(model.units.map((u) => [u.id, u]))
  const known = new Map<string, ReadonlySet<string>>()
  const inside = (unit: string): ReadonlySet<string> => {
    const found = known.get(unit)
    if (found) return found
    const all = new Set([unit])
    for (const id of all) for (const dep of byId.get(id)?.dependsOn ?? []) all.add(dep)
    known.set(unit, all)
    return all
  }
  const holds = (unit: string, others: readonly string[]) => others.some((o) => inside(unit).has(o))
  return {
    contained: (units) => new Set(units.flatMap((u) => [...inside(u)])),
    together: (some, others) => some.some((u) => holds(u, others)) || others.some((u) => holds(u, some)),
  }
}
