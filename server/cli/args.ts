/** The flags of the command. Unknown flags and bad values are errors that name what is accepted. */
import { isDay } from '../engine/suppress'

export class UsageError extends Error {}

export interface Args {
  readonly command: string
  readonly positional: readonly string[]
  readonly formats: readonly { readonly format: string; readonly file: string }[]
  readonly failOn: 'error' | 'warning' | 'info' | 'never' | ''
  readonly persona: 'developer' | 'reviewer' | 'auditor' | ''
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

export const COMMANDS = [
  'scan',
  'explain',
  'map',
  'inventory',
  'whatif',
  'baseline',
  'policy',
  'facts',
  'files',
  'lsp',
  'help',
  'version',
] as const
export const FORMATS = [
  'text',
  'json',
  'sarif',
  'github',
  'gitlab',
  'junit',
  'markdown',
  'html',
  'cyclonedx',
  'mermaid',
  'dot',
] as const
const BOOLEAN = [
  'no-policy',
  'staged',
  'stdin',
  'untrusted',
  'no-ignore',
  'strict',
  'show-suppressed',
  'fix',
  'unsafe',
  'diff',
  'quiet',
  'verbose',
  'counts',
  'stdio',
  'node-ipc',
  'help',
  'version',
]
const VALUED = [
  'format',
  'fail-on',
  'persona',
  'policy',
  'baseline',
  'since',
  'stdin-filename',
  'as-of',
  'jobs',
  'lose',
  'socket',
  'clientProcessId',
]
const SHORT: Readonly<Record<string, string>> = { h: 'help', q: 'quiet', v: 'verbose', f: 'format' }

export function parseArgs(argv: readonly string[]): Args {
  const values = new Map<string, string[]>()
  const flags = new Set<string>()
  const positional: string[] = []
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] as string
    if (word === '--') {
      positional.push(...argv.slice(i + 1))
      break
    }
    if (!word.startsWith('-') || word === '-') {
      positional.push(word)
      continue
    }
    const [rawName = '', inline] = splitOnce(word.replace(/^--?/, ''), '=')
    const name = word.startsWith('--') ? rawName : (SHORT[rawName] ?? rawName)
    if (BOOLEAN.includes(name)) {
      if (inline !== undefined) throw new UsageError(`--${name} takes no value`)
      flags.add(name)
    } else if (VALUED.includes(name)) {
      const value = inline ?? argv[++i]
      if (value === undefined || (inline === undefined && value.startsWith('--')))
        throw new UsageError(`--${name} needs a value`)
      values.set(name, [...(values.get(name) ?? []), value])
    } else throw new UsageError(`unknown flag ${word.slice(0, 60)}${nearest(name)}`)
  }
  const command = (COMMANDS as readonly string[]).includes(positional[0] ?? '')
    ? (positional.shift() as string)
    : flags.has('help')
      ? 'help'
      : flags.has('version')
        ? 'version'
        : 'scan'
  const one = (name: string) => values.get(name)?.at(-1) ?? ''
  const asOf = one('as-of')
  if (values.has('as-of') && !isDay(asOf)) throw new UsageError(`--as-of ${asOf} is not a day (YYYY-MM-DD)`)
  const jobs = values.has('jobs') ? Number(one('jobs')) : 0
  if (values.has('jobs') && !(Number.isInteger(jobs) && jobs > 0))
    throw new UsageError(`--jobs ${one('jobs')} is not a number above zero`)
  return {
    command,
    positional,
    formats: (values.get('format') ?? []).map(format),
    failOn: choice('fail-on', one('fail-on'), ['error', 'warning', 'info', 'never']) as Args['failOn'],
    persona: choice('persona', one('persona'), ['developer', 'reviewer', 'auditor']) as Args['persona'],
    policy: one('policy'),
    baseline: one('baseline'),
    since: one('since'),
    stdinFilename: one('stdin-filename'),
    asOf,
    jobs,
    lose: one('lose'),
    socket: one('socket'),
    flags,
  }
}

function splitOnce(text: string, by: string): [string, string | undefined] {
  const at = text.indexOf(by)
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)]
}

function choice(name: string, value: string, allowed: readonly string[]): string {
  if (value !== '' && !allowed.includes(value))
    throw new UsageError(`--${name} ${value} is not one of ${allowed.join(', ')}`)
  return value
}

function format(value: string): { format: string; file: string } {
  const [name, file] = splitOnce(value, ':')
  if (!(FORMATS as readonly string[]).includes(name))
    throw new UsageError(`--format ${name} is not one of ${FORMATS.join(', ')}`)
  return { format: name, file: file ?? '' }
}

function nearest(name: string): string {
  const letters = (k: string) => [...k].sort().join('')
  const all = [...BOOLEAN, ...VALUED]
  const best = all.find((k) => letters(k) === letters(name)) ?? all.find((k) => k.startsWith(name.slice(0, 3)))
  return best ? `; is --${best} meant?` : ''
}
