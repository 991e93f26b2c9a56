/** Text that a script writes into a configuration file: `echo`, `printf`, `sed`. */

import { interpolate } from '../../interpolation'
import { nameOf } from '../../paths'
import type { Excerpt } from '../../text'
import type { Span, Template } from '../../types'
import { dialectOfFile } from '../structured/emit'
import { type Shell, targetsOf } from './context'
import type { Command } from './lexer'
import { loggedVariables } from './logged'
import { outputOf } from './produced'
import { contentOf, type Word } from './words'

const ENV_FILE =
  /^\$(?:GITHUB_ENV|BASH_ENV|ENV_FILE|ENVFILE)$|\.env\b|(?:rc|profile)$|\bconfig\.fish$|^\/etc\/environment$/i

/** `echo "NAME=value" >> .env`, `printf 'NAME=%s\n' value >> .env`, `echo '{...}' > settings.json`. */
export function printed(rest: readonly Word[], command: Command, shell: Shell): void {
  const { x, context } = shell
  for (const word of rest.slice(1)) loggedVariables(contentOf(word, x), shell.out, context)
  const targets = targetsOf(command, shell.next)
  const env = targets.some((t) => ENV_FILE.test(t))
  const other = targets.map((t) => dialectOfFile(nameOf(t))).find((d) => d && d !== 'dotenv' && d !== 'bash')
  if (!env && !other) return
  const said = rest.slice(1).filter((w) => !/^-[neE]+$/.test(w.text))
  if (other && !env) {
    for (const word of said) context.embed(other, contentOf(word, x), context.block)
    return
  }
  let values = 0
  for (const [i, word] of said.entries()) values += lines(word, said.slice(i + 1 + values), shell)
}

const LINE =
  /(?:^|\\n|\n)[ \t]*(?:export[ \t]+|set[ \t]+-g?x[ \t]+)?([A-Za-z_]\w*)(?:=|(?<=set[ \t]+-g?x[ \t]+\w+)[ \t]+)/g

/** The assignments in one printed word; returns how many of the words behind it fill its `%s`. */
function lines(word: Word, behind: readonly Word[], shell: Shell): number {
  const { x, out, context } = shell
  const body = contentOf(word, x)
  let used = 0
  for (const m of body.text.matchAll(LINE)) {
    const name = m[1] as string
    const at = m.index + m[0].length
    const keyAt = body.text.indexOf(name, m.index)
    const end = at + (/^(?:(?!\\n|\n).)*/s.exec(body.text.slice(at))?.[0].length ?? 0)
    const value = body.slice(at, end)
    const filled = /^["']?%s["']?$/.test(value.text) ? behind[used++] : undefined
    out.setting({
      kind: 'env',
      name,
      keySpan: body.span(keyAt, keyAt + name.length),
      value: filled ? filled.template : unwrapped(value),
      block: context.block,
    })
  }
  return used
}

/** Without the quotes of the line that is written, escaped or not. */
function unwrapped(value: Excerpt): Template {
  const m = /^(\\?["'])?([\s\S]*?)(?:\\?["'])?[ \t]*$/.exec(value.text)
  const lead = m?.[1]?.length ?? 0
  return interpolate(value.slice(lead, lead + (m?.[2]?.length ?? 0)), { bare: true, output: outputOf })
}

/** `sed -i "s#^NAME=.*#NAME=value#" .env`: the text that is put in. */
export function substituted(rest: readonly Word[], shell: Shell): void {
  const { x, out, context } = shell
  for (const word of rest.slice(1)) {
    const body = contentOf(word, x)
    for (const { from, to } of replacements(body.text)) {
      const text = body.text.slice(from, to)
      const pair = /^["']?(?:export\s+)?([A-Za-z_]\w*)\s*[=:]\s*["']?(?=[a-z]+:\/\/|\$)/i.exec(text)
      const start = from + (pair?.[0].length ?? 0)
      const value: Template = interpolate(body.slice(start, from + text.replace(/["']$/, '').length), { bare: true })
      if (pair) {
        const keyAt = from + text.indexOf(pair[1] as string)
        out.setting({
          kind: 'env',
          name: pair[1] as string,
          keySpan: body.span(keyAt, keyAt + (pair[1] as string).length),
          value,
          block: context.block,
        })
      } else if (/^https?:\/\//.test(text)) {
        const keySpan: Span = x.span((rest[0] as Word).start, (rest[0] as Word).end)
        out.setting({ kind: 'key', name: 'sed', path: ['sed'], keySpan, value, block: context.block })
      }
    }
  }
}

/** The second field of each `s` command, whatever its delimiter. */
function* replacements(script: string): Generator<{ from: number; to: number }> {
  for (const m of script.matchAll(/(?:^|[;{}\s\d$])s([#|/,@!~%])/g)) {
    const mark = m[1] as string
    const from = next(script, m.index + m[0].length, mark)
    const to = from < 0 ? -1 : next(script, from, mark)
    if (to > from) yield { from, to: to - 1 }
  }
}

/** Place behind the next delimiter that is not escaped, or -1. */
function next(text: string, at: number, mark: string): number {
  for (let i = at; i < text.length; i++) {
    if (text[i] === '\\') i++
    else if (text[i] === mark) return i + 1
  }
  return -1
}
