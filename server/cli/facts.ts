/** `facts list`, `facts show`, `facts diff`: what the fact base holds, what it says about a host, what changed since an older one. */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { STATUSES } from '../engine/evidence'
import type {
  Client,
  EndpointRow,
  FactBase,
  FactEvent,
  KeyShape,
  Pack,
  Provider,
  Region,
  RowClass,
  Software,
  Source,
} from '../engine/facts'
import { UsageError } from './args'
import { describeHost, describeUnlisted } from './facts-host'
import type { Session } from './session'
import { writeFile } from './write'

/** `facts list [CLASS] [--counts]`, `facts show HOST`, `facts diff OLD.json`. */
export function facts(session: Session): number {
  const [verb = 'list', subject = ''] = session.args.positional
  if (verb === 'list') return list(subject, session)
  if (verb === 'show') return show(subject, session)
  if (verb === 'diff') return diff(subject, session)
  throw new UsageError('facts needs list, show HOST or diff OLD.json')
}

const CLASSES: readonly RowClass[] = ['official', 'cloud', 'gateway', 'relay', 'tunnel', 'ignored']

function list(wanted: string, session: Session): number {
  const { facts: base, args, io } = session
  if (wanted && !(CLASSES as readonly string[]).includes(wanted))
    throw new UsageError(`${wanted} is no class of endpoints: ${CLASSES.join(', ')}`)
  const rows = base.pack.endpoints.filter((row) => wanted === '' || row.class === wanted)
  const json = args.formats.find((f) => f.format === 'json')
  if (json) {
    const text = `${JSON.stringify({ ...base.pack, endpoints: rows }, null, 2)}\n`
    if (json.file) writeFile(resolve(io.cwd, json.file), text, json.file)
    else io.out(text)
    return 0
  }
  if (args.flags.has('counts')) {
    io.out(counts(rows, base))
    return 0
  }
  const width = Math.max(...rows.map((row) => row.host.length))
  for (const row of rows)
    io.out(
      `${row.class.padEnd(8)}  ${row.confidence.padEnd(6)}  ${bestStatus(row, base).padEnd(18)}  ${row.host.padEnd(width)}  ${row.name}\n`,
    )
  return 0
}

/** Rows by class and confidence, by class and best status of a source, and how many of everything else. */
function counts(rows: readonly EndpointRow[], base: FactBase): string {
  const { pack } = base
  const classes = CLASSES.filter((c) => rows.some((row) => row.class === c))
  const table = (columns: readonly string[], of: (row: EndpointRow) => string) => {
    const used = columns.filter((c) => rows.some((row) => of(row) === c))
    const line = (name: string, cells: readonly (string | number)[]) =>
      `  ${name.padEnd(9)}${cells.map((c, k) => String(c).padStart((used[k] ?? 'all').length + 2)).join('')}\n`
    const count = (some: readonly EndpointRow[]) => [
      ...used.map((c) => some.filter((row) => of(row) === c).length),
      some.length,
    ]
    const body = classes.map((c) => line(c, count(rows.filter((row) => row.class === c))))
    return `${line('', [...used, 'all'])}${body.join('')}${line('all', count(rows))}`
  }
  const rest: readonly (readonly [string, number])[] = [
    ['sources', pack.sources.length],
    ['groups of sources', new Set(pack.sources.map((s) => s.group)).size],
    ['clients', pack.clients.length],
    ['providers', pack.providers.length],
    ['clauses', pack.providers.reduce((n, p) => n + (p.clauses ?? []).length, 0)],
    ['regions', pack.regions.length],
    ['software', pack.software.length],
    ['key shapes', pack.keys.length],
    ['events', pack.events.length],
  ]
  return [
    `pack ${pack.date} ${pack.hash}\n`,
    `\nendpoints by class and confidence\n${table(['high', 'medium', 'low'], (row) => row.confidence)}`,
    `\nendpoints by class and best status of a source\n${table([...STATUSES, 'none'], (row) => bestStatus(row, base))}`,
    `\nwhat else there is\n${rest.map(([name, n]) => `  ${name.padEnd(18)}${String(n).padStart(6)}\n`).join('')}`,
  ].join('')
}

