/** Line by line reading of texts that no parser takes: Helm templates, half-typed and over-nested files. */

import type { FactsBuilder } from '../../builder'
import { interpolate, type Style } from '../../interpolation'
import type { Excerpt } from '../../text'

const LINE = /^([ \t]*(?:-[ \t]+)?)(["']?)([A-Za-z_][\w.\-/]*)\2([ \t]*[:=][ \t]*)(.*)$/
const MAX_LINE = 4000

const SECTION = /^\s*\[\[?([^[\]\r\n]+)\]?\]?\s*(?:#.*)?$/

/**
 * Reads `key: value` and `key = value` lines, and `- name: X` followed by `value: Y`. With `sections`, `[a.b]` lines give
 * the path of the keys below them (a half-typed TOML file keeps its tables).
 */
export function readTolerantly(x: Excerpt, out: FactsBuilder, block: number, style: Style, sections = false): void {
  let section: readonly string[] = []
  let pending: { name: string; start: number; end: number } | null = null
  for (const m of x.text.matchAll(/[^\r\n]+/g)) {
    const line = m[0].length > MAX_LINE ? m[0].slice(0, MAX_LINE) : m[0]
    const at = m.index
    const comment = /(?:^|\s)#(.*relaylint-.*)$/.exec(line)
    if (comment) out.comment(comment[1] as string, x.span(at + line.indexOf('#'), at + line.length))
    const header = sections ? SECTION.exec(line) : null
    if (header) section = namesOf(header[1] as string)
    const pair = LINE.exec(line)
    if (!pair || /^\s*(?:#|\/\/)/.test(line)) continue
    const [, lead = '', quote = '', key = '', operator = '', rest = ''] = pair
    const valueAt = at + lead.length + quote.length * 2 + key.length + operator.length
    const value = valueSpan(rest)
    if (!value) continue
    const inner = x.slice(valueAt + value.start, valueAt + value.end)
    const keyStart = at + lead.length + quote.length
    if (key === 'name' && /^[A-Z][A-Z0-9_]*$/.test(inner.text)) {
      pending = { name: inner.text, start: valueAt + value.start, end: valueAt + value.end }
      continue
    }
    const named: { name: string; start: number; end: number } | null = key === 'value' ? pending : null
    if (key === 'value') pending = null
    const name = named ? named.name : key
    const env = named !== null || /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(key)
    const keySpan = named ? x.span(named.start, named.end) : x.span(keyStart, keyStart + key.length)
    out.setting({
      kind: env ? 'env' : 'key',
      name,
      path: [...section, name],
      keySpan,
      value: interpolate(inner, style),
      block,
    })
  }
}

/** `a."b c".d` as its names. */
function namesOf(header: string): string[] {
  return [...header.matchAll(/"([^"]*)"|'([^']*)'|([\w-]+)/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? '').slice(0, 20)
}

function valueSpan(rest: string): { start: number; end: number } | null {
  const quote = rest[0]
  if (quote === '"' || quote === "'") {
    const close = rest.indexOf(quote, 1)
    return close > 0 ? { start: 1, end: close } : { start: 1, end: rest.trimEnd().length }
  }
  const end = rest.replace(/\s+#.*$/, '').replace(/[,\s]+$/, '').length
  if (end === 0 || (/^[|>&*[{(]/.test(rest) && !/^\{\{/.test(rest))) return null
  return { start: 0, end }
}
