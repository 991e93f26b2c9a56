import type { SettingInput } from '../builder'
import { interpolate } from '../interpolation'
import type { Reader } from '../reader'
import { Excerpt } from '../text'
import type { Span } from '../types'

/** Java properties: `=`, `:` or blank as separator, continuations, `\:` and `\uXXXX` escapes, `${NAME:default}`. */
export const properties: Reader = {
  id: 'properties',
  version: 4,
  templated: true,
  dialects: ['properties'],
  dialectOf: (_path, name) =>
    /\.properties(?:\.(?:example|sample|template|dist))?$/i.test(name) && !/^gradle-wrapper/.test(name)
      ? 'properties'
      : '',
  read(x, out, context) {
    const text = x.text
    const stated: { readonly key: string; readonly input: SettingInput }[] = []
    let part = 0
    for (let at = 0; at < text.length; ) {
      const end = logicalEnd(text, at)
      const line = text.slice(at, end)
      const lead = line.length - line.trimStart().length
      if (/^[#!]/.test(line.trimStart())) {
        const stop = at + (/^[^\r\n]*/.exec(line)?.[0].length ?? 0)
        out.comment(text.slice(at + lead + 1, stop), x.span(at + lead, stop))
        if (/^[#!]---\s*$/.test(line.trimStart())) part++
        at = stop + (text[stop] === '\r' && text[stop + 1] === '\n' ? 2 : 1)
        continue
      }
      const m = /^((?:\\.|[^\s:=\\])+)[ \t\f]*[:=]?[ \t\f]*(?:\\(?:\r\n|\n|\r)[ \t\f]*)*/s.exec(line.slice(lead))
      if (m && line.trim() !== '') {
        const keyStart = at + lead
        const name = (m[1] as string).replace(/\\(.)/g, '$1')
        const valueStart = keyStart + m[0].length
        const value = decoded(x, valueStart, end)
        const style = { colonDefault: true }
        const template = interpolate(value, style)
        const span = x.span(valueStart, end)
        const escaped = value.text !== text.slice(valueStart, end)
        const only = template.parts.length === 1 && template.parts[0]?.kind === 'text'
        const input: SettingInput = {
          kind: /^[A-Z][A-Z0-9_]+$/.test(name) ? 'env' : 'key',
          name: name.slice(name.lastIndexOf('.') + 1),
          path: name.split('.'),
          keySpan: x.span(keyStart, keyStart + (m[1] as string).length),
          value:
            escaped && only
              ? { span, encoding: 'escaped', parts: [{ kind: 'text', text: value.text, span }] }
              : template,
          block: context.block,
        }
        stated.push({ key: `${part} ${name}`, input })
      }
      at = end + (text[end] === '\r' && text[end + 1] === '\n' ? 2 : 1)
    }
    // the last of equal keys wins, in each part of the file by itself
    const last = new Map(stated.map(({ key }, i) => [key, i]))
    stated.forEach(({ key, input }, i) => {
      out.setting(last.get(key) === i ? input : { ...input, shadowed: true })
    })
  },
}

/** End of the logical line: a trailing odd backslash continues it. */
function logicalEnd(text: string, at: number): number {
  for (let i = at; i < text.length; i++) {
    if (text[i] === '\\') i += text[i + 1] === '\r' && text[i + 2] === '\n' ? 2 : 1
    else if (text[i] === '\n' || text[i] === '\r') return i
  }
  return text.length
}

const CONTROLS: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', f: '\f' }

function decoded(x: Excerpt, start: number, end: number): Excerpt {
  const raw = x.text.slice(start, end)
  if (!raw.includes('\\')) return x.slice(start, end)
  const pieces: { text: string; span: Span }[] = []
  let from = 0
  for (const m of raw.matchAll(/\\(?:u([0-9a-fA-F]{4})|\r?\n[ \t]*|(.))/gs)) {
    if (m.index > from) pieces.push({ text: raw.slice(from, m.index), span: x.span(start + from, start + m.index) })
    const text = m[1] ? String.fromCharCode(Number.parseInt(m[1], 16)) : (CONTROLS[m[2] ?? ''] ?? m[2] ?? '')
    if (text)
      pieces.push({
        text,
        span: x.span(start + m.index, start + m.index + m[0].length),
      })
    from = m.index + m[0].length
  }
  if (from < raw.length) pieces.push({ text: raw.slice(from), span: x.span(start + from, end) })
  return Excerpt.assembled(pieces)
}
