/** The traffic map: which client of which unit reaches which host, on what ground that host is classified. */
import type { FactBase } from '../engine/facts'
import type { Model } from '../engine/types'
import { escapeMarkup, FOOTER } from './markup'
import { printable } from './terminal'

export interface Route {
  /** Name of the unit; `.` for the scan root. */
  readonly unit: string
  readonly client: string
  /** Empty for the default host of the client. */
  readonly host: string
  readonly class: string
  readonly basis: string
  /** Vendors whose models are reached. */
  readonly serves: readonly string[]
}

/** One route for each unit, client and host; sorted. What never takes effect is no route. */
export function routesOf(model: Model): Route[] {
  const named = (unit: string | undefined) => (unit ?? '').replace(/^folder:/, '') || '.'
  const endpoints = model.endpoints
    .filter((e) => !e.auditorOnly && e.effective !== 'overridden')
    .flatMap((e): Route[] =>
      (e.reach.length > 0 ? e.reach.map((r) => r.unit) : ['']).map((unit) => ({
        unit: named(unit),
        client: e.client || e.vendor || 'AI client',
        host: e.host,
        class: e.class,
        basis: e.basis,
        serves: e.serves,
      })),
    )
  const uses = model.uses.flatMap((u): Route[] =>
    (u.units.length > 0 ? u.units : ['']).map((unit) => ({
      unit: named(unit),
      client: u.client,
      host: '',
      class: 'official',
      basis: 'default host',
      serves: u.vendor ? [u.vendor] : [],
    })),
  )
  const key = (r: Route) => [r.unit, r.host, r.client, r.class].join('\u0000')
  const all = new Map([...endpoints, ...uses].map((r) => [key(r), r]))
  return [...all].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, r]) => r)
}

const target = (r: Route) => `${r.host || 'default host'} (${r.basis})`

/** The map in each of its formats. */
export const mapPrinters: Readonly<Record<string, (routes: readonly Route[]) => string>> = {
  text: (routes) =>
    routes.length === 0
      ? 'No AI traffic found.\n'
      : routes.map((r) => `${printable(`${r.unit}: ${r.client} -> ${target(r)}${models(r)}`)}\n`).join(''),
  json: (edges) => `${JSON.stringify({ schema: 'relaylint/map@1', edges }, null, 2)}\n`,
  mermaid: (routes) => `flowchart LR\n${graph(routes, (from, to) => `  ${node(from)} --> ${node(to)}`)}`,
  dot: (routes) =>
    `digraph traffic {\n  rankdir=LR\n${graph(routes, (from, to) => `  ${quoted(from)} -> ${quoted(to)}`)}}\n`,
  html: (routes) =>
    `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>Where AI requests go</title><meta http-equiv="Content-Security-Policy" content="default-src 'none'"></head><body><h1>Where AI requests go</h1><table><thead><tr><th>unit</th><th>client</th><th>host</th><th>ground</th><th>models of</th></tr></thead><tbody>${routes.map(row).join('')}</tbody></table><footer><p>${FOOTER}</p></footer></body></html>\n`,
}

const models = (r: Route) => (r.serves.length > 0 ? ` -> ${r.serves.join(', ')}` : '')

const row = (r: Route) =>
  `<tr>${[r.unit, r.client, r.host || 'default host', r.basis, r.serves.join(', ')].map((c) => `<td>${escapeMarkup(c)}</td>`).join('')}</tr>`

/** From the client through the host to the vendors, each arrow once. */
function graph(routes: readonly Route[], arrow: (from: string, to: string) => string): string {
  const lines = routes.flatMap((r) => [
    arrow(`${r.unit}: ${r.client}`, target(r)),
    ...r.serves.map((vendor) => arrow(target(r), `models of ${vendor}`)),
  ])
  return [...new Set(lines)].map((l) => `${l}\n`).join('')
}

const quoted = (text: string) => `"${printable(text).replace(/["\\]/g, '\\$&')}"`

/** A node of a Mermaid graph: an id made of the text, and the text with its marks written as entities. */
function node(text: string): string {
  const id = [...text].map((c) => (/[A-Za-z0-9]/.test(c) ? c : `_${(c.codePointAt(0) ?? 0).toString(16)}`)).join('')
  return `n${id}["${printable(text).replace(/["#<>&`]/g, (c) => `#${c.charCodeAt(0)};`)}"]`
}

/** What ends when a provider, a host or a region closes, and which other documented ways to the same models there are. */
export function whatIf(lose: string, routes: readonly Route[], model: Model, facts: FactBase): string {
  const id = lose.toLowerCase()
  const placed = new Set(
    model.regions
      .filter((r) => r.id.toLowerCase() === id || `${r.provider}:${r.id}`.toLowerCase() === id)
      .flatMap((r) => r.units),
  )
  const units = new Set([...placed].map((unit) => unit.replace(/^folder:/, '') || '.'))
  const hit = routes.filter(
    (r) =>
      r.host === id || r.host.endsWith(`.${id}`) || r.serves.some((v) => v.toLowerCase() === id) || units.has(r.unit),
  )
  if (hit.length === 0) return `Nothing in this project depends on ${printable(lose)}.\n`
  const lines = hit.map((r) => `  ${r.unit}: ${r.client} -> ${target(r)}`)
  const ways = alternatives(new Set(hit.flatMap((r) => r.serves)), id, facts)
  return [
    `Without ${printable(lose)}, ${hit.length} of ${routes.length} routes end:`,
    ...lines.map(printable),
    ...(ways.length > 0 ? ['Other documented ways to the same models:', ...ways.map((w) => `  ${w}`)] : []),
    '',
  ].join('\n')
}

/** Makers and clouds that serve models of these vendors, without the one that is lost; at most eight. */
function alternatives(vendors: ReadonlySet<string>, lost: string, { pack }: FactBase): string[] {
  const rows = pack.endpoints.filter(
    (r) =>
      (r.class === 'official' || r.class === 'cloud') &&
      /^[\w.-]+$/.test(r.host) &&
      r.host !== lost &&
      !r.host.endsWith(`.${lost}`) &&
      r.serves.some((v) => vendors.has(v) && v !== lost),
  )
  return [...new Set(rows.map((r) => `${r.name}: ${r.host}`))].slice(0, 8)
}
