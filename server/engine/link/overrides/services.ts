/**
 * Compose: what a service sets wins over its env files, its own over that of the service it extends, the override file over the base,
 * and what is loaded later over what was loaded before.
 */
import { nameOf } from '../paths'
import type { Placed } from '../placed'
import type { Lose } from '../precedence'
import type { UnitIndex } from '../units'

interface Rank {
  readonly placed: Placed
  /** 1: set by the service; 0: loaded from a file. */
  readonly own: number
  /** Services between: 0 for the unit itself, 1 for the one it extends. */
  readonly away: number
  /** 1: in a file that overrides another one. */
  readonly layer: number
  /** Place among what is loaded. */
  readonly order: number
}

export function inService(group: readonly Placed[], unit: string, units: UnitIndex, lose: Lose): void {
  const ranks = group.flatMap((placed) => rankOf(placed, unit, units) ?? [])
  const [first, ...rest] = ranks.sort(higher)
  if (!first) return
  for (const rank of rest) {
    const because = difference(first, rank)
    if (because) lose(rank.placed, first.placed, unit, because)
  }
}

function higher(a: Rank, b: Rank): number {
  return b.own - a.own || a.away - b.away || b.layer - a.layer || b.order - a.order
}

function rankOf(placed: Placed, unit: string, units: UnitIndex): Rank | null {
  const line = units.loads.line(unit)
  const { path, setting, file } = placed
  if (setting.weak) return null
  const away = line.indexOf(units.unitOf(path, setting.block))
  if (away >= 0) return { placed, own: 1, away, layer: layerOf(path, file.dialect), order: 0 }
  const loads = units.loads
    .of(path, null)
    .flatMap((l): Rank[] => {
      const at = line.indexOf(l.unit)
      return at < 0 ? [] : [{ placed, own: 0, away: at, layer: layerOf(l.path, 'compose'), order: l.order }]
    })
    .sort(higher)
  return loads[0] ?? null
}

function layerOf(path: string, dialect: string): number {
  return dialect === 'compose' && /\.override\.ya?ml$/.test(nameOf(path)) ? 1 : 0
}

function difference(winner: Rank, loser: Rank): string {
  if (winner.own !== loser.own) return 'environment of a service wins over its env_file'
  if (winner.away !== loser.away) return 'what a service sets wins over the service that it extends'
  if (winner.layer !== loser.layer) return 'the override file of compose is read over the other'
  return winner.own === 0 && winner.order !== loser.order && winner.placed.path !== loser.placed.path
    ? 'what is loaded later wins'
    : ''
}
