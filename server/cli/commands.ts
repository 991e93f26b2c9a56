/** Every command and every flag: one row each. Parsing, help texts and suggestions come from these tables. */
import { printers } from '../report'
import { mapPrinters } from '../report/routes'

export interface Flag {
  readonly name: string
  /** How a value is written, for flags that take one. */
  readonly value?: string
  readonly short?: string
  /** May be given several times. */
  readonly repeats?: true
  /** Absent: not shown in help texts. */
  readonly help?: string
  /** Only these values. */
  readonly choices?: readonly string[]
}

export interface Command {
  readonly name: string
  /** What follows the name. */
  readonly usage: string
  readonly help: string
  /** Names of the flags that its help shows. */
  readonly flags: readonly string[]
}

export const SEVERITY_GATES = ['error', 'warning', 'info', 'never'] as const
export const PERSONAS = ['developer', 'reviewer', 'auditor'] as const
/** Formats of a report. */
export const REPORTS: readonly string[] = Object.keys(printers)
/** Formats of the traffic map. */
export const MAPS: readonly string[] = Object.keys(mapPrinters)

export const FLAGS: readonly Flag[] = [
  {
    name: 'format',
    value: 'F[:FILE]',
    short: 'f',
    repeats: true,
    help: `print as F, or write it to FILE; F is one of ${REPORTS.join(', ')}`,
  },
  {
    name: 'fail-on',
    value: 'SEVERITY',
    choices: SEVERITY_GATES,
    help: 'exit 1 from this severity on: error, warning (default), info, never',
  },
  {
    name: 'persona',
    value: 'WHO',
    choices: PERSONAS,
    help: 'how much is said: developer (default), reviewer, auditor',
  },
  { name: 'policy', value: 'FILE', help: 'use this policy instead of relaylint.yaml' },
  { name: 'no-policy', help: 'use no policy' },
  { name: 'baseline', value: 'FILE', help: 'findings of this baseline do not count; default relaylint-baseline.json' },
  { name: 'staged', help: 'only what is staged for a commit, as it is staged' },
  { name: 'since', value: 'REF', help: 'only files that changed since the branch left REF' },
  { name: 'stdin', help: 'read one file from standard input' },
  { name: 'stdin-filename', value: 'NAME', help: 'its name, which decides its format and its policy' },
  { name: 'untrusted', help: "the repository's own policy, suppressions and ignore files never lower anything" },
  { name: 'as-of', value: 'YYYY-MM-DD', help: 'the evaluation day, default today' },
  { name: 'jobs', value: 'N', help: 'threads that read files, default 2 where the machine has them' },
  { name: 'no-ignore', help: 'read ignored files and build output too' },
  { name: 'strict', help: 'a note about a text that was not read as intended makes the exit status 3' },
  { name: 'show-suppressed', help: 'show suppressed and baselined findings, marked' },
  { name: 'fix', help: 'apply safe fixes' },
  { name: 'unsafe', help: 'with --fix: fixes that need a decision too' },
  { name: 'diff', help: 'print the fixes as a diff, change nothing' },
  { name: 'quiet', short: 'q', help: 'only the last line of the text report' },
  { name: 'verbose', short: 'v', help: 'every note, every file that was not read or is not under version control' },
  { name: 'lose', value: 'WHAT', help: 'a provider, a host or a region id' },
  { name: 'counts', help: 'numbers only' },
  { name: 'stdio', help: 'speak over standard input and output' },
  { name: 'socket', value: 'PORT', help: 'speak over a port of this machine' },
  { name: 'node-ipc' },
  { name: 'clientProcessId', value: 'PID' },
  { name: 'help', short: 'h', help: 'this text' },
  { name: 'version', help: 'the version' },
]

const SCANNING = ['persona', 'policy', 'no-policy', 'untrusted', 'as-of', 'no-ignore', 'jobs']

