/** Headers of a request whose value is where a gateway sends it on: `x-portkey-custom-host: https://…`. */
import type { FactsBuilder } from '../../builder'
import { interpolate } from '../../interpolation'
import type { ReadContext } from '../../reader'
import type { Excerpt } from '../../text'

const LINE = /^["']?([A-Za-z][\w-]*-(?:host|url|upstream|target|endpoint))\s*:\s*(https?:\/\/[^\s"',]+)/gim

export function readHeaders(x: Excerpt, out: FactsBuilder, { under, block }: ReadContext): void {
  for (const m of x.text.matchAll(LINE)) {
    const name = m[1] as string
    const end = m.index + m[0].length
    const keyAt = m.index + m[0].indexOf(name)
    out.setting({
      kind: 'key',
      name,
      path: [...under, name],
      keySpan: x.span(keyAt, keyAt + name.length),
      value: interpolate(x.slice(end - (m[2] as string).length, end), { bare: true }),
      block,
    })
  }
}
