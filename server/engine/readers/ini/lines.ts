/** Logical lines and environment lists that INI files and systemd units share. */
import type { FactsBuilder } from '../../builder'
import { interpolate } from '../../interpolation'
import { Excerpt } from '../../text'

/** Lines with `\` continuations joined, every unit at its place. Comment lines inside of a continuation are reported and left out. */
export function* logicalLines(x: Excerpt, out: FactsBuilder): Generator<Excerpt> {
  let pieces: Excerpt[] = []
  for (const m of x.text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)) {
    if (m[0] === '') continue
    const line = m[1] as string
    if (pieces.length > 0 && /^\s*[#;]/.test(line)) {
      comment(x.slice(m.index, m.index + line.length), out)
      continue
    }
    const goesOn = line.endsWith('\\')
    const kept = x.slice(m.index, m.index + line.length - (goesOn ? 1 : 0))
    if (kept.text) pieces.push(kept)
    if (goesOn) continue
    if (pieces.length > 0) yield pieces.length === 1 ? (pieces[0] as Excerpt) : Excerpt.assembled(pieces)
    pieces = []
  }
  if (pieces.length > 0) yield Excerpt.assembled(pieces)
}

/** Hands a line over when it is a comment. */
export function comment(line: Excerpt, out: FactsBuilder): boolean {
  const m = /^\s*[#;](.*)$/s.exec(line.text)
  if (m) out.comment(m[1] as string, line.span(line.text.length - (m[1] as string).length - 1, line.text.length))
  return m !== null
}

/** `A=b "C=d e" 'F=g' H="i"`, by blanks or commas; a quote that was not typed to its end goes to the end. */
const PAIR =
  /(?:^|[\s,])(?:[DR]{1,2}:)?(?:(["'])([A-Za-z_]\w*)=((?:(?!\1)[\s\S])*)\1?|([A-Za-z_]\w*)=(?:(["'])((?:(?!\5)[\s\S])*)\5?|([^\s,"']*)))/g

/** States the variables of an environment list. */
export function environment(
  list: Excerpt,
  out: FactsBuilder,
  block: number,
  { escapes = false, shadowed = false }: { readonly escapes?: boolean; readonly shadowed?: boolean } = {},
): void {
  for (const m of list.text.matchAll(PAIR)) {
    const name = m[2] ?? m[4] ?? ''
    const value = m[3] ?? m[6] ?? m[7] ?? ''
    const keyAt = m.index + m[0].indexOf(name)
    const at = m.index + m[0].indexOf('=') + 1 + (m[5] ? 1 : 0)
    out.setting({
      kind: 'env',
      name,
      keySpan: list.span(keyAt, keyAt + name.length),
      value: interpolate((escapes ? unescaped : same)(list.slice(at, at + value.trimEnd().length)), {}),
      block,
      ...(shadowed ? { shadowed: true } : {}),
    })
  }
}

const same = (x: Excerpt): Excerpt => x
const ESCAPE = /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(["'\\]))|%%/g

/** systemd: `\x2f`, `\u002f`, `\"` and `%%` as the signs that they stand for, each at its place. */
function unescaped(x: Excerpt): Excerpt {
  if (!/[\\%]/.test(x.text)) return x
  const pieces: (Excerpt | { text: string; span: ReturnType<Excerpt['span']> })[] = []
  let from = 0
  for (const m of x.text.matchAll(ESCAPE)) {
    if (m.index > from) pieces.push(x.slice(from, m.index))
    from = m.index + m[0].length
    const hex = m[1] ?? m[2]
    const text = hex ? String.fromCharCode(Number.parseInt(hex, 16)) : (m[3] ?? '%')
    pieces.push({ text, span: x.span(m.index, from) })
  }
  if (from < x.text.length) pieces.push(x.slice(from, x.text.length))
  return pieces.length > 0 ? Excerpt.assembled(pieces) : x
}
