/** Random changes of texts for the tests that reading is total. */

/** Seeded, so that a failure can be repeated. */
export function random(seed: number): () => number {
  let s = seed
  return () => {
    s = (Math.imul(s, 1664525) + 1013904223) >>> 0
    return s / 2 ** 32
  }
}

/** The text cut, with a piece left out, with a sign put in, or with a piece doubled. */
export function mutate(text: string, next: () => number): string {
  const at = Math.floor(next() * (text.length + 1))
  const insert = [
    '"',
    "'",
    '{',
    '}',
    '[',
    '(',
    '\n',
    '\\',
    '${',
    '`',
    '#',
    '\u0000',
    '\ud800',
    '<<EOF\n',
    '&a',
    '*a',
    ': ',
  ]
  switch (Math.floor(next() * 4)) {
    case 0:
      return text.slice(0, at)
    case 1:
      return text.slice(0, at) + text.slice(at + 1 + Math.floor(next() * 5))
    case 2:
      return text.slice(0, at) + (insert[Math.floor(next() * insert.length)] as string) + text.slice(at)
    default:
      return text.slice(0, at) + text.slice(Math.floor(at / 2), at) + text.slice(at)
  }
}
