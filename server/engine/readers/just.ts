import type { FactsBuilder } from '../builder'
import type { ReadContext, Reader } from '../reader'
import { Excerpt } from '../text'
import type { Part, Span, Template } from '../types'
import { blocksOf } from './make/lines'
import { interpreterOf } from './script'

/** justfiles: variables with their expressions, recipes as shell or as what their first line names. */
export const just: Reader = {
  id: 'just',
  version: 2,
  dialects: ['just', 'justfile'],
  dialectOf: (_path, name) => (/^\.?justfile$|\.just$/i.test(name) ? 'just' : ''),
  read(x, out, context) {
    for (const block of blocksOf(x, /^[ \t]+\S/)) {
      if (block.indented) recipe(block.text, context)
      else statement(block.text, out, context)
    }
  },
}

/** `{{name}}` stands for a variable of the file. */
function recipe(x: Excerpt, context: ReadContext): void {
  const interpreter = interpreterOf(x.text)
  const pieces: (Excerpt | { text: string; span: Span })[] = []
  let at = 0
  const push = (to: number, text?: string) => {
    if (to > at) pieces.push(text === undefined ? x.slice(at, to) : { text, span: x.span(at, to) })
    at = to
  }
  for (const m of x.text.matchAll(
    interpreter ? /\{\{\s*([A-Za-z_]\w*)\s*\}\}/g : /^[ \t]*[@-]*|\{\{\s*([A-Za-z_]\w*)\s*\}\}/gm,
  )) {
    push(m.index)
    const end = m.index + m[0].length
    if (m[1]) push(end, `\${${m[1]}}`)
    else at = end
  }
  push(x.text.length)
  context.embed(interpreter || 'bash', Excerpt.assembled(pieces), context.block)
}

function statement(line: Excerpt, out: FactsBuilder, context: ReadContext): void {
  const m = /^((?:export[ \t]+)?)([A-Za-z_][\w-]*)[ \t]*:=[ \t]*/.exec(line.text)
  const comment = /^\s*#(.*)$/s.exec(line.text)
  if (comment)
    out.comment(comment[1] as string, line.span(line.text.length - (comment[1] as string).length - 1, line.text.length))
  const file = /^set[ \t]+dotenv-(?:filename|path)[ \t]*:=[ \t]*["']([\w./-]+)["']/.exec(line.text)?.[1]
  if (file) {
    const from = line.text.lastIndexOf(file)
    out.reference({ kind: 'env-file', target: file, span: line.span(from, from + file.length), block: context.block })
  }
  if (!m) {
    parameters(line, out, context)
    return
  }
  const name = m[2] as string
  const keyAt = (m[1] as string).length
  out.setting({
    kind: 'env',
    name,
    keySpan: line.span(keyAt, keyAt + name.length),
    value: expression(line.slice(m[0].length, line.text.length), out),
    block: context.block,
  })
}

/** `run $NAME="value":` hands a variable to the lines of a recipe. */
function parameters(line: Excerpt, out: FactsBuilder, context: ReadContext): void {
  if (!/^@?[A-Za-z_][\w-]*[ \t][^:]*\$/.test(line.text)) return
  for (const m of line.text.matchAll(/\$([A-Za-z_]\w*)=(["'])([^"']*)\2/g)) {
    const name = m[1] as string
    const from = m.index + m[0].length - 1 - (m[3] as string).length
    const span = line.span(from, from + (m[3] as string).length)
    const value: Template = { parts: [{ kind: 'text', text: m[3] as string, span }], span }
    out.setting({
      kind: 'env',
      name,
      keySpan: line.span(m.index + 1, m.index + 1 + name.length),
      value,
      block: context.block,
      weak: true,
    })
  }
}

const TOKEN =
  /"""[\s\S]*?"""|'''[\s\S]*?'''|"((?:[^"\\]|\\.)*)"?|'([^']*)'?|(env(?:_var(?:_or_default)?)?)\(\s*["']([A-Za-z_]\w*)["']\s*(?:,\s*(["'])([^"']*)\5\s*)?\)|#.*$|[A-Za-z_][\w-]*|\S/g

/** Strings and names joined by `+` or `/`; `env("X", "default")`. */
function expression(x: Excerpt, out: FactsBuilder): Template {
  const parts: Part[] = []
  let spoiled = false
  for (const m of x.text.matchAll(TOKEN)) {
    const span = x.span(m.index, m.index + m[0].length)
    const string = m[1] ?? m[2]
    if (m[0][0] === '#') out.comment(m[0].slice(1), span)
    else if (m[3]) parts.push(environment(m, x, span))
    else if (string !== undefined) {
      const at = m.index + 1
      parts.push({ kind: 'text', text: string, span: x.span(at, at + string.length) })
    } else if (m[0] === '/') parts.push({ kind: 'text', text: '/', span })
    else if (/^[A-Za-z_]/.test(m[0])) parts.push({ kind: 'ref', to: 'env', name: m[0], span })
    else if (m[0] !== '+') spoiled = true
  }
  const whole = x.span(0, x.text.length)
  if (spoiled || parts.length === 0) return { parts: [{ kind: 'unknown', span: whole }], span: whole }
  return { parts, span: { start: (parts[0] as Part).span.start, end: (parts.at(-1) as Part).span.end } }
}

function environment(m: RegExpMatchArray & { index: number }, x: Excerpt, span: Span): Part {
  const name = m[4] as string
  if (m[6] === undefined) return { kind: 'ref', to: 'env', name, span }
  const at = m.index + m[0].lastIndexOf(`${m[5]}${m[6]}${m[5]}`) + 1
  const place = x.span(at, at + m[6].length)
  return {
    kind: 'ref',
    to: 'env',
    name,
    span,
    fallback: { parts: [{ kind: 'text', text: m[6], span: place }], span: place },
  }
}
