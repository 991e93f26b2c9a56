/** Texts beside a field that name a property and its default: `@Value("${x:https://…}")` of Spring, tags of Go's structs. */
import type { FactsBuilder } from '../../builder'
import type { Template } from '../../types'
import type { Frames } from './frames'
import type { Tokens } from './tokens'

const PROPERTY = /^\\?[$#]\{([\w.-]+)(?::([^}]*))?\}$/
/** Tokens between an annotation and the name it stands before: modifiers, a type with its arguments. */
const MAX_DISTANCE = 16
const TAG_NAME = /\b(env|envconfig|mapstructure|yaml|json|toml):"([\w.-]+)/
const TAG_DEFAULT = /\b(?:envDefault|default|env-default):"([^"]*)"/

/** Looks whether the string at token `i` is such a text. */
export function readAnnotation(tokens: Tokens, i: number, frames: Frames, out: FactsBuilder): void {
  const frame = frames.top
  if (tokens.string(i)?.raw) readTag(tokens, i, frames, out)
  else if (frame?.kind === 'call' && /^@?(?:Value|ConfigProperty)$/.test(frame.callee))
    readProperty(tokens, i, frames, out)
}

/** `env:"X" envDefault:"https://…"` */
function readTag(tokens: Tokens, i: number, frames: Frames, out: FactsBuilder): void {
  const text = tokens.content(i)
  const named = TAG_NAME.exec(text)
  if (named?.[1]?.startsWith('env')) stateField(named[2] as string, tokens, i, frames, out)
  const given = named ? TAG_DEFAULT.exec(text) : null
  if (!named || !given) return
  const [, kind = '', name = ''] = named
  const value = given[1] ?? ''
  const start = tokens.string(i)?.contentStart ?? 0
  const place = (end: number, length: number) => tokens.x.span(start + end - length, start + end)
  const span = place(given.index + given[0].length - 1, value.length)
  out.setting({
    kind: kind.startsWith('env') ? 'env' : 'constant',
    name,
    keySpan: place(named.index + named[0].length, name.length),
    value: { parts: [{ kind: 'text', text: value, span }], span },
    block: frames.block,
    weak: true,
  })
}

/** The field of a Go struct takes the variable. */
function stateField(variable: string, tokens: Tokens, i: number, frames: Frames, out: FactsBuilder): void {
  const line = (k: number) => tokens.x.text.lastIndexOf('\n', tokens.at(k)?.start ?? 0)
  let first = i
  while (first > 0 && line(first - 1) === line(i)) first--
  const name = tokens.word(first)
  if (!name || first === i) return
  const keySpan = tokens.span(first)
  const span = tokens.span(i)
  const value: Template = { parts: [{ kind: 'ref', to: 'env', name: variable, span }], span }
  out.setting({
    kind: 'constant',
    name,
    path: [frames.scope, name].filter(Boolean),
    keySpan,
    value,
    block: 0,
  })
}

/** The field takes the property, or its default. */
function readProperty(tokens: Tokens, i: number, frames: Frames, out: FactsBuilder): void {
  const t = tokens.string(i)
  if (!t) return
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
