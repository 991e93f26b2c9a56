/** Units: what is deployed or built together, and which unit a place of a file belongs to. */

import { push } from '../multimap'
import { folderOf, nameOf, resolvePath } from '../paths'
import type { Block, FileFacts, Unit, UnitKind } from '../types'
import { type ComposeFiles, indexComposeFiles } from './compose-files'
import { isFoundByName } from './dotenv'
import { dataBlock, indexLoads, type Loads } from './loads'
import { indexPackages, type Packages } from './packages'

const PACKAGE_MANIFEST =
  /^(?:package\.json|pyproject\.toml|requirements\.txt|setup\.py|Pipfile|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|.*\.csproj|Gemfile|composer\.json)$/
const DEPLOY_MANIFEST =
  /^(?:vercel\.json|netlify\.toml|fly\.toml|wrangler\.(?:toml|jsonc?)|render\.ya?ml|serverless\.ya?ml|app\.ya?ml|railway\.(?:toml|json))$/
const UNIT_BLOCKS = new Set<Block['kind']>(['service', 'workload', 'job', 'function'])
/** Readers of text that may read the environment of its folder. */
const CODE = new Set(['source', 'shell', 'notebook', 'scripts', 'component'])

/** Whether a file declares the folder unit that it stands in, and of which kind. */
export function manifestKind(path: string): UnitKind | null {
  const name = nameOf(path)
  return PACKAGE_MANIFEST.test(name) ? 'package' : DEPLOY_MANIFEST.test(name) ? 'manifest' : null
}

export interface UnitIndex {
  readonly units: readonly Unit[]
  readonly loads: Loads
  /** Id of the unit of a place: the block's own unit, else the nearest folder unit. */
  unitOf(path: string, block: number): string
  /** Id of the nearest folder unit. */
  folderUnit(folder: string): string
  /** Every unit a setting acts in: its own, and those that load its file. */
  unitsOf(path: string, block: number): readonly string[]
  /** Units that contain code of this unit, itself included. */
  containing(unit: string): readonly string[]
  /** Units whose code this unit contains, itself included. */
  contained(unit: string): readonly string[]
  readonly packages: Packages
  readonly composeFiles: ComposeFiles
  get(id: string): Unit | undefined
}

type Open = Unit & { dependsOn: string[] }

/** `manifests` may name files that were not read: a manifest counts even when nothing in it was of interest. */
export function indexUnits(files: ReadonlyMap<string, FileFacts>, manifests: Iterable<string>): UnitIndex {
  const folders = foldersOf(manifests)
  const nearest = remember((folder: string): string => {
    let at = folder
    while (!folders.has(at)) at = folderOf(at)
    return at
  })
  const units = new Map<string, Open>()
  for (const [folder, kind] of folders) {
    const id = `folder:${folder}`
    units.set(id, { id, kind, name: folder || '.', folder, dependsOn: [] })
  }
  const composeFiles = indexComposeFiles(files)
  const merged = remember(composeFiles.baseOf)
  declared(files, merged, units)
  const blockUnit = (file: FileFacts, block: number): string | null => {
    for (let at = block; at !== 0; at = file.blocks[at]?.parent ?? 0) {
      const b = file.blocks[at]
      if (b && UNIT_BLOCKS.has(b.kind)) return `${merged(file.path)}#${b.name || at}`
    }
    return null
  }
  const unitOf = (path: string, block: number): string => {
    const file = files.get(path)
    return (file && block !== 0 ? blockUnit(file, block) : null) ?? `folder:${nearest(folderOf(path))}`
  }
  const loads = indexLoads(files, unitOf, (path, name) => `${merged(path)}#${name}`)
  const packages = indexPackages(files, (folder) => folders.has(folder))
  for (const file of files.values()) depend(file, packages, units, unitOf, nearest)
  const users = new Map<string, string[]>()
  for (const unit of units.values()) for (const dep of new Set(unit.dependsOn)) push(users, dep, unit.id)
  const jobs = jobsOf(files)
  const inhabited = new Set([...files.values()].filter((f) => CODE.has(f.reader)).map((f) => unitOf(f.path, 0)))
  const unitsOf = (path: string, block: number): readonly string[] => {
    const file = files.get(path)
    if (!file) return [unitOf(path, block)]
    const own = blockUnit(file, block)
    if (own) return [own, ...loads.heirs(own)]
    const data = dataBlock(file, block)
    const loaders = loads.of(path, data).flatMap((l) => [l.unit, ...loads.heirs(l.unit)])
    const folder = unitOf(path, 0)
    // what an image sets acts in every service that is built from it
    const built = loads.builtFrom(path)
    if (built.length > 0) return [...new Set([folder, ...built, ...built.flatMap((b) => loads.heirs(b))])]
    if (loaders.length > 0) {
      // the folder counts as a user of its own only where something in it finds the file without being told its name
      const alone = !data && isFoundByName(path) && (inhabited.has(folder) || units.get(folder)?.kind === 'package')
      return [...new Set(alone || loaders.includes(folder) ? [folder, ...loaders] : loaders)]
    }
    return jobs.get(path) ?? [folder]
  }
  return {
    units: [...units.values()],
    loads,
    unitOf,
    folderUnit: (folder) => `folder:${nearest(folder)}`,
    unitsOf: byPlace(unitsOf),
    containing: remember((unit) => closure(unit, (id) => users.get(id))),
    contained: remember((unit) => closure(unit, (id) => units.get(id)?.dependsOn)),
    packages,
    composeFiles,
    get: (id) => units.get(id),
  }
}

