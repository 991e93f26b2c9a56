/** Which settings a read of a name can see, nearest first. */
import type { FileFacts, PlacedSetting, Setting } from '../types'
import type { Digest } from './digest'
import { folderOf, isWithin, nameOf, resolvePath, type UnitIndex } from './units'

export interface Placed {
  readonly path: string
  readonly setting: Setting
  readonly file: FileFacts
}

const DOTENV = /^(?:\.env(?:\..+)?|.+\.env|\.dev\.vars|\.envrc|\.flaskenv|env\.(?:example|sample|template))$/
/** Environment files that are read by tools of their own folder only. */
const TEMPLATE = /(?:example|sample|template|dist|defaults?)$/i

interface Ranked {
  readonly placed: Placed
  readonly at: number
}

const byRank = (a: Ranked, b: Ranked): number =>
  a.at - b.at || b.placed.setting.keySpan.start - a.placed.setting.keySpan.start

export interface Scope {
  /** Settings that give the environment variable a value where it is read, most effective first. */
  env(name: string, path: string, block: number): readonly Placed[]
  /** Settings of this file that define the constant, nearest block first. `name` may be dotted; its last segments decide. */
  name(name: string, path: string, block: number): readonly Placed[]
  /** Settings of kind `env` by name. */
  readonly byName: ReadonlyMap<string, readonly Placed[]>
}

/** Orders of env files of one folder, most effective first; equal numbers do not override each other. */
export function dotenvRank(name: string): number {
  if (TEMPLATE.test(name)) return 40
  if (/^\.env\..+\.local$/.test(name)) return 10
  if (name === '.env.local') return 11
  if (/^\.env\./.test(name)) return 20
  return 30
}

export function isDotenv(path: string): boolean {
  return DOTENV.test(nameOf(path))
}

/** A definition of a variable, with what its order against others rests on. */
interface Definition {
  readonly placed: Placed
  readonly folder: string
  readonly dotenv: boolean
  /** Units that the definition acts in. */
  readonly units: readonly string[]
}

