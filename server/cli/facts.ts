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
  Software,
  Source,
} from '../engine/facts'
import { UsageError } from './args'
import type { Session } from './session'

/** `facts list [--counts]`, `facts show HOST`, `facts diff OLD.json`. */
export function facts(session: Session): number {
  const [verb = 'list', subject = ''] = session.args.positional
  if (verb === 'list') return list(session)
  if (verb === 'show') return show(subject, session)
  if (verb === 'diff') return diff(subject, session)
  throw new UsageError('facts needs list, show HOST or diff OLD.json')
}

function list({ facts: base, args, io }: Session): number {
  const { pack } = base
  if (args.formats.some((f) => f.format === 'json')) {
    io.out(`${JSON.stringify({ date: pack.date, hash: pack.hash, endpoints: pack.endpoints }, null, 2)}\n`)
    return 0
  }
  if (!args.flags.has('counts')) {
    for (const row of pack.endpoints)
      io.out(`${row.class.padEnd(9)} ${row.confidence.padEnd(7)} ${row.host}  ${row.name}\n`)
    return 0
  }
  const count = (of: (row: EndpointRow) => string) => {
    const map = new Map<string, number>()
    for (const row of pack.endpoints) map.set(of(row), (map.get(of(row)) ?? 0) + 1)
    return [...map]
      .sort()
      .map(([k, n]) => `  ${k.padEnd(28)} ${n}\n`)
      .join('')
  }
  io.out(`pack ${pack.date} ${pack.hash}\n`)
  io.out(`endpoints by class and confidence\n${count((r) => `${r.class} ${r.confidence}`)}`)
  io.out(`endpoints by best status of a source\n${count((r) => bestStatus(r, base))}`)
  for (const [name, n] of [
    ['sources', pack.sources.length],
    ['clients', pack.clients.length],
    ['providers', pack.providers.length],
    ['regions', pack.regions.length],
    ['software', pack.software.length],
    ['key shapes', pack.keys.length],
    ['events', pack.events.length],
  ] as const)
    io.out(`${name.padEnd(30)} ${n}\n`)
  return 0
}

function bestStatus(row: EndpointRow, base: FactBase): string {
  if (row.dispute) return 'disputed'
  const known = new Set(row.sources.map((id) => base.source(id)?.status))
  return STATUSES.find((s) => known.has(s)) ?? 'none'
}

function show(subject: string, session: Session): number {
  if (!subject) throw new UsageError('facts show needs a host')
  const text = describeHost(subject, session)
  if (!text) {
    session.io.out(`${subject}: no row. Nobody has listed it here; that says nothing about it.\n`)
    return 0
  }
  session.io.out(text)
  return 0
}

/** What the fact base says about a host, with sources and days; empty when it has no row. */
export function describeHost(subject: string, { facts: base }: Pick<Session, 'facts'>): string {
  const bare = subject.replace(/^[a-z]+:\/\//i, '').toLowerCase()
  const host = (bare.split(/[/?#:]/)[0] ?? '').replace(/\.$/, '')
  const slash = bare.indexOf('/')
  const match = base.host(host, slash < 0 ? '' : bare.slice(slash))
  if (!match) return ''
  const { row } = match
  const lines = [
    `${host}: ${row.class === 'ignored' ? 'known, not a model endpoint' : row.class} (${row.name}), row ${row.host}, confidence ${row.confidence}`,
  ]
  if (row.self) lines.push('  describes itself as a relay')
  if (row.listed) lines.push('  a gateway that also stands on relay lists')
  lines.push(`  serves ${row.serves.join(', ')}; seen ${row.seen.first ? `${row.seen.first} to ` : ''}${row.seen.last}`)
  if (match.region) lines.push(`  region in the host: ${match.region}`)
  if (row.dispute) lines.push(`  disputed: ${row.dispute}`)
  if (row.note) lines.push(`  ${row.note}`)
  for (const id of row.sources) {
    const s = base.source(id)
    if (s)
      lines.push(
        `  source: ${s.title} (${s.status}, ${s.date}) ${s.url}${s.interest ? `; interest: ${s.interest}` : ''}`,
      )
  }
  return `${lines.join('\n')}\n`
}

/** What changed since an older pack, one line each: `+` new, `-` gone, `~` said differently. */
function diff(file: string, { facts: base, io }: Session): number {
  if (!file) throw new UsageError('facts diff needs the JSON of an older pack')
  let old: Pack
  try {
    old = JSON.parse(readFileSync(resolve(io.cwd, file), 'utf8')) as Pack
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`)
  }
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
