/** The traffic map for the editor, as Markdown: which clients reach which host, on what ground it is classified, and where that is said. */
import type { FactBase } from '../engine/facts'
import type { Endpoint, Use } from '../engine/types'
import { Placer } from './convert'
import type { Folder } from './folder'
import { visibleEndpoints } from './hover'
import type { Encoding } from './positions'

interface Row {
  readonly provider: string
  readonly client: string
  readonly host: string
  readonly basis: string
  readonly places: string[]
}

export function trafficMap(folders: readonly Folder[], facts: FactBase, encoding: Encoding): string {
  const parts = ['# Where AI requests go']
  for (const folder of folders) {
    const rows = rowsOf(folder, facts, encoding)
    const table = rows.map(
      (r) =>
        `| ${cell(r.client)} | ${cell(r.host)} | ${cell(r.basis)} | ${cell(r.provider)} | ${r.places.map(cell).join(', ')} |`,
    )
    if (folders.length > 1) parts.push(`## ${decodeURIComponent(folder.uri.split('/').at(-1) ?? '')}`)
    if (table.length === 0) parts.push('No AI endpoint is known here.')
    else
      parts.push(['| client | goes to | ground | models of | set in |', '|---|---|---|---|---|', ...table].join('\n'))
  }
  parts.push(
    'A host without a ground that is named here is unlisted: nobody has declared or listed it. Not legal advice.',
  )
  return `${parts.join('\n\n')}\n`
}

function rowsOf(folder: Folder, facts: FactBase, encoding: Encoding): Row[] {
  const placer = new Placer(folder.project, encoding)
  const rows = new Map<string, Row>()
  const add = (row: Omit<Row, 'places'>, path: string, offset: number) => {
    const key = `${row.provider}\u0000${row.host}\u0000${row.client}`
    const place = `${path}:${placer.range(path, { start: offset, end: offset }).start.line + 1}`
    const known = rows.get(key)
    if (!known) rows.set(key, { ...row, places: [place] })
    else if (!known.places.includes(place) && known.places.length < 8) known.places.push(place)
  }
  for (const e of visibleEndpoints(folder.project, folder.project.persona('') === 'auditor'))
    add(
      { provider: providerOf(e, facts), client: clientName(e.client, facts), host: e.host, basis: groundOf(e) },
      e.path,
      e.span.start,
    )
  for (const u of folder.project.model?.uses ?? [])
    add(
      {
        provider: vendorName(u.vendor, facts),
        client: clientName(u.client, facts),
        host: ownHost(u, facts),
        basis: OWN_HOST,
      },
      u.path,
      u.span.start,
    )
  return [...rows.values()].sort((a, b) =>
    `${a.provider} ${a.host} ${a.client}` < `${b.provider} ${b.host} ${b.client}` ? -1 : 1,
  )
}

/** Ground of a client that names no address: it calls its maker's. */
export const OWN_HOST = 'address of the client itself'

/** Who the client wants to reach: the maker of its models. */
export function providerOf(e: Endpoint, facts: FactBase): string {
  return vendorName(e.vendor || e.serves[0] || '', facts)
}

export function vendorName(vendor: string, facts: FactBase): string {
  return vendor ? (facts.providerOf(vendor)?.name ?? vendor) : 'maker not known'
}

/** Host that a client calls when nobody tells it another. */
export function ownHost(use: Use, facts: FactBase): string {
  return /^https?:\/\/([^/:]+)/.exec(facts.client(use.client)?.default ?? '')?.[1] ?? ''
}

const clientName = (client: string, facts: FactBase): string =>
  client ? (facts.client(client)?.name ?? client) : 'AI client'

const groundOf = (e: Endpoint): string => (e.declared?.operator === 'self' ? 'declared, self-run' : e.basis || e.class)

const cell = (text: string): string => text.replace(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&').replace(/\s+/g, ' ')
