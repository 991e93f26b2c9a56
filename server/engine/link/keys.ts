/** Key paths that other files name: Helm values, Spring properties, .NET configuration. */
import type { FileFacts } from '../types'
import { push } from './loads'
import { folderOf, isWithin, nameOf, nearest } from './paths'
import type { Placed } from './placed'
import type { UnitIndex } from './units'

export interface Keys {
  /** Settings at the dotted key path that `path` names, nearest first. */
  find(name: string, path: string): readonly Placed[]
}

export function createKeys(files: ReadonlyMap<string, FileFacts>, units: UnitIndex): Keys {
  let byPath: Map<string, Placed[]> | undefined
  function at(key: string): readonly Placed[] {
    if (!byPath) {
      byPath = new Map()
      for (const file of files.values())
        for (const setting of file.settings)
          if (setting.kind === 'key' || setting.kind === 'env')
            push(byPath, relaxed(setting.path.join('.')), { path: file.path, setting, file })
    }
    return byPath.get(key) ?? []
  }
  return {
    find(name, path) {
      const found = at(relaxed(name.replaceAll(':', '.')))
      const own = found.filter((p) => p.path === path)
      if (own.length > 0) return own
      const file = files.get(path)
      const fit = found.filter((p) => answers(p, path, file))
      return nearest(fit, folderOf(path), (p) => p.path)
    },
  }

  /** Whether a key of that file is one that `path` can mean. */
  function answers(placed: Placed, path: string, reader: FileFacts | undefined): boolean {
    const name = nameOf(placed.path)
    if (reader?.dialect === 'helm-template') {
      const chart = path.slice(0, path.lastIndexOf('/templates/'))
      return (
        /^values[\w.-]*\.ya?ml$/.test(name) &&
        (folderOf(placed.path) === chart || isWithin(folderOf(placed.path), chart))
      )
    }
    if (reader?.dialect === 'csharp') return /^appsettings[\w.-]*\.json$/i.test(name) && sameUnit(placed.path, path)
    return /^(?:application|bootstrap)[\w.-]*\.(?:ya?ml|properties)$/.test(name) && sameUnit(placed.path, path)
  }

  function sameUnit(a: string, b: string): boolean {
    return units.unitOf(a, 0) === units.unitOf(b, 0)
  }
}

/** Spring reads `base-url`, `baseUrl` and `base_url` alike, .NET ignores case. */
function relaxed(key: string): string {
  return key.replace(/[-_]/g, '').toLowerCase()
}