export function createScope(
  files: ReadonlyMap<string, FileFacts>,
  digests: readonly Digest[],
  units: UnitIndex,
): Scope {
  const byName = new Map<string, Placed[]>()
  const byPath = new Map<string, Digest>()
  for (const digest of digests) {
    byPath.set(digest.file.path, digest)
    for (const placed of digest.env) push(byName, placed.setting.name, placed)
  }
  const definitions = new Map<string, readonly Definition[]>()
  const elsewhere = new Map<string, readonly Ranked[]>()

  function definitionsOf(name: string): readonly Definition[] {
    let known = definitions.get(name)
    if (!known) {
      known = (byName.get(name) ?? []).map((placed) => ({
        placed,
        folder: folderOf(placed.path),
        dotenv: byPath.get(placed.path)?.dotenv ?? false,
        units: units.unitsOf(placed.path, placed.setting.block),
      }))
      definitions.set(name, known)
    }
    return known
  }

  /** Order of a definition in the reader's own file, or null when nothing ties them closer than two files are tied. */
  function rankHere(placed: Placed, path: string, line: readonly number[], reader: string): number | null {
    if (placed.path !== path) return null
    const depth = line.indexOf(placed.setting.block)
    if (depth >= 0) return depth
    return units.unitOf(placed.path, placed.setting.block) === reader ? 90 : null
  }

  function rank(d: Definition, folder: string, reader: string): number {
    if (d.units.includes(reader)) {
      if (!reader.startsWith('folder:')) return 100
      const distance = folder.split('/').length - d.folder.split('/').length
      if (d.dotenv && isWithin(folder, d.folder))
        return 300 + Math.max(0, distance) * 50 + dotenvRank(nameOf(d.placed.path))
      return 500 + (d.dotenv ? dotenvRank(nameOf(d.placed.path)) : 0)
    }
    if (d.dotenv && d.folder === folder) return 200 + dotenvRank(nameOf(d.placed.path))
    const around = units.containing(reader)
    if (d.units.some((u) => around.includes(u))) return 400
    const readerFolder = units.get(reader)?.folder ?? ''
    return d.units.some((u) => u.startsWith('folder:') && isWithin(readerFolder, u.slice(7))) ? 700 : -1
  }

  /** Definitions as every reader of that unit and folder sees them. */
  function ranked(name: string, folder: string, reader: string): readonly Ranked[] {
    const key = `${name}\u0000${folder}\u0000${reader}`
    let known = elsewhere.get(key)
    if (!known) {
      known = definitionsOf(name)
        .map((d) => ({ placed: d.placed, at: rank(d, folder, reader) }))
        .filter((r) => r.at >= 0)
        .sort(byRank)
      elsewhere.set(key, known)
    }
    return known
  }

  /** A constant of another file that this one imports by name: one hop, relative modules only. */
  function imported(file: FileFacts, name: string): Placed[] {
    const first = name.split('.')[0] as string
    for (const one of file.imports) {
      if (!one.names.includes(first)) continue
      for (const path of modulePaths(file.path, one.module)) {
        const found = byPath.get(path)?.named().get(lastSegment(name))
        if (found) return found.filter((p) => p.setting.kind === 'constant').slice(0, 4)
      }
    }
    return []
  }

  return {
    byName,
    env(name, path, block) {
      const file = files.get(path)
      const reader = units.unitOf(path, block)
      const all = ranked(name, folderOf(path), reader)
      if (!file || !(byName.get(name) ?? []).some((p) => p.path === path)) return all.map((r) => r.placed)
      const line = ancestry(file, block)
      const own: Ranked[] = []
      for (const placed of byName.get(name) ?? []) {
        const at = rankHere(placed, path, line, reader)
        if (at !== null) own.push({ placed, at })
      }
      const near = new Set(own.map((r) => r.placed))
      return [...own, ...all.filter((r) => !near.has(r.placed))].sort(byRank).map((r) => r.placed)
    },
    name(name, path, block) {
      const file = files.get(path)
      const own = byPath.get(path)?.named().get(lastSegment(name)) ?? []
      if (!file) return []
      if (own.length === 0) return imported(file, name)
      const dotted = name.includes('.')
      const line = ancestry(file, block)
      const scored = own
        .filter((p) => p.setting.kind !== 'argument')
        .map((p) => ({ p, at: line.indexOf(p.setting.block) }))
        .filter(({ p, at }) => at >= 0 || dotted || p.setting.kind === 'constant' || p.setting.kind === 'member')
      const exact = scored.filter(({ p }) => p.setting.name === name)
      const pool = exact.length > 0 ? exact : scored
      const visible = pool.filter((s) => s.at >= 0)
      return (visible.length > 0 ? visible : pool)
        .sort((a, b) => a.at - b.at || b.p.setting.keySpan.start - a.p.setting.keySpan.start)
        .map((s) => s.p)
    },
  }
}

/** Files that a relative module name may mean, in the order in which they are tried. */
function modulePaths(from: string, module: string): string[] {
  const folder = folderOf(from)
  if (/^\.{1,2}\//.test(module)) {
    const base = resolvePath(folder, module.replace(/\.(?:js|mjs|cjs)$/, ''))
    if (base === null) return []
    return ['.ts', '.tsx', '.js', '.mjs', '.jsx', '/index.ts', '/index.js'].map((end) => base + end)
  }
  if (!from.endsWith('.py')) return []
  const dots = /^\.*/.exec(module)?.[0].length ?? 0
  const name = module.slice(dots).replaceAll('.', '/')
  const above = dots > 1 ? resolvePath(folder, '../'.repeat(dots - 1)) : folder
  const near = above ? `${above}/${name}` : name
  return [`${near}.py`, `${near}/__init__.py`, `${name}.py`]
}

/** The blocks from `block` up to the file, innermost first. */
export function ancestry(file: FileFacts, block: number): number[] {
  const line = [block]
  for (let at = block; at !== 0 && line.length < 64; ) {
    at = file.blocks[at]?.parent ?? 0
    line.push(at)
  }
  return line
}

export function placedIn(placed: Placed, units: UnitIndex): PlacedSetting {
  return { path: placed.path, setting: placed.setting, units: units.unitsOf(placed.path, placed.setting.block) }
}

function lastSegment(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1)
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}
