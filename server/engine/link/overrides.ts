/** Values that never win: certain orders only, within one unit. */
import type { FactBase } from '../facts'
import type { Override, Setting } from '../types'
import { ancestry, dotenvRank, isDotenv, type Placed, placedIn, type Scope } from './scope'
import { folderOf, nameOf, type UnitIndex } from './units'

export function findOverrides(
  scope: Scope,
  units: UnitIndex,
  facts: FactBase,
  clientsOf: (unit: string) => ReadonlySet<string>,
): Override[] {
  const found: Override[] = []
  const lost = new Map<Setting, Set<string>>()
  const add = (loser: Placed, winner: Placed, unit: string, because: string, source?: string) => {
    if (loser.setting === winner.setting) return
    const known = lost.get(loser.setting)
    if (known?.has(unit)) return
    if (known) known.add(unit)
    else lost.set(loser.setting, new Set([unit]))
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
  const losers = placed.filter(mayLose)
  if (losers.length === 0) return
  const rivals = rivalsOf(placed, units)
  for (const loser of losers) {
    for (const winner of rivals(loser)) {
      if (loser === winner) continue
      const because = beats(winner, loser)
      if (!because) continue
      for (const unit of units.unitsOf(winner.path, winner.setting.block)) {
        if (units.unitsOf(loser.path, loser.setting.block).includes(unit)) add(loser, winner, unit, because)
      }
    }
  }
}

/** The kinds of definition that `beats` can rule against. */
function mayLose(p: Placed): boolean {
  return (
    p.file.reader === 'dotenv' ||
    p.file.dialect === 'workflow' ||
    isDotenv(p.path) ||
    nameOf(p.path) === 'settings.json'
  )
}

/** What may win over a definition at all: the same file, the same folder, or a service that it acts in; in the order given. */
function rivalsOf(placed: readonly Placed[], units: UnitIndex): (loser: Placed) => readonly Placed[] {
  if (placed.length < 8) return () => placed
  const near = new Map<string, number[]>()
  const file = (key: string, i: number) => {
    const list = near.get(key)
    if (list) list.push(i)
    else near.set(key, [i])
  }
  placed.forEach((p, i) => {
    file(`folder ${folderOf(p.path)}`, i)
    if (p.file.blocks[p.setting.block]?.kind === 'service')
      for (const unit of units.unitsOf(p.path, p.setting.block)) file(`unit ${unit}`, i)
  })
  return (loser) => {
    const keys = [`folder ${folderOf(loser.path)}`]
    if (isDotenv(loser.path)) keys.push(...units.unitsOf(loser.path, loser.setting.block).map((u) => `unit ${u}`))
    const found = new Set(keys.flatMap((key) => near.get(key) ?? []))
    return [...found].sort((a, b) => a - b).map((i) => placed[i] as Placed)
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
