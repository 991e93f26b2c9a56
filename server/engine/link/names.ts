/** Names of source code and of Terraform: where the constant that a name means is written. */

import { push } from '../multimap'
import { folderOf, isWithin, nameOf } from '../paths'
import type { FileFacts, Import } from '../types'
import { givenTo } from './azure'
import type { Digest } from './digest'
import { createModules, sharesFolder } from './modules'
import { ancestry, type Placed } from './placed'
import { isTerraform, passedTo } from './terraform'
import type { UnitIndex } from './units'
import { lastOf } from './words'

/** Imports followed from file to file for one name (re-exports, settings modules). */
const MAX_HOPS = 3
/** Languages that name the class at the use. */
const NAMES_CLASS = /^(?:java|kotlin|csharp|php|ruby|rust)$/

export interface Names {
  /** Settings that give the name its value where it is used, nearest first. Dotted names match from their end; `own`: a member of the object around. */
  find(name: string, path: string, block: number, own?: boolean): readonly Placed[]
  /** Constants of one file for a dotted name. */
  inFile(path: string, wanted: readonly string[]): readonly Placed[]
}

export function createNames(
  files: ReadonlyMap<string, FileFacts>,
  digests: ReadonlyMap<string, Digest>,
  units: UnitIndex,
): Names {
  const modules = createModules(files, units.packages)
  const importers = new Map<FileFacts, Map<string, readonly Import[]>>()
  let folders: Map<string, FileFacts[]> | undefined
  let classes: Map<string, Placed[]> | undefined
  const constants = (path: string, last: string): readonly Placed[] => digests.get(path)?.named().get(last) ?? []

  /** Files whose top-level names are shared in their folder. */
  function byFolder(folder: string): readonly FileFacts[] {
    if (!folders) {
      folders = new Map()
      for (const file of files.values()) if (sharesFolder(file)) push(folders, folderOf(file.path), file)
    }
    return folders.get(folder) ?? []
  }

  /** Constants by class and name. */
  function qualified(name: string): readonly Placed[] {
    if (!classes) {
      classes = new Map()
      for (const file of files.values()) {
        if (!NAMES_CLASS.test(file.dialect)) continue
        for (const setting of file.settings) {
          const owner = setting.path[setting.path.length - 2]
          if (setting.kind === 'constant' && owner)
            push(classes, `${owner}.${lastOf(setting.name)}`, { path: file.path, setting, file })
        }
      }
    }
    return classes.get(name) ?? []
  }

  /** Constants of one file for a dotted name: those whose path agrees with most of its parts. */
  function inFile(path: string, wanted: readonly string[]): Placed[] {
    const last = wanted[wanted.length - 1]
    if (last === undefined) return []
    const found = constants(path, last).filter((p) => p.setting.kind === 'constant' || p.setting.kind === 'member')
    return best(found, wanted).slice(0, 4)
  }

  /** Imports of the file that may bring in a name which starts like this. */
  function importsOf(file: FileFacts, first: string | undefined): readonly Import[] {
    if (first === undefined) return []
    let byFirst = importers.get(file)
    if (!byFirst) {
      byFirst = new Map()
      importers.set(file, byFirst)
    }
    let found = byFirst.get(first)
    if (!found) {
      found = file.imports.filter((one) => mayBring(file, one, first))
      byFirst.set(first, found)
    }
    return found
  }

  function imported(file: FileFacts, parts: readonly string[], hops: number): Placed[] {
    if (hops > MAX_HOPS) return []
    for (const one of importsOf(file, parts[0])) {
      for (const { module, wanted } of targetsOf(file, one, parts)) {
        for (const path of modules.files(file, module)) {
          if (path === file.path) continue
          const found = inFile(path, wanted)
          if (found.length > 0) return found
          const next = files.get(path)
          const further = next ? imported(next, wanted, hops + 1) : []
          if (further.length > 0) return further
        }
      }
    }
    return []
  }

  /** Top-level names of the other files of the folder (Go, Kotlin, Terraform). */
  function beside(file: FileFacts, parts: readonly string[]): Placed[] {
    if (!sharesFolder(file)) return []
    const others = byFolder(folderOf(file.path)).filter(
      (f) => f !== file && (f.dialect === file.dialect || (isTerraform(f) && isTerraform(file))),
    )
    const terraform = isTerraform(file)
    if (!terraform) return others.flatMap((f) => inFile(f.path, parts).filter((p) => p.setting.block === 0))
    return others.flatMap((f) =>
      constants(f.path, parts[parts.length - 1] as string).filter((p) => p.setting.path.join('.') === parts.join('.')),
    )
  }

  /**
   * Values of `*.tfvars` for `var.NAME`, those that Terraform loads by itself first, and arguments of calls of the module; what Azure
   * templates are given alike.
   */
  function handed(file: FileFacts, parts: readonly string[]): Placed[] {
    if (parts[0] === 'param' && parts.length === 2) return givenTo(file, parts[1] as string, files)
    if (!isTerraform(file) || parts[0] !== 'var' || parts.length !== 2) return []
    const folder = folderOf(file.path)
    return [...files.values()]
      .filter(
        (f) => /\.tfvars(?:\.json)?$/.test(nameOf(f.path)) && (folderOf(f.path) === folder || isHanded(f, folder)),
      )
      .sort((a, b) => Number(isLoaded(b.path)) - Number(isLoaded(a.path)))
      .flatMap((f) => constants(f.path, parts[1] as string).filter((p) => p.setting.path.length === 1))
      .concat(passedTo(folderOf(file.path), parts[1] as string, files))
      .concat([...files.keys()].flatMap((p) => [...constants(p, `TF_VAR_${parts[1]}`)]))
  }

  /** `-var-file=conf/prod.tfvars`: a file below the module, or one that some command names. */
  function isHanded(values: FileFacts, module: string): boolean {
    const folder = folderOf(values.path)
    if (isWithin(folder, module)) return !byFolder(folder).some((f) => f.reader === 'hcl' && /\.tf$/.test(f.path))
    return units.loads.of(values.path, null).length > 0
  }

  /** `Config.BASE` of a class elsewhere in the unit, for languages that name the class at the use. */
  function ofClass(file: FileFacts, parts: readonly string[]): Placed[] {
    if (parts.length < 2 || !NAMES_CLASS.test(file.dialect)) return []
    const unit = units.unitOf(file.path, 0)
    return qualified(parts.slice(-2).join('.')).filter(
      (p) => p.file.dialect === file.dialect && units.unitOf(p.path, 0) === unit,
    )
  }

  /** Rust: `config::URL` of a module that the crate declares. */
  function ofModule(file: FileFacts, parts: readonly string[]): Placed[] {
    if (file.dialect !== 'rust' || parts.length < 2) return []
    const module = ['crate', ...parts.slice(0, -1)].join('::')
    return modules.files(file, module).flatMap((path) => inFile(path, parts.slice(-1)))
  }

  /** Python: `settings.URL` of Django, `app.config["URL"]` of Flask, from the modules that frameworks take their settings from. */
  function ofSettings(file: FileFacts, parts: readonly string[]): Placed[] {
    const last = parts[parts.length - 1] ?? ''
    if (file.dialect !== 'python' || parts.length < 2 || !/^[A-Z][A-Z0-9_]+$/.test(last)) return []
    if (!/^(?:settings|config)$/.test(parts[parts.length - 2] ?? '')) return []
    const unit = units.unitOf(file.path, 0)
    return [...files.keys()]
      .filter((p) => SETTINGS_MODULE.test(p) && units.unitOf(p, 0) === unit)
      .flatMap((p) => inFile(p, [last]))
  }

  /** The same file: the nearest block that gives the name a value hides those around it. */
  function here(file: FileFacts, name: string, parts: readonly string[], block: number, own: boolean): Placed[] {
    const dotted = parts.length > 1
    const line = ancestry(file, block)
    const named = constants(file.path, lastOf(name)).filter((p) => p.setting.kind !== 'argument')
    const members = own ? named.filter(isMember) : []
    const scored = (members.length > 0 ? members : named)
      // a name of Terraform is a whole path: `var.region` is no `region` of a provider
      .filter((p) => !isTerraform(file) || !dotted || p.setting.path.join('.') === name)
      .map((p) => ({ p, at: line.indexOf(p.setting.block) }))
      .filter(({ p, at }) => at >= 0 || dotted || p.setting.kind === 'constant' || p.setting.kind === 'member')
    const exact = scored.filter(({ p }) => p.setting.name === name)
    const kept = new Set(
      dotted
        ? best(
            scored.map((s) => s.p),
            parts,
          )
        : [],
    )
    const pool = exact.length > 0 ? exact : dotted ? scored.filter((s) => kept.has(s.p)) : scored
    const visible = pool.filter((s) => s.at >= 0).sort((a, b) => a.at - b.at || later(a.p, b.p))
    const nearest = visible[0]?.at
    if (nearest !== undefined && !dotted) return visible.filter((s) => s.at === nearest).map((s) => s.p)
    return (visible.length > 0 ? visible : pool.sort((a, b) => later(a.p, b.p))).map((s) => s.p)
  }

  return {
    inFile,
    find(name, path, block, own = false) {
      const file = files.get(path)
      if (!file || name === '') return []
      const parts = name.split(/\.|::|\\/).filter(Boolean)
      const given = handed(file, parts)
      const bound = parts.length > 1 && file.imports.some((i) => i.names.includes(parts[0] as string))
      if (bound) {
        const found = imported(file, parts, 0)
        if (found.length > 0) return found
      }
      const inside = here(file, name, parts, block, own)
      if (inside.length > 0 || given.length > 0) return [...given, ...inside]
      const near = beside(file, parts)
      if (near.length > 0) return near
      const far = imported(file, parts, 0)
      if (far.length > 0) return far
      const named = ofClass(file, parts)
      return named.length > 0 ? named : [...ofModule(file, parts), ...ofSettings(file, parts)]
    },
  }
}

