/** One variable before another: `OPENAI_API_BASE` before `OPENAI_BASE_URL` in one framework, the other way round in the next. */
import type { Client } from '../../facts'
import type { Placed } from '../placed'
import { clientsAround, type Evidence, type Lose, readByName } from './evidence'

export function variablesBeforeVariables(evidence: Evidence, lose: Lose): void {
  const { byName } = evidence.scope.environment
  for (const client of evidence.facts.pack.clients) {
    const order = (client.precedence ?? []).filter((step) => step.startsWith('env:')).map((step) => step.slice(4))
    order.forEach((later, at) => {
      const losers = byName.get(later) ?? []
      if (losers.length === 0) return
      for (const earlier of order.slice(0, at))
        for (const winner of byName.get(earlier) ?? [])
          if (!isEmpty(winner)) rule(client, winner, losers, evidence, lose)
    })
  }
}

function rule(client: Client, winner: Placed, losers: readonly Placed[], evidence: Evidence, lose: Lose): void {
  const { units } = evidence
  for (const unit of units.unitsOf(winner.path, winner.setting.block)) {
    const here = losers.filter((l) => units.unitsOf(l.path, l.setting.block).includes(unit))
    if (here.length === 0 || !clientsAround(unit, evidence).has(client.id)) continue
    for (const loser of here) {
      const { name } = loser.setting
      if (othersRead(client, name, unit, evidence) || readByName(loser.setting, loser.path, evidence)) continue
      lose(loser, winner, unit, `${client.name} reads ${winner.setting.name} before ${name}`, client.precedenceSource)
    }
  }
}

/** An empty value wins nowhere: clients look at the next variable then. */
function isEmpty(placed: Placed): boolean {
  return placed.setting.value.parts.every((p) => p.kind === 'text' && p.text.trim() === '')
}

/** Whether another client takes the later variable: an SDK only where the code calls it. */
export function othersRead(client: Client, name: string, unit: string, evidence: Evidence): boolean {
  const { units, uses, facts } = evidence
  const called = new Set(units.contained(unit).flatMap((id) => [...(uses.called.get(id) ?? [])]))
  return [...clientsAround(unit, evidence)].some((id) => {
    const other = facts.client(id)
    if (id === client.id || !other?.env?.some((e) => e.name === name)) return false
    return other.kind !== 'sdk' || called.has(id)
  })
}