function foldersOf(manifests: Iterable<string>): Map<string, UnitKind> {
  const folders = new Map<string, UnitKind>([['', 'root']])
  for (const path of manifests) {
    const kind = manifestKind(path)
    if (!kind) continue
    const folder = folderOf(path)
    if (folders.get(folder) !== 'package') folders.set(folder, kind)
  }
  return folders
}

/** Units that blocks of files declare. */
function declared(
  files: ReadonlyMap<string, FileFacts>,
  merged: (path: string) => string,
  units: Map<string, Open>,
): void {
  // a file that overrides another one declares only what that one does not
  const sorted = [...files.values()].sort(
    (a, b) => Number(merged(a.path) !== a.path) - Number(merged(b.path) !== b.path),
  )
  for (const file of sorted) {
    file.blocks.forEach((block, i) => {
      if (!UNIT_BLOCKS.has(block.kind)) return
      const id = `${merged(file.path)}#${block.name || i}`
      if (units.has(id)) return
      units.set(id, {
        id,
        kind: block.kind as UnitKind,
        name: block.name,
        folder: folderOf(file.path),
        place: { path: file.path, span: block.span },
        dependsOn: [],
      })
    })
  }
}

/** What a file says about the code that its units contain: build contexts, dependencies inside of the tree. */
function depend(
  file: FileFacts,
  packages: Packages,
  units: ReadonlyMap<string, Open>,
  unitOf: UnitIndex['unitOf'],
  nearest: (folder: string) => string,
): void {
  for (const ref of file.references) {
    const unit = unitOf(file.path, ref.block)
    let folder: string | null | undefined
    if (ref.kind === 'build') {
      const target = resolvePath(folderOf(file.path), ref.target)
      folder = target === null ? null : nearest(target)
    } else if (ref.kind === 'dependency') folder = packages.dependency(file.path, ref.target)
    if (folder !== null && folder !== undefined && `folder:${folder}` !== unit)
      units.get(unit)?.dependsOn.push(`folder:${folder}`)
  }
}

/** Settings of a pipeline that stand outside of its jobs act in all of them. */
function jobsOf(files: ReadonlyMap<string, FileFacts>): Map<string, readonly string[]> {
  const map = new Map<string, readonly string[]>()
  for (const file of files.values()) {
    const jobs = file.blocks.flatMap((b, i) => (b.kind === 'job' ? [`${file.path}#${b.name || i}`] : []))
    if (jobs.length > 0) map.set(file.path, [...new Set(jobs)])
  }
  return map
}

function closure(start: string, next: (id: string) => readonly string[] | undefined): string[] {
  const seen = new Set([start])
  for (const id of seen) for (const other of next(id) ?? []) seen.add(other)
  return [...seen]
}

function remember<T>(work: (key: string) => T): (key: string) => T {
  const known = new Map<string, T>()
  return (key) => {
    let found = known.get(key)
    if (found === undefined) {
      found = work(key)
      known.set(key, found)
    }
    return found
  }
}

function byPlace(work: UnitIndex['unitsOf']): UnitIndex['unitsOf'] {
  const blocksOf = remember((_path: string) => new Map<number, readonly string[]>())
  return (path, block) => {
    const blocks = blocksOf(path)
    const found = blocks.get(block) ?? work(path, block)
    blocks.set(block, found)
    return found
  }
}
