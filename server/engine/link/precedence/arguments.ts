/** An argument before the variable: certain only where every call of a client that reads the variable is given a known address. */
import type { Endpoint } from '../../types'
import { type ClientCall, takesOption } from '../calls'
import { clientsAround, type Evidence, type Lose, readByName } from './evidence'

interface Site {
  readonly call: ClientCall
  /** Variables that the client reads when its argument is missing. */
  readonly variables: readonly string[]
  /** The endpoint that an option of the call gives, when its address is certain. */
  readonly given: Endpoint | undefined
}

export function argumentsBeforeVariables(evidence: Evidence, lose: Lose): void {
  const { scope, units, endpoints } = evidence
  const given = argumentsByPath(endpoints)
  const sites = evidence.calls
    .map((call) => siteOf(call, given.get(call.path) ?? []))
    .filter((s) => s.variables.length > 0)
  const agents = new Set(endpoints.filter((e) => e.agent).map((e) => e.sink))
  for (const name of new Set(sites.filter((s) => s.given).flatMap((s) => s.variables))) {
    for (const loser of scope.environment.byName.get(name) ?? []) {
      if (agents.has(loser.setting) || readByName(loser.setting, loser.path, evidence)) continue
      for (const unit of units.unitsOf(loser.path, loser.setting.block)) {
        const code = new Set(units.contained(unit))
        const readers = sites.filter((s) => code.has(s.call.unit) && s.variables.includes(name))
        const [first] = readers
        if (!first?.given || !readers.every((s) => s.given) || othersRead(name, readers, unit, evidence)) continue
        const { client } = first.call
        const because = `${client.name} takes the argument of its call before ${name}`
        lose(loser, { path: first.given.sinkPath, setting: first.given.sink }, unit, because, client.precedenceSource)
      }
    }
  }
}

/** Endpoints that an argument gives for certain, by the file of the call. */
function argumentsByPath(endpoints: readonly Endpoint[]): ReadonlyMap<string, readonly Endpoint[]> {
  const byPath = new Map<string, Endpoint[]>()
  for (const e of endpoints) {
    if (e.sink.kind !== 'argument' || (e.resolution !== 'literal' && e.resolution !== 'resolved')) continue
    const list = byPath.get(e.sinkPath)
    if (list) list.push(e)
    else byPath.set(e.sinkPath, [e])
  }
  return byPath
}

function siteOf(call: ClientCall, given: readonly Endpoint[]): Site {
  const order = call.client.precedence ?? []
  const from = order.findIndex((step) => step.startsWith('arg:'))
  const variables = from < 0 ? [] : order.slice(from).flatMap((s) => (s.startsWith('env:') ? [s.slice(4)] : []))
  return { call, variables, given: given.find((e) => takesOption(call, e.sink, e.sinkPath)) }
}

/** Whether a client that no call shows reads the variable too: an agent, an app, a framework that is installed. */
function othersRead(name: string, readers: readonly Site[], unit: string, evidence: Evidence): boolean {
  const called = new Set(readers.map((s) => s.call.client.id))
  return [...clientsAround(unit, evidence)].some((id) => {
    const client = evidence.facts.client(id)
    return !called.has(id) && client?.kind !== 'sdk' && client?.env?.some((e) => e.name === name)
  })
}