export const COMMANDS: readonly Command[] = [
  {
    name: 'scan',
    usage: '[PATH...]',
    help: 'scan folders or files, default ".", and print a report; the default command',
    flags: [
      'format',
      'fail-on',
      'persona',
      'policy',
      'no-policy',
      'baseline',
      'staged',
      'since',
      'stdin',
      'stdin-filename',
      'untrusted',
      'as-of',
      'no-ignore',
      'strict',
      'show-suppressed',
      'fix',
      'unsafe',
      'diff',
      'jobs',
      'quiet',
      'verbose',
    ],
  },
  { name: 'explain', usage: 'RULE | HOST | FILE:LINE', help: 'why something is, or is not, reported', flags: SCANNING },
  {
    name: 'map',
    usage: '[PATH]',
    help: `the traffic map: client, hop, provider; --format ${MAPS.join(', ')}`,
    flags: ['format', ...SCANNING],
  },
  { name: 'inventory', usage: '[PATH]', help: 'the AI services of a project as CycloneDX 1.7', flags: SCANNING },
  {
    name: 'whatif',
    usage: '--lose PROVIDER|HOST|REGION [PATH]',
    help: 'what ends when one of them does',
    flags: ['lose', ...SCANNING],
  },
  {
    name: 'baseline',
    usage: 'create|update|prune [PATH]',
    help: 'the findings of today, which then do not count',
    flags: ['baseline', ...SCANNING],
  },
  {
    name: 'policy',
    usage: 'init|check [PATH]',
    help: 'write a policy to start from, or check the one that is there',
    flags: ['policy'],
  },
  {
    name: 'facts',
    usage: 'list [CLASS] | show HOST | diff OLD.json',
    help: 'what the fact base knows; list --format json writes what a later diff compares',
    flags: ['counts', 'format'],
  },
  {
    name: 'files',
    usage: '[PATH]',
    help: 'every file that says something, with its reader; --format text, json',
    flags: ['format', ...SCANNING],
  },
  { name: 'lsp', usage: '--stdio | --socket PORT', help: 'the language server', flags: ['stdio', 'socket'] },
]

const flagOf = (name: string) => FLAGS.find((f) => f.name === name)

/** The text of `relaylint help`, or of `relaylint help COMMAND`. At most 100 characters a line. */
export function helpFor(name = ''): string {
  const command = COMMANDS.find((c) => c.name === name)
  const out = command ? [`relaylint ${command.name} ${command.usage}`, '', `  ${command.help}`, ''] : overview()
  for (const flag of (command ?? (COMMANDS[0] as Command)).flags) out.push(...flagLines(flag))
  out.push('', 'Exit status: 0 clean, 1 findings at or over --fail-on, 2 usage, policy or configuration error,')
  out.push('3 incomplete scan, 130 interrupted.')
  return `${out.join('\n')}\n`
}

function overview(): string[] {
  const rows = COMMANDS.map((c) => [`relaylint ${c.name === 'scan' ? '[scan]' : c.name} ${c.usage}`, c.help])
  return [
    "relaylint: where do this project's AI requests really go?",
    '',
    ...rows.flatMap(([usage = '', help = '']) => columns(usage, help, 0)),
    '',
    'relaylint help COMMAND shows the flags of a command. Those of scan:',
    '',
  ]
}

function flagLines(name: string): string[] {
  const flag = flagOf(name)
  if (!flag?.help) return []
  const short = flag.short ? `-${flag.short}, ` : ''
  return columns(
    `${short}--${flag.name}${flag.value ? ` ${flag.value}` : ''}${flag.repeats ? ' ...' : ''}`,
    flag.help,
    2,
  )
}

const LEFT = 32
const WIDTH = 98

/** A word at the left, its explanation at the right, wrapped. */
function columns(left: string, right: string, indent: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of right.split(' ')) {
    if (line && line.length + 1 + word.length > WIDTH - LEFT) {
      lines.push(line)
      line = word
    } else line = line ? `${line} ${word}` : word
  }
  lines.push(line)
  const head = `${' '.repeat(indent)}${left}`
  const first = head.length < LEFT - 1 ? [`${head.padEnd(LEFT)}${lines.shift()}`] : [head]
  return [...first, ...lines.map((l) => ' '.repeat(LEFT) + l)]
}
