/** Annotations whose string names a property and its default: `@Value("${x:https://…}")` of Spring. */
import type { FactsBuilder } from '../../builder'
import type { Frames } from './frames'
import type { Tokens } from './tokens'

const PROPERTY = /^\$\{([\w.-]+):([^}]*)\}$/

/** Looks whether the string at token `i` is the argument of such an annotation. */
export function readAnnotation(tokens: Tokens, i: number, frames: Frames, out: FactsBuilder): void {
  const frame = frames.top
  const t = tokens.string(i)
  if (!t || frame?.kind !== 'call' || !/^@?(?:Value|ConfigProperty)$/.test(frame.callee)) return
  const m = PROPERTY.exec(tokens.content(i))
  if (!m) return
  const [, name = '', text = ''] = m
  const at = t.contentStart + 2 + name.length + 1
  const span = tokens.x.span(at, at + text.length)
  out.setting({
    kind: 'constant',
    name: name.slice(name.lastIndexOf('.') + 1),
    path: name.split('.'),
    keySpan: tokens.x.span(t.contentStart + 2, t.contentStart + 2 + name.length),
    value: { parts: [{ kind: 'text', text, span }], span },
    block: frames.block,
    weak: true,
  })
}
