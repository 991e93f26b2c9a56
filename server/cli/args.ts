/** The words of the command line. Unknown flags, bad values and flags that exclude each other are errors that name what is accepted. */

import { nearestWord } from '../engine/nearest'
import { isDay } from '../engine/suppress'
import { COMMANDS, FLAGS, MAPS, PERSONAS, REPORTS, SEVERITY_GATES } from './commands'

export class UsageError extends Error {}

export interface Args {
  readonly command: string
  readonly positional: readonly string[]
  readonly formats: readonly { readonly format: string; readonly file: string }[]
  readonly failOn: (typeof SEVERITY_GATES)[number] | ''
  readonly persona: (typeof PERSONAS)[number] | ''
  readonly policy: string
  readonly baseline: string
  readonly since: string
  readonly stdinFilename: string
  readonly asOf: string
  readonly jobs: number
  readonly lose: string
  readonly socket: string
  readonly flags: ReadonlySet<string>
}

const WORDS = [...COMMANDS.map((c) => c.name), 'help', 'version']

export function parseArgs(argv: readonly string[]): Args {
  const { positional, flags, values } = split(argv)
  const command = commandOf(positional, flags)
  const one = (name: string) => values.get(name)?.at(-1) ?? ''
  if (values.has('as-of') && !isDay(one('as-of')))
    throw new UsageError(`--as-of ${one('as-of')} is not a day (YYYY-MM-DD)`)
  const jobs = values.has('jobs') ? Number(one('jobs')) : 0
  if (values.has('jobs') && !(Number.isInteger(jobs) && jobs > 0))
    throw new UsageError(`--jobs ${one('jobs')} is not a number above zero`)
  const formats = (values.get('format') ?? []).map(formatOf)
  for (const [a, b] of EXCLUSIVE)
    if ((flags.has(a) || values.has(a)) && (flags.has(b) || values.has(b)))
      throw new UsageError(`--${a} and --${b} exclude each other`)
  if (values.has('stdin-filename') && !flags.has('stdin')) throw new UsageError('--stdin-filename goes with --stdin')
  if (formats.filter((f) => f.file === '').length > 1)
    throw new UsageError('only one report goes to standard output: give the others a file, as in --format sarif:FILE')
  for (const { format } of formats)
    if (command === 'scan' && !REPORTS.includes(format))
      throw new UsageError(`--format ${format} belongs to relaylint map`)
  return {
    command,
    positional,
    formats,
    failOn: choice('fail-on', one('fail-on'), SEVERITY_GATES),
    persona: choice('persona', one('persona'), PERSONAS),
    policy: one('policy'),
    baseline: one('baseline'),
    since: one('since'),
    stdinFilename: one('stdin-filename'),
    asOf: one('as-of'),
    jobs,
    lose: one('lose'),
    socket: one('socket'),
    flags,
  }
}

const EXCLUSIVE = [
  ['policy', 'no-policy'],
  ['staged', 'since'],
  ['staged', 'stdin'],
  ['since', 'stdin'],
  ['quiet', 'verbose'],
] as const

interface Words {
  readonly positional: string[]
  readonly flags: Set<string>
  readonly values: Map<string, string[]>
}

function split(argv: readonly string[]): Words {
  const words: Words = { positional: [], flags: new Set(), values: new Map() }
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] as string
    if (word === '--') {
      words.positional.push(...argv.slice(i + 1))
      break
    }
    if (!word.startsWith('-') || word === '-') {
      words.positional.push(word)
      continue
    }
    const [name = '', inline] = splitOnce(word.replace(/^--?/, ''), '=')
    const flag = FLAGS.find((f) => (word.startsWith('--') ? f.name === name : f.short === name || f.name === name))
    if (!flag) throw new UsageError(`unknown flag ${word.slice(0, 60)}${meant(name)}`)
    if (!flag.value) {
      if (inline !== undefined) throw new UsageError(`--${flag.name} takes no value`)
      words.flags.add(flag.name)
      continue
    }
    const value = inline ?? argv[++i]
    if (!value || (inline === undefined && value.startsWith('--')))
      throw new UsageError(`--${flag.name} needs a value: ${flag.value}`)
    words.values.set(flag.name, [...(words.values.get(flag.name) ?? []), value])
  }
  return words
}

/** The command, taken off the positional words. `help COMMAND` keeps its word. */
function commandOf(positional: string[], flags: ReadonlySet<string>): string {
  const [first = ''] = positional
  if (WORDS.includes(first)) positional.shift()
  const command = WORDS.includes(first) ? first : 'scan'
  if (!flags.has('help')) return flags.has('version') ? 'version' : command
  if (command !== 'help') positional.splice(0, positional.length, ...(WORDS.includes(first) ? [command] : []))
  return 'help'
}

function splitOnce(text: string, by: string): [string, string | undefined] {
  const at = text.indexOf(by)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function choice<T extends string>(name: string, value: string, allowed: readonly T[]): T | '' {
  if (value !== '' && !(allowed as readonly string[]).includes(value))
    throw new UsageError(`--${name} ${value} is not one of ${allowed.join(', ')}`)
  return value as T | ''
}

function formatOf(value: string): { format: string; file: string } {
  const [name, file] = splitOnce(value, ':')
  const all: string[] = [...new Set([...REPORTS, ...MAPS])]
  if (!all.includes(name)) {
    const best = nearestWord(name, all)
    throw new UsageError(`--format ${name} is not one of ${all.join(', ')}${best ? `; is ${best} meant?` : ''}`)
  }
  if (file === '') throw new UsageError(`--format ${value} needs a file name behind the colon`)
  return { format: name, file: file ?? '' }
}

function meant(name: string): string {
  const best = nearestWord(
    name,
    FLAGS.filter((f) => f.help).map((f) => f.name),
  )
  return best ? `; is --${best} meant?` : ''
}
