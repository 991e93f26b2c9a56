/** Texts with a form of their own inside of the value of a variable or of a word of a command: JSON, options of a JVM. */
import type { ReadContext } from '../reader'
import { Excerpt } from '../text'

const JSON_TEXT = /^\s*(?:\{\s*\\?"|\[\s*\{\s*\\?")[^"\r\n]*"\s*:/
const PROPERTIES = /(?:^|\s)-D[a-z][\w-]*(?:\.[\w-]+)+=/i
const MAX_EMBEDDED = 200_000

/**
 * Reads what the value of a variable holds: `OPENCODE_CONFIG_CONTENT={"provider": …}`, `JAVA_TOOL_OPTIONS=-Dopenai.baseUrl=…`. Its keys
 * stand below `under`. Backslashes before quotes are taken off.
 */
export function embedValue(
  value: Excerpt,
  under: readonly string[],
  context: ReadContext,
  block = context.block,
): void {
  // without any address it says nothing about where requests go
  if (value.text.length > MAX_EMBEDDED || !/:(?:\\?\/){2}/.test(value.text)) return
  if (JSON_TEXT.test(value.text))
    context.embed('json', /^\s*[[{\s]*\\"/.test(value.text) ? unescaped(value) : value, block, under)
  else if (PROPERTIES.test(value.text)) context.embed('bash', value, block)
  else if (/headers?$/i.test(under.at(-1) ?? '')) context.embed('headers', value, block, under)
}

/** JSON that a word of a command holds as a whole (`--settings '{"env": …}'`), or null. */
export function jsonWord(content: Excerpt): Excerpt | null {
  if (content.text.length > MAX_EMBEDDED || !JSON_TEXT.test(content.text)) return null
  try {
    JSON.parse(content.text)
    return content
  } catch {
    return null
  }
}

function unescaped(value: Excerpt): Excerpt {
  const pieces: Excerpt[] = []
  let from = 0
  for (const m of value.text.matchAll(/\\(?=["\\])/g)) {
    if (m.index < from) continue
    pieces.push(value.slice(from, m.index))
    from = m.index + 1
    pieces.push(value.slice(from, from + 1))
    from++
  }
  return Excerpt.assembled([...pieces, value.slice(from, value.text.length)])
}
