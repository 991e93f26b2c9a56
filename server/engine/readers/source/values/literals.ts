/** String tokens to parts: text with its escapes decoded, interpolated expressions handed on. */
import type { Part } from '../../../types'
import type { Language } from '../languages'
import type { Str } from '../lexer'
import type { Tokens } from '../tokens'

/** How an interpolation is written; the first group that matched holds the expression. */
const INTERPOLATIONS: Readonly<Record<Language['interpolation'], RegExp | null>> = {
  '': null,
  '${}': /\$\{((?:[^{}]|\{[^{}]*\})*)\}/g,
  '#{}': /#\{([^{}]*)\}/g,
  $: /\{\$([^{}]+)\}|\$\{([^{}]*)\}|\$([A-Za-z_]\w*(?:->\w+)*)/g,
  '{}': /\{\{|\}\}|\{([^{}]*)\}/g,
}

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
  const pattern = token.interpolates && /[{$#]/.test(raw) ? INTERPOLATIONS[language.interpolation] : null
  if (!pattern) return [text(0, raw.length)]
  const parts: Part[] = []
  let from = 0
  for (const m of raw.matchAll(pattern)) {
    if (m[0] === '{{' || m[0] === '}}') continue
    if (m.index > from) parts.push(text(from, m.index))
    const inner = m[1] ?? m[2] ?? m[3] ?? ''
    parts.push(...embedded(inner, token.contentStart + m.index + m[0].indexOf(inner)))
    from = m.index + m[0].length
  }
  if (from < raw.length) parts.push(text(from, raw.length))
  return parts.length > 0 ? parts : [text(0, 0)]
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