/** Whether `targetsOf` can say anything about a name that starts like this. */
function mayBring({ dialect }: FileFacts, { module, names }: Import, first: string): boolean {
  if (dialect === 'go') return (names[0] ?? nameOf(module)) === first
  return names.includes(first) || names.includes('*') || (names.length === 0 && module.startsWith(first))
}

/** Stated in the body of a type, or of the object around: `self.base = …`. */
function isMember({ setting, file }: Placed): boolean {
  if (setting.kind === 'member') return /^(?:self|this|cls)$/.test(setting.path[0] ?? '')
  return file.blocks[setting.block]?.kind === 'type'
}

const SETTINGS_MODULE = /(?:^|\/)(?:settings|config)(?:\.py|\/\w+\.py)$/

/** What a name means in the modules that an import names. */
function targetsOf(
  file: FileFacts,
  one: Import,
  parts: readonly string[],
): { module: string; wanted: readonly string[] }[] {
  const [first, ...rest] = parts
  if (first === undefined) return []
  if (file.dialect === 'python') {
    const path = one.module.split('.')
    // `import app.settings` is used as `app.settings.NAME`
    if (one.names.length === 0 && parts.length > path.length && path.every((p, i) => p === parts[i]))
      return [{ module: one.module, wanted: parts.slice(path.length) }]
  }
  if (file.dialect === 'go') {
    const local = one.names[0] ?? nameOf(one.module)
    return local === first && rest.length > 0 ? [{ module: one.module, wanted: rest }] : []
  }
  if (one.names.includes('*')) return [{ module: one.module, wanted: parts }]
  if (!one.names.includes(first)) return []
  const exported = one.renamed?.[first] ?? first
  if (exported === '*' || exported === 'default')
    return rest.length > 0 ? [{ module: one.module, wanted: rest }] : [{ module: one.module, wanted: [first] }]
  const whole = [{ module: one.module, wanted: [exported, ...rest] }]
  if (file.dialect !== 'python' || rest.length === 0) return whole
  // the imported name is a module itself
  return [{ module: `${one.module}${one.module.endsWith('.') ? '' : '.'}${exported}`, wanted: rest }, ...whole]
}

/** Of constants with the same last name, those whose path agrees with most parts of the wanted name, letter case aside. */
function best(found: readonly Placed[], wanted: readonly string[]): Placed[] {
  let most = 0
  let kept: Placed[] = []
  for (const placed of found) {
    const score = agreement(placed.setting.path, wanted)
    if (score < most) continue
    if (score > most) kept = []
    most = score
    kept.push(placed)
  }
  return kept
}

function agreement(path: readonly string[], wanted: readonly string[]): number {
  let n = 0
  while (n < path.length && n < wanted.length && same(path[path.length - 1 - n], wanted[wanted.length - 1 - n])) n++
  return n
}

/** Value files that need no option to be taken. */
const isLoaded = (path: string) => /(?:^|\/)terraform\.tfvars(?:\.json)?$|\.auto\.tfvars(?:\.json)?$/.test(path)
const same = (a: string | undefined, b: string | undefined): boolean => a?.toLowerCase() === b?.toLowerCase()
const later = (a: Placed, b: Placed): number => b.setting.keySpan.start - a.setting.keySpan.start
