/** How a value is spelled where the text of the file is not the value: what a change of it has to write. */
import { decodeBase64 } from './base64'
import type { Spelling, Template, TextPart } from './types'

/** One unit of a value as files write it: an escape of JSON, YAML, TOML, a language or XML, or the character itself. */
const UNIT =
  /\\u\{([0-9a-fA-F]{1,6})\}|\\u([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})|\\x([0-9a-fA-F]{2})|&#x([0-9a-fA-F]{1,6});|&#(\d{1,7});|\\([^\s\w])|([^\\&])/y

/** The template with the spelling of its text, when it is one address whose characters or whose base64 can be told apart. */
export function withSpelling(value: Template, source: string): Template {
  const part = value.parts.length === 1 ? value.parts[0] : undefined
  if (part?.kind !== 'text' || part.text.length === part.span.end - part.span.start) return value
  const spelling = value.encoding === 'base64' ? roundsOf(part, source) : unitsOf(part, source)
  return spelling ? { ...value, spelling } : value
}

function unitsOf({ text, span }: TextPart, source: string): Spelling | null {
  const units: number[] = []
  let at = span.start
  for (let i = 0; i < text.length; ) {
    UNIT.lastIndex = at
    const m = UNIT.exec(source)
    if (!m || at >= span.end) return null
    const [brace, short, long, byte, hex] = [m[1], m[2], m[3], m[4], m[5]]
    const code = brace ?? short ?? long ?? byte ?? hex
    const point = code ? Number.parseInt(code, 16) : m[6] ? Number(m[6]) : -1
    const unit = point > 0x10ffff ? '' : point >= 0 ? String.fromCodePoint(point) : (m[7] ?? m[8] ?? '')
    if (unit === '' || !text.startsWith(unit, i)) return null
    for (let k = 0; k < unit.length; k++) units.push(at)
    i += unit.length
    at += m[0].length
  }
  return at === span.end ? { units: [...units, at] } : null
}

function roundsOf({ text, span }: TextPart, source: string): Spelling | null {
  const raw = source.slice(span.start, span.end)
  if (/\s/.test(raw)) return null
  const once = decodeBase64(raw)
  if (once?.trim() === text) return { base64: 1 }
  return once !== null && decodeBase64(once)?.trim() === text ? { base64: 2 } : null
}
