/** Which settings a read of a name can see, nearest first. */

import { push } from '../multimap'
import { folderOf, nearest, resolvePath, upward } from '../paths'
import { literalOf } from '../template'
import type { FileFacts, PlacedSetting, RefPart } from '../types'
import type { Digest } from './digest'
import { createEnvironment, type Environment } from './environment'
import { createKeys } from './keys'
import { dataBlock, namedData } from './loads'
import { createNames } from './names'
import type { Placed } from './placed'
import type { UnitIndex } from './units'
import { lastOf } from './words'

export interface Scope {
  readonly environment: Environment
  /** Settings that give a reference its value where it stands, most effective first. */
  targets(ref: RefPart, path: string, block: number): readonly Placed[]
}

/** Objects whose fields are named after variables: pydantic settings, typed configuration. */
const SETTINGS_OBJECT = /^(?:settings|config|configuration|conf|cfg|env|environment|app_?(?:config|settings)|options)$/i

export function createScope(
  files: ReadonlyMap<string, FileFacts>,
  digests: readonly Digest[],
  units: UnitIndex,
): Scope {
  const environment = createEnvironment(files, digests, units)
  const names = createNames(files, new Map(digests.map((d) => [d.file.path, d])), units)
  const keys = createKeys(files, units)
  const data = namedData(files)
  let prefixes: Map<string, string[]> | undefined

  /** A key of a named ConfigMap or Secret, from the definitions nearest to the workload. */
  function inData(object: string, key: string, path: string): readonly Placed[] {
    const places = nearest(data.get(object) ?? [], folderOf(path), (p) => p)
    const own = places.flatMap((p) =>
      settingsOf(p).filter(
        (s) => s.setting.path[s.setting.path.length - 1] === key && dataBlock(s.file, s.setting.block) === object,
      ),
    )
    if (own.length > 0) return own
    // generated from an env file
    return (environment.byName.get(key) ?? []).filter((p) => places.some((at) => carries(at, object, p.path)))
  }

  function carries(path: string, object: string, target: string): boolean {
    const file = files.get(path)
    return (
      file?.references.some(
        (r) =>
          r.kind === 'env-file' &&
          dataBlock(file, r.block) === object &&
          resolvePath(folderOf(path), r.target) === target,
      ) ?? false
    )
  }

  function settingsOf(path: string): Placed[] {
    const file = files.get(path)
    return file ? file.settings.map((setting) => ({ path, setting, file })) : []
  }

  /** `settings.chat_upstream` where no constant says more: the variable of that name. */
  function field(name: string, path: string, block: number): readonly Placed[] {
    const parts = name.split('.')
    if (parts.length < 2 || !parts.slice(0, -1).some((p) => SETTINGS_OBJECT.test(p))) return []
    const last = lastOf(name)
    const upper = last.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toUpperCase()
    return [upper, ...prefixesOf(path).map((p) => `${p}${upper}`)].flatMap((n) => environment.find(n, path, block))
  }

  /** What settings classes of the unit put before the names of their fields: `env_prefix = "APP_"`. */
  function prefixesOf(path: string): readonly string[] {
    if (!prefixes) {
      prefixes = new Map()
      for (const file of files.values())
        for (const s of file.settings)
          if (s.name === 'env_prefix') push(prefixes, units.unitOf(file.path, 0), literalOf(s.value).toUpperCase())
    }
    return prefixes.get(units.unitOf(path, 0)) ?? []
  }

  /** What is read like a variable but is none: a key of the configuration, a value of a PHP file of it, an input of a called workflow. */
  function configured(name: string, path: string): readonly Placed[] {
    const file = files.get(path)
    if (file?.dialect === 'workflow') return inputs(name, path)
    const [first = '', ...rest] = name.split('.')
    if (rest.length === 0) return []
    if (file?.dialect !== 'php') return keys.member(`config.${name}`, path)
    const places = upward(folderOf(path)).map((f) => `${f ? `${f}/` : ''}config/${first}.php`)
    return places.flatMap((p) => (files.has(p) ? names.inFile(p, rest) : []))
  }

  /** Values that callers of a workflow or an action give to one of its inputs. */
  function inputs(name: string, path: string): readonly Placed[] {
    return [...files.values()].flatMap((caller) =>
      caller.references
        .filter((r) => r.kind === 'action' && isAction(resolvePath('', r.target), path))
        .flatMap((r) =>
          caller.settings
            .filter((s) => s.block === r.block && s.name === name && s.path[s.path.length - 2] === 'with')
            .map((setting) => ({ path: caller.path, setting, file: caller })),
        ),
    )
  }

  return {
    environment,
    targets(ref, path, block) {
      if (ref.in) return inData(ref.in, ref.name, path)
      if (ref.to === 'env') {
        const found = environment.find(ref.name, path, block)
        return found.length > 0 ? found : configured(ref.name, path)
      }
      if (ref.to === 'key') return keys.find(ref.name, path)
      if (ref.name.includes(':') && !ref.name.includes('::')) return keys.find(ref.name, path)
      const constants = names.find(ref.name, path, block, ref.own)
      if (constants.length > 0 && !constants.every(isSettingsField)) return constants
      const known = [...field(ref.name, path, block), ...constants]
      return known.length > 0 ? known : keys.member(ref.name, path)
    },
  }
}

/** The file of a workflow, or of an action that is named by its folder. */
function isAction(target: string | null, path: string): boolean {
  return target !== null && (target === path || path === `${target}/action.yml` || path === `${target}/action.yaml`)
}

/** A field of a pydantic settings class: its value is the default of the variable of that name. */
function isSettingsField(placed: Placed): boolean {
  return placed.file.imports.some((i) => /^pydantic(?:_settings)?$/.test(i.module) && i.names.includes('BaseSettings'))
}

export function placedIn(placed: Pick<Placed, 'path' | 'setting'>, units: UnitIndex): PlacedSetting {
  return { path: placed.path, setting: placed.setting, units: units.unitsOf(placed.path, placed.setting.block) }
}
