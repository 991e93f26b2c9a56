/** Spring: of two files of one name in one folder the properties are read over the YAML. */

import { push } from '../../multimap'
import { folderOf, nameOf } from '../../paths'
import type { Endpoint, Override } from '../../types'
import { placedIn } from '../scope'
import type { UnitIndex } from '../units'

const NAME = /^((?:application|bootstrap)(?:-[\w-]+)?)\.(properties|ya?ml)$/

/** One override per address in a YAML file whose key the properties file beside it gives a value too. */
export function propertiesBeforeYaml(endpoints: readonly Endpoint[], units: UnitIndex): Override[] {
  const groups = new Map<string, Endpoint[]>()
  for (const e of endpoints) {
    const stem = NAME.exec(nameOf(e.path))?.[1]
    if (stem && e.sink === e.setting && e.setting.kind !== 'argument')
      push(groups, [folderOf(e.path), stem, ...e.setting.path].join('\u0000'), e)
  }
  return [...groups.values()].flatMap((group) => {
    const winner = group.find((e) => e.path.endsWith('.properties'))
    if (!winner) return []
    return group
      .filter((e) => !e.path.endsWith('.properties'))
      .flatMap((e) =>
        units.unitsOf(e.path, e.setting.block).map((unit) => ({
          loser: placedIn(e, units),
          winner: placedIn(winner, units),
          unit,
          because: `${nameOf(winner.path)} is read over ${nameOf(e.path)} in one folder`,
        })),
      )
  })
}
