/** Which settings a read of a name can see, nearest first. */
import type { FileFacts, PlacedSetting, Setting } from '../types'
import { folderOf, isWithin, nameOf, resolvePath, type UnitIndex } from './units'

export interface Placed {
  readonly path: string
  readonly setting: Setting
  readonly file: FileFacts
}

const DOTENV = /^(?:\.env(?:\..+)?|.+\.env|\.dev\.vars|\.envrc|\.flaskenv|env\.(?:example|sample|template))$/
/** Environment files that are read by tools of their own folder only. */
const TEMPLATE = /(?:example|sample|template|dist|defaults?)$/i

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

export function createScope(files: ReadonlyMap<string, FileFacts>, units: UnitIndex): Scope {
  const byName = new Map<string, Placed[]>()
  const constants = new Map<string, Map<string, Placed[]>>()
  for (const file of files.values()) {
    const own = new Map<string, Placed[]>()
    for (const setting of file.settings) {
      const placed = { path: file.path, setting, file }
      if (setting.kind === 'env') push(byName, setting.name, placed)
      if (setting.kind !== 'request' && setting.kind !== 'upstream') push(own, lastSegment(setting.name), placed)
    }
    constants.set(file.path, own)
  }

  function rank(placed: Placed, path: string, block: number): number {
    const file = files.get(path)
    if (placed.path === path) {
      const depth = file ? ancestry(file, block).indexOf(placed.setting.block) : -1
      if (depth >= 0) return depth
      if (sameUnitBlock(placed, path, block)) return 90
    }
    const reader = units.unitOf(path, block)
    const loaded = units.unitsOf(placed.path, placed.setting.block)
    const folder = folderOf(placed.path)
    if (loaded.includes(reader)) {
      if (!reader.startsWith('folder:')) return 100
      const distance = folderOf(path).split('/').length - folder.split('/').length
      if (isDotenv(placed.path) && isWithin(folderOf(path), folder))
        return 300 + Math.max(0, distance) * 50 + dotenvRank(nameOf(placed.path))
      return 500 + (isDotenv(placed.path) ? dotenvRank(nameOf(placed.path)) : 0)
    }
    if (isDotenv(placed.path) && folder === folderOf(path)) return 200 + dotenvRank(nameOf(placed.path))
    const around = units.containing(reader)
    if (loaded.some((u) => around.includes(u))) return 400
    const readerFolder = units.get(reader)?.folder ?? ''
    const inFolderUnit = loaded.some((u) => u.startsWith('folder:') && isWithin(readerFolder, u.slice(7)))
    return inFolderUnit ? 700 : -1
  }

  /** A constant of another file that this one imports by name: one hop, relative modules only. */
  function imported(file: FileFacts, name: string): Placed[] {
    const first = name.split('.')[0] as string
    for (const one of file.imports) {
      if (!one.names.includes(first)) continue
      for (const path of modulePaths(file.path, one.module)) {
        const found = constants.get(path)?.get(lastSegment(name))
        if (found) return found.filter((p) => p.setting.kind === 'constant').slice(0, 4)
      }
    }
    return []
  }

  function sameUnitBlock(placed: Placed, path: string, block: number): boolean {
    return units.unitOf(placed.path, placed.setting.block) === units.unitOf(path, block)
  }

  return {
    byName,
    env(name, path, block) {
      const found: { placed: Placed; at: number }[] = []
      for (const placed of byName.get(name) ?? []) {
        const at = rank(placed, path, block)
        if (at >= 0) found.push({ placed, at })
      }
      return found
        .sort((a, b) => a.at - b.at || b.placed.setting.keySpan.start - a.placed.setting.keySpan.start)
        .map((f) => f.placed)
    },
    name(name, path, block) {
      const file = files.get(path)
      const own = constants.get(path)?.get(lastSegment(name)) ?? []
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
