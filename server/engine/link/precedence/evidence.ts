/** What orders of clients are decided by. */
import type { FactBase } from '../../facts'
import type { Endpoint, Setting } from '../../types'
import type { ClientCall } from '../calls'
import type { Loading } from '../env-loaders'
import type { Placed } from '../placed'
import type { Scope } from '../scope'
import type { UnitIndex } from '../units'
import type { Uses } from '../uses'

/** A setting at its place; enough to say who wins. */
export type Sited = Pick<Placed, 'path' | 'setting'>

/** States that `loser` never wins in a unit, and why. */
export type Lose = (loser: Sited, winner: Sited, unit: string, because: string, source?: string) => void

export interface Evidence {
  readonly scope: Scope
  readonly units: UnitIndex
  readonly facts: FactBase
  readonly uses: Uses
  readonly calls: readonly ClientCall[]
  readonly endpoints: readonly Endpoint[]
  /** How env files of a unit are loaded. */
  loading(unit: string): Loading
}

/** Clients that show themselves in the code that a unit contains. */
export function clientsAround(unit: string, { units, uses }: Evidence): ReadonlySet<string> {
  const seen = new Set<string>()
  for (const id of units.contained(unit)) for (const client of uses.clients.get(id) ?? []) seen.add(client)
  return seen
}

/** Whether some place of the project names the variable by itself. */
export function readByName(setting: Setting, path: string, { scope }: Evidence): boolean {
  return scope.environment
    .reads(setting.name)
    .some(
      (read) => read.path !== path || read.span.start < setting.keySpan.start || read.span.end > setting.value.span.end,
    )
}
