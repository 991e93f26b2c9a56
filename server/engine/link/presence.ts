/** Which clients show themselves in a unit: what an ambiguous variable may mean there. */
import type { Client, FactBase } from '../facts'
import type { FileFacts, Signature } from '../types'
import type { SinkContext } from './sinks'
import type { UnitIndex } from './units'

/** An image or an action is what runs; a package is one of many. */
const RUNS: ReadonlySet<Signature['kind']> = new Set(['image', 'action'])

/** Looks clients up by the signatures of the units that a block acts in. */
export function presenceIn(
  files: ReadonlyMap<string, FileFacts>,
  facts: FactBase,
  units: UnitIndex,
): SinkContext['presence'] {
  const running = new Map<string, Set<string>>()
  const installed = new Map<string, Set<string>>()
  for (const file of files.values()) {
    for (const s of file.signatures) {
      const clients = facts.signature(s.kind, s.ecosystem, s.name)
      if (clients.length === 0) continue
      const into = RUNS.has(s.kind) ? running : s.kind === 'package' ? installed : null
      if (!into) continue
      // an image that no service or step names says nothing about the folder around it
      const where = RUNS.has(s.kind) && s.block === 0 ? [] : units.unitsOf(file.path, s.block)
      for (const unit of where) {
        const known = into.get(unit) ?? new Set<string>()
        for (const c of clients) known.add(c.id)
        into.set(unit, known)
      }
    }
  }
  const within = (map: ReadonlyMap<string, Set<string>>, ids: readonly string[], client: Client) =>
    ids.some((unit) => map.get(unit)?.has(client.id))
  return (client, file, block) => {
    if (file.signatures.some((s) => s.block === block && block !== 0 && isOf(s, client, facts))) return 'runs'
    const ids = units.unitsOf(file.path, block)
    if (
      within(
        running,
        ids.filter((id) => !id.startsWith('folder:')),
        client,
      )
    )
      return 'runs'
    return within(installed, ids, client) ? 'package' : null
  }
}

const isOf = (s: Signature, client: Client, facts: FactBase) =>
  facts.signature(s.kind, s.ecosystem, s.name).includes(client)
