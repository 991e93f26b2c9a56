/** Values that never win: certain orders only, within one unit. */

import { push } from '../../multimap'
import { folderOf } from '../../paths'
import type { Override, Part, Setting } from '../../types'
import type { Placed } from '../placed'
import { findPrecedence } from '../precedence'
import type { Evidence, Lose } from '../precedence/evidence'
import { placedIn } from '../scope'
import type { UnitIndex } from '../units'
import { inFolder } from './folders'
import { createPipelines } from './pipelines'
import { repeated } from './repeated'
import { inService } from './services'
import { inWorkload } from './workloads'

export function findOverrides(evidence: Evidence): Override[] {
  const { scope, units, loading } = evidence
  const found: Override[] = []
  const seen = new Map<Placed['setting'], Set<string>>()
  const lose: Lose = (loser, winner, unit, because, source) => {
    if (loser.setting === winner.setting) return
    const known = seen.get(loser.setting) ?? new Set<string>()
    if (known.has(unit)) return
    seen.set(loser.setting, known.add(unit))
    found.push({
      loser: placedIn(loser, units),
      winner: placedIn(winner, units),
      unit,
      because,
      ...(source ? { source } : {}),
    })
  }
  const pipelines = createPipelines()
  for (const placed of scope.environment.byName.values()) {
    if (placed.length < 2) continue
    for (const [unit, group] of byUnit(placed, units)) {
      if (group.length < 2) continue
      const told: Lose = (loser, winner, at, because) => {
        if (!passesOn(winner.setting)) lose(loser, winner, at, because)
      }
      // of values that stand in one place only the last goes on to meet the others
      const left = repeated(group, unit, told)
      pipelines(left, unit, told)
      if (unit.startsWith('folder:')) inFolder(left, unit, loading, told)
      else if (units.get(unit)?.kind === 'service') inService(left, unit, units, told)
      else inWorkload(left, unit, units, told)
    }
  }
  findPrecedence(evidence, lose)
  for (const one of inImages(found, units)) lose(one.loser, one.winner, one.unit, one.because)
  return found
}

/** The ENV of an image that every service built from it sets anew acts nowhere else either. */
function inImages(found: readonly Override[], units: UnitIndex): Override[] {
  return found.flatMap((one) => {
    const { path } = one.loser
    const built = units.loads.builtFrom(path)
    const lost = new Set(found.flatMap((f) => (f.loser.setting === one.loser.setting ? [f.unit] : [])))
    if (built[0] !== one.unit || !built.every((unit) => lost.has(unit))) return []
    return [{ ...one, unit: units.folderUnit(folderOf(path)) }]
  })
}

function byUnit(placed: readonly Placed[], units: UnitIndex): Map<string, Placed[]> {
  const groups = new Map<string, Placed[]>()
  for (const one of placed) {
    for (const unit of units.unitsOf(one.path, one.setting.block)) push(groups, unit, one)
  }
  return groups
}

/** `X=${X:-url}` hands the other value on instead of replacing it. */
function passesOn({ name, value }: Setting): boolean {
  const refers = (part: Part): boolean =>
    part.kind === 'ref' && (part.name === name || (part.fallback?.parts.some(refers) ?? false))
  return value.parts.some(refers)
}
