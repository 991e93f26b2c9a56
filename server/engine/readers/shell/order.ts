/** The order of assignments in a script: which of them no command ever sees, and which only some commands see. */
import type { Excerpt } from '../../text'
import type { Template } from '../../types'
import type { Command } from './lexer'
import { assignmentOf, type Word } from './words'

export interface Order {
  /** Places of assignments that a later one replaces before any command runs. */
  readonly dead: ReadonlySet<number>
  /** Places of assignments beside which commands run without them. */
  readonly limited: ReadonlySet<number>
}

const DECLARE = /^(?:export|declare|typeset|local|readonly)$/
/** Words that begin or end a part of a script that may not run, or more than once. */
const OPENS = /^(?:if|for|while|until|case|select|function)$/
const CLOSES = /^(?:fi|done|esac)$/
const BETWEEN = /^(?:then|elif|else|do|in)$/
const TESTS = /^(?:\[|\[\[|test|grep|command|which|type|!)$/
/** Commands that read no variable of an AI client. */
const PREPARES =
  /^(?:cd|set|echo|printf|mkdir|cp|mv|rm|chmod|ls|pwd|unset|shopt|ulimit|which|sleep|true|:|apt|apt-get|apk|brew|git|source|\.)$|^(?:pip3?|npm|pnpm|yarn|bun|uv|poetry|bundle|composer|go|cargo) .*\b(?:install|ci|sync|add|i|mod)\b|^python3? -m pip\b/

interface Read {
  readonly assigned: readonly { readonly name: string; readonly at: number; readonly value: Template }[]
  /** What is run; empty for assignments alone. */
  readonly run: string
  readonly words: readonly Word[]
}

/** Functions are run whenever they are called: nothing is said of a script that has any. */
export function orderOf(commands: readonly Command[], x: Excerpt): Order {
  const dead = new Set<number>()
  const limited = new Set<number>()
  if (/\(\)\s*\{|(?:^|\n)\s*function\b/.test(x.text)) return { dead, limited }
  const pending = new Map<string, { readonly at: number; prefixed: boolean }>()
  /** Assignments in front of one command. */
  const prefixes: { readonly name: string; readonly at: number; readonly command: number }[] = []
  const acting: { readonly command: number; readonly names: ReadonlySet<string> }[] = []
  let depth = 0
  commands.forEach((command, n) => {
    const first = raw(command.words[0], x)
    if (OPENS.test(first)) depth++
    const { assigned, run, words } = read(command, x)
    const uncertain = depth > 0 || BETWEEN.test(first) || isConditional(command, commands[n - 1], x)
    if (CLOSES.test(first)) depth = Math.max(0, depth - 1)
    for (const name of namesIn(words.map((w) => w.template))) pending.delete(name)
    for (const { name, at, value } of assigned) {
      const known = pending.get(name)
      if (run !== '') {
        prefixes.push({ name, at, command: n })
        if (known) known.prefixed = true
      } else {
        // whoever ran before saw another value
        if (uncertain || acting.some((a) => !a.names.has(name))) limited.add(at)
        if (known && !uncertain && !namesIn([value]).has(name)) dead.add(known.at)
        pending.set(name, { at, prefixed: false })
      }
    }
    if (run === '' || PREPARES.test(run)) return
    const names = new Set(assigned.map((a) => a.name))
    acting.push({ command: n, names })
    for (const name of [...pending.keys()]) if (!names.has(name) || uncertain) pending.delete(name)
  })
  for (const { at, prefixed } of pending.values()) if (prefixed) dead.add(at)
  for (const p of prefixes) if (acting.some((a) => a.command !== p.command && !a.names.has(p.name))) limited.add(p.at)
  return { dead, limited }
}

const raw = (word: Word | undefined, x: Excerpt): string => (word ? x.text.slice(word.start, word.end) : '')

function read({ words }: Command, x: Excerpt): Read {
  const assigned: { name: string; at: number; value: Template }[] = []
  let i = 0
  while (BETWEEN.test(raw(words[i], x)) || OPENS.test(raw(words[i], x))) i++
  const declared = DECLARE.test(raw(words[i], x))
  if (declared || raw(words[i], x) === 'env') i++
  for (; i < words.length; i++) {
    const word = words[i] as Word
    const found = assignmentOf(word, x)
    if (found) assigned.push({ name: found.name, at: word.start, value: found.value })
    else if (!declared) break
  }
  const rest = words.slice(i).filter((w) => !CLOSES.test(raw(w, x)))
  return { assigned, run: rest.map((w) => w.text).join(' '), words: rest }
}

/** `test && assignment`, `command || assignment` */
function isConditional(command: Command, before: Command | undefined, x: Excerpt): boolean {
  return command.after === '||' || (command.after === '&&' && TESTS.test(raw(before?.words[0], x)))
}

function namesIn(templates: readonly Template[]): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { parts } of templates) for (const part of parts) if (part.kind === 'ref') names.add(part.name)
  return names
}
