/**
 * User parts of addresses (`https://user:password@host`), found in the value that a reader understood and not in the line it stands on:
 * a password stays hidden however it is spelt, split or encoded. Offsets are UTF-16, half open.
 */
import { readableUser } from './redact'
import { choicesOf, eachChoice } from './template'
import type { Part, Span, Template } from './types'

/** Behind the slashes of a scheme, which may lean either way, up to the last `@` of the authority. */
const USER_PART = /:[\\/]{2,6}([^\s/?#"'`<>]*)@/g
/** Stands for what is no literal text; no address holds it. */
const OTHER = '\u0001'
/** A user part that a format fills in: `%s`, `%(name)s`, `{}`. */
const OPEN = /\u0001|%[(s]|\{/

/** Where user parts stand in the text of a value, without the `@` and without a host that they imitate. */
export function userPartsIn(text: string): Span[] {
  if (!text.includes('@')) return []
  return [...text.matchAll(USER_PART)].flatMap((m) => {
    const user = m[1] as string
    const end = m.index + m[0].length - 1
    const start = end - user.length + Math.max(0, readableUser(user).length - 1)
    return start < end ? [{ start, end }] : []
  })
}

/** One layer after the other of percent signs around a whole address: `https%3A%2F%2Fu%3Ap%40host`. */
export function withoutPercent(text: string): string {
  let out = text
  for (let depth = 0; depth < 3 && /[a-z]%(?:25)*3a/i.test(out); depth++) {
    try {
      out = decodeURIComponent(out)
    } catch {
      return out
    }
  }
  return out
}

/** Spans in the file that hold user parts of the addresses that a value is, or may be. `source`: the text of the file. */
export function hiddenIn(template: Template, source: string): Span[] {
  const inner = template.parts.flatMap((p) =>
    p.kind === 'ref' ? choicesOf(p).flatMap((t) => hiddenIn(t, source)) : [],
  )
  const { text, pieces } = joined(template)
  const found = userPartsIn(text)
  if (found.length === 0) return inner
  const own = pieces.flatMap(({ part, start, text: piece }) =>
    found
      .filter((f) => start < f.end && f.start < start + piece.length)
      .map((f) => spanIn(part, piece, { start: f.start - start, end: f.end - start }, source)),
  )
  const open = found.some((f) => OPEN.test(text.slice(f.start, f.end)))
  return [...inner, ...own, ...(open ? argumentsBehind(template, source) : [])]
}

/** The value with the literal text of its user parts taken out; `@` stays where the parts of the value are several. */
export function withoutUserParts(template: Template): Template {
  const { text, pieces } = joined(template)
  const found = userPartsIn(text)
  const parts = template.parts.map((part, i): Part => {
    if (part.kind === 'ref') return { ...part, ...eachChoice(part, withoutUserParts) }
    if (part.kind !== 'text' || found.length === 0) return part
    const { start, text: piece } = pieces[i] as Piece
    const drop = new Set<number>()
    for (const f of found) {
      // the sign goes with the whole user part, unless the value has other parts that it ends
      const sign = pieces.length === 1 && /[\\/]/.test(text[f.start - 1] ?? '') ? 1 : 0
      for (let at = Math.max(0, f.start - start); at < f.end - start + sign; at++) drop.add(at)
    }
    return drop.size === 0
      ? part
      : {
          ...part,
          text: [...Array(piece.length).keys()]
            .filter((at) => !drop.has(at))
            .map((at) => piece[at])
            .join(''),
        }
  })
  return { ...template, parts }
}

interface Piece {
  readonly part: Part
  readonly start: number
  readonly text: string
}

function joined({ parts }: Template): { text: string; pieces: Piece[] } {
  const pieces: Piece[] = []
  let text = ''
  for (const part of parts) {
    const piece = part.kind === 'text' ? (parts.length === 1 ? withoutPercent(part.text) : part.text) : OTHER
    pieces.push({ part, start: text.length, text: piece })
    text += piece
  }
  return { text, pieces }
}

/** `@` and what leads from a scheme to its authority, in the spellings of source code, markup and addresses. */
const AT = /@|%(?:25)*40|\\u\{0*40\}|\\[uU](?:0{4})?0040|\\x40|\\100|&#0*64;|&#x0*40;|&commat;/gi
const LEAD =
  /^\s*[a-z][a-z0-9+.-]*(?::|%(?:25)*3a)(?:%(?:25)*(?:2f|5c)|\\u\{0*2f\}|\\[uU](?:0{4})?002f|\\x2f|\\0?57|&#0*47;|&#x0*2f;|&sol;|\\*\/|\\)*/i

/** Where `at`, a range in the text of a part, stands in the file. A part that is spelt another way in the file hides more, never less. */
function spanIn(part: Part, piece: string, at: Span, source: string): Span {
  const { start, end } = part.span
  if (part.kind !== 'text') return part.span
  const raw = source.slice(start, end)
  if (raw === piece) return { start: start + at.start, end: start + Math.min(at.end, piece.length) }
  const from = at.start <= 0 ? 0 : (LEAD.exec(raw)?.[0].length ?? 0)
  if (at.end > piece.length) return { start: start + from, end }
  const before = piece.slice(0, at.end).split('@').length - 1
  const sign = [...raw.matchAll(AT)][before]
  return sign ? { start: start + from, end: start + sign.index } : part.span
}

/** Literals behind a format on its line: `"https://u:%s@host" % "password"`. */
function argumentsBehind({ span }: Template, source: string): Span[] {
  const line = /^[^\r\n]*/.exec(source.slice(span.end, span.end + 512))?.[0] ?? ''
  // the quote that closes the value itself opens nothing
  const rest = line.replace(/^["'`]/, ' ')
  return [...rest.matchAll(/(["'])([^"']+)\1/g)].map((m) => {
    const start = span.end + m.index + 1
    return { start, end: start + (m[2] as string).length }
  })
}
