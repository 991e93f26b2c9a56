/** Strict base64 to UTF-8 text; null when the text is not base64 or not printable. No platform needed. */
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'

export function decodeBase64(text: string): string | null {
  const clean = text.replace(/\s+/g, '').replace(/-/g, '+').replace(/_/g, '/')
  if (clean.length < 4 || clean.length > 65536 || !/^[A-Za-z0-9+/]+={0,2}$/.test(clean)) return null
  const bytes: number[] = []
  let bits = 0
  let value = 0
  for (const c of clean.replace(/=+$/, '')) {
    value = (value << 6) | ALPHABET.indexOf(c)
    bits += 6
    if (bits >= 8) {
      bits -= 8
      bytes.push((value >> bits) & 255)
      value &= (1 << bits) - 1
    }
  }
  return decodeUtf8(bytes)
}

/** Base64 of an ASCII text, with padding. */
export function encodeBase64(text: string): string {
  let out = ''
  for (let i = 0; i < text.length; i += 3) {
    const [a = 0, b = 0, c = 0] = [0, 1, 2].map((k) => text.charCodeAt(i + k) || 0)
    const group = (a << 16) | (b << 8) | c
    const digits = [18, 12, 6, 0].map((shift) => ALPHABET[(group >> shift) & 63]).join('')
    out += digits.slice(0, Math.min(4, text.length - i + 1)).padEnd(4, '=')
  }
  return out
}

function decodeUtf8(bytes: readonly number[]): string | null {
  let out = ''
  for (let i = 0; i < bytes.length; ) {
    const b = bytes[i] as number
    const size = b < 0x80 ? 1 : b >= 0xc2 && b < 0xe0 ? 2 : b >= 0xe0 && b < 0xf0 ? 3 : b >= 0xf0 && b < 0xf5 ? 4 : 0
    if (size === 0 || i + size > bytes.length) return null
    let point = size === 1 ? b : b & (0xff >> (size + 1))
    for (let k = 1; k < size; k++) {
      const c = bytes[i + k] as number
      if ((c & 0xc0) !== 0x80) return null
      point = (point << 6) | (c & 0x3f)
    }
    if (point < 9 || (point > 13 && point < 32)) return null
    out += String.fromCodePoint(point)
    i += size
  }
  return out
}
