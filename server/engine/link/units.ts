/** Units: what is deployed or built together, and which unit a place of a file belongs to. */
import type { Block, FileFacts, Reference, Unit, UnitKind } from '../types'

const PACKAGE_MANIFEST =
  /^(?:package\.json|pyproject\.toml|requirements\.txt|setup\.py|Pipfile|go\.mod|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|.*\.csproj|Gemfile|composer\.json)$/
const DEPLOY_MANIFEST =
  /^(?:vercel\.json|netlify\.toml|fly\.toml|wrangler\.(?:toml|jsonc?)|render\.ya?ml|serverless\.ya?ml|app\.ya?ml|railway\.(?:toml|json))$/
const UNIT_BLOCKS = new Set<Block['kind']>(['service', 'workload', 'job', 'function'])

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Resolves `./a/../b` against a folder; null when it leaves the root. */
export function resolvePath(folder: string, target: string): string | null {
  const parts = target.startsWith('/') ? [] : folder.split('/').filter(Boolean)
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') {
      if (parts.length === 0) return null
      parts.pop()
    } else parts.push(part)
  }
  return parts.join('/')
}

/** Whether `folder` is `ancestor` or lies below it. */
export function isWithin(folder: string, ancestor: string): boolean {
  return ancestor === '' || folder === ancestor || folder.startsWith(`${ancestor}/`)
}

/** Whether a file declares the folder unit that it stands in, and of which kind. */
export function manifestKind(path: string): UnitKind | null {
  const name = nameOf(path)
  return PACKAGE_MANIFEST.test(name) ? 'package' : DEPLOY_MANIFEST.test(name) ? 'manifest' : null
}

export interface UnitIndex {
  readonly units: readonly Unit[]
  /** Id of the unit of a place: the block's own unit, else the nearest folder unit. */
  unitOf(path: string, block: number): string
  /** Id of the nearest folder unit. */
  folderUnit(folder: string): string
  /** Every unit a setting acts in: its own, and those that load its file. */
  unitsOf(path: string, block: number): readonly string[]
  /** Units that contain code of this unit, itself included. */
  containing(unit: string): readonly string[]
  get(id: string): Unit | undefined
}

