/** Where the code of a unit runs: regions of manifests with their names followed, and region variables of deployed units. */
import type { FactBase, Region } from '../facts'
import { GlobSet } from '../glob'
import { folderOf, isWithin, resolvePath } from '../paths'
import type { DeployRegion, FileFacts, PlacedRegion, Setting, Use } from '../types'
import type { Digest } from './digest'
import { evaluate } from './evaluate'
import { CLOUD_OF, modelPlace, VARIABLES } from './places'
import type { Scope } from './scope'
import { modulesCalled } from './terraform'
import type { UnitIndex } from './units'

export interface RegionContext {
  readonly files: ReadonlyMap<string, FileFacts>
  /** Every path of the tree, read or not. */
  readonly paths: readonly string[]
  readonly facts: FactBase
  readonly units: UnitIndex
  readonly digests: readonly Digest[]
  readonly scope: Scope
  readonly uses: readonly Use[]
  /** Files that a file can run: itself and what it imports. */
  reachableFrom(path: string): ReadonlySet<string>
}

/** Every region of the project, with its place and the units and files that it holds for. */
export function placeRegions(context: RegionContext): PlacedRegion[] {
  const out: PlacedRegion[] = []
  for (const file of context.files.values()) {
    for (const region of file.regions)
      for (const known of followed(region, file, context)) out.push(place(known, file, context))
  }
  for (const { file, places } of context.digests)
    if (places.length > 0) out.push(...variables(file, places, context), ...modelPlaces(file, places, context))
  return out
}

interface Known {
  readonly region: DeployRegion
  readonly row: Region | null
  /** Where the id stands, when not where the region is stated. */
  readonly path: string
}

/** A region with its id; a name is followed to every literal it can stand for. */
function followed(region: DeployRegion, file: FileFacts, context: RegionContext): Known[] {
  if (!region.value) return [{ region, row: rowOf(region.provider, region.id, context.facts), path: file.path }]
  const setting: Setting = {
    kind: 'key',
    name: 'region',
    path: ['region'],
    keySpan: region.span,
    value: region.value,
    block: region.block,
  }
  const out: Known[] = []
  const values = evaluate({ path: file.path, setting, file }, context.scope)
  // a default counts only where nothing else gives a value
  const given = values.some(
    (v) => v.pieces[0] !== undefined && v.pieces[0].text !== null && !v.pieces[0].holder.setting.weak,
  )
  for (const value of values) {
    const piece = value.pieces.length === 1 ? value.pieces[0] : undefined
    if (!piece?.text || (given && piece.holder.setting.weak)) continue
    out.push({
      region: { ...region, id: piece.text.trim(), span: piece.span },
      row: rowOf(region.provider, piece.text, context.facts),
      path: piece.path,
    })
  }
  return out
}

function rowOf(provider: string, id: string, facts: FactBase): Region | null {
  return provider === '' ? facts.regionAnywhere(id) : facts.region(provider, id)
}

function place({ region, row, path }: Known, file: FileFacts, context: RegionContext): PlacedRegion {
  const { units } = context
  const reach = reachOf(region, file, context)
  const files = region.covers ? coveredFiles(region.covers, file.path, context) : undefined
  return {
    ...region,
    provider: region.provider || (row?.provider ?? ''),
    path,
    units: [...new Set(files ? [units.folderUnit(folderOf(file.path))] : reach.units)],
    around: [...new Set(reach.around)],
    country: row?.country ?? '',
    placeName: row?.place ?? '',
    ...(files ? { files } : {}),
  }
}

function reachOf(region: DeployRegion, file: FileFacts, context: RegionContext): { units: string[]; around: string[] } {
  const { units } = context
  const folder = folderOf(file.path)
  const own = [...units.unitsOf(file.path, region.block)]
  switch (region.holds?.for) {
    case 'folder': {
      const meant = resolvePath(folder, region.holds.folder ?? '')
      if (meant === null) return { units: own, around: [] }
      const declared = declaredIn(context, (p) => folderOf(p) === meant)
      return meant === folder
        ? { units: [...own, ...declared], around: [] }
        : { units: declared, around: [units.folderUnit(meant)] }
    }
    case 'cluster':
      return { units: [], around: inCluster(folder, context) }
    case 'code':
      return { units: own, around: [units.folderUnit('')] }
    case 'module':
      return inModule(region.holds.prefix, region.holds.alias, file, context)
    default:
  }
  // a region stated for the whole file holds for every unit that the file declares
  const declared = region.block === 0 ? declaredIn(context, (p) => p === file.path) : []
  const kind = file.blocks[region.block]?.kind
  // beside a function of a manifest stands its code, most of the time
  if (kind === 'function') return { units: [...own, ...declared], around: [units.folderUnit(folder)] }
  // a patch of an overlay speaks of the workload that it is laid over
  return { units: [...own, ...declared], around: kind === 'workload' ? namesakes(own, context) : [] }
}

