/** Variables that a script of a pipeline sets by what it prints. */
import type { FactsBuilder } from '../../builder'
import { interpolate } from '../../interpolation'
import type { ReadContext } from '../../reader'
import type { Excerpt } from '../../text'

const COMMAND = /##vso\[task\.setvariable\s+(?:[^\]\r\n]*;\s*)?variable=([A-Za-z_][\w.]*)[^\]\r\n]*\]/g

/** Azure pipelines: `##vso[task.setvariable variable=NAME]value` sets a variable of the steps that follow. */
export function loggedVariables(printed: Excerpt, out: FactsBuilder, context: ReadContext): void {
  for (const m of printed.text.matchAll(COMMAND)) {
    const name = m[1] as string
    const keyAt = m.index + m[0].indexOf('variable=') + 'variable='.length
    const at = m.index + m[0].length
    const length = /^(?:(?!\\n|[\r\n]).)*/s.exec(printed.text.slice(at))?.[0].length ?? 0
    out.setting({
      kind: 'env',
      name,
      keySpan: printed.span(keyAt, keyAt + name.length),
      value: interpolate(printed.slice(at, at + length), { bare: true }),
      block: context.block,
    })
  }
}
