import type { FactsBuilder } from '../builder'
import { interpolate } from '../interpolation'
import type { ReadContext, Reader } from '../reader'
import { Excerpt } from '../text'

const ENV_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/
/** A comment, or a tag with what stands between it and the next one. */
const NODE = /<!--([\s\S]*?)(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<(\/?)([A-Za-z_][\w:.-]*)([^<>]*)(>?)([^<]*)/g
const ATTRIBUTE = /([A-Za-z_][\w:.-]*)\s*=\s*(?:"([^"]*)"?|'([^']*)'?)/g
/** What names a setting, and what gives its value. */
const NAMES = /^(?:name|key|variable)$/
const VALUES = /^(?:value|default|defaultValue)$/
const ENTITY = /&(?:amp|lt|gt|quot|apos|#(\d{1,7})|#x([\da-f]{1,6}));/gi
const NAMED: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** XML: `<env name="X" value="…"/>`, `<key>X</key><string>…</string>`, `<X>…</X>`; names of elements around are the key path. */
export const xml: Reader = {
  id: 'xml',
  version: 1,
  dialects: ['xml', 'plist'],
  dialectOf: (_path, name) => (/\.(?:xml|config|plist|runsettings|props)$/i.test(name) ? 'xml' : ''),
  read(x, out, context) {
    const around: string[] = []
    let key: Excerpt | null = null
    for (const m of x.text.matchAll(NODE)) {
      if (m[1] !== undefined) out.comment(m[1], x.span(m.index, m.index + m[0].length))
      const element = m[3]
      if (!element) continue
      if (m[2]) {
        if (around.includes(element)) around.length = around.lastIndexOf(element)
        continue
      }
      const attributes = m[4] as string
      const at = m.index + 1 + element.length
      const own = attributed(x, at, attributes)
      const body = trimmed(x, at + attributes.length + (m[5] as string).length, m[6] as string)
      const said = statement(own, x.slice(m.index + 1, at), body, key)
      if (said) state(said, [...around], out, context)
      key = element === 'key' ? body : element === 'string' ? null : key
      if (m[5] && !attributes.endsWith('/') && around.length < 64) around.push(element)
    }
  },
}

interface Attributes {
  readonly name: Excerpt | null
  readonly value: Excerpt | null
}

function attributed(x: Excerpt, at: number, text: string): Attributes {
  let name: Excerpt | null = null
  let value: Excerpt | null = null
  for (const m of text.matchAll(ATTRIBUTE)) {
    const said = m[2] ?? m[3] ?? ''
    const start = at + m.index + m[0].search(/["']/) + 1
    const piece = x.slice(start, start + said.length)
    if (NAMES.test(m[1] as string)) name ??= piece
    else if (VALUES.test(m[1] as string)) value ??= piece
  }
  return { name, value }
}

function trimmed(x: Excerpt, at: number, text: string): Excerpt {
  const start = at + text.length - text.trimStart().length
  return x.slice(start, start + text.trim().length)
}

interface Said {
  readonly key: Excerpt
  readonly value: Excerpt
  /** The name of the element says nothing: an attribute or the key before it does. */
  readonly plain: boolean
}

function statement(own: Attributes, element: Excerpt, body: Excerpt, key: Excerpt | null): Said | null {
  if (own.name && own.value) return { key: own.name, value: own.value, plain: true }
  if (body.text === '') return null
  if (own.name) return { key: own.name, value: body, plain: true }
  if (element.text === 'key') return null
  return key && element.text === 'string'
    ? { key, value: body, plain: true }
    : { key: element, value: body, plain: false }
}

function state({ key, value, plain }: Said, around: readonly string[], out: FactsBuilder, context: ReadContext): void {
  const name = key.text.trim()
  if (name === '' || name.length > 200) return
  const env = ENV_NAME.test(name)
  out.setting({
    kind: env ? 'env' : 'key',
    name,
    path: env ? [name] : [...(plain || name.includes('.') ? [] : around.slice(-3)), ...name.split(/[.:]/)],
    keySpan: key.span(0, key.text.length),
    value: interpolate(decoded(value), { bare: true }),
    block: context.block,
  })
}

/** With entities replaced, every unit at its place. */
function decoded(value: Excerpt): Excerpt {
  const pieces: (Excerpt | { text: string; span: ReturnType<Excerpt['span']> })[] = []
  let at = 0
  for (const m of value.text.matchAll(ENTITY)) {
    const code = m[1] ? Number(m[1]) : m[2] ? Number.parseInt(m[2], 16) : 0
    const text = code > 0x10ffff ? m[0] : code ? String.fromCodePoint(code) : (NAMED[m[0].slice(1, -1)] ?? m[0])
    pieces.push(value.slice(at, m.index), { text, span: value.span(m.index, m.index + m[0].length) })
    at = m.index + m[0].length
  }
  return at === 0 ? value : Excerpt.assembled([...pieces, value.slice(at, value.text.length)])
}
