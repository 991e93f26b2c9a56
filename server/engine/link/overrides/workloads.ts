/** Workloads and everything else that loads by name: what a container sets wins over what it loads, what it loads later over what came before. */
import { dataBlock, type Load } from '../loads'
import { ancestry, type Placed } from '../placed'
import type { Lose } from '../precedence/evidence'
import type { UnitIndex } from '../units'

interface Loaded {
  readonly placed: Placed
  /** File, and the ConfigMap or Secret in it. */
  readonly source: string
  readonly loads: readonly Load[]
}

export function inWorkload(group: readonly Placed[], unit: string, units: UnitIndex, lose: Lose): void {
  const all = group.map((placed): Loaded => {
    const { path, setting, file } = placed
    const data = dataBlock(file, setting.block)
    const loads = units.loads.of(path, data).filter((l) => l.unit === unit)
    return { placed, source: `${path}\u0000${data ?? ''}`, loads }
  })
  const own = all.filter(
    ({ placed, loads }) => loads.length === 0 && units.unitOf(placed.path, placed.setting.block) === unit,
  )
  const loaded = all.filter((l) => l.loads.length > 0)
  for (const loser of loaded) {
    const setter = own.find((w) => covers(w.placed, loser.loads))
    const from = dataBlock(loser.placed.file, loser.placed.setting.block) ? 'envFrom' : 'an env file'
    if (setter) lose(loser.placed, setter.placed, unit, `env of a container wins over ${from}`)
    for (const winner of loaded)
      if (isLater(winner, loser)) lose(loser.placed, winner.placed, unit, 'what is loaded later wins')
  }
}

/** Containers of one workload do not share what they load. */
function covers({ path, file, setting }: Placed, loads: readonly Load[]): boolean {
  const line = ancestry(file, setting.block)
  return loads.every((l) => l.path === path && line.includes(l.block))
}

function isLater(winner: Loaded, loser: Loaded): boolean {
  return (
    winner.source !== loser.source &&
    winner.loads.every((w) => loser.loads.every((l) => w.path === l.path && w.block === l.block && w.order > l.order))
  )
}
