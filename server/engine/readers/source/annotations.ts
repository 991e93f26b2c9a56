/** Annotations whose string names a property and its default: `@Value("${x:https://…}")` of Spring. */
import type { FactsBuilder } from '../../builder'
import type { Template } from '../../types'
import type { Frames } from './frames'
import type { Tokens } from './tokens'

const PROPERTY = /^\\?[$#]\{([\w.-]+)(?::([^}]*))?\}$/
/** Tokens between an annotation and the name it stands before: modifiers, a type with its arguments. */
const MAX_DISTANCE = 16

/** Looks whether the string at token `i` is the argument of such an annotation: the field takes the property, or its default. */
export function readAnnotation(tokens: Tokens, i: number, frames: Frames, out: FactsBuilder): void {
  const frame = frames.top
  const t = tokens.string(i)
  if (!t || frame?.kind !== 'call' || !/^@?(?:Value|ConfigProperty)$/.test(frame.callee)) return
  const m = PROPERTY.exec(tokens.content(i))
  if (!m) return
  const [all, name = '', text] = m
  const from = t.contentStart + all.indexOf(name)
  const keySpan = tokens.x.span(from, from + name.length)
  const at = from + name.length + 1
  const span = text === undefined ? keySpan : tokens.x.span(at, at + text.length)
  const fallback: Template | undefined =
    text === undefined ? undefined : { parts: [{ kind: 'text', text, span }], span }
  const field = fieldAfter(tokens, i) || name.slice(name.lastIndexOf('.') + 1)
  out.setting({
    kind: 'constant',
    name: field,
    path: [...name.split('.'), field],
    keySpan,
    value: { parts: [{ kind: 'ref', to: 'key', name, span: keySpan, ...(fallback ? { fallback } : {}) }], span },
    block: frames.block,
  })
}

/** Name of the field or parameter that the annotation around token `i` stands before, or empty. */
function fieldAfter(tokens: Tokens, i: number): string {
  let last = ''
  let k = i + 1
  while (tokens.is(k, ')')) k++
  for (const end = k + MAX_DISTANCE; k < end; k++) {
    if (/^[;=,):{]$/.test(tokens.punct(k))) return last
    last = tokens.word(k) || last
  }
  return ''
}
