/** What single shell commands say: assignments and exports, also behind key words, wrappers and other shells. */
import { nameOf } from '../../paths'
import type { Excerpt } from '../../text'
import { embedValue } from '../embedded'
import { dialectOfFile } from '../structured/emit'
import { commandArguments, container, request } from './arguments'
import { type Shell, targetsOf } from './context'
import type { Command } from './lexer'
import { fromFile, handedOn, sourced, takenIn } from './loads'
import { printed, substituted } from './output'
import { assignmentOf, contentOf, type Word } from './words'

const KEYWORD = /^(?:if|then|elif|else|while|until|do|!|and|or|not|begin|time|builtin|command|function)$/
const DECLARE = /^(?:export|declare|typeset|local|readonly)$/
/** Commands that run the command behind their own options; options in brackets take a value. */
const WRAPPER =
  /^(?:env|sudo|doas|exec|nohup|setsid|nice|ionice|timeout|stdbuf|xargs|cross-env|cross-env-shell|npx|bunx|pnpx|proxychains4?|caffeinate|unbuffer|chronic|watch)$/
const WRAPPER_VALUE = /^(?:-[uCgSnkpsacIL]|--(?:user|unset|chdir|adjustment|signal|kill-after))$/
const SHELL = /^(?:.*\/)?(?:ba|z|da|a|k|fi)?sh$|^(?:.*\/)?su$/
const ENV_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
/** Commands of shells and of direnv that take over the variables of a file. */
const SOURCES = /^(?:\.|source|dotenv|dotenv_if_exists|source_env|source_env_if_exists)$/
/** Commands that make variables of their words. */
const SETS = /^(?:env|eval|set|for)$/
const MAX_WRAPPERS = 8

/** Reads one command with everything that hangs on it. */
export function readCommand(command: Command, shell: Shell): void {
  words(command.words, command, shell, 0)
  heredocs(command, shell)
}