function bestStatus(row: EndpointRow, base: FactBase): string {
  if (row.dispute) return 'disputed'
  const known = new Set(row.sources.map((id) => base.source(id)?.status))
  return STATUSES.find((s) => known.has(s)) ?? 'none'
}

function show(subject: string, session: Session): number {
  if (!subject) throw new UsageError('facts show needs a host')
  session.io.out(session.redactor.cut(describeHost(subject, session) || describeUnlisted(subject, session)))
  return 0
}

/** What `facts list --format json` of another version printed. */
function readPack(file: string, cwd: string): Pack {
  let value: unknown
  try {
    value = JSON.parse(readFileSync(resolve(cwd, file), 'utf8'))
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`)
  }
  if (!Array.isArray((value as Partial<Pack> | null)?.endpoints))
    throw new UsageError(`${file}: no fact base; \`relaylint facts list --format json\` prints one`)
  return value as Pack
}

/** What changed since an older pack, one line each: `+` new, `-` gone, `~` said differently. */
function diff(file: string, { facts: base, io }: Session): number {
  if (!file) throw new UsageError('facts diff needs a file that `facts list --format json` of another version wrote')
  const old = readPack(file, io.cwd)
  io.out(`pack ${old.date ?? '?'} ${old.hash ?? '?'} -> ${base.pack.date} ${base.pack.hash}\n`)
  for (const line of changes('', old.endpoints ?? [], base.pack.endpoints, (r) => r.host, endpointChange)) io.out(line)
  const parts: readonly (readonly [name: string, key: (row: never) => string])[] = [
    ['clients', (r: Client) => r.id],
    ['providers', (r: Provider) => r.id],
    ['regions', (r: Region) => `${r.provider} ${r.id}`],
    ['software', (r: Software) => r.id],
    ['keys', (r: KeyShape) => r.id],
    ['events', (r: FactEvent) => r.id],
    ['sources', (r: Source) => r.id],
  ]
  for (const [name, key] of parts) {
    const rows = (pack: Pack) => (pack[name as keyof Pack] ?? []) as readonly never[]
    for (const line of changes(`${name} `, rows(old), rows(base.pack), key, () => '')) io.out(line)
  }
  return 0
}

function endpointChange(was: EndpointRow, is: EndpointRow): string {
  const said = (r: EndpointRow) => `${r.class} ${r.confidence}${r.dispute ? ' disputed' : ''}`
  if (said(was) !== said(is)) return `${said(was)} -> ${said(is)}`
  if (was.seen?.last !== is.seen.last) return `seen ${was.seen?.last} -> ${is.seen.last}`
  return was.sources?.join() !== is.sources.join() ? 'other sources' : 'other details'
}

function* changes<T>(
  prefix: string,
  before: readonly T[],
  after: readonly T[],
  key: (row: T) => string,
  how: (was: T, is: T) => string,
): Iterable<string> {
  const old = new Map(before.map((row) => [key(row), row]))
  const now = new Map(after.map((row) => [key(row), row]))
  for (const [id, row] of now) {
    const was = old.get(id)
    const more = was ? how(was, row) : ''
    if (!was) yield `+ ${prefix}${id}${about(row)}\n`
    else if (JSON.stringify(was) !== JSON.stringify(row)) yield `~ ${prefix}${id}${more ? `  ${more}` : ''}\n`
  }
  for (const [id, row] of old) if (!now.has(id)) yield `- ${prefix}${id}${about(row)}\n`
}

function about(row: unknown): string {
  const { class: cls, confidence } = row as Partial<EndpointRow>
  return cls && confidence ? `  ${cls} ${confidence}` : ''
}