function declaredIn({ units }: RegionContext, test: (path: string) => boolean): string[] {
  return units.units.filter((u) => u.place !== undefined && test(u.place.path)).map((u) => u.id)
}

function namesakes(own: readonly string[], { units }: RegionContext): string[] {
  const names = new Set(units.units.filter((u) => own.includes(u.id)).map((u) => u.name))
  return units.units.filter((u) => u.kind === 'workload' && names.has(u.name) && !own.includes(u.id)).map((u) => u.id)
}

/** Workloads beside and below the definition of a cluster, else all of the project, else the code around it. */
function inCluster(folder: string, context: RegionContext): string[] {
  const { units } = context
  const workloads = units.units.filter((u) => u.kind === 'workload')
  const near = workloads.filter((u) => isWithin(u.folder, folder))
  if (near.length > 0) return near.map((u) => u.id)
  if (workloads.length === 0) return [units.folderUnit(folder)]
  return clustersOf(context) === 1 ? workloads.map((u) => u.id) : []
}

/** How many places the clusters of the project stand in. */
function clustersOf({ files, facts }: RegionContext): number {
  const places = new Set<string>()
  for (const file of files.values())
    for (const r of file.regions)
      if (r.holds?.for === 'cluster') places.add(rowOf(r.provider, r.id, facts)?.country ?? r.id)
  return places.size
}

/** Units of a Terraform provider: resources of its kind in the module and in the modules it calls, and the code beside them. */
function inModule(prefix: string, alias: string, file: FileFacts, context: RegionContext) {
  const { units } = context
  const mine: string[] = []
  const around: string[] = []
  for (const called of modulesCalled(folderOf(file.path), prefix, alias, context.files)) {
    let others = false
    let found = false
    for (const one of called.files) {
      one.blocks.forEach((block, i) => {
        if (block.kind !== 'function') return
        if (!block.name.startsWith(`${prefix}_`)) others = true
        else if (aliasOf(one, i, prefix) === called.alias) {
          found = true
          mine.push(units.unitOf(one.path, i))
        }
      })
    }
    // without any resource that runs code, the code beside it is all there is to know
    if (found || (!others && called.alias === '')) around.push(units.folderUnit(called.folder))
  }
  return { units: mine, around }
}

function aliasOf(file: FileFacts, block: number, prefix: string): string {
  const named = file.references.find((r) => r.kind === 'provider' && r.block === block)?.target ?? prefix
  return named.slice(named.indexOf('.') < 0 ? named.length : named.indexOf('.') + 1)
}

/** Files that the globs name, relative to the folder of the manifest, and everything they import. */
function coveredFiles(globs: readonly string[], from: string, context: RegionContext): ReadonlySet<string> {
  const folder = folderOf(from)
  const set = new GlobSet()
  const covered = (path: string) => globs.some((g) => (/[*/]/.test(g) ? set.matches(g, path) : g === path))
  const out = new Set<string>()
  for (const path of new Set([...context.paths, ...context.files.keys()])) {
    if (!isWithin(folderOf(path), folder)) continue
    const inside = folder === '' ? path : path.slice(folder.length + 1)
    if (covered(inside)) for (const reached of context.reachableFrom(path)) out.add(reached)
  }
  return out
}

