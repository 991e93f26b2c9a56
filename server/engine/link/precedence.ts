/** Orders in which clients read their own settings: an argument before a variable, one variable before another. */
import type { Client, FactBase } from '../facts'
import type { Lose } from './overrides'
import type { Placed } from './placed'
import type { Scope } from './scope'
import type { UnitIndex } from './units'
import type { Uses } from './uses'

export function findPrecedence(scope: Scope, units: UnitIndex, facts: FactBase, uses: Uses, lose: Lose): void {
  for (const [name, placed] of scope.environment.byName) {
    for (const client of facts.pack.clients) {
      const order = client.precedence ?? []
      const at = order.indexOf(`env:${name}`)
      if (at > 0) before(client, order.slice(0, at), name, placed, scope, units, facts, uses, lose)
    }
  }
}

/** Variables that the client looks at first, where nobody else of the unit reads the later one. */
function before(
  client: Client,
  higher: readonly string[],
  name: string,
  losers: readonly Placed[],
  scope: Scope,
  units: UnitIndex,
  facts: FactBase,
  uses: Uses,
  lose: Lose,
): void {
  for (const step of higher) {
    if (!step.startsWith('env:')) continue
    for (const winner of scope.environment.byName.get(step.slice(4)) ?? []) {
      if (isEmpty(winner)) continue
      for (const unit of units.unitsOf(winner.path, winner.setting.block)) {
        const seen = clientsAround(unit, units, uses)
        if (!seen.has(client.id) || othersRead(client.id, name, unit, seen, units, facts, uses)) continue
        for (const loser of losers) {
          if (!units.unitsOf(loser.path, loser.setting.block).includes(unit)) continue
          if (readByName(name, loser, scope)) continue
          lose(loser, winner, unit, `${client.name} reads ${step.slice(4)} before ${name}`, client.precedenceSource)
        }
      }
    }
  }
}

/** An empty value wins nowhere: clients look at the next variable then. */
function isEmpty(placed: Placed): boolean {
  return placed.setting.value.parts.every((p) => p.kind === 'text' && p.text.trim() === '')
}

function clientsAround(unit: string, units: UnitIndex, uses: Uses): ReadonlySet<string> {
  const seen = new Set<string>()
  for (const id of units.contained(unit)) for (const client of uses.clients.get(id) ?? []) seen.add(client)
  return seen
}

/** Whether a client other than this one takes the variable: an SDK only where the code calls it. */
function othersRead(
  client: string,
  name: string,
  unit: string,
  seen: ReadonlySet<string>,
  units: UnitIndex,
  facts: FactBase,
  uses: Uses,
): boolean {
  const called = new Set(units.contained(unit).flatMap((id) => [...(uses.called.get(id) ?? [])]))
  for (const id of seen) {
    const other = facts.client(id)
    if (id === client || !other?.env?.some((e) => e.name === name)) continue
    // two orders of one framework for its languages are one client here
    if (other.kind !== 'sdk' || called.has(id)) return true
  }
  return false
}

/** Whether some place of the project names the variable by itself. */
function readByName(name: string, loser: Placed, scope: Scope): boolean {
  return scope.environment.reads(name).some(({ path, span }) => {
    const { keySpan, value } = loser.setting
    return path !== loser.path || span.start < keySpan.start || span.end > value.span.end
  })
}
