import type { FactsBuilder } from '../builder'
import { interpolate } from '../interpolation'
import type { ReadContext, Reader } from '../reader'
import type { Excerpt } from '../text'
import type { Template } from '../types'

const TOKEN =
  /#[^\r\n]*|"(?:[^"\\]|\\[\s\S])*"?|`[^`]*`?|\r\n|\n|\r|\{(?=[\s]|$)|\}(?=[\s]|$)|(?:\{[^\s{}]+\}|[^\s"`{}]|[{}](?=\S))+|[{}]/g

interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Caddyfiles: upstreams of `reverse_proxy` on its line and in its block, defaults of `{$NAME:default}`. */
export const caddy: Reader = {
  id: 'caddy',
  version: 2,
  templated: true,
  dialects: ['caddyfile', 'caddy'],
  dialectOf: (_path, name) =>
    /^Caddyfile(?:\..+)?$|\.caddyfile$|\.caddy$/i.test(name) && !/\.json$/.test(name) ? 'caddyfile' : '',
  read(x, out, context) {
    for (const { words, inside } of statements(x, out)) {
      const directive = words[0] as Word
      if (directive.text === 'reverse_proxy')
        for (const target of words.slice(1)) upstream(directive, target, x, out, context)
      else if (directive.text === 'to' && inside === 'reverse_proxy')
        for (const target of words.slice(1)) upstream(directive, target, x, out, context)
      else if (directive.text === 'header_up' && /^(?:authorization|x-api-key)$/i.test(words[1]?.text ?? ''))
        out.trait({
          what: 'forwards-credentials',
          detail: x.text.slice(directive.start, (words[1] as Word).end).slice(0, 80),
          span: x.span(directive.start, (words.at(-1) as Word).end),
          block: context.block,
        })
      else if (directive.text === 'env' && words[2]) variable(words[1] as Word, words[2], x, out, context)
    }
  },
}

/** Words up to the end of a line or a bracket, with the directive of the block around them. */
function* statements(x: Excerpt, out: FactsBuilder): Generator<{ words: readonly Word[]; inside: string }> {
  const blocks: string[] = []
  let words: Word[] = []
  for (const m of x.text.matchAll(TOKEN)) {
    const raw = m[0]
    const start = m.index
    const end = start + raw.length
    if (raw[0] === '#') out.comment(raw.slice(1), x.span(start, end))
    else if (/^(?:[{}]|[\r\n]+)$/.test(raw)) {
      if (words.length > 0) yield { words, inside: blocks.at(-1) ?? '' }
      if (raw === '{') blocks.push(words[0]?.text ?? '')
      else if (raw === '}') blocks.pop()
      words = []
    } else {
      const quoted = raw[0] === '"' || raw[0] === '`'
      const closed = quoted && raw.length > 1 && raw.endsWith(raw[0] as string)
      words.push({
        text: x.text.slice(quoted ? start + 1 : start, closed ? end - 1 : end),
        start: quoted ? start + 1 : start,
        end: closed ? end - 1 : end,
      })
    }
  }
  if (words.length > 0) yield { words, inside: blocks.at(-1) ?? '' }
}

function upstream(directive: Word, target: Word, x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  // matchers: `@name`, `/path/*`, `*`
  if (/^[@/*]/.test(target.text)) return
  out.setting({
    kind: 'upstream',
    name: directive.text,
    keySpan: x.span(directive.start, directive.end),
    value: worth(target, x),
    block: context.block,
  })
}

/** `{$NAME:default}` and `{env.NAME}` are read from the environment. */
function worth(word: Word, x: Excerpt): Template {
  const m = /^\{(?:\$|env\.)([A-Za-z_]\w*)(?::([^}]*))?\}$/.exec(word.text)
  const span = x.span(word.start, word.end)
  if (!m) return interpolate(x.slice(word.start, word.end), {})
  if (m[2] === undefined) return { span, parts: [{ kind: 'ref', to: 'env', name: m[1] as string, span }] }
  const place = x.span(word.end - 1 - m[2].length, word.end - 1)
  const fallback: Template = { span: place, parts: [{ kind: 'text', text: m[2], span: place }] }
  return { span, parts: [{ kind: 'ref', to: 'env', name: m[1] as string, span, fallback }] }
}

function variable(name: Word, value: Word, x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  out.setting({
    kind: 'env',
    name: name.text,
    keySpan: x.span(name.start, name.end),
    value: worth(value, x),
    block: context.block,
  })
}
