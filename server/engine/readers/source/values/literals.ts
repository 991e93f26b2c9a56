/** String tokens to parts: text with its escapes decoded, interpolated expressions handed on. */
import type { Part } from '../../../types'
import { interpolationAt } from '../interpolations'
import type { Str } from '../token'
import type { Tokens } from '../tokens'

/** `embedded` reads the expression inside of an interpolation; `at` is its offset in the text of the tokens. */
export function literalParts(
  token: Str,
  tokens: Tokens,
  embedded: (text: string, at: number) => readonly Part[],
): Part[] {
  const { x, language } = tokens
  const raw = x.text.slice(token.contentStart, token.contentEnd)
  const text = (from: number, to: number): Part => {
    const written = raw.slice(from, to)
    const span = x.span(token.contentStart + from, token.contentStart + to)
    return { kind: 'text', text: token.raw || !written.includes('\\') ? written : decodeEscapes(written), span }
  }
  const mark = token.interpolates && /[{$#(]/.test(raw) ? language.interpolation : ''
  const parts: Part[] = []
  let from = 0
  for (let i = 0; mark && i < raw.length; i++) {
    if (raw[i] === '\\' && !token.raw && mark !== '\\()') i++
    else if (mark === '{}' && raw[i] === '{' && raw[i + 1] === '{') i++
    const found = interpolationAt(raw, i, mark, true)
    if (!found) continue
    if (i > from) parts.push(text(from, i))
    parts.push(...embedded(raw.slice(found.from, found.to), token.contentStart + found.from))
    from = found.end
    i = found.end - 1
  }
  if (from === 0 && parts.length === 0) return [whole(text(0, raw.length), token, tokens)]
  if (from < raw.length) parts.push(text(from, raw.length))
  return parts
}

/** A literal without any interpolation, with the place of its quotes; a prefix such as `f` would be left behind. */
function whole(part: Part, token: Str, { x }: Tokens): Part {
  const prefixed = /[\w$@]/.test(x.text[token.start - 1] ?? '') || /^[\w$@]/.test(x.text[token.start] ?? '')
  return part.kind === 'text' && !prefixed ? { ...part, quotes: x.span(token.start, token.end) } : part
}

const SIMPLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '', b: '', f: '' }

function decodeEscapes(raw: string): string {
  return raw.replace(
    /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r?\n\s*|(.))/gs,
    (_all, a?: string, b?: string, c?: string, d?: string) => {
      const hex = a ?? b ?? c
      if (hex) {
        const code = Number.parseInt(hex, 16)
        return code <= 0x10ffff ? String.fromCodePoint(code) : ''
      }
      return d === undefined ? '' : (SIMPLE[d] ?? d)
    },
  )
}
