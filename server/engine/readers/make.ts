import type { FactsBuilder } from '../builder'
import { interpolate, type Style } from '../interpolation'
import type { ReadContext, Reader } from '../reader'
import { Excerpt } from '../text'
import type { Span, Template } from '../types'
import { type Block, blocksOf } from './make/lines'
import { outputOf } from './shell/produced'

const VARIABLE =
  /^([ ]*(?:[^=:#\t\n ][^=:#\t\n]*:(?![:=])[ \t]*)?(?:(?:export|override|private)[ \t]+)*)([A-Za-z_][\w.-]*)([ \t]*(?::{0,3}|[?+!])=[ \t]*)/
const RULE_COMMAND = /^[^=:#\t]+:[^=;#]*;/

/** Makefiles: variables with their references, variables of a target, recipes as shell. */
export const make: Reader = {
  id: 'make',
  version: 2,
  dialects: ['make', 'makefile'],
  dialectOf: (_path, name) =>
    /^(?:GNU)?[Mm]akefile(?:\..+)?$|\.mk$/.test(name) && !/\.(?:am|in|py|md)$/.test(name) ? 'make' : '',
  read(x, out, context) {
    for (const block of blocksOf(x, /^\t/)) {
      if (block.indented) context.embed('bash', recipe(block), context.block)
      else statement(block.text, out, context)
    }
  },
}

/** `$$` is a dollar of the shell, `$(NAME)` a variable of make; marks before a command say only how it is run. */
function recipe(block: Block): Excerpt {
  const pieces: (Excerpt | { text: string; span: Span })[] = []
  const x = block.text
  let at = 0
  const push = (to: number, text?: string) => {
    if (to > at) pieces.push(text === undefined ? x.slice(at, to) : { text, span: x.span(at, to) })
    at = to
  }
  for (const m of x.text.matchAll(/^[ \t]*[@+-]*[ \t]*|\$\$|\$\(([A-Za-z_][\w.]*)\)/gm)) {
    push(m.index)
    const end = m.index + m[0].length
    if (m[0] === '$$') push(end, '$')
    else if (m[1]) push(end, `\${${m[1]}}`)
    else at = end
  }
  push(x.text.length)
  return Excerpt.assembled(pieces)
}

function statement(line: Excerpt, out: FactsBuilder, context: ReadContext): void {
  const hash = /(?:^|\s)#(.*)$/s.exec(line.text)
  const end = hash ? hash.index : line.text.length
  if (hash)
    out.comment(hash[1] as string, line.span(line.text.length - (hash[1] as string).length - 1, line.text.length))
  const code = line.slice(0, end)
  const m = VARIABLE.exec(code.text)
  if (!m) {
    const file = /^[ ]*[-s]?include[ \t]+([\w./-]+)[ \t]*$/.exec(code.text)?.[1]
    if (file && !/\.(?:mk|make)$|[Mm]akefile/.test(file)) {
      const from = code.text.lastIndexOf(file)
      const span = code.span(from, from + file.length)
      out.reference({ kind: 'env-file', target: file, span, block: context.block })
      return
    }
    const rule = RULE_COMMAND.exec(code.text)
    if (rule) context.embed('bash', code.slice(rule[0].length, code.text.length), context.block)
    return
  }
  const name = m[2] as string
  const at = m[0].length
  const keyAt = (m[1] as string).length
  const value = unquoted(code.slice(at, Math.max(at, code.text.trimEnd().length)))
  // arguments that a recipe passes on: `ARGS = -e NAME=value`
  if (/(?:^|\s)["']?[A-Z][A-Z0-9_]*=\S/.test(value.text)) context.embed('bash', value, context.block)
  out.setting({
    kind: 'env',
    name,
    keySpan: code.span(keyAt, keyAt + name.length),
    value: worth(value, 0),
    block: context.block,
    ...((m[3] as string).includes('?') ? { weak: true } : {}),
  })
}

function unquoted(x: Excerpt): Excerpt {
  const quoted = /^(["'])(.*)\1$/s.exec(x.text)
  return quoted ? x.slice(1, x.text.length - 1) : x
}

/** `$(NAME)`, and `$(shell command)` where the command says what it prints. */
const STYLE: Style = {
  parenRef: true,
  dollarDollar: true,
  output: (call) => (/^shell\s/.test(call.text) ? outputOf(call.slice('shell '.length, call.text.length)) : null),
}

/** `$(or $(X),url)` and `$(if $(X),$(X),url)` end in their default. */
function worth(x: Excerpt, depth: number): Template {
  const call = /^\$\((?:or|if)[ \t]+(.*)\)$/s.exec(x.text)
  if (!call || depth > 4) return interpolate(x, STYLE)
  const span = x.span(0, x.text.length)
  const at = lastArgument(x.text)
  const lead = x.text.slice(at).length - x.text.slice(at).trimStart().length
  const fallback = worth(unquoted(x.slice(at + lead, x.text.length - 1)), depth + 1)
  return { span, parts: [{ kind: 'ref', to: 'name', name: '', span, fallback }] }
}

/** Place behind the last comma that stands in no inner bracket. */
function lastArgument(text: string): number {
  let level = 0
  for (let i = text.length - 2; i > 1; i--) {
    if (text[i] === ')') level++
    else if (text[i] === '(') level--
    else if (text[i] === ',' && level === 0) return i + 1
  }
  return text.indexOf(' ') + 1
}
