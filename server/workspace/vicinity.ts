/**
 * Which files matter to one: those that share a name, a reference, a folder or a unit with it. An edit is judged among them first; the rest
 * of the project follows. Kept up to date file by file.
 */

import type { FactBase } from '../engine/facts'
import { digestOf, type LinkMemory } from '../engine/link/digest'
import { bringsIn, targetsOf } from '../engine/link/targets'
import { folderOf, isWithin } from '../engine/paths'
import type { FileFacts, RefPart, Template } from '../engine/types'

/** Files judged together with an edited one. Up to so many the whole project is judged at once. */
const NEAR = 60
/** A name that more files share says little about any two of them. */
const COMMON = 40

export class Vicinity {
  private readonly byName = new Map<string, Set<string>>()
  private readonly names = new Map<string, ReadonlySet<string>>()
  /** Files that can contribute to a finding at all. */
  private readonly speaking = new Map<string, FileFacts>()
  private readonly referring = new Map<string, FileFacts>()
  private readonly files = new Map<string, FileFacts>()

  constructor(
    private readonly facts: FactBase,
    private readonly memory: LinkMemory,
  ) {}

  reset(files: ReadonlyMap<string, FileFacts>): void {
    for (const path of [...this.names.keys()]) if (!files.has(path)) this.set(path, null)
    for (const [path, file] of files) if (this.speaking.get(path) !== file) this.set(path, file)
  }

  set(path: string, file: FileFacts | null): void {
    for (const name of this.names.get(path) ?? []) this.byName.get(name)?.delete(path)
    this.names.delete(path)
    this.speaking.delete(path)
    this.referring.delete(path)
    this.files.delete(path)
    if (!file) return
    this.files.set(path, file)
    const names = namesOf(file)
    this.names.set(path, names)
    for (const name of names) {
      const holders = this.byName.get(name)
      if (holders) holders.add(path)
      else this.byName.set(name, new Set([path]))
    }
    if (speaks(file, this.facts, this.memory)) this.speaking.set(path, file)
    if (file.references.length > 0) this.referring.set(path, file)
  }

  isReferred(path: string): boolean {
    return [...this.referring.values()].some((file) => this.targets(file).includes(path))
  }

  /** Names that stand in the path of some reference: what they are given says which file is read. */
  get namesInPaths(): ReadonlySet<string> {
    const names = new Set<string>()
    for (const { references } of this.referring.values())
      for (const { value } of references) if (value) addReferred(value, names, () => true)
    return names
  }

  /** The file and what is near it; null when that is as good as everything. */
  around(path: string, folders: readonly string[]): ReadonlySet<string> | null {
    if (this.speaking.size <= NEAR) return null
    const near = new Set([path])
    for (const other of this.linkedTo(path)) near.add(other)
    this.addNamesakes(near)
    const unit = nearest(folderOf(path), folders)
    const folder = folderOf(path)
    const beside = [...this.speaking.keys()]
      .filter((p) => !near.has(p) && isWithin(folderOf(p), unit))
      .map((p) => ({ p, at: distance(folder, folderOf(p)) }))
      .sort((a, b) => a.at - b.at)
    for (const { p } of beside) {
      if (near.size >= NEAR) break
      near.add(p)
    }
    return near
  }

  /** By references, in both directions. */
  private *linkedTo(path: string): Generator<string> {
    const own = this.referring.get(path)
    for (const target of own ? this.targets(own) : []) if (this.files.has(target)) yield target
    for (const [other, file] of this.referring) if (this.targets(file).includes(path)) yield other
  }

  private targets(file: FileFacts): string[] {
    return file.references.flatMap((r) => (bringsIn(r) ? targetsOf(file, r, this.files) : []))
  }

  /** By names, and by the names of those. */
  private addNamesakes(near: Set<string>): void {
    let round = [...near]
    for (let depth = 0; depth < 3 && near.size < NEAR; depth++) {
      const next: string[] = []
      for (const path of round) {
        for (const name of this.names.get(path) ?? []) {
          const holders = this.byName.get(name)
          if (!holders || holders.size < 2 || holders.size > COMMON) continue
          for (const other of holders) {
            if (near.size >= NEAR || near.has(other)) continue
            near.add(other)
            next.push(other)
          }
        }
      }
      round = next
    }
  }
}

function nearest(folder: string, folders: readonly string[]): string {
  let best = ''
  for (const f of folders) if (f.length > best.length && isWithin(folder, f)) best = f
  return best
}

/** Folders to climb and to enter on the way from one to the other. */
function distance(a: string, b: string): number {
  const x = a.split('/')
  const y = b.split('/')
  let same = 0
  while (same < x.length && x[same] === y[same]) same++
  return x.length + y.length - 2 * same
}

function speaks(file: FileFacts, facts: FactBase, memory: LinkMemory): boolean {
  const digest = digestOf(file, facts, memory)
  return (
    digest.followed.length > 0 ||
    digest.uses.length > 0 ||
    digest.calls.length > 0 ||
    digest.shown.length > 0 ||
    file.credentials.length > 0 ||
    file.regions.length > 0 ||
    file.traits.length > 0 ||
    file.comments.length > 0 ||
    file.references.length > 0
  )
}

/** Variables that a file defines, reads or refers to, and the names of its credentials. */
function namesOf(file: FileFacts): ReadonlySet<string> {
  const names = new Set<string>()
  for (const s of file.settings) {
    if (s.kind === 'env') names.add(s.name)
    addReferred(s.value, names)
  }
  for (const r of file.reads) names.add(r.name)
  for (const c of file.credentials) if (c.name) names.add(c.name)
  return names
}

function addReferred(template: Template, names: Set<string>, counts = (part: RefPart) => part.to === 'env'): void {
  for (const part of template.parts) {
    if (part.kind !== 'ref') continue
    if (counts(part) && part.name) names.add(part.name)
    if (part.fallback) addReferred(part.fallback, names, counts)
  }
}
