/** Clients without an address of their own: they call their default host. */
import type { FactBase } from '../facts'
import type { Endpoint, FileFacts, Use } from '../types'
import { ownersOfCall } from './owners'
import type { UnitIndex } from './units'

export interface Uses {
  readonly uses: Use[]
  /** Client ids seen in a unit, by call, package, image or variable. */
  readonly clients: ReadonlyMap<string, ReadonlySet<string>>
}

/** Uses of the project. A use is dropped when a base URL for its vendor reaches it in the unit. */
export function findUses(
  files: ReadonlyMap<string, FileFacts>,
  facts: FactBase,
  units: UnitIndex,
  endpoints: readonly Endpoint[],
): Uses {
  const found: Use[] = []
  const clients = new Map<string, Set<string>>()
  const see = (unitIds: readonly string[], client: string) => {
    for (const unit of unitIds) {
      const set = clients.get(unit) ?? new Set<string>()
      set.add(client)
      clients.set(unit, set)
    }
  }
  const add = (use: Use) => {
    see(use.units, use.client)
    if (use.vendor && use.vendor !== 'any') found.push(use)
  }
  for (const file of files.values()) {
    for (const call of file.calls) {
      const fit = ownersOfCall(call.callee, file, facts).find((owner) => owner.nearness > 0)
      if (fit)
        add({
          path: file.path,
          span: call.span,
          client: fit.client.id,
          vendor: fit.client.vendor,
          units: units.unitsOf(file.path, call.block),
          how: 'call',
          local: file.local ?? false,
        })
    }
    for (const credential of file.credentials) {
      if (credential.state === 'empty' || credential.quoted) continue
      const meaning = facts
        .env(credential.name)
        .find((m) => /key|token/.test(m.env.role) && !m.env.ambiguous && (m.env.vendor ?? m.client.vendor) !== 'any')
      if (meaning)
        add({
          path: file.path,
          span: credential.nameSpan,
          client: meaning.client.id,
          vendor: meaning.env.vendor ?? meaning.client.vendor,
          units: units.unitsOf(file.path, credential.block),
          how: 'credential',
          local: file.local ?? false,
        })
    }
    for (const signature of file.signatures) {
      for (const client of facts.signature(signature.kind, signature.ecosystem, signature.name)) {
        const at = units.unitsOf(file.path, signature.block)
        see(at, client.id)
        if (client.kind === 'sdk' && client.vendor !== 'any')
          add({
            path: file.path,
            span: signature.span,
            client: client.id,
            vendor: client.vendor,
            units: at,
            how: 'package',
            local: file.local ?? false,
          })
      }
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
