/** Who loads what: env files by path, ConfigMaps and Secrets by name, services by `extends`, in the order in which they are named. */

import { push } from '../multimap'
import { folderOf, nearest, resolvePath } from '../paths'
import type { FileFacts, Place, Reference } from '../types'
import { targetsOf } from './targets'

/** One unit loads one file or object. */
export interface Load {
  readonly unit: string
  /** Place in the list of what the unit loads; what comes later is read over what came before. */
  readonly order: number
  /** The block that names it: a container of a workload, or the unit itself. */
  readonly path: string
  readonly block: number
  /** Where the named data takes the file in, for a file that is loaded with it. */
  readonly through?: Place
}

export interface Loads {
  /** Who loads the settings of a file that stand in named data (`config-map x`) or outside of all units (`data` null). */
  of(path: string, data: string | null): readonly Load[]
  /** Units that get the file as a volume, by itself or with a folder that holds it. */
  mounting(path: string): readonly string[]
  /** Units that are built from a Dockerfile. */
  builtFrom(path: string): readonly string[]
  /** Units that take over what `path#member` sets. */
  heirs(unit: string): readonly string[]
  /** The unit and the services that it extends, the nearest first. */
  line(unit: string): readonly string[]
  /** What fills the placeholders of an included compose file: the env file that is named with it (else empty), and the folder of the file that includes it. */
  fills(path: string): readonly Filling[]
}

export interface Filling {
  readonly env: string
  readonly folder: string
}

export type UnitOf = (path: string, block: number) => string

/** Name of the ConfigMap or Secret block that holds `block`, or null. */
export function dataBlock(file: FileFacts, block: number): string | null {
  for (let at = block; at !== 0; at = file.blocks[at]?.parent ?? 0) {
    const b = file.blocks[at]
    if (b && (b.kind === 'config-map' || b.kind === 'secret')) return `${b.kind} ${b.name}`
  }
  return null
}

/** `unitOf` also answers for a file that another one overrides: a service is one unit in both. `serviceOf`: the unit of a service by name. */
export function indexLoads(
  files: ReadonlyMap<string, FileFacts>,
  unitOf: UnitOf,
  serviceOf: (path: string, name: string) => string,
): Loads {
  const loads = new Map<string, Load[]>()
  const heirs = new Map<string, string[]>()
  const bases = new Map<string, string[]>()
  const built = new Map<string, string[]>()
  const mounted = new Map<string, string[]>()
  const fills = new Map<string, Filling[]>()
  const add = (key: string, load: Load) => push(loads, key, load)
  const named = namedData(files)
  // first the objects that load files themselves, so that whoever loads the object loads the files
  const carried = new Map<string, { readonly env: string; readonly through: Place }[]>()
  for (const file of files.values()) {
    for (const ref of file.references) {
      const data = ref.kind === 'env-file' ? dataBlock(file, ref.block) : null
      const target = data ? resolvePath(folderOf(file.path), ref.target) : null
      if (data && target !== null)
        push(carried, `${file.path}#${data}`, { env: target, through: { path: file.path, span: ref.span } })
    }
  }
  for (const file of files.values()) {
    file.references.forEach((ref, order) => {
      connect(file, ref, order)
    })
  }

  function connect(file: FileFacts, ref: Reference, order: number): void {
    const load: Load = { unit: unitOf(file.path, ref.block), order, path: file.path, block: ref.block }
    if (ref.kind === 'env-file' || ref.kind === 'include') {
      if (dataBlock(file, ref.block)) return
      const named = targetsOf(file, ref, files)
      const target = named.find((path) => files.has(path)) ?? named[0]
      if (target === undefined) return
      if (ref.member) {
        const base = serviceOf(target, ref.member)
        push(heirs, base, load.unit)
        push(bases, load.unit, base)
      } else if (ref.fills !== undefined) {
        const included = resolvePath(folderOf(file.path), ref.fills)
        if (included !== null) push(fills, included, { env: target, folder: folderOf(file.path) })
      } else {
        add(target, load)
        if (ref.kind === 'include' && file.dialect === 'compose')
          push(fills, target, { env: '', folder: folderOf(file.path) })
      }
    } else if (ref.kind === 'build') {
      const context = resolvePath(folderOf(file.path), ref.target)
      const dockerfile = context === null ? null : resolvePath(context, ref.member ?? 'Dockerfile')
      if (dockerfile !== null && files.get(dockerfile)?.reader === 'docker') push(built, dockerfile, load.unit)
    } else if (ref.kind === 'mount') {
      const target = resolvePath(folderOf(file.path), ref.target)
      // the whole project is mounted for development: it belongs to nobody more than before
      if (target) push(mounted, target, load.unit)
    } else if (ref.kind === 'config-map' || ref.kind === 'secret') {
      const places = nearest(named.get(`${ref.kind} ${ref.target}`) ?? [], folderOf(file.path), (p) => p)
      for (const path of places) {
        const key = `${path}#${ref.kind} ${ref.target}`
        add(key, load)
        for (const { env, through } of carried.get(key) ?? []) add(env, { ...load, through })
      }
    }
  }

  return {
    of: (path, data) => loads.get(data ? `${path}#${data}` : path) ?? [],
    mounting(path) {
      if (mounted.size === 0) return []
      const found: string[] = []
      for (let at = path; at !== ''; at = folderOf(at)) found.push(...(mounted.get(at) ?? []))
      return found
    },
    builtFrom: (path) => built.get(path) ?? [],
    heirs: (unit) => [...follow(unit, heirs)].slice(1),
    line: (unit) => [...follow(unit, bases)],
    fills: (path) => fills.get(path) ?? [],
  }
}

/** The unit and all that is reached from it, in the order of finding. */
function follow(unit: string, next: ReadonlyMap<string, readonly string[]>): Set<string> {
  const seen = new Set([unit])
  for (const id of seen) for (const other of next.get(id) ?? []) seen.add(other)
  return seen
}

/** `config-map name` and the files that define it. */
export function namedData(files: ReadonlyMap<string, FileFacts>): Map<string, string[]> {
  const map = new Map<string, string[]>()
  for (const file of files.values()) {
    for (const block of file.blocks) {
      if (block.kind !== 'config-map' && block.kind !== 'secret') continue
      const key = `${block.kind} ${block.name}`
      if (!map.get(key)?.includes(file.path)) push(map, key, file.path)
    }
  }
  return map
}
