/**
 * Files that are no plain text by their bytes although their names are those of source code or configuration. A zero byte in a comment
 * hides nothing: what such a file holds is looked for all the same.
 */
import { holdsSign, listedHostIn } from './filter'
import type { Machine } from './host'
import type { Known } from './worth'

/** Share of bytes without meaning in UTF-8 up to which a file is text all the same; compressed data has more than half. */
const MOST_BROKEN = 0.3
/** Fewer signs than these are no text. */
const LEAST = 16

export type HalfText =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'skipped'; readonly reason: string }
  | { readonly kind: 'binary' }

/** What bytes are that no encoding explains: text with a key word or a listed host, something that hides one, or plainly binary. */
export function halfText(bytes: Uint8Array, machine: Machine, known: Known): HalfText {
  const text = machine.decodeUtf8(bytes)
  const readable = withoutControls(text)
  if (isText(readable)) {
    if (holdsSign(text, known.host)) return { kind: 'text', text }
    return holdsSign(readable, known.host) ? { kind: 'skipped', reason: REASON } : { kind: 'binary' }
  }
  return listedHostIn(readable, known.host) ? { kind: 'skipped', reason: REASON } : { kind: 'binary' }
}

const REASON = 'it holds bytes that are no text, and a key word or a known host among them'

const withoutControls = (text: string): string => text.replace(/[\u0000-\u0008\u000e-\u001f\u007f]+/g, '')

function isText(readable: string): boolean {
  const broken = readable.split('\ufffd').length - 1
  return readable.length >= LEAST && broken <= readable.length * MOST_BROKEN
}
