/** Unicode form of host labels (RFC 3492 decoding), for display only. */

const BASE = 36

/** `xn--pi-6kc.anthropic.com` becomes its Unicode form; text that is no valid punycode stays as it is. */
export function toUnicode(host: string): string {
  if (!host.includes('xn--')) return host
  return host
    .split('.')
    .map((label) => (label.startsWith('xn--') ? (decode(label.slice(4)) ?? label) : label))
    .join('.')
}

function adapt(delta: number, points: number, first: boolean): number {
  let d = first ? Math.floor(delta / 700) : delta >> 1
  d += Math.floor(d / points)
  let k = 0
  for (; d > 455; k += BASE) d = Math.floor(d / 35)
  return k + Math.floor((36 * d) / (d + 38))
}

function digitOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 22
  if (code >= 97 && code <= 122) return code - 97
  return BASE
}

function decode(input: string): string | null {
  const split = input.lastIndexOf('-')
  const out: number[] = split > 0 ? [...input.slice(0, split)].map((c) => c.charCodeAt(0)) : []
  let n = 128
  let i = 0
  let bias = 72
  for (let at = split > 0 ? split + 1 : 0; at < input.length; ) {
    const before = i
    for (let w = 1, k = BASE; ; k += BASE) {
      const digit = at < input.length ? digitOf(input.charCodeAt(at++)) : BASE
      if (digit >= BASE || i > 0x7fffffff) return null
      i += digit * w
      const t = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias
      if (digit < t) break
      w *= BASE - t
    }
    bias = adapt(i - before, out.length + 1, before === 0)
    n += Math.floor(i / (out.length + 1))
    i %= out.length + 1
    if (n > 0x10ffff) return null
    out.splice(i++, 0, n)
  }
  return String.fromCodePoint(...out)
}
