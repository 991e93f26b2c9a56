/** Packages of the tree: their own names, and the folders that manifests depend on by name. */

import { push } from '../multimap'
import { folderOf, nameOf, nearest, resolvePath } from '../paths'
import type { FileFacts } from '../types'

/** Registry whose names a manifest speaks; empty for any other file. */
export function ecosystemOf(path: string): string {
  const name = nameOf(path)
  return MANIFESTS.find(([re]) => re.test(name))?.[1] ?? ''
}

const MANIFESTS: readonly (readonly [RegExp, string])[] = [
  [/^package\.json$/, 'npm'],
  [/^(?:pyproject\.toml|requirements[\w.-]*\.(?:txt|in)|setup\.py|Pipfile)$/, 'pypi'],
  [/^go\.mod$/, 'go'],
  [/^Cargo\.toml$/, 'cargo'],
  [/^pom\.xml$/, 'maven'],
  [/^build\.gradle(?:\.kts)?$/, 'gradle'],
  [/^composer\.json$/, 'composer'],
]

export interface Packages {
  /** Folder of the package of that name; of several, the one nearest to the file `from`. */
  folder(ecosystem: string, name: string, from: string): string | undefined
  /** Folder that a manifest names as a dependency: by the name of a package, or as a project of a Gradle build. */
  dependency(manifest: string, target: string): string | undefined
}

/** `isUnit`: whether a folder is one that something is built in. */
export function indexPackages(files: ReadonlyMap<string, FileFacts>, isUnit: (folder: string) => boolean): Packages {
  const names = new Map<string, string[]>()
  for (const file of files.values())
    for (const s of file.signatures)
      if (s.kind === 'package' && s.ecosystem === 'self') push(names, keyOf(ecosystemOf(file.path), s.name), file.path)
  const folder: Packages['folder'] = (ecosystem, name, from) => {
    const found = names.get(keyOf(ecosystem, name))
    return found && folderOf(nearest(found, folderOf(from), (p) => p)[0] as string)
  }
  return {
    folder,
    dependency(manifest, target) {
      const ecosystem = ecosystemOf(manifest)
      return ecosystem === 'gradle' ? project(folderOf(manifest), target, isUnit) : folder(ecosystem, target, manifest)
    },
  }
}

/** `:libs:chat` lies in `libs/chat` below the root of the build, which is a folder above. */
function project(from: string, target: string, isUnit: (folder: string) => boolean): string | undefined {
  const path = target.split(':').filter(Boolean).join('/')
  for (let at: string | null = from; at !== null; at = at === '' ? null : resolvePath(at, '..')) {
    const folder = resolvePath(at, path)
    if (folder !== null && folder !== '' && isUnit(folder)) return folder
  }
  return undefined
}

/** Names as their registry compares them. */
function keyOf(ecosystem: string, name: string): string {
  const plain = ecosystem === 'pypi' || ecosystem === 'cargo' ? name.toLowerCase().replace(/[-_.]+/g, '-') : name
  return `${ecosystem}\u0000${plain}`
}