function words(all: readonly Word[], command: Command, shell: Shell, depth: number): void {
  const { x, out, context } = shell
  const raw = (w: Word | undefined) => (w ? x.text.slice(w.start, w.end) : '')
  let i = 0
  while (KEYWORD.test(raw(all[i]))) i++
  // `web: command` of a Procfile
  if (i === 0 && /^[\w-]+:$/.test(raw(all[0]))) i++
  const declared = DECLARE.test(raw(all[i]))
  if (declared) i++
  for (; i < all.length; i++) {
    const word = all[i] as Word
    if (declared && /^[-+]/.test(raw(word))) continue
    const assigned = /^["']/.test(raw(word)) && !declared ? null : assignmentOf(word, x)
    if (!assigned) {
      if (declared) continue
      break
    }
    out.setting({
      kind: 'env',
      name: assigned.name,
      keySpan: assigned.nameSpan,
      value: assigned.value,
      block: context.block,
      shadowed: shell.order.dead.has(word.start),
      limited: shell.order.limited.has(word.start),
    })
    const at = assigned.nameSpan.end - assigned.nameSpan.start + 1
    embedValue(contentOf(word, x, word.start + at), [assigned.name], context)
  }
  if (declared || SETS.test(all[i]?.text ?? '')) for (const word of all) fromFile(word, shell)
  const rest = all.slice(i)
  if (rest.length > 0) named(rest, command, shell, depth)
}

function named(rest: readonly Word[], command: Command, shell: Shell, depth: number): void {
  const { x, out, context } = shell
  const name = (rest[0]?.text ?? '').replace(/^.*\//, '')
  const texts = RUNS_TEXTS.test(name) && rest.some((w) => isQuoted(w, x))
  const wrapped = depth < MAX_WRAPPERS && WRAPPER.test(name) && !texts ? behind(rest, x) : null
  if (wrapped && wrapped.length > 0) {
    if (/^(?:npx|bunx|pnpx)$/.test(name)) commandArguments(rest, shell)
    words(wrapped, command, shell, depth + 1)
    return
  }
  if (script(rest, shell)) return
  const pair = pairOf(rest, shell)
  if (pair) {
    out.setting({
      kind: 'env',
      name: pair.name.text,
      keySpan: x.span(pair.name.start, pair.name.end),
      value: pair.value.template,
      block: context.block,
    })
    return
  }
  handedOn(rest, command, shell)
  takenIn(rest, command, shell)
  if (name === ':') defaults(rest, shell)
  else if (SOURCES.test(name) && rest[1] && !rest[1].text.startsWith('-')) sourced(rest[1], shell)
  else if (/^(?:curl|wget|https?|xh|curlie)$/.test(name)) request(rest, shell)
  else if (name === 'echo' || name === 'printf') printed(rest, command, shell)
  else if (name === 'sed' || name === 'gsed' || name === 'perl') substituted(rest, shell)
  else if (/^(?:docker|podman|nerdctl)$/.test(name)) container(rest, shell)
  else if (name === 'read' && command.hereString) {
    const target = rest[rest.length - 1] as Word
    if (ENV_NAME.test(target.text))
      out.setting({
        kind: 'env',
        name: target.text,
        keySpan: x.span(target.start, target.end),
        value: command.hereString.template,
        block: context.block,
      })
  } else commandArguments(rest, shell)
}

/** The command that a wrapper runs: its options, their values, a number or duration and `--` left out. */
function behind(all: readonly Word[], x: Excerpt): readonly Word[] {
  let i = 1
  for (; i < all.length; i++) {
    const raw = x.text.slice((all[i] as Word).start, (all[i] as Word).end)
    if (WRAPPER_VALUE.test(raw)) i++
    else if (!/^-/.test(raw) && !/^\d+[smhd]?$/.test(raw)) break
  }
  return all.slice(i)
}

const isQuoted = (word: Word, x: Excerpt): boolean => /^["']/.test(x.text.slice(word.start, word.end))

/** Commands whose quoted words are commands. */
const RUNS_TEXTS = /^(?:cross-env-shell|concurrently|conc|npm-run-all|start-server-and-test)$/

/** Text of a command that is a script itself: `eval`, `alias`, `sh -c`, `ssh host`. */
function script(rest: readonly Word[], shell: Shell): boolean {
  const { x, context } = shell
  const dialect = shell.fish ? 'fish' : 'bash'
  const name = rest[0]?.text ?? ''
  const embed = (word: Word | undefined, from?: number) => {
    if (word) context.embed(dialect, contentOf(word, x, from), context.block)
  }
  if (name === 'eval' || name === 'ssh' || RUNS_TEXTS.test(name)) {
    for (const word of rest.slice(1)) if (isQuoted(word, x)) embed(word)
    if (name === 'eval' && rest[1] && !/^["']/.test(x.text.slice(rest[1].start, rest[1].end)))
      context.embed(dialect, x.slice(rest[1].start, (rest[rest.length - 1] as Word).end), context.block)
    return true
  }
  if (name === 'alias' || name === 'abbr') {
    for (const word of rest.slice(1)) {
      const equals = /^[\w.:-]+=/.exec(x.text.slice(word.start, word.end))
      if (equals) embed(word, word.start + equals[0].length)
      else if (/^["']/.test(x.text.slice(word.start, word.end))) embed(word)
    }
    return true
  }
  for (let i = 0; i + 2 < rest.length && i < 24; i++) {
    if (!SHELL.test(rest[i]?.text ?? '')) continue
    for (let j = i + 1; j + 1 < rest.length && /^-/.test(rest[j]?.text ?? ''); j++)
      if (/^-[a-z]*c$/.test(rest[j]?.text ?? '')) {
        embed(rest[j + 1])
        if (i > 0) commandArguments(rest.slice(0, i), shell)
        return true
      }
  }
  return false
}

/** Commands that take name and value as words of their own. */
function pairOf(rest: readonly Word[], shell: Shell): { name: Word; value: Word } | null {
  const text = rest.slice(0, 4).map((w) => w.text)
  const at = (i: number, j: number) => {
    const name = rest[i]
    const value = rest[j]
    return name && value && ENV_NAME.test(name.text) ? { name, value } : null
  }
  if (text[0] === 'setx' || text[0] === 'setenv') return at(1, 2)
  if (text[0] === 'launchctl' && text[1] === 'setenv') return at(2, 3)
  if (text[0] === 'dotenvx' && text[1] === 'set') return at(2, 3)
  if (text[0] === 'gh' && /^(?:variable|secret)$/.test(text[1] ?? '') && text[2] === 'set') {
    const body = rest.findIndex((w) => w.text === '--body' || w.text === '-b')
    return body > 0 ? at(3, body + 1) : null
  }
  if (shell.fish && text[0] === 'set') {
    let i = 1
    let asks = false
    for (; /^-/.test(rest[i]?.text ?? ''); i++)
      if (/^-\w*[qeSn]|^--(?:query|erase|names|show)/.test(rest[i]?.text ?? '')) asks = true
    return asks ? null : at(i, i + 1)
  }
  return null
}

/** `: "${NAME:=value}"` gives a default. */
function defaults(rest: readonly Word[], { out, context }: Shell): void {
  for (const word of rest.slice(1)) {
    for (const part of word.template.parts) {
      if (part.kind === 'ref' && part.fallback)
        out.setting({
          kind: 'env',
          name: part.name,
          keySpan: part.span,
          value: part.fallback,
          block: context.block,
          weak: true,
        })
    }
  }
}

const INTERPRETER: readonly (readonly [RegExp, string])[] = [
  [/^python[\d.]*$/, 'python'],
  [/^(?:node|deno|bun|tsx|ts-node)$/, 'typescript'],
  [/^ruby$/, 'ruby'],
  [/^php$/, 'php'],
  [/^(?:kubectl|oc)$/, 'yaml'],
  [/^(?:(?:ba|z|da|a|k)?sh|ssh|sudo|su)$/, 'bash'],
]

/** A here-document is read as what its target file or its interpreter is; one that is only printed stays quiet. */
function heredocs(command: Command, { context, next }: Shell): void {
  if (command.heredocs.length === 0) return
  const names = [...command.words, ...(command.piped && next ? next.words : [])].map((w) => w.text)
  const target = targetsOf(command, next)[0] ?? ''
  const byFile = dialectOfFile(nameOf(target))
  const byName = names.map((n) => INTERPRETER.find(([re]) => re.test(n.replace(/^.*\//, '')))?.[1]).find((d) => d)
  for (const body of command.heredocs) {
    const dialect = byFile || (target === '' ? (byName ?? '') : guess(body.text))
    if (dialect) context.embed(dialect, body, context.block)
  }
}

/** By what the text looks like, where the name of the target says nothing. */
function guess(text: string): string {
  if (/\bproxy_pass\b/.test(text)) return 'nginx'
  if (/^\s*export\s+[A-Z]/m.test(text)) return 'bash'
  return /^\s*[A-Z][A-Z0-9_]+=/m.test(text) ? 'dotenv' : ''
}
