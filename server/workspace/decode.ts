import type { Machine } from './host'

export interface Decoded {
  /** Text without byte order mark. */
  readonly text: string
  readonly encoding: 'utf-8' | 'utf-16le' | 'utf-16be'
  readonly bom: boolean
}

/** Text of a file, or null when it is binary. UTF-16 is told by its mark, or by its pattern of zero bytes. */
export function decode(bytes: Uint8Array, machine: Machine): Decoded | null {
  const [a = -1, b = -1, c = -1] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf)
    return { text: machine.decodeUtf8(bytes.subarray(3)), encoding: 'utf-8', bom: true }
  if (a === 0xff && b === 0xfe)
    return { text: machine.decodeUtf16(bytes.subarray(2), false), encoding: 'utf-16le', bom: true }
  if (a === 0xfe && b === 0xff)
    return { text: machine.decodeUtf16(bytes.subarray(2), true), encoding: 'utf-16be', bom: true }
  const zeros = zeroPattern(bytes)
  if (zeros === 'le' || zeros === 'be')
    return {
      text: machine.decodeUtf16(bytes, zeros === 'be'),
      encoding: zeros === 'be' ? 'utf-16be' : 'utf-16le',
      bom: false,
    }
  if (zeros === 'binary') return null
  return { text: machine.decodeUtf8(bytes), encoding: 'utf-8', bom: false }
}

/** How to make text of the pieces of a file whose first piece this is; null when it is binary. */
export function decoderOf(first: Uint8Array, machine: Machine): ((bytes: Uint8Array) => string) | null {
  const encoding = decode(first.subarray(0, 8192), machine)?.encoding
  if (!encoding) return null
  if (encoding === 'utf-8') return (bytes) => machine.decodeUtf8(bytes)
  return (bytes) => machine.decodeUtf16(bytes, encoding === 'utf-16be')
}

function zeroPattern(bytes: Uint8Array): 'none' | 'le' | 'be' | 'binary' {
  const n = Math.min(bytes.length, 8192)
  let even = 0
  let odd = 0
  for (let i = 0; i < n; i++) {
    if (bytes[i] !== 0) continue
    if (i % 2 === 0) even++
    else odd++
  }
  if (even + odd === 0) return 'none'
  const half = n / 2
  if (odd > half * 0.7 && even < half * 0.05) return 'le'
  if (even > half * 0.7 && odd < half * 0.05) return 'be'
  return 'binary'
}
