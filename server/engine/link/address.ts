/** From an evaluated value to an address with the exact place of the literal that one would edit. */
import type { Place, Resolution, Span } from '../types'
import { type Address, isLocalModelPort, type Platform, parseAddress } from '../url'
import { userPartsIn, withoutPercent } from '../user-part'
import type { Piece, Value } from './evaluate'
import type { Placed } from './placed'

export interface Located {
  readonly address: Address
  /** Text of the address with unknown pieces as `*`. */
  readonly text: string
  readonly path: string
  readonly span: Span
  readonly holder: Placed
  readonly via: readonly Place[]
  readonly resolution: Resolution
  /** Literals that stand in the user part. */
  readonly hidden: readonly Place[]
}

/** Stands for a piece that the text does not decide; a valid host label, cut out again before anything is shown. */
const UNKNOWN = 'xunknownx'

const WHOLE_AUTHORITY =
  /^[a-z]+:\/\/(?:[\w-]+\.)+(?:com|net|org|ai|io|cn|dev|app|co|cloud|xyz|top|pro|me|tech|site|online|icu|vip|cc|run|host|one|info|chat|gg|so|to|sh|jp|de|fr|uk|eu|in|hk|tw|sg)(?::\d{2,5})?$|^[a-z]+:\/\/[\w.-]+:\d{2,5}$/i

/** A list as JSON and TOML write it. */
const LIST = /^\s*\[\s*(?:(["'])https?:\/\/[^"']*\1\s*,?\s*)+\]\s*$/i

/** Splits `a,b;c` and `["a", "b"]`, so that each element is an address by itself. */
function elements(value: Value): Value[] {
  const only = value.pieces.length === 1 ? value.pieces[0] : undefined
  if (!only?.text || only.encoded || !/[,;|\s[]/.test(only.text)) return [value]
  // `NAME=url some words`: formats without inline comments carry remarks in the value
  const { setting, file } = only.holder
  const remark =
    setting.kind === 'env' || /^(?:properties|ini)$/.test(file.reader)
      ? /^\s*[a-z]+:\/\/[^\s,;|]+(?=\s+\S)(?![\s\S]*:\/\/)/i.exec(only.text)
      : null
  const element = LIST.test(only.text) ? /https?:\/\/[^"']*/gi : /[^,;|\s]+/g
  const parts = remark ? [remark] : [...only.text.matchAll(element)]
  if (!parts.every((m) => /^\s*https?:\/\//i.test(m[0]))) return [value]
  return parts.map((m) => ({
    resolution: value.resolution,
    pieces: [
      { ...only, text: m[0], span: { start: only.span.start + m.index, end: only.span.start + m.index + m[0].length } },
    ],
  }))
}

/** The addresses of a value; empty when it holds none or its host is unknown. */
export function locate(value: Value, platform: Platform): Located[] {
  return elements(value).flatMap((v) => {
    const found = locateOne(v, platform)
    return found ? [found] : []
  })
}

function locateOne(value: Value, platform: Platform): Located | null {
  let text = ''
  const starts: number[] = []
  value.pieces.forEach((piece, i) => {
    starts.push(text.length)
    // an unknown scheme before `://` is taken for https
    const next = value.pieces[i + 1]?.text ?? ''
    if (piece.text !== null) text += piece.text
    else if (i === 0 && next.startsWith('://')) text += 'https'
    // behind a whole authority only a path can follow
    else text += WHOLE_AUTHORITY.test(text) ? `/${UNKNOWN}` : UNKNOWN
  })
  const hidden = hiddenPieces(value.pieces, starts, text)
  if (PERCENT_SCHEME.test(text)) text = withoutPercent(text)
  // a scheme put before a whole address: another value of the same name goes without it
  if (/^[a-z]+:\/\/[a-z]+:\/\//i.test(text)) return null
  const address = parseAddress(text, platform)
  if (!address) return null
  const known = address.host.replaceAll(UNKNOWN, '')
  const hostUnknown = address.host.includes(UNKNOWN)
  const local = known === '' && isLocalModelPort(address.port)
  // what is left beside the unknown piece has to name a domain
  if (hostUnknown && !local && !/[a-z0-9-]\.[a-z0-9-]+$/.test(known.replace(/^[.-]+/, ''))) return null
  if (hostUnknown && !local && address.host.endsWith(UNKNOWN)) return null
  const wanted = local ? address.hostEnd : address.hostEnd - 1
  const at = holderOf(value.pieces, starts, wanted, text)
  if (!at) return null
  const shown = text.replaceAll(UNKNOWN, '*')
  const host = local ? '' : address.host.replaceAll(UNKNOWN, '*')
  const partial = value.pieces.some((p) => p.text === null)
  return {
    address: {
      ...address,
      host,
      path: address.path.replaceAll(UNKNOWN, '*'),
      written: address.written.replaceAll(UNKNOWN, '*'),
    },
    text: shown,
    path: at.path,
    span: at.encoded || value.pieces.length > 1 ? at.span : trimmed(at),
    holder: at.holder,
    via: at.via,
    hidden,
    resolution: partial && (hostUnknown || value.resolution === 'partial') ? 'partial' : value.resolution,
  }
}

/** One layer of percent signs around a whole address: `https%3A%2F%2Fhost`, `https%253A%252F%252Fhost`. */
const PERCENT_SCHEME = /^[a-z]+%(?:25)*3a/i

/** Where the user part was put together from, for a value of several pieces. One that a piece goes beyond is known to its reader. */
function hiddenPieces(pieces: readonly Piece[], starts: readonly number[], text: string): Place[] {
  if (pieces.length < 2) return []
  return userPartsIn(text).flatMap((user) =>
    pieces.flatMap((piece, i) => {
      const start = starts[i] as number
      const { text, path, span } = piece
      if (!text || start >= user.end || user.start >= start + text.length) return []
      const exact = text.length === span.end - span.start
      const from = exact ? Math.max(0, user.start - start) : 0
      const to = exact ? Math.min(text.length, user.end - start) : span.end - span.start
      return [{ path, span: { start: span.start + from, end: span.start + to } }]
    }),
  )
}

/** The piece that holds the character at `wanted`: the registrable end of the host, or its port. */
function holderOf(pieces: readonly Piece[], starts: readonly number[], wanted: number, text: string): Piece | null {
  for (let i = pieces.length - 1; i >= 0; i--) {
    const piece = pieces[i] as Piece
    if (piece.text === null || (starts[i] as number) > wanted) continue
    if (wanted < (starts[i] as number) + piece.text.length || wanted >= text.length) return piece
  }
  return pieces.find((p) => p.text !== null) ?? null
}

/** Leading and trailing blanks do not belong to an address. */
function trimmed(piece: Piece): Span {
  const text = piece.text ?? ''
  if (text.length !== piece.span.end - piece.span.start) return piece.span
  const lead = text.length - text.trimStart().length
  const tail = text.length - text.trimEnd().length
  return { start: piece.span.start + lead, end: piece.span.end - tail }
}
