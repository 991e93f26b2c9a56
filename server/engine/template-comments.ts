// Comments of template languages in files of any format: `{{/* … */}}`, `{# … #}`, `<%# … %>`.
import type { FactsBuilder } from './builder'
import { Excerpt } from './text'

const OPENS = /\{\{-?[ \t]*\/\*|\{#-?\s|<%#/
const COMMENT = /\{\{-?\s*\/\*([\s\S]*?)\*\/\s*-?\}\}|\{#-?(\s[\s\S]*?)-?#\}|<%#([\s\S]*?)%>/g

/** The text without them, every unit at its place. They are handed over as comments. */
export function withoutTemplateComments(x: Excerpt, out: FactsBuilder): Excerpt {
  if (!OPENS.test(x.text)) return x
  const pieces: Excerpt[] = []
  let at = 0
  for (const m of x.text.matchAll(COMMENT)) {
    const end = m.index + m[0].length
    out.comment(m[1] ?? m[2] ?? m[3] ?? '', x.span(m.index, end))
    pieces.push(x.slice(at, m.index))
    at = end
  }
  return at === 0 ? x : Excerpt.assembled([...pieces, x.slice(at, x.text.length)])
}
