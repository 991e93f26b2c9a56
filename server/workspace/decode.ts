import type { Machine } from './host'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'utf-32le' | 'utf-32be'

export interface Decoded {
  /** Text without byte order mark. */
  readonly text: string
  readonly encoding: Encoding
  readonly bom: boolean
}

/** Byte order marks; the longer ones first, for one begins like a shorter one. */
const MARKS: readonly (readonly [encoding: Encoding, mark: readonly number[]])[] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-32le', [0xff, 0xfe, 0, 0]],
  ['utf-32be', [0, 0, 0xfe, 0xff]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** Bytes at the beginning of a file that tell its encoding. */
const HEAD = 8192

/** Text of a file, or null when it is binary. UTF-16 is told by its mark, or by its pattern of zero bytes; everything else is UTF-8. */
export function decode(bytes: Uint8Array, machine: Machine): Decoded | null {
  for (const [encoding, mark] of MARKS)
    if (mark.every((b, i) => bytes[i] === b))
      return { text: decoderFor(encoding, machine)(bytes.subarray(mark.length)), encoding, bom: true }
  const encoding = encodingOf(bytes.subarray(0, HEAD), machine)
  return encoding && { text: decoderFor(encoding, machine)(bytes), encoding, bom: false }
}

/** How to make text of the pieces of a file whose first piece this is; null when it is binary. */
export function decoderOf(first: Uint8Array, machine: Machine): ((bytes: Uint8Array) => string) | null {
  const decoded = decode(first.subarray(0, HEAD), machine)
  return decoded && decoderFor(decoded.encoding, machine)
}

function decoderFor(encoding: Encoding, machine: Machine): (bytes: Uint8Array) => string {
  if (encoding === 'utf-8') return (bytes) => machine.decodeUtf8(bytes)
  const big = encoding.endsWith('be')
  return encoding.startsWith('utf-16') ? (bytes) => machine.decodeUtf16(bytes, big) : (bytes) => utf32(bytes, big)
}

function utf32(bytes: Uint8Array, big: boolean): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let text = ''
  for (let i = 0; i + 4 <= bytes.length; i += 4) {
    const point = view.getUint32(i, !big)
    text += String.fromCodePoint(point > 0x10ffff ? 0xfffd : point)
  }
  return text
}

/** What the beginning of a file without a mark is; null for no text. A stray zero byte makes no text binary: nothing hides behind one. */
function encodingOf(head: Uint8Array, machine: Machine): Encoding | null {
  if (!head.includes(0)) return 'utf-8'
  const mostlyText = isMostlyText(head)
  if (mostlyText && !machine.decodeUtf8(head.subarray(0, -4)).includes('\ufffd')) return 'utf-8'
  const le = isUtf16(head, 1)
  const be = isUtf16(head, 0)
  if (le !== be) return le ? 'utf-16le' : 'utf-16be'
  return mostlyText ? 'utf-8' : null
}

/** Share of units below U+0080 that every text has, whatever its script: blanks, line breaks, marks, names. */
const PLAIN_SHARE = 0.05

/** Whether pairs of bytes are a text, `high` being the place of the more significant byte: no zero units, no lone surrogates, no controls. */
function isUtf16(bytes: Uint8Array, high: 0 | 1): boolean {
  const units = bytes.length >> 1
  let plain = 0
  let pending = false
  for (let i = 0; i < units; i++) {
    const unit = ((bytes[2 * i + high] as number) << 8) | (bytes[2 * i + 1 - high] as number)
    const low = unit >= 0xdc00 && unit <= 0xdfff
    if (isControl(unit) || unit === 0 || unit >= 0xfffe || low !== pending) return false
    pending = unit >= 0xd800 && unit <= 0xdbff
    if (unit < 0x80) plain++
  }
  return units > 0 && plain >= units * PLAIN_SHARE
}

/** Control characters that no text holds; a zero is counted by itself. */
const isControl = (unit: number) => unit > 0 && unit < 0x20 && !(unit >= 9 && unit <= 13) && unit !== 0x1b

function isMostlyText(head: Uint8Array): boolean {
  let zeros = 0
  let controls = 0
  for (const byte of head) {
    if (byte === 0) zeros++
    else if (isControl(byte) || byte === 0x7f) controls++
  }
  return zeros <= Math.max(1, head.length * 0.02) && controls <= head.length * 0.005
}
