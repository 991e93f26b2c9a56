import type { FactsBuilder } from '../builder'
import { interpolate } from '../interpolation'
import { nameOf } from '../paths'
import type { ReadContext, Reader } from '../reader'
import type { Excerpt } from '../text'
import type { Template } from '../types'
import { environment } from './ini/lines'
import { dialectOfFile } from './structured/emit'

/** Every alternative also takes an unclosed rest, so that one pass over the text is linear. */
const TOKEN =
  /#[^\r\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/)?|''(?:[^']|'(?!'))*(?:'')?|"(?:[^"\\]|\\[\s\S])*"?|[A-Za-z_][\w'-]*|\S/g
const ENV_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/
/** Calls that only set the priority of the value behind them. */
const PRIORITY = /^(?:lib|mkDefault|mkForce)$/
const MAX_DEPTH = 60

/** Keys whose text is a script. */
const SCRIPT = /(?:Hook|Init|Extra|Script|script|preStart|postStart|Phase|Content|text)$/

interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly quoted: boolean
  /** Two single quotes: text of several lines. */
  readonly lines: boolean
}

/** Nix: attribute sets with their paths; home-manager configurations write agent settings and base URLs this way. */
export const nix: Reader = {
  id: 'nix',
  version: 3,
  dialects: ['nix'],
  dialectOf: (_path, name) => (/\.nix$/.test(name) ? 'nix' : ''),
  read(x, out, context) {
    const sets: (readonly Word[])[] = []
    let keys: Word[] = []
    let value: Word | null = null
    let list: Word[] = []
    let brackets = 0
    let assigned = false
    let spoiled = false
    let previous = ''
    const reset = () => {
      keys = []
      value = null
      list = []
      brackets = 0
      assigned = false
      spoiled = false
    }
    const give = () => {
      const above = sets.slice(-MAX_DEPTH).flat()
      if (value && !spoiled && keys.length > 0) state(x, out, context, above, keys, value)
      for (const entry of list) environment(x.slice(entry.start, entry.end), out, context.block)
    }
    for (const m of x.text.matchAll(TOKEN)) {
      const token = m[0]
      const word = wordOf(token, m.index)
      if (token[0] === '#' || token.startsWith('/*')) {
        const end = m.index + token.length
        out.comment(token.replace(/^(?:#|\/\*)/, '').replace(/\*\/$/, ''), x.span(m.index, end))
        continue
      }
      if (token === '{') {
        sets.push(assigned ? keys : [])
        reset()
      } else if (token === '}') {
        sets.pop()
        reset()
      } else if (token === ';') {
        give()
        reset()
      } else if (token === '=' && !assigned) assigned = true
      else if (!assigned) {
        if (word) keys = previous === '.' ? [...keys.slice(-MAX_DEPTH), word] : [word]
        else if (token !== '.') keys = []
      } else if (token === '[') brackets++
      else if (token === ']') brackets = Math.max(0, brackets - 1)
      else if (word?.quoted && brackets > 0) list.push(word)
      else if (word?.quoted && !value) value = word
      else if (token !== '.' && !(PRIORITY.test(token) && !value)) spoiled = true
      previous = token
    }
    // half-typed: the last assignment without its semicolon
    give()
  },
}

/** A name, or a quoted text without its quotes; null for anything else. */
function wordOf(token: string, at: number): Word | null {
  const end = at + token.length
  if (/^[A-Za-z_]/.test(token)) return { text: token, start: at, end, quoted: false, lines: false }
  const mark = token.startsWith("''") ? "''" : token[0] === '"' ? '"' : ''
  if (mark === '"' && (token.length < 2 || !token.endsWith('"'))) {
    const text = /^[^\r\n]*/.exec(token.slice(1))?.[0].trimEnd() ?? ''
    return { text, start: at + 1, end: at + 1 + text.length, quoted: true, lines: false }
  }
  if (!mark || token.length < 2 * mark.length || !token.endsWith(mark)) return null
  const text = token.slice(mark.length, -mark.length)
  return { text, start: at + mark.length, end: end - mark.length, quoted: true, lines: mark === "''" }
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
  const path = [...above, ...keys].slice(-MAX_DEPTH).map((k) => k.text)
  if (key.text === 'Environment' && /^\s*"?[A-Za-z_]\w*=/.test(value.text)) {
    environment(x.slice(value.start, value.end), out, context.block)
    return
  }
  const body = x.slice(value.start, value.end)
  if (value.lines && /\s/.test(value.text.trim())) {
    const dialect = dialectOfText(path)
    if (dialect) context.embed(dialect, body, context.block)
    return
  }
  const lead = value.text.length - value.text.trimStart().length
  out.setting({
    kind: ENV_NAME.test(key.text) ? 'env' : 'key',
    name: key.text,
    path,
    keySpan: x.span(key.start, key.end),
    value: named(interpolate(body.slice(lead, Math.max(lead, value.text.trimEnd().length)), {})),
    block: context.block,
  })
}

/** A text of several lines is the content of the file that its path names, or a script. */
function dialectOfText(path: readonly string[]): string {
  const file = [...path].reverse().find((p) => p.includes('.'))
  const dialect = file ? dialectOfFile(nameOf(file)) : ''
  if (dialect) return dialect
  if (!SCRIPT.test(path[path.length - 1] ?? '')) return ''
  return path.includes('fish') ? 'fish' : 'bash'
}

/** `${name}` is a name of the file here, not a variable of the environment. */
function named(template: Template): Template {
  return {
    ...template,
    parts: template.parts.map((p) => (p.kind === 'ref' && p.to === 'env' ? { ...p, to: 'name' as const } : p)),
  }
}
