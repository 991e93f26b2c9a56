/** What the fact base says about one host: its row, who says so and when; without a row, what its form says. */
import { classify } from '../engine/classify'
import type { EndpointRow, FactBase, HostMatch } from '../engine/facts'
import { readableHost, writtenForm } from '../engine/host-name'
import { emptyPolicy } from '../engine/policy'
import { toUnicode } from '../engine/punycode'
import type { EndpointClass } from '../engine/types'
import { type Address, parseAddress } from '../engine/url'
import type { Session } from './session'

type Known = Pick<Session, 'facts' | 'machine'>

/** A host, an address or the text of a row (`*.openai.azure.com`); empty when no row speaks about it. */
export function describeHost(subject: string, known: Known): string {
  const row = known.facts.pack.endpoints.find((r) => r.host === subject.trim().toLowerCase())
  if (row && /[*{]/.test(row.host)) return describe(row.host, row, '', known.facts)
  const address = parseAddress(subject.trim(), known.machine)
  const match = address && known.facts.host(address.host, address.path)
  return address && match ? describe(nameOf(address), match.row, regionOf(match), known.facts) : ''
}

/** One line about a host that has no row: what an AI setting with it would be called, and what that does not say. */
export function describeUnlisted(subject: string, { facts, machine }: Known): string {
  const address = parseAddress(subject.trim(), machine)
  if (!address) return `${subject}: no host.\n`
  const below = facts.pack.endpoints.filter((r) => r.host.split('/')[0]?.endsWith(`.${address.host}`))
  const found = classify(address, subject.trim(), facts, emptyPolicy())
  const lines = [`${nameOf(address)}: no row. Nobody has listed it here; that says nothing about it.`]
  if (found.class !== 'unknown') lines.push(`  by its form  ${FORMS[found.class] ?? found.class}: ${found.basis}`)
  if (below.length > 0) lines.push(`  rows below   ${below.map((r) => r.host).join(', ')}`)
  return `${lines.join('\n')}\n`
}

/** Where an address is not classified by the row of its host (a template, a maker as its user part): how, in a line; else empty. */
export function classifiedApart(subject: string, known: Known): string {
  const address = parseAddress(subject.trim(), known.machine)
  const cls = address && classify(address, subject.trim(), known.facts, emptyPolicy()).class
  return cls === 'lookalike' || cls === 'placeholder' ? `${reportedAs(subject, known)}\n` : ''
}

/** What becomes of a host without a row behind an AI variable. */
export function reportedAs(subject: string, { facts, machine }: Known): string {
  const address = parseAddress(subject.trim(), machine)
  const found = address && classify(address, subject.trim(), facts, emptyPolicy())
  if (found?.class === 'lookalike')
    return `It ${found.basis}: behind an AI variable it is reported as lookalike-endpoint (error).`
  if (found?.class === 'private') return 'It is a private address: behind an AI variable it is no finding.'
  if (found?.class === 'placeholder') return 'It is a placeholder: behind an AI variable it is no finding.'
  return 'Behind an AI variable it is reported as unknown-endpoint (info).'
}

const FORMS: Partial<Record<EndpointClass, string>> = {
  lookalike: 'look-alike',
  private: 'private',
  placeholder: 'placeholder',
}

const nameOf = (a: Address): string =>
  readableHost({ host: a.host, hostUnicode: toUnicode(a.host), hostWritten: writtenForm(a.written, a.host) })

const regionOf = (match: HostMatch): string => match.region

const CLASSES: Readonly<Record<EndpointRow['class'], string>> = {
  official: "official, a maker's own API",
  cloud: 'cloud, models under its own contract',
  gateway: 'gateway',
  relay: 'relay',
  tunnel: 'tunnel',
  ignored: 'known, not a model endpoint',
}

function describe(host: string, row: EndpointRow, region: string, facts: FactBase): string {
  const lines: (readonly [label: string, text: string])[] = [['row', row.host]]
  if (row.operator) lines.push(['run by', row.operator])
  lines.push(['serves', row.serves.join(', ')])
  lines.push(['seen', row.seen.first ? `${row.seen.first} to ${row.seen.last}` : row.seen.last])
  if (region) lines.push(['region', `region in the host: ${region}`])
  if (row.dispute) lines.push(['disputed', row.dispute])
  if (row.note) lines.push(['note', row.note])
  for (const [k, id] of row.sources.entries()) {
    const s = facts.source(id)
    if (!s) continue
    lines.push([k === 0 ? 'says' : '', `${s.title} (${s.status}, ${s.date}), read ${s.read}`])
    lines.push(['', `  ${s.url}${s.interest ? `; interest: ${s.interest}` : ''}`])
  }
  if (row.class === 'relay' || row.listed) lines.push(['limit', LIMIT])
  const body = lines.map(([label, text]) => `  ${label.padEnd(9)}${text}\n`).join('')
  return `${host}: ${titleOf(row)} (${row.name}), ${audienceOf(row)}\n${body}`
}

const LIMIT = 'a listing says who listed it and when, nothing about lawfulness, safety or permission'

function titleOf(row: EndpointRow): string {
  if (row.class === 'tunnel' && row.hosting) return 'tunnel, hosting of user content'
  if (row.class === 'gateway' && row.listed) return 'gateway that also stands on relay lists'
  if (row.class === 'relay') return row.self ? 'relay, describes itself as a relay' : 'relay, listed'
  return CLASSES[row.class]
}

function audienceOf(row: EndpointRow): string {
  return `confidence ${row.confidence}${row.confidence === 'low' && row.class === 'relay' ? ', speaks to auditors only' : ''}`
}
