/** Which settings a read of a name can see, nearest first. */
import type { FileFacts, PlacedSetting, RefPart } from '../types'
import type { Digest } from './digest'
import { createEnvironment, type Environment } from './environment'
import { createKeys } from './keys'
import { dataBlock, namedData } from './loads'
import { createNames } from './names'
import { folderOf, nearest, resolvePath } from './paths'
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
    return environment.find(upper, path, block)
  }

  return {
    environment,
    targets(ref, path, block) {
      if (ref.in) return inData(ref.in, ref.name, path)
      if (ref.to === 'env') return environment.find(ref.name, path, block)
      if (ref.to === 'key') return keys.find(ref.name, path)
      if (ref.name.includes(':') && !ref.name.includes('::')) return keys.find(ref.name, path)
      const constants = names.find(ref.name, path, block, ref.own)
      if (constants.length > 0 && !constants.every(isSettingsField)) return constants
      return [...field(ref.name, path, block), ...constants]
    },
  }
}

/** A field of a pydantic settings class: its value is the default of the variable of that name. */
function isSettingsField(placed: Placed): boolean {
  return placed.file.imports.some((i) => /^pydantic(?:_settings)?$/.test(i.module) && i.names.includes('BaseSettings'))
}

export function placedIn(placed: Pick<Placed, 'path' | 'setting'>, units: UnitIndex): PlacedSetting {
  return { path: placed.path, setting: placed.setting, units: units.unitsOf(placed.path, placed.setting.block) }
}
