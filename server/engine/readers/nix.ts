import type { FactsBuilder } from '../builder'
import { interpolate } from '../interpolation'
import type { ReadContext, Reader } from '../reader'
import type { Excerpt } from '../text'

/** Every alternative also takes an unclosed rest, so that one pass over the text is linear. */
const TOKEN =
  /#[^\r\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|''(?:[^']|'(?!'))*(?:'')?|"(?:[^"\\]|\\[\s\S])*"?|[A-Za-z_][\w'-]*|\S/g
const ENV_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/
/** Calls that only set the priority of the value behind them. */
const PRIORITY = /^(?:lib|mkDefault|mkForce)$/
const MAX_DEPTH = 60

interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Nix: attribute sets with their paths; home-manager configurations write agent settings and base URLs this way. */
export const nix: Reader = {
  id: 'nix',
  version: 2,
  dialects: ['nix'],
  dialectOf: (_path, name) => (/\.nix$/.test(name) ? 'nix' : ''),
  read(x, out, context) {
    const sets: (readonly Word[])[] = []
    let keys: Word[] = []
    let value: Word | null = null
    let assigned = false
    let spoiled = false
    let previous = ''
    const reset = () => {
      keys = []
      value = null
      assigned = false
      spoiled = false
    }
    for (const m of x.text.matchAll(TOKEN)) {
      const token = m[0]
      const first = token[0] as string
      const word = wordOf(token, m.index)
      if (first === '#' || token.startsWith('/*')) {
        out.comment(token.replace(/^(?:#|\/\*)/, '').replace(/\*\/$/, ''), x.span(m.index, m.index + token.length))
        continue
      }
      if (token === '{') {
        sets.push(assigned ? keys : [])
        reset()
      } else if (token === '}') {
        sets.pop()
        reset()
      } else if (token === ';') {
        if (value && !spoiled && keys.length > 0) state(x, out, context, sets.slice(-MAX_DEPTH).flat(), keys, value)
        reset()
      } else if (token === '=' && !assigned) assigned = true
      else if (!assigned) {
        if (word) keys = previous === '.' ? [...keys.slice(-MAX_DEPTH), word] : [word]
        else if (token !== '.') keys = []
      } else if (first === '"' && !value) value = word
      else if (token !== '.' && !(PRIORITY.test(token) && !value)) spoiled = true
      previous = token
    }
  },
}

/** A name or a quoted name; null for anything else. */
function wordOf(token: string, at: number): Word | null {
  if (/^[A-Za-z_]/.test(token)) return { text: token, start: at, end: at + token.length }
  if (!token.startsWith('"') || token.length < 2 || !token.endsWith('"')) return null
  return { text: token.slice(1, -1), start: at + 1, end: at + token.length - 1 }
}

function state(
  x: Excerpt,
  out: FactsBuilder,
  context: ReadContext,
  above: readonly Word[],
  keys: readonly Word[],
  value: Word,
): void {
  const key = keys[keys.length - 1] as Word
  out.setting({
    kind: ENV_NAME.test(key.text) ? 'env' : 'key',
    name: key.text,
    path: [...above, ...keys].slice(-MAX_DEPTH).map((k) => k.text),
    keySpan: x.span(key.start, key.end),
    value: interpolate(x.slice(value.start, value.end), {}),
    block: context.block,
  })
}