/** Region variables of services, workloads, jobs and images; in a dotenv file such a name says less still. */
function variables(file: FileFacts, places: readonly Setting[], context: RegionContext): PlacedRegion[] {
  if (file.reader === 'source' || file.reader === 'markdown') return []
  return places.flatMap((setting) => {
    const provider = setting.kind === 'env' ? VARIABLES[setting.name] : undefined
    if (!provider) return []
    const all = context.units.unitsOf(file.path, setting.block)
    // a variable of a whole workflow is meant for the jobs that deploy
    const units =
      file.blocks[setting.block]?.kind === 'workflow'
        ? all.filter((unit) => deploysTo(provider, setting.name, unit, file, context))
        : all
    if (units.length === 0) return []
    return placesOf(setting, provider, file, context).map(
      (place): PlacedRegion => ({ ...place, how: 'variable', units }),
    )
  })
}

/** Commands and actions that deploy to a cloud; of any other provider, those with its name. */
const DEPLOYS: Readonly<Record<string, RegExp>> = {
  aws: /^(?:aws|sam|cdk|serverless|sls|copilot|eb|eksctl|terraform|tofu|pulumi|sst|amplify|zappa|chalice|ecs-cli|up)$|^aws-actions\/|^serverless\/|sam-/,
  gcp: /^(?:gcloud|terraform|tofu|pulumi|skaffold)$|^google-github-actions\//,
  azure: /^(?:az|azd|func|terraform|tofu|pulumi)$|^azure\//,
}

/** Whether a job runs something that deploys to the cloud, or names the variable itself. */
function deploysTo(provider: string, name: string, unit: string, file: FileFacts, { units }: RegionContext): boolean {
  const tool = DEPLOYS[provider] ?? new RegExp(provider)
  const inside = (block: number) => units.unitOf(file.path, block) === unit
  return (
    file.signatures.some((s) => inside(s.block) && /^(?:binary|action)$/.test(s.kind) && tool.test(s.name)) ||
    file.reads.some((r) => r.name === name && inside(r.block))
  )
}

/** Regions beside a client of a cloud service: in the same table of a configuration file, else in the same unit. */
function modelPlaces(file: FileFacts, places: readonly Setting[], context: RegionContext): PlacedRegion[] {
  return places.flatMap((setting) => {
    if (setting.kind === 'constant' || setting.kind === 'member') return []
    const cloud = modelPlace(setting.name)
    const provider = cloud ? CLOUD_OF[cloud] : undefined
    if (!cloud || !provider) return []
    const units = context.units.unitsOf(file.path, setting.block)
    // a service also calls what the folder that it builds calls
    const inside = new Set(units.flatMap((u) => context.units.contained(u)))
    const uses = context.uses.filter(
      (u) => u.cloud === cloud && (u.path === file.path || u.units.some((x) => inside.has(x))),
    )
    const beside = uses.filter((u) => u.path === file.path && sameTable(u, setting, file))
    const client = setting.kind === 'key' ? beside[0] : (beside[0] ?? uses[0])
    if (!client) return []
    return placesOf(setting, provider, file, context).map(
      (place): PlacedRegion => ({ ...place, role: 'model', units, cloud, vendor: client.vendor }),
    )
  })
}

/** Whether the use is said in the same table: the same path but for its last key. */
function sameTable(use: Use, setting: Setting, file: FileFacts): boolean {
  const said = file.settings.find((s) => s.value.span.start === use.span.start && s.value.span.end === use.span.end)
  const parent = (path: readonly string[]) => path.slice(0, -1).join('.')
  return said !== undefined && said.block === setting.block && parent(said.path) === parent(setting.path)
}

function placesOf(
  setting: Setting,
  provider: string,
  file: FileFacts,
  { facts, scope }: RegionContext,
): Omit<PlacedRegion, 'units'>[] {
  const out: Omit<PlacedRegion, 'units'>[] = []
  for (const value of evaluate({ path: file.path, setting, file }, scope)) {
    const piece = value.pieces.length === 1 ? value.pieces[0] : undefined
    const row = piece?.text ? facts.region(provider, piece.text) : null
    if (!piece?.text || (!row && !/^[a-z]+(?:-[a-z]+)+-?\d+$/.test(piece.text.trim()))) continue
    out.push({
      provider,
      id: piece.text.trim(),
      span: piece.span,
      block: setting.block,
      role: 'runs',
      variable: setting.name,
      path: piece.path,
      around: [],
      country: row?.country ?? '',
      placeName: row?.place ?? '',
    })
  }
  return out
}
