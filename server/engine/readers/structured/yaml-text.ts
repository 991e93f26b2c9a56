/** Decoded text of flow scalars of YAML whose every unit knows where it stands: escapes, doubled quotes, folded lines. */
import { Excerpt } from '../../text'
import type { Span } from '../../types'

const SIMPLE: Readonly<Record<string, string>> = {
  '0': '\0',
  a: '\x07',
  b: '\b',
  t: '\t',
  '\t': '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
  e: '\x1b',
  N: '\x85',
  _: '\xa0',
  L: '\u2028',
  P: '\u2029',
}
const DOUBLE =
  /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(\r?\n[ \t]*(?:\r?\n[ \t]*)*)|([\s\S]))|[ \t]*(\r?\n[ \t]*(?:\r?\n[ \t]*)*)/g
const SINGLE = /(')'|[ \t]*(\r?\n[ \t]*(?:\r?\n[ \t]*)*)/g
const PLAIN = /[ \t]*(\r?\n[ \t]*(?:\r?\n[ \t]*)*)/g

/** `raw` without its quotes starts at `from` of `x`. The text may differ from a parser's in rare corners: compare before use. */
export function flowText(raw: string, quote: '"' | "'" | '', from: number, x: Excerpt): Excerpt {
  const pieces: { text: string; span: Span }[] = []
  let start = 0
  for (const m of raw.matchAll(quote === '"' ? DOUBLE : quote === "'" ? SINGLE : PLAIN)) {
    if (m.index > start) pieces.push({ text: raw.slice(start, m.index), span: x.span(from + start, from + m.index) })
    start = m.index + m[0].length
    const text = quote === '"' ? doubled(m) : quote === "'" ? (m[1] ?? folded(m[2] as string)) : folded(m[1] as string)
    if (text) pieces.push({ text, span: x.span(from + m.index, from + start) })
  }
  if (start < raw.length) pieces.push({ text: raw.slice(start), span: x.span(from + start, from + raw.length) })
  return Excerpt.assembled(pieces)
}

function doubled(m: RegExpMatchArray): string {
  const code = m[1] ?? m[2] ?? m[3]
  if (code !== undefined) {
    const point = Number.parseInt(code, 16)
    return String.fromCodePoint(point > 0x10ffff ? 0xfffd : point)
  }
  if (m[4] !== undefined) return '\n'.repeat(m[4].split('\n').length - 2)
  if (m[5] !== undefined) return SIMPLE[m[5]] ?? m[5]
  return folded(m[6] as string)
}

/** One line break becomes a blank, each further one stays. */
function folded(breaks: string): string {
  return '\n'.repeat(breaks.split('\n').length - 2) || ' '
}
