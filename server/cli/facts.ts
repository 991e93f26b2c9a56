import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { EndpointRow, Pack } from '../engine/facts'
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
  io.out(`endpoints by best status of a source\n${count((r) => base.source(r.sources[0] ?? '')?.status ?? 'none')}`)
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

function diff(file: string, { facts: base, io }: Session): number {
  if (!file) throw new UsageError('facts diff needs the JSON of an older pack')
  let old: Pack
  try {
    old = JSON.parse(readFileSync(resolve(io.cwd, file), 'utf8')) as Pack
  } catch (error) {
    throw new UsageError(`${file}: ${(error as Error).message}`)
  }
  const before = new Map((old.endpoints ?? []).map((r) => [r.host, r]))
  const after = new Map(base.pack.endpoints.map((r) => [r.host, r]))
  for (const [host, row] of after) {
    const was = before.get(host)
    if (!was) io.out(`+ ${host}  ${row.class} ${row.confidence}\n`)
    else if (was.class !== row.class || was.confidence !== row.confidence)
      io.out(`~ ${host}  ${was.class} ${was.confidence} -> ${row.class} ${row.confidence}\n`)
  }
  for (const [host, row] of before) if (!after.has(host)) io.out(`- ${host}  ${row.class} ${row.confidence}\n`)
  return 0
}