/** `manifests` may name files that were not read: a manifest counts even when nothing in it was of interest. */
export function indexUnits(files: ReadonlyMap<string, FileFacts>, manifests: Iterable<string>): UnitIndex {
  const folders = new Map<string, UnitKind>([['', 'root']])
  for (const path of manifests) {
    const kind = manifestKind(path)
    if (!kind) continue
    const folder = folderOf(path)
    if (folders.get(folder) !== 'package') folders.set(folder, kind)
  }
  const nearestTo = new Map<string, string>()
  const nearest = (folder: string): string => {
    let at = nearestTo.get(folder)
    if (at === undefined) {
      at = folder
      while (!folders.has(at)) at = folderOf(at)
      nearestTo.set(folder, at)
    }
    return at
  }
  const packages = packageNames(files)
  const units = new Map<string, Unit & { dependsOn: string[] }>()
  for (const [folder, kind] of folders) {
    const id = `folder:${folder}`
    units.set(id, { id, kind, name: folder || '.', folder, dependsOn: [] })
  }
  const owners = new Map<string, string[]>() // file loaded by reference -> units
  const own = (path: string, unit: string) => owners.set(path, [...(owners.get(path) ?? []), unit])
  const named = namedData(files)
  for (const file of files.values()) {
    file.blocks.forEach((block, i) => {
      if (!UNIT_BLOCKS.has(block.kind)) return
      const id = `${file.path}#${block.name || i}`
      if (!units.has(id)) {
        const folder = folderOf(file.path)
        units.set(id, {
          id,
          kind: block.kind as UnitKind,
          name: block.name,
          folder,
          place: { path: file.path, span: block.span },
          dependsOn: [],
        })
      }
    })
  }
  const blockUnit = (file: FileFacts, block: number): string | null => {
    for (let at = block; at !== 0; at = file.blocks[at]?.parent ?? 0) {
      const b = file.blocks[at]
      if (b && UNIT_BLOCKS.has(b.kind)) return `${file.path}#${b.name || at}`
    }
    return null
  }
  const unitOf = (path: string, block: number): string => {
    const file = files.get(path)
    return (file && block !== 0 ? blockUnit(file, block) : null) ?? `folder:${nearest(folderOf(path))}`
  }
  for (const file of files.values()) {
    for (const ref of file.references) connect(file, ref)
  }
  function connect(file: FileFacts, ref: Reference): void {
    const unit = unitOf(file.path, ref.block)
    const folder = folderOf(file.path)
    if (ref.kind === 'env-file' || ref.kind === 'include') {
      const target = resolvePath(folder, ref.target)
      if (target !== null) own(target, unit)
    } else if (ref.kind === 'build') {
      const target = resolvePath(folder, ref.target)
      if (target !== null) units.get(unit)?.dependsOn.push(`folder:${nearest(target)}`)
    } else if (ref.kind === 'dependency') {
      const target = packages.get(ref.target)
      if (target !== undefined && `folder:${target}` !== unit) units.get(unit)?.dependsOn.push(`folder:${target}`)
    } else if (ref.kind === 'config-map' || ref.kind === 'secret') {
      for (const key of named.get(`${ref.kind} ${ref.target}`) ?? []) own(key, unit)
    }
  }
  const acting = new Map<string, Map<number, readonly string[]>>()
  const unitsOf = (path: string, block: number): readonly string[] => {
    const file = files.get(path)
    const data = file ? dataBlock(file, block) : null
    const extra = data ? (owners.get(`${path}#${data}`) ?? []) : (owners.get(path) ?? [])
    return [...new Set([unitOf(path, block), ...extra])]
  }
  const users = new Map<string, string[]>()
  for (const unit of units.values())
    for (const dep of new Set(unit.dependsOn)) users.set(dep, [...(users.get(dep) ?? []), unit.id])
  const around = new Map<string, readonly string[]>()
  const containing = (unit: string): readonly string[] => {
    let known = around.get(unit)
    if (!known) {
      const seen = new Set([unit])
      for (const id of seen) for (const user of users.get(id) ?? []) seen.add(user)
      known = [...seen]
      around.set(unit, known)
    }
    return known
  }
  return {
    units: [...units.values()],
    unitOf,
    folderUnit: (folder) => `folder:${nearest(folder)}`,
    unitsOf(path, block) {
      let blocks = acting.get(path)
      if (!blocks) {
        blocks = new Map()
        acting.set(path, blocks)
      }
      let known = blocks.get(block)
      if (!known) {
        known = unitsOf(path, block)
        blocks.set(block, known)
      }
      return known
    },
    containing,
    get: (id) => units.get(id),
  }
}

/** Name of the ConfigMap or Secret block that holds `block`, or null. */
function dataBlock(file: FileFacts, block: number): string | null {
  for (let at = block; at !== 0; at = file.blocks[at]?.parent ?? 0) {
    const b = file.blocks[at]
    if (b && (b.kind === 'config-map' || b.kind === 'secret')) return `${b.kind} ${b.name}`
  }
  return null
}

/** `config-map name` -> `path#config-map name` keys used by `owners`. */
function namedData(files: ReadonlyMap<string, FileFacts>): Map<string, string[]> {
  const map = new Map<string, string[]>()
  for (const file of files.values()) {
    for (const block of file.blocks) {
      if (block.kind !== 'config-map' && block.kind !== 'secret') continue
      const key = `${block.kind} ${block.name}`
      map.set(key, [...(map.get(key) ?? []), `${file.path}#${key}`])
    }
  }
  return map
}

/** Own names of packages: readers state them as a signature of the ecosystem `self`. */
function packageNames(files: ReadonlyMap<string, FileFacts>): Map<string, string> {
  const names = new Map<string, string>()
  for (const file of files.values()) {
    for (const s of file.signatures)
      if (s.kind === 'package' && s.ecosystem === 'self') names.set(s.name, folderOf(file.path))
  }
  return names
}
