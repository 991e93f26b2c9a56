/** JSON inside of the value of a variable: `OPENCODE_CONFIG_CONTENT={"provider": …}`, `SPRING_APPLICATION_JSON='{…}'`. */
import type { ReadContext } from '../reader'
import { Excerpt } from '../text'

const JSON_TEXT = /^\s*(?:\{\s*\\?"|\[\s*\{\s*\\?")[^"\r\n]*"\s*:/
const MAX_EMBEDDED = 200_000

/** Reads the value as JSON when it is one; its keys stand below the name of the variable. Backslashes before quotes are taken off. */
export function embedJson(name: string, value: Excerpt, context: ReadContext, block = context.block): void {
  if (value.text.length > MAX_EMBEDDED || !/:(?:\\?\/){2}/.test(value.text) || !JSON_TEXT.test(value.text)) return
  context.embed('json', /^\s*[[{\s]*\\"/.test(value.text) ? unescaped(value) : value, block, [name])
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
