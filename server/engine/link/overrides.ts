/** Values that never win: certain orders only, within one unit. */
import type { FileFacts, Override, Part } from '../types'
import { cascade, isDotenv } from './dotenv'
import { dataBlock, push } from './loads'
import { folderOf, nameOf } from './paths'
import { ancestry, type Placed } from './placed'
import { type Evidence, findPrecedence, type Lose } from './precedence'
import { placedIn } from './scope'
import type { UnitIndex } from './units'

export function findOverrides(evidence: Evidence): Override[] {
  const { scope, units } = evidence
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
  for (const placed of scope.environment.byName.values()) {
    if (placed.length < 2) continue
    for (const [unit, group] of byUnit(placed, units)) if (group.length > 1) sameName(group, unit, units, lose)
  }
  findPrecedence(evidence, lose)
  return found
}

function byUnit(placed: readonly Placed[], units: UnitIndex): Map<string, Placed[]> {
  const groups = new Map<string, Placed[]>()
  for (const one of placed) {
    for (const unit of units.unitsOf(one.path, one.setting.block)) push(groups, unit, one)
  }
  return groups
}

function sameName(group: readonly Placed[], unit: string, units: UnitIndex, lose: Lose): void {
  // beside services, only what stands in one folder can rule each other out
  const rivals = unit.startsWith('folder:') ? byFolder(group) : null
  for (const loser of group) {
    for (const winner of rivals?.get(folderOf(loser.path)) ?? group) {
      if (loser === winner || passesOn(winner)) continue
      const because = beats(winner, loser, unit, units)
      if (because) lose(loser, winner, unit, because)
    }
  }
}

function byFolder(group: readonly Placed[]): Map<string, Placed[]> {
  const folders = new Map<string, Placed[]>()
  for (const placed of group) push(folders, folderOf(placed.path), placed)
  return folders
}

/** `X=${X:-url}` hands the other value on instead of replacing it. */
function passesOn(placed: Placed): boolean {
  const refers = (part: Part): boolean =>
    part.kind === 'ref' && (part.name === placed.setting.name || (part.fallback?.parts.some(refers) ?? false))
  return placed.setting.value.parts.some(refers)
}

/** Why `winner` beats `loser` in the unit, or empty when the order is not certain. */
function beats(winner: Placed, loser: Placed, unit: string, units: UnitIndex): string {
  if (winner.path === loser.path) {
    const later = repeated(winner, loser)
    if (later) return later
    if (isPipeline(winner.file)) return level(winner, loser)
  }
  const loaded = loadOrder(winner, loser, unit, units)
  if (loaded) return loaded
  if (folderOf(winner.path) !== folderOf(loser.path)) return ''
  if (isDotenv(winner.path) && isDotenv(loser.path)) return cascade(nameOf(winner.path), nameOf(loser.path))
  return nameOf(winner.path) === 'settings.local.json' && nameOf(loser.path) === 'settings.json'
    ? 'settings.local.json wins over settings.json'
    : ''
}

/** Readers of formats where a name that is set twice in one place keeps the last value. */
const LAST_WINS: Readonly<Record<string, string>> = {
  dotenv: 'the later line of an env file wins',
  properties: 'the later line of a properties file wins',
  ini: 'the later line of the file wins',
  docker: 'the later ENV of a stage wins',
  systemd: 'the later Environment= of a unit wins',
  yaml: 'the later entry of the list wins',
}

function repeated(winner: Placed, loser: Placed): string {
  const a = winner.setting
  const b = loser.setting
  if (a.block !== b.block || a.weak || b.weak || a.keySpan.start <= b.keySpan.start) return ''
  if (a.path.slice(0, -1).join('\u0000') !== b.path.slice(0, -1).join('\u0000')) return ''
  return LAST_WINS[winner.file.reader] ?? ''
}

function isPipeline(file: FileFacts): boolean {
  return file.blocks.some((b) => b.kind === 'job')
}

/** Workflow, job, step: the more specific one wins, where nothing beside it still uses the other. */
function level(winner: Placed, loser: Placed): string {
  const { file } = winner
  if (winner.setting.block === loser.setting.block) return ''
  if (!ancestry(file, winner.setting.block).includes(loser.setting.block)) return ''
  const step = ancestry(file, winner.setting.block).find((b) => file.blocks[b]?.kind === 'step')
  if (step !== undefined && othersAct(file, step, winner.setting.name)) return ''
  return 'the more specific value of a pipeline wins'
}

/** Actions that prepare a job and read no variable of an AI client. */
const PREPARES =
  /^(?:actions\/|docker\/|pnpm\/|astral-sh\/|google-github-actions\/(?:auth|setup)|aws-actions\/|azure\/login)/

/** Whether another step of the same job runs something without a value of its own. */
function othersAct(file: FileFacts, step: number, name: string): boolean {
  const job = file.blocks[step]?.parent
  return file.blocks.some((block, i) => {
    if (block.kind !== 'step' || block.parent !== job || i === step) return false
    const inStep = (at: number) => ancestry(file, at).includes(i)
    if (file.settings.some((s) => s.kind === 'env' && s.name === name && inStep(s.block))) return false
    return (
      file.signatures.some((s) => inStep(s.block) && !(s.kind === 'action' && PREPARES.test(s.name))) ||
      file.reads.some((r) => inStep(r.block))
    )
  })
}

/** Own environment of a service or workload over what it loads; what is loaded later over what was loaded before. */
function loadOrder(winner: Placed, loser: Placed, unit: string, units: UnitIndex): string {
  // code of a folder loads in orders of its own
  if (unit.startsWith('folder:')) return ''
  const loads = (p: Placed) => units.loads.of(p.path, dataBlock(p.file, p.setting.block)).filter((l) => l.unit === unit)
  const lost = loads(loser)
  if (lost.length === 0) return ''
  const won = loads(winner)
  if (won.length === 0) {
    if (units.unitOf(winner.path, winner.setting.block) !== unit) return ''
    // containers of one workload do not share what they load
    const covers = lost.every(
      (l) => l.path === winner.path && ancestry(winner.file, winner.setting.block).includes(l.block),
    )
    if (!covers) return ''
    const what = dataBlock(loser.file, loser.setting.block) ? 'envFrom' : 'env_file'
    return what === 'envFrom'
      ? 'env of a container wins over envFrom'
      : 'environment of a service wins over its env_file'
  }
  const after = won.every((w) => lost.every((l) => w.path === l.path && w.block === l.block && w.order > l.order))
  return after && winner.path !== loser.path ? 'what is loaded later wins' : ''
}
