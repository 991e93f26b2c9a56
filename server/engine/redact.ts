/**
 * Cuts secrets out of text. Everything that a reader keeps and everything that a printer prints passes here.
 * A key is cut to its public prefix and an ellipsis, user parts and queries of addresses are cut away.
 */
import type { KeyShape } from './facts'

export interface FoundShape {
  readonly shape: KeyShape
  readonly start: number
  readonly end: number
}

export interface Redactor {
  /** All key shapes in the text, leftmost first, longest shape wins; offsets into `text`. */
  find(text: string): FoundShape[]
  /** The text with every secret cut. */
  cut(text: string): string
}

const CUT = '…'
/** Secrets without a known shape: bearer headers, `key=` and `token=` pairs, long opaque words behind such names. */
const ASSIGNED =
  /((?:api[_-]?key|apikey|secret|passwd|password|auth[_-]?token|access[_-]?token|x-api-key|authorization)["']?\s*[:=]\s*["']?(?:bearer\s+)?|bearer\s+)([A-Za-z0-9+/_.=-]{12,})/gi
const USER_PART = /([a-z][a-z0-9+.-]*:[\\/]{2,6})([^\s/?#"'`]+)@/gi
const QUERY_SECRET = /([?&](?:key|api[_-]?key|token|access[_-]?token|auth|secret|password|sig|signature)=)[^\s&#"'`]+/gi
/** Long runs of base64 may hide a key; nothing readable is lost by cutting them. */
const OPAQUE = /[A-Za-z0-9+/_-]{40,}={0,2}/g
const REFERENCE = /^[$<{%]|^(?:secrets?|env|vars?|process|os)\b/i

export function createRedactor(shapes: readonly KeyShape[]): Redactor {
  const compiled = shapes
    .map((shape) => ({
      shape,
      re: new RegExp(`(?<![A-Za-z0-9_-])(?:${shape.pattern})`, 'g'),
      needle: shape.prefix || markIn(shape.pattern),
    }))
    .sort((a, b) => b.shape.prefix.length - a.shape.prefix.length)
  const prefixed = new RegExp(`(?<![A-Za-z0-9_-])(?:${stems(shapes.map((s) => s.prefix)).join('|')})`)

  function find(text: string): FoundShape[] {
    // no credential is shorter; most texts end here
    if (text.length < 16) return []
    const found: FoundShape[] = []
    const any = prefixed.test(text)
    for (const { shape, re, needle } of compiled) {
      if ((shape.prefix && !any) || !text.includes(needle)) continue
      re.lastIndex = 0
      for (let m = re.exec(text); m; m = re.exec(text)) {
        const start = m.index
        const end = start + m[0].length
        if (end === start) {
          re.lastIndex++
          continue
        }
        if (!found.some((f) => start < f.end && f.start < end)) found.push({ shape, start, end })
      }
    }
    return found.sort((a, b) => a.start - b.start)
  }

  function cut(text: string): string {
    let out = ''
    let at = 0
    for (const { shape, start, end } of find(text)) {
      const rest = /^[A-Za-z0-9_-]*/.exec(text.slice(end))?.[0].length ?? 0
      out += text.slice(at, start) + shape.prefix + CUT
      at = end + rest
    }
    out += text.slice(at)
    return out
      .replace(USER_PART, (_all, scheme: string, user: string) => scheme + readableUser(user))
      .replace(QUERY_SECRET, `$1${CUT}`)
      .replace(ASSIGNED, (all, name: string, value: string) =>
        REFERENCE.test(value) || /^[a-z]+([-_.][a-z]+)*$/.test(value) ? all : name + CUT,
      )
      .replace(OPAQUE, (word) => (isOpaque(word) ? CUT : word))
  }
  return { find, cut }
}

/** Letters and digits that every text of a pattern without a prefix holds, for patterns of classes and plain words only; may be empty. */
function markIn(pattern: string): string {
  const plain = pattern
    .replace(/\(\?.*?\)/g, ' ')
    .replace(/\[[^\]]*\]/g, ' ')
    .replace(/\{[^}]*\}/g, ' ')
  if (/[()|?*+]/.test(plain)) return ''
  return plain.match(/(?<![\\A-Za-z0-9])[A-Za-z0-9]{4,}/g)?.[0] ?? ''
}

/** The prefixes of which none begins with another one, as a pattern; a pattern that never fits when there are none. */
function stems(prefixes: readonly string[]): string[] {
  const known = prefixes.filter(Boolean)
  const first = known.filter((p) => !known.some((other) => other !== p && p.startsWith(other)))
  const escaped = [...new Set(first)].map((p) => p.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'))
  return escaped.length > 0 ? escaped : ['(?!)']
}

/** What a reader must see of a user part: one that imitates a host is no secret, what follows it is; ends with `@` unless empty. */
export function readableUser(user: string): string {
  // a backslash ends the host, as a slash does: what stands behind it is a path
  const host = hostInUser(user.replace(/\\.*$/s, ''))
  if (!host) return ''
  const rest = user.slice(host.length)
  if (rest === '' || PORT.test(rest) || /^\\[^:@]*$/.test(rest)) return `${user}@`
  return PUBLIC_ENDING.test(host) ? `${host}@` : ''
}

const PORT = /^:(?:80|443|8080|8443)$/
/** A name before a password may be a person's (`jane.doe:...`): endings that hosts of services have. */
const PUBLIC_ENDING = /\.(?:com|net|org|ai|io|cn|co|us|dev|app|chat|cloud)$/i

/** The host that a user part begins with, or empty: a colon, another `@` or an escaped slash ends it. */
export function hostInUser(user: string): string {
  const host = user.replace(/(?::|@|%(?:2f|5c|40|3a|3f|23)).*$/is, '')
  const isHost = user.length <= 96 && host.length <= 64 && /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,8}$/i.test(host)
  return isHost && !/^(sk|eyJ)/.test(host) ? host : ''
}

/** Letters of both cases and digits, without words between: what base64 looks like. */
export function isOpaque(word: string): boolean {
  return /[0-9]/.test(word) && /[a-z]/.test(word) && /[A-Z]/.test(word) && !/[-_/][a-z]+[-_/]/.test(word)
}
