import { interpolate } from '../interpolation'
import type { Reader } from '../reader'

/** Headers whose value is where a gateway sends the request on. */
const LINE = /^["']?([A-Za-z][\w-]*-(?:host|url|upstream|target|endpoint))\s*:\s*(https?:\/\/[^\s"',]+)/gim

/** `Name: value` lines: headers that a client adds to its requests. */
export const headers: Reader = {
  id: 'headers',
  version: 1,
  dialects: ['headers'],
  dialectOf: () => '',
  read(x, out, context) {
    for (const m of x.text.matchAll(LINE)) {
      const name = m[1] as string
      const end = m.index + m[0].length
      const keyAt = m.index + m[0].indexOf(name)
      out.setting({
        kind: 'key',
        name,
        path: [...context.under, name],
        keySpan: x.span(keyAt, keyAt + name.length),
        value: interpolate(x.slice(end - (m[2] as string).length, end), { bare: true }),
        block: context.block,
      })
    }
  },
}
