/** Values that never win: certain orders only, within one unit. */
import type { FactBase } from '../facts'
import type { Override } from '../types'
import { ancestry, dotenvRank, isDotenv, type Placed, placedIn, type Scope } from './scope'
import { folderOf, nameOf, type UnitIndex } from './units'

export function findOverrides(
  scope: Scope,
  units: UnitIndex,
  facts: FactBase,
  clientsOf: (unit: string) => ReadonlySet<string>,
): Override[] {
  const found: Override[] = []
  const add = (loser: Placed, winner: Placed, unit: string, because: string, source?: string) => {
    if (loser.setting === winner.setting) return
    if (found.some((o) => o.loser.setting === loser.setting && o.unit === unit)) return
    found.push({
      loser: placedIn(loser, units),
      winner: placedIn(winner, units),
      unit,
      because,
      ...(source ? { source } : {}),
    })
  }
  for (const [name, placed] of scope.byName) {
    if (placed.length > 1) sameName(placed, units, add)
    if (facts.env(name).length > 0) betweenNames(name, placed, scope, units, facts, clientsOf, add)
  }
  return found
}

type Add = (loser: Placed, winner: Placed, unit: string, because: string, source?: string) => void

function sameName(placed: readonly Placed[], units: UnitIndex, add: Add): void {
  for (const loser of placed) {
    for (const winner of placed) {
      if (loser === winner) continue
      const because = beats(winner, loser)
      if (!because) continue
      for (const unit of units.unitsOf(winner.path, winner.setting.block)) {
        if (units.unitsOf(loser.path, loser.setting.block).includes(unit)) add(loser, winner, unit, because)
      }
    }
  }
}

/** Why `winner` beats `loser` wherever both act, or empty when the order is not certain. */
function beats(winner: Placed, loser: Placed): string {
  const same = winner.path === loser.path
  const kind = (p: Placed) => p.file.blocks[p.setting.block]?.kind
  if (same && winner.file.reader === 'dotenv' && winner.setting.block === loser.setting.block) {
    return winner.setting.keySpan.start > loser.setting.keySpan.start ? 'the later line of an env file wins' : ''
  }
  if (same && winner.file.dialect === 'workflow' && winner.setting.block !== loser.setting.block) {
    return ancestry(winner.file, winner.setting.block).includes(loser.setting.block)
      ? 'the more specific env of a workflow wins'
      : ''
  }
  if (isDotenv(loser.path) && kind(winner) === 'service' && !same)
    return 'environment of a service wins over its env_file'
  if (isDotenv(loser.path) && isDotenv(winner.path) && folderOf(winner.path) === folderOf(loser.path)) {
    const w = dotenvRank(nameOf(winner.path))
    return nameOf(winner.path) === '.env.local' && dotenvRank(nameOf(loser.path)) === 30 && w < 30
      ? '.env.local wins over .env'
      : ''
  }
  if (
    nameOf(winner.path) === 'settings.local.json' &&
    nameOf(loser.path) === 'settings.json' &&
    folderOf(winner.path) === folderOf(loser.path)
  ) {
    return 'settings.local.json wins over settings.json'
  }
  return ''
}

/** A client that reads two variables in a known order: `OPENAI_API_BASE` before `OPENAI_BASE_URL` and the like. */
function betweenNames(
  name: string,
  placed: readonly Placed[],
  scope: Scope,
  units: UnitIndex,
  facts: FactBase,
  clientsOf: (unit: string) => ReadonlySet<string>,
  add: Add,
): void {
  for (const client of facts.pack.clients) {
    const order = client.precedence ?? []
    const at = order.indexOf(`env:${name}`)
    if (at <= 0) continue
    for (const higher of order.slice(0, at)) {
      if (!higher.startsWith('env:')) continue
      for (const winner of scope.byName.get(higher.slice(4)) ?? []) {
        for (const loser of placed) {
          for (const unit of units.unitsOf(winner.path, winner.setting.block)) {
            if (!units.unitsOf(loser.path, loser.setting.block).includes(unit)) continue
            if (clientsOf(unit).has(client.id) && onlyReader(client.id, name, clientsOf(unit), facts)) {
              add(
                loser,
                winner,
                unit,
                `${client.name} reads ${higher.slice(4)} before ${name}`,
                client.precedenceSource,
              )
            }
          }
        }
      }
    }
  }
}

/** The value has no effect only when no other client of the unit reads the variable first. */
function onlyReader(client: string, name: string, used: ReadonlySet<string>, facts: FactBase): boolean {
  for (const id of used) {
    if (id === client) continue
    const other = facts.client(id)
    if (other?.kind !== 'sdk' && other?.env?.some((e) => e.name === name)) return false
  }
  return true
}
