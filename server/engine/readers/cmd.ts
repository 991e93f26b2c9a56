import type { FactsBuilder } from '../builder'
import { interpolate } from '../interpolation'
import type { ReadContext, Reader } from '../reader'
import { Excerpt } from '../text'
import type { Span } from '../types'

const MAX_DEPTH = 3
/** What may stand before the command itself. */
const BEFORE =
  /^(?:[\s@(]+|else\b|call\b|do\b|start\b(?:\s+"[^"]*")?(?:\s+\/\w+)*|if\s+(?:\/i\s+)?(?:not\s+)?(?:\/i\s+)?(?:defined\s+\S+|exist\s+(?:"[^"]*"|\S+)|errorlevel\s+\d+|(?:"[^"]*"|[^\s"=]+)\s*(?:==|\s(?:equ|neq)\s)\s*(?:"[^"]*"|[^\s"(]+)))/i
const ENV_FILE = /^\s*"?[^\s"]*\.env\b/i

/** Batch files of cmd: `set` in its spellings, several commands on a line, `%NAME%` and `!NAME!`; other commands as shell. */
export const cmd: Reader = {
  id: 'cmd',
  version: 3,
  dialects: ['cmd', 'bat', 'batch'],
  dialectOf: (_path, name) => (/\.(?:bat|cmd)(?:\.(?:example|sample|template))?$/i.test(name) ? 'cmd' : ''),
  read(x, out, context) {
    for (const line of lines(x)) readLine(line, out, context, 0)
  },
}

/** Lines with `^` continuations joined. */
function* lines(x: Excerpt): Generator<Excerpt> {
  let pieces: Excerpt[] = []
  for (const m of x.text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)) {
    const line = m[1] as string
    if (line === '' && m[2] === '') continue
    const goesOn = line.endsWith('^') && !line.endsWith('^^')
    const kept = goesOn ? line.slice(0, -1) : line
    if (kept) pieces.push(x.slice(m.index, m.index + kept.length))
    if (goesOn) continue
    if (pieces.length > 0) yield Excerpt.assembled(pieces)
    pieces = []
  }
  if (pieces.length > 0) yield Excerpt.assembled(pieces)
}

interface Part {
  readonly text: Excerpt
  /** File that its output goes to. */
  readonly target: string
}

function readLine(line: Excerpt, out: FactsBuilder, context: ReadContext, depth: number): void {
  const remark = /^\s*@?(?:rem(?=\s|$)|::)(.*)$/i.exec(line.text)
  if (remark) {
    out.comment(remark[1] as string, line.span(line.text.length - (remark[1] as string).length, line.text.length))
    return
  }
  for (const part of commands(line)) readCommand(part, out, context, depth)
}

/** Commands of a line, split at `&`, `|` and brackets outside of quotes, with the file behind `>`. */
function commands(line: Excerpt): Part[] {
  const text = line.text
  const parts: Part[] = []
  let from = 0
  let quoted = false
  const groups: number[] = []
  const push = (to: number) => {
    const piece = line.slice(from, to)
    if (piece.text.trim() !== '') parts.push(split(piece))
  }
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string
    if (c === '^') i++
    else if (c === '"') quoted = !quoted
    else if (!quoted && /[&|()]/.test(c)) {
      push(i)
      from = i + 1
      if (c === '(') groups.push(parts.length)
      // what is written behind a bracket is written by everything inside
      const target = c === ')' ? /^\s*>>?\s*("[^"]*"|[^\s"&|)]+)/.exec(text.slice(from)) : null
      const first = c === ')' ? (groups.pop() ?? parts.length) : parts.length
      if (target)
        for (let k = first; k < parts.length; k++) parts[k] = { ...(parts[k] as Part), target: target[1] as string }
    }
  }
  push(text.length)
  return parts
}

