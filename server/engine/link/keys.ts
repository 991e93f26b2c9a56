/** Key paths that other files name: Helm values, Spring properties, .NET configuration. */

import { push } from '../multimap'
import { folderOf, isWithin, nameOf, nearest } from '../paths'
import type { FileFacts } from '../types'
import type { Placed } from './placed'
import type { UnitIndex } from './units'

export interface Keys {
  /** Settings at the dotted key path that `path` names, nearest first. */
  find(name: string, path: string): readonly Placed[]
  /** Settings that a member of a configuration object means: `cfg.chat.upstream` is `chat.upstream` of `cfg.yaml`. */
  member(name: string, path: string): readonly Placed[]
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
    member: members,
    find(name, path) {
      const found = at(relaxed(name.replaceAll(':', '.')))
      const own = found.filter((p) => p.path === path)
      if (own.length > 0) return own
      const file = files.get(path)
      const fit = found.filter((p) => answers(p, path, file))
      return [...ofParent(name, path), ...nearest(fit, folderOf(path), (p) => p.path)]
    },
  }

  /** Values that a chart gives to a chart it depends on, under the name of that chart. */
  function ofParent(name: string, path: string): readonly Placed[] {
    const chart = /([^/]+)\/templates\//.exec(path)?.[1]
    if (!chart) return []
    return at(relaxed(`${chart}.${name}`)).filter((p) => /^values[\w.-]*\.ya?ml$/.test(nameOf(p.path)))
  }

  /** Files of configuration by name, the object named after the file, or a key of several parts. */
  function members(name: string, path: string): readonly Placed[] {
    const [object = '', ...parts] = name.split('.')
    if (parts.length === 0) return []
    const key = relaxed(parts.join('.'))
    const wanted = [key, ...SECTIONS.map((s) => `${s}.${key}`)]
    const fit = wanted.flatMap(at).filter((p) => {
      const file = CONFIGURATION.exec(nameOf(p.path))?.[1] ?? ''
      const told =
        parts.length > 1 || relaxed(object).includes(relaxed(file)) || relaxed(file).includes(relaxed(object))
      return file !== '' && told && sameUnit(p.path, path)
    })
    return nearest(fit, folderOf(path), (p) => p.path)
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
    const spring = /^(?:application|bootstrap)[\w.-]*\.(?:ya?ml|properties)$/.test(name)
    return (
      (spring || (name.endsWith('.properties') && folderOf(placed.path) === folderOf(path))) &&
      sameUnit(placed.path, path)
    )
  }

  function sameUnit(a: string, b: string): boolean {
    return units.unitOf(a, 0) === units.unitOf(b, 0)
  }
}

/** Files that code loads as its configuration, and sections of them that stand for an environment. */
const CONFIGURATION =
  /^\.?(config|conf|cfg|settings|app|application|default|llm|ai|secrets)[\w.-]*\.(?:ya?ml|json|toml)$/i
const SECTIONS = ['default', 'production', 'prod', 'development', 'shared', 'base']

/** Spring reads `base-url`, `baseUrl` and `base_url` alike, .NET ignores case. */
function relaxed(key: string): string {
  return key.replace(/[-_]/g, '').toLowerCase()
}
