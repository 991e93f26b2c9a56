/** Workflow, job, step: the more specific one wins, where nothing beside it still uses the other. */

import { push } from '../../multimap'
import type { FileFacts } from '../../types'
import { ancestry, type Placed } from '../placed'
import type { Lose } from '../precedence/evidence'

/** Actions that prepare a job and read no variable of an AI client. */
const PREPARES =
  /^(?:actions\/|docker\/|pnpm\/|astral-sh\/|google-github-actions\/(?:auth|setup)|aws-actions\/|azure\/login)/

/** The steps of one file: which of them run something, and which variables each sets. */
interface Steps {
  readonly pipeline: boolean
  /** Step of each block, or undefined outside of all steps. */
  stepOf(block: number): number | undefined
  /** Whether another step of the same job runs something without a value of its own for the variable. */
  othersAct(step: number, name: string): boolean
}

export function createPipelines(): (group: readonly Placed[], unit: string, lose: Lose) => void {
  const known = new Map<FileFacts, Steps>()
  return (group, unit, lose) => {
    const places = new Map<string, Placed[]>()
    for (const p of group) push(places, `${p.path}\u0000${p.setting.block}`, p)
    if (group.length < 2) return
    for (const winner of group) {
      const { file, setting } = winner
      const steps = known.get(file) ?? stepsOf(file)
      known.set(file, steps)
      if (!steps.pipeline) continue
      if (setting.limited) continue
      const step = steps.stepOf(setting.block)
      const around = ancestry(file, setting.block).slice(1)
      const own = (places.get(`${winner.path}\u0000${setting.block}`) ?? []).filter(
        (p) => isOfMap(p) && !isOfMap(winner),
      )
      const outer = around.flatMap((b) => (b === setting.block ? [] : (places.get(`${winner.path}\u0000${b}`) ?? [])))
      const losers = [...own, ...outer]
      if (losers.length === 0 || (step !== undefined && steps.othersAct(step, setting.name))) continue
      for (const loser of losers) lose(loser, winner, unit, 'the more specific value of a pipeline wins')
    }
  }
}

/** Said by the pipeline itself, not by one of its scripts. */
const isOfMap = ({ setting }: Placed): boolean => setting.path.length > 1

function stepsOf(file: FileFacts): Steps {
  const step: (number | undefined)[] = []
  // a block comes after the one that holds it
  file.blocks.forEach((block, i) => {
    step[i] = block.kind === 'step' ? i : i === 0 ? undefined : step[block.parent]
  })
  const acting = new Set<number>()
  const sets = new Map<number, Set<string>>()
  const within = (block: number, then: (at: number) => void) => {
    const at = step[block]
    if (at !== undefined) then(at)
  }
  for (const s of file.settings)
    if (s.kind === 'env') within(s.block, (at) => sets.set(at, (sets.get(at) ?? new Set()).add(s.name)))
  for (const s of file.signatures)
    if (s.kind !== 'action' || !PREPARES.test(s.name)) within(s.block, (at) => acting.add(at))
  for (const r of file.reads) within(r.block, (at) => acting.add(at))
  const actingIn = new Map<number, number[]>()
  for (const at of acting) push(actingIn, file.blocks[at]?.parent ?? 0, at)
  return {
    pipeline: file.blocks.some((b) => b.kind === 'job'),
    stepOf: (block) => step[block],
    othersAct: (at, name) =>
      (actingIn.get(file.blocks[at]?.parent ?? 0) ?? []).some((other) => other !== at && !sets.get(other)?.has(name)),
  }
}
