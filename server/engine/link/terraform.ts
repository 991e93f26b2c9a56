/** Terraform modules: which files make one, which folder a call means, and where a name of a module gets its value. */

import { folderOf, resolvePath } from '../paths'
import type { FileFacts, Reference, Setting } from '../types'
import type { Placed } from './placed'

export interface CalledModule {
  readonly folder: string
  readonly files: readonly FileFacts[]
  /** Alias under which the provider is known there; empty for the default provider. */
  readonly alias: string
}

/** A file in one of the two syntaxes of Terraform. */
export function isTerraform(file: FileFacts): boolean {
  return file.reader === 'hcl' || /\.tf\.json$/.test(file.path)
}

/** Files of one module: all of a folder, as Terraform takes them. */
export function moduleFiles(folder: string, files: ReadonlyMap<string, FileFacts>): FileFacts[] {
  return [...files.values()].filter((f) => isTerraform(f) && folderOf(f.path) === folder)
}

/** The module of a folder and every module that it calls and hands the provider to, in the order of the calls. */
export function modulesCalled(
  folder: string,
  prefix: string,
  alias: string,
  files: ReadonlyMap<string, FileFacts>,
): CalledModule[] {
  const out: CalledModule[] = []
  const seen = new Set<string>()
  const visit = (at: string, as: string): void => {
    if (seen.has(`${at} ${as}`) || out.length > 200) return
    seen.add(`${at} ${as}`)
    const own = moduleFiles(at, files)
    out.push({ folder: at, files: own, alias: as })
    for (const file of own) {
      for (const call of file.references) {
        if (call.kind !== 'module') continue
        const target = resolvePath(at, call.target)
        if (target === null) continue
        const handed = file.references.filter((r) => r.kind === 'provider' && r.block === call.block)
        const whole = as === '' ? prefix : `${prefix}.${as}`
        // without `providers`, a called module gets the default provider
        if (handed.length === 0 ? as === '' : handed.some((r) => r.target === whole)) visit(target, '')
      }
    }
  }
  visit(folder, alias)
  return out
}

/** Arguments that calls of the module of a folder give to a variable of it, and what the environment of the command gives. */
export function passedTo(folder: string, variable: string, files: ReadonlyMap<string, FileFacts>): Placed[] {
  const out: Placed[] = []
  for (const file of files.values()) {
    const calls = file.references.filter(
      (r) => r.kind === 'module' && resolvePath(folderOf(file.path), r.target) === folder,
    )
    for (const setting of file.settings) {
      const given = setting.name === variable && calls.some((call) => givesTo(call, setting))
      if (given || (setting.kind === 'env' && setting.name === `TF_VAR_${variable}`))
        out.push({ path: file.path, setting, file })
    }
  }
  return out
}

/** Arguments of a module block, or inputs of a stack. */
function givesTo(call: Reference, { block, path }: Setting): boolean {
  if (block !== call.block) return false
  return call.member === 'inputs' ? path.length === 2 && path[0] === 'inputs' : path.length === 3
}
