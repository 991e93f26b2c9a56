/**
 * Marks of credentials: hashes by which the value of a credential is known again where it stands without its name, as in the path of an
 * address. Only long words with a digit are marked, so that no ordinary word is ever taken for a secret.
 */
import { hash64 } from './hash'
import type { Span } from './types'

const WORD = /[A-Za-z0-9_-]{16,}/g

const wordsIn = (text: string) => [...text.matchAll(WORD)].filter((m) => /[0-9]/.test(m[0]))

/** Marks of the words of a literal credential. */
export function marksOf(text: string): string[] {
  return wordsIn(text).map((m) => hash64(m[0]))
}

/** Where words stand that are known by their marks; offsets into the text. */
export function markedIn(text: string, marks: ReadonlySet<string>): Span[] {
  if (marks.size === 0) return []
  return wordsIn(text)
    .filter((m) => marks.has(hash64(m[0])))
    .map((m) => ({ start: m.index, end: m.index + m[0].length }))
}

/** The text with those words cut. */
export function cutMarked(text: string, marks: ReadonlySet<string>): string {
  let out = ''
  let at = 0
  for (const { start, end } of markedIn(text, marks)) {
    out += `${text.slice(at, start)}…`
    at = end
  }
  return out + text.slice(at)
}
