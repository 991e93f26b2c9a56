/** Environment variables: where each is given a value and read, and which of these a read can see. */

import { push } from '../multimap'
import { folderOf, isWithin, nameOf } from '../paths'
import type { FileFacts, Place } from '../types'
import type { Digest } from './digest'
import { dotenvRank, isFoundByName } from './dotenv'
import { dataBlock, type Filling } from './loads'
import { ancestry, type Placed } from './placed'
import type { UnitIndex } from './units'

export interface Environment {
  /** Settings that give the variable a value where it is read, most effective first. */
  find(name: string, path: string, block: number): readonly Placed[]
  /** All settings of kind `env` by name. */
  readonly byName: ReadonlyMap<string, readonly Placed[]>
  /** Places that read the variable. */
  reads(name: string): readonly Place[]
}

/** A definition of a variable, with what its order against others rests on. */
interface Definition {
  readonly placed: Placed
  readonly folder: string
  /** Order among the env files of its folder, or null for any other file. */
  readonly rank: number | null
  /** Units that the definition acts in. */
  readonly units: readonly string[]
  /** A file of any name that some units load by name belongs to them alone. */
  readonly loadedOnly: boolean
}

interface Ranked {
  readonly placed: Placed
  readonly at: number
}

const nearestFirst = (a: Ranked, b: Ranked): number =>
  a.at - b.at || b.placed.setting.keySpan.start - a.placed.setting.keySpan.start

export function createEnvironment(
  files: ReadonlyMap<string, FileFacts>,
  digests: readonly Digest[],
  units: UnitIndex,
): Environment {
  const byName = new Map<string, Placed[]>()
  for (const digest of digests) for (const placed of digest.env) push(byName, placed.setting.name, placed)
  const dotenvs = new Set(digests.flatMap((d) => (d.dotenv ? [d.file.path] : [])))
  const definitions = new Map<string, readonly Definition[]>()
  const elsewhere = new Map<string, readonly Ranked[]>()
  let reads: Map<string, Place[]> | undefined

  function definitionsOf(name: string): readonly Definition[] {
    let known = definitions.get(name)
    if (!known) {
      known = (byName.get(name) ?? []).map(define)
      definitions.set(name, known)
    }
    return known
  }

  function define(placed: Placed): Definition {
    const { path, setting, file } = placed
    return {
      placed,
      folder: folderOf(path),
      rank: dotenvs.has(path) ? dotenvRank(nameOf(path)) : null,
      units: units.unitsOf(path, setting.block),
      loadedOnly: !isFoundByName(path) && units.loads.of(path, dataBlock(file, setting.block)).length > 0,
    }
  }

  /** Order of a definition in the reader's own file, or null when nothing ties them closer than two files are tied. */
  function distanceHere(placed: Placed, path: string, line: readonly number[], reader: string): number | null {
    if (placed.path !== path) return null
    const depth = line.indexOf(placed.setting.block)
    if (depth >= 0) return depth
    return units.unitOf(placed.path, placed.setting.block) === reader ? 90 : null
  }

  /** How far a definition is from a read in another file; negative when the read cannot see it. */
  function distance(d: Definition, folder: string, reader: string, filled: readonly Filling[]): number {
    if (d.rank !== null && filled.length > 0) {
      // whoever includes a compose file comes first; an env file named there takes the place of the one beside it
      if (filled.some((f) => f.folder === d.folder && nameOf(d.placed.path) === '.env')) return 180
      if (filled.some((f) => f.env === d.placed.path)) return 190
      if (d.folder === folder && filled.some((f) => f.env !== '')) return -1
    }
    if (d.units.includes(reader)) {
      if (!reader.startsWith('folder:')) return 100
      const above = folder.split('/').length - d.folder.split('/').length
      return d.rank !== null && isWithin(folder, d.folder)
        ? 300 + Math.max(0, above) * 50 + d.rank
        : 500 + (d.rank ?? 0)
    }
    if (d.rank !== null && d.folder === folder && !d.loadedOnly) return 200 + d.rank
    const around = units.containing(reader)
    if (d.units.some((u) => around.includes(u))) return 400
    if (d.loadedOnly) return -1
    const readerFolder = units.get(reader)?.folder ?? ''
    return d.units.some((u) => u.startsWith('folder:') && isWithin(readerFolder, u.slice(7))) ? 700 : -1
  }

  /** Definitions as every reader of that unit and folder sees them. */
  function ranked(name: string, folder: string, reader: string, path: string): readonly Ranked[] {
    const filled = units.loads.fills(path)
    const key = `${name}\u0000${folder}\u0000${reader}\u0000${filled.length > 0 ? path : ''}`
    let known = elsewhere.get(key)
    if (!known) {
      known = definitionsOf(name)
        .map((d) => ({ placed: d.placed, at: distance(d, folder, reader, filled) }))
        .filter((r) => r.at >= 0)
        .sort(nearestFirst)
      elsewhere.set(key, known)
    }
    return known
  }

  return {
    byName,
    find(name, path, block) {
      const file = files.get(path)
      const reader = units.unitOf(path, block)
      const seen = ranked(name, folderOf(path), reader, path)
      const mounting = () => units.loads.mounting(path)
      const all = seen.length > 0 ? seen : mounting().flatMap((s) => ranked(name, folderOf(path), s, path))
      const line = file ? ancestry(file, block) : []
      const own: Ranked[] = []
      for (const placed of byName.get(name) ?? []) {
        const at = distanceHere(placed, path, line, reader)
        if (at !== null) own.push({ placed, at })
      }
      if (own.length === 0) return all.map((r) => r.placed)
      const near = new Set(own.map((r) => r.placed))
      return [...own, ...all.filter((r) => !near.has(r.placed))].sort(nearestFirst).map((r) => r.placed)
    },
    reads(name) {
      if (!reads) {
        reads = new Map()
        for (const file of files.values())
          for (const read of file.reads) push(reads, read.name, { path: file.path, span: read.span })
      }
      return reads.get(name) ?? []
    },
  }
}
