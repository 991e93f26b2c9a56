/** Azure templates: which files give a parameter its value. */

import { folderOf, nameOf, resolvePath } from '../paths'
import type { FileFacts, Reference } from '../types'
import type { Placed } from './placed'

/** Values that files of parameters and calls of the template give to a parameter of it. */
export function givenTo(template: FileFacts, parameter: string, files: ReadonlyMap<string, FileFacts>): Placed[] {
  if (!/\.(?:bicep|json)$/.test(template.path)) return []
  const out: Placed[] = []
  const folder = folderOf(template.path)
  const beside = `${nameOf(template.path).replace(/\.(?:bicep|json)$/, '')}.parameters.`
  for (const file of files.values()) {
    const calls = file.references.filter(
      (r) => r.kind === 'module' && resolvePath(folderOf(file.path), r.target) === template.path,
    )
    const named = folderOf(file.path) === folder && nameOf(file.path).startsWith(beside)
    if (calls.length === 0 && !named) continue
    for (const setting of file.settings) {
      const own = setting.name === `param.${parameter}` && (named || calls.some((c) => c.member === 'using'))
      const argument = setting.name === parameter && calls.some((c) => isArgument(c, setting.block))
      if (own || argument) out.push({ path: file.path, setting, file })
    }
  }
  return out
}

const isArgument = (call: Reference, block: number) => call.member !== 'using' && call.block === block
