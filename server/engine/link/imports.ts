/** What a source file can run: itself and, transitively, the files of the project that it imports. */
import type { FileFacts } from '../types'
import { createModules } from './modules'
import type { UnitIndex } from './units'

const MAX_FILES = 500

/** Answers per file, computed once each and only when asked for. */
export function importGraph(
  files: ReadonlyMap<string, FileFacts>,
  units: UnitIndex,
): (path: string) => ReadonlySet<string> {
  const known = new Map<string, ReadonlySet<string>>()
  let modules: ReturnType<typeof createModules> | undefined
  const closure = (path: string): ReadonlySet<string> => {
    modules ??= createModules(files, units.packages)
    const out = new Set([path])
    for (const at of out) {
      const file = files.get(at)
      if (!file || out.size > MAX_FILES) continue
      for (const one of file.imports) for (const target of modules.files(file, one.module)) out.add(target)
    }
    return out
  }
  return (path) => {
    let reached = known.get(path)
    if (!reached) {
      reached = closure(path)
      known.set(path, reached)
    }
    return reached
  }
}