function split(piece: Excerpt): Part {
  const before = /^\s*\d?>>?\s*("[^"]*"|[^\s"]+)\s+/.exec(piece.text)
  if (before) return { text: piece.slice(before[0].length, piece.text.length), target: before[1] as string }
  const at = /(?:^|[^"'=])?\d?>>?\s*("[^"]*"|[^\s">]+)\s*(?:2>&1)?\s*$/.exec(piece.text)
  if (!at || (piece.text.slice(0, at.index).match(/"/g) ?? []).length % 2 === 1) return { text: piece, target: '' }
  const sign = piece.text.indexOf('>', at.index)
  const end = /[\s=]\d$/.test(piece.text.slice(0, sign)) ? sign - 1 : sign
  return { text: piece.slice(0, end), target: at[1] as string }
}

function readCommand(part: Part, out: FactsBuilder, context: ReadContext, depth: number): void {
  let command = part.text
  for (let m = BEFORE.exec(command.text); m && m[0] !== ''; m = BEFORE.exec(command.text))
    command = command.slice(m[0].length, command.text.length)
  const remark = /^(?:rem(?=\s|$)|::)(.*)$/i.exec(command.text)
  if (remark) {
    out.comment(
      remark[1] as string,
      command.span(command.text.length - (remark[1] as string).length, command.text.length),
    )
    return
  }
  const text = command.text
  const set =
    /^set\s+"(?<name>[A-Za-z_]\w*)=(?<value>[^"]*)"?/i.exec(text) ??
    /^set\s+(?<name>[A-Za-z_]\w*)=(?<value>.*?)\s*$/i.exec(text) ??
    /^setx\s+(?:\/\w\s+)*(?<name>[A-Za-z_]\w*)\s+"?(?<value>(?<=")[^"]*|[^\s"]+)/i.exec(text)
  if (set?.groups) {
    assign(set, command, out, context)
    return
  }
  const inner = /^cmd(?:\.exe)?\s+(?:\/\w\s+)*\/[ck]\s+"?(.*?)"?\s*$/i.exec(text)
  if (inner && depth < MAX_DEPTH) {
    const at = text.lastIndexOf(inner[1] as string)
    readLine(command.slice(at, at + (inner[1] as string).length), out, context, depth + 1)
    return
  }
  if (/^echo\b/i.test(text)) {
    const said = /^echo[.\s]\s*(?:export\s+)?(?<name>[A-Za-z_]\w*)=(?<value>.*?)\s*$/i.exec(text)
    if (said && ENV_FILE.test(part.target)) assign(said, command, out, context)
    return
  }
  context.embed('bash', asShell(command), context.block)
}

function assign(m: RegExpExecArray, command: Excerpt, out: FactsBuilder, context: ReadContext): void {
  const { name = '', value = '' } = m.groups ?? {}
  const at = m.index + m[0].lastIndexOf(value)
  const keyAt = m.index + m[0].indexOf(name)
  const quoted = /^(["']).*\1$/.test(value) ? 1 : 0
  out.setting({
    kind: 'env',
    name,
    keySpan: command.span(keyAt, keyAt + name.length),
    value: interpolate(command.slice(at + quoted, at + value.length - quoted), { percent: true }),
    block: context.block,
  })
}

/** The same words for a shell: `%NAME%` as `${NAME}`, no carets, slashes forward. */
function asShell(command: Excerpt): Excerpt {
  const pieces: (Excerpt | { text: string; span: Span })[] = []
  let at = 0
  const push = (to: number, text?: string) => {
    if (to > at) pieces.push(text === undefined ? command.slice(at, to) : { text, span: command.span(at, to) })
    at = to
  }
  for (const m of command.text.matchAll(/[%!]([A-Za-z_]\w*)[%!]|\^(?=.)|\\(?!")/g)) {
    push(m.index)
    const end = m.index + m[0].length
    if (m[1]) push(end, `\${${m[1]}}`)
    else if (m[0] === '\\') push(end, '/')
    else at = end
  }
  push(command.text.length)
  return Excerpt.assembled(pieces)
}
