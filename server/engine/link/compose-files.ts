/** Compose files that are read as one: `compose.yaml` and `compose.override.yaml` of a folder, and what a command names together. */

import { folderOf, nameOf } from '../paths'
import type { FileFacts, Reference } from '../types'
import { targetsOf } from './targets'

const OVERRIDE = /^(?:docker-)?compose\.override\.ya?ml$/
/** In the order in which compose looks for them. */
const BASES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml']

export interface ComposeFiles {
  /** The file whose services those of `path` are: the first of its run, else itself. */
  baseOf(path: string): string
  /** Why what `winner` says of a service is always read over what `loser` says, or empty. */
  over(winner: string, loser: string): string
}

export function indexComposeFiles(files: ReadonlyMap<string, FileFacts>): ComposeFiles {
  const runs = runsIn(files)
  const bases = new Map<string, string>()
  for (const [first, ...later] of runs) for (const path of later) if (first) bases.set(path, first)
  const baseOf = (path: string): string => {
    const base = overridden(path, (other) => files.has(other)) ?? bases.get(path)
    return base ?? path
  }
  return {
    baseOf,
    over(winner, loser) {
      if (winner === loser || baseOf(winner) !== baseOf(loser)) return ''
      if (OVERRIDE.test(nameOf(winner)) && baseOf(loser) === loser)
        return 'the override file of compose is read over the other'
      // without any option compose takes a file of such a name by itself
      if (BASES.includes(nameOf(loser))) return ''
      const own = runs.filter((run) => run.includes(loser))
      const always = own.length > 0 && own.every((run) => run.indexOf(winner) > run.indexOf(loser))
      return always ? `compose is always given ${nameOf(winner)} after ${nameOf(loser)}` : ''
    },
  }
}

/** The file of the same folder that a file overrides by its name. */
function overridden(path: string, exists: (path: string) => boolean): string | undefined {
  if (!OVERRIDE.test(nameOf(path))) return undefined
  const folder = folderOf(path)
  return BASES.map((name) => (folder ? `${folder}/${name}` : name)).find(exists)
}

/** The compose files of each command, and of each `COMPOSE_FILE`, in their order. */
function runsIn(files: ReadonlyMap<string, FileFacts>): string[][] {
  const runs = new Map<string, string[]>()
  const declares = (path: string) => files.get(path)?.blocks.some((b) => b.kind === 'service') === true
  for (const file of files.values()) {
    if (declares(file.path)) continue
    for (const ref of file.references) {
      if (ref.kind !== 'include') continue
      const target = targetsOf(file, ref, files).find(declares)
      if (target === undefined) continue
      const key = `${file.path}\u0000${statementOf(file, ref)}`
      runs.set(key, [...(runs.get(key) ?? []), target])
    }
  }
  return [...runs.values()].filter((run) => new Set(run).size === run.length)
}

/** What names the file: a command, or a variable. */
function statementOf(file: FileFacts, ref: Reference): string {
  if (file.blocks[ref.block]?.kind === 'command') return `command ${ref.block}`
  const setting = file.settings.findIndex(
    (s) => s.value.span.start <= ref.span.start && ref.span.end <= s.value.span.end,
  )
  return `setting ${setting}`
}
