import { folderOf, nameOf } from '../engine/paths'
import type { FileFacts } from '../engine/types'

/** Languages whose files share the names of their folder without an import. */
const SHARES_FOLDER = /\.(?:go|java|kts?|cs)$/

/**
 * Those of `paths` that a source file among `files` may bring in: by the last name of an imported module, or because they share its
 * folder. Wider than what linking then follows, since a file that is read in vain says nothing.
 */
export function importedAmong(paths: readonly string[], files: ReadonlyMap<string, FileFacts>): string[] {
  const names = new Set<string>()
  const folders = new Set<string>()
  for (const file of files.values()) {
    if (file.reader !== 'source') continue
    if (SHARES_FOLDER.test(file.path)) folders.add(folderOf(file.path))
    for (const { module, names: bound } of file.imports) {
      names.add(lastName(module.replace(/\.[cm]?[jt]sx?$/, '')))
      // `from . import settings` names the module among what it binds
      for (const name of bound) names.add(name.toLowerCase())
    }
  }
  return paths.filter((path) => {
    if (SHARES_FOLDER.test(path) && folders.has(folderOf(path))) return true
    const stem = nameOf(path).replace(/\..*$/, '').toLowerCase()
    const folder = nameOf(folderOf(path)).toLowerCase()
    return names.has(stem) || (/^(?:index|__init__|mod|main|lib)$/.test(stem) && names.has(folder)) || names.has(folder)
  })
}

const lastName = (module: string): string =>
  module
    .split(/[/.:\\]+/)
    .filter(Boolean)
    .pop()
    ?.toLowerCase() ?? ''
