/** What node and browsers both offer to the engine. */
import type { Machine } from '../workspace/host'

export function createMachine(): Machine {
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })
  const utf16le = new TextDecoder('utf-16le', { ignoreBOM: true })
  return {
    decodeUtf8: (bytes) => utf8.decode(bytes),
    decodeUtf16(bytes, bigEndian) {
      if (!bigEndian) return utf16le.decode(bytes)
      const swapped = Uint8Array.from(bytes.length % 2 === 0 ? bytes : bytes.subarray(0, bytes.length - 1))
      for (let i = 0; i + 1 < swapped.length; i += 2) {
        const a = swapped[i] as number
        swapped[i] = swapped[i + 1] as number
        swapped[i + 1] = a
      }
      return utf16le.decode(swapped)
    },
    pause: () => new Promise((go) => (typeof setImmediate === 'function' ? setImmediate(go) : setTimeout(go, 0))),
    parseHttp(text) {
      try {
        const url = new URL(text)
        return { hostname: url.hostname, port: url.port, pathname: url.pathname, username: url.username }
      } catch {
        return null
      }
    },
  }
}
