/**
 * Compose: what a service sets wins over its env files, its own over that of the service it extends, the override file over the base,
 * and what is loaded later over what was loaded before.
 */
import type { Placed } from '../placed'
import type { Lose } from '../precedence/evidence'
import type { UnitIndex } from '../units'

interface Rank {
  readonly placed: Placed
  /** 1: set by the service; 0: loaded from a file; -1: set by the image that it is built from. */
  readonly own: number
  /** Services between: 0 for the unit itself, 1 for the one it extends. */
  readonly away: number
  /** The compose file that sets or loads it. */
  readonly from: string
  /** Place among what is loaded. */
  readonly order: number
}

export function inService(group: readonly Placed[], unit: string, units: UnitIndex, lose: Lose): void {
  const ranks = group.flatMap((placed) => rankOf(placed, unit, units) ?? [])
  const [first, ...rest] = ranks.sort((a, b) => higher(a, b, units))
  if (!first) return
  for (const rank of rest) {
    const because = difference(first, rank, units)
    if (because) lose(rank.placed, first.placed, unit, because)
  }
}

function higher(a: Rank, b: Rank, { composeFiles }: UnitIndex): number {
  const layer = Number(composeFiles.over(b.from, a.from) !== '') - Number(composeFiles.over(a.from, b.from) !== '')
  return b.own - a.own || a.away - b.away || layer || b.order - a.order
}

function rankOf(placed: Placed, unit: string, units: UnitIndex): Rank | null {
  const line = units.loads.line(unit)
  const { path, setting, file } = placed
  if (setting.weak) return null
  if (file.reader === 'docker') {
    const away = line.findIndex((u) => units.loads.builtFrom(path).includes(u))
    return away < 0 ? null : { placed, own: -1, away, from: '', order: setting.keySpan.start }
  }
  const away = line.indexOf(units.unitOf(path, setting.block))
  if (away >= 0) return { placed, own: 1, away, from: path, order: 0 }
  const loads = units.loads
    .of(path, null)
    .flatMap((l): Rank[] => {
      const at = line.indexOf(l.unit)
      return at < 0 ? [] : [{ placed, own: 0, away: at, from: l.path, order: l.order }]
    })
    .sort((a, b) => higher(a, b, units))
  return loads[0] ?? null
}

function difference(winner: Rank, loser: Rank, { composeFiles }: UnitIndex): string {
  if (loser.own < 0)
    return winner.own < 0 ? '' : 'what a service sets or loads wins over the ENV of the image that it is built from'
  if (winner.own !== loser.own) return 'environment of a service wins over its env_file'
  if (winner.away !== loser.away) return 'what a service sets wins over the service that it extends'
  if (winner.from !== loser.from) return composeFiles.over(winner.from, loser.from)
  return winner.own === 0 && winner.order !== loser.order && winner.placed.path !== loser.placed.path
    ? 'what is loaded later wins'
    : ''
}
