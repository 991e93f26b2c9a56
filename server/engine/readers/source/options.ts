/** Options of a command line that the code declares, with their defaults: argparse, click, flag, pflag, clap, commander. */
import type { Span, Template } from '../../types'
import type { Opened } from './brackets'
import type { Frames } from './frames'
import type { Tokens } from './tokens'
import type { Values } from './values/expression'

const FLAG = /^-{0,2}([a-z][\w-]*)(?:[ =]<[^>]*>)?$/i
const DEFAULT = /^(?:default|default_value|default_value_t|defaultValue)$/
const VARIABLE = /^(?:env|envvar|envVar|env_var)$/
const MAX_ARGUMENTS = 10

/** States the default of an option under the variable that it reads, else under the name of the option. */
export function readOption(call: Opened, tokens: Tokens, values: Values, frames: Frames): void {
  const found = declaration(call, tokens, values)
  if (!found.value) return
  const { name, span } = found.variable ?? found.flag ?? fieldBehind(call, tokens) ?? { name: '', span: null }
  if (!span) return
  const kind = found.variable ? 'env' : 'constant'
  frames.state({ kind, name, path: [name], keySpan: span, value: found.value, block: call.block, weak: true })
}

interface Name {
  readonly name: string
  readonly span: Span
}

interface Declaration {
  flag?: Name | undefined
  variable?: Name | undefined
  value?: Template | undefined
}

function declaration(call: Opened, tokens: Tokens, values: Values): Declaration {
  const found: Declaration = {}
  for (let k = call.open + 1, n = 0; k < call.close && n < MAX_ARGUMENTS; k = tokens.nextArgument(k, call.close), n++) {
    const named = tokens.is(k + 1, '=') || tokens.is(k + 1, ':') ? tokens.word(k) : ''
    const at = named ? k + 2 : k
    if (DEFAULT.test(named)) found.value = values.read(at, call.close).template
    else if (VARIABLE.test(named)) found.variable ??= nameOf(at, tokens)
    else if (!named) positional(at, tokens, found, () => values.read(at, call.close).template)
  }
  return found
}

/** The first string that may be a name is the name; the first address behind it is the default. */
function positional(at: number, tokens: Tokens, found: Declaration, read: () => Template): void {
  const text = tokens.content(at)
  if (!found.flag && FLAG.test(text)) found.flag = nameOf(at, tokens)
  else if (!found.value && /^[a-z]+:\/\/\S+$/i.test(text)) found.value = read()
}

function nameOf(at: number, tokens: Tokens): Name | undefined {
  const token = tokens.string(at)
  const name = FLAG.exec(tokens.content(at))?.[1]
  return token && name ? { name, span: tokens.x.span(token.contentStart, token.contentEnd) } : undefined
}

/** `#[arg(default_value = "…")] base_url: String`: the field below has the name. */
function fieldBehind(call: Opened, tokens: Tokens): Name | null {
  let k = call.close + 1
  while (k < call.close + 4 && (tokens.is(k, ']') || tokens.word(k) === 'pub')) k++
  return tokens.word(k) && tokens.is(k + 1, ':') ? { name: tokens.word(k), span: tokens.span(k) } : null
}
