/** Names that a look-alike imitates, all from the fact base: hosts and domains of makers, and of clouds that serve models. */
import type { EndpointRow, Pack } from './facts'
import type { ProtectedDomain, ProtectedNames } from './types/protected'

/** Second-level suffixes under which names are registered; enough to find the registrable label of the hosts concerned. */
const SECOND_LEVEL = /^(?:com|net|org|co|gov|edu|ac|gob|or|ne|go)\.[a-z]{2}$/

/** `api.openai.com` -> `openai.com`; `x.co.uk` -> `x.co.uk`. */
export function registrable(host: string): string {
  const labels = host.split('.')
  const two = labels.slice(-2).join('.')
  return SECOND_LEVEL.test(two) ? labels.slice(-3).join('.') : two
}

/** A shorter name is too close to many others. */
export const SHORTEST = 6

/** Endings that are no words: behind the others, a short name is also what somebody calls a host (`v0.dev.acme.com`). */
const PLAIN_ENDING = /\.(?:com|net|org|[a-z]{2})$/
/** The same for hyphens, where `ai` is a word as well (`claude-ai.acme.com`). */
const PLAIN_HYPHENED = /\.(?:com|net|org|(?!ai$)[a-z]{2})$/
/** `api.v0.dev` reads as a version and a stage of somebody's own host. */
const VERSION = /^v\d+$/

const hostOf = (row: EndpointRow): string => row.host.replace(/\/.*$/s, '').replace(/:\d+$/, '')
const isPattern = (host: string): boolean => /[*{]/.test(host)
const hyphens = (host: string): string => host.replaceAll('.', '-')

/** `api.` first, then a maker's own, then what is no subscription back end, then by name. */
function standing(row: EndpointRow): string {
  return `${row.host.startsWith('api.') ? 0 : 1}${row.class === 'official' ? 0 : 1}${row.kind ? 1 : 0}${row.host}`
}

function domainOf(domain: string, rows: readonly EndpointRow[], withTerms: ReadonlySet<string>): ProtectedDomain {
  const name = domain.slice(0, domain.indexOf('.'))
  const exact = rows.filter((r) => !isPattern(r.host)).sort((a, b) => (standing(a) < standing(b) ? -1 : 1))[0]
  const own = rows.filter((r) => r.class === 'official')
  return {
    domain,
    name,
    host: exact ? hostOf(exact) : domain,
    official: own.length > 0,
    known: own.some((r) => r.serves.some((v) => withTerms.has(v))),
    telling: PLAIN_ENDING.test(domain) || name.length >= SHORTEST,
  }
}

/** Compiles the names of a pack. Rows of official and cloud hosts protect theirs, patterns included. */
export function protectedNames(pack: Pack): ProtectedNames {
  const rows = pack.endpoints.filter((r) => r.class === 'official' || r.class === 'cloud')
  const withTerms = new Set(pack.providers.flatMap((p) => p.vendors))
  const byDomain = new Map<string, EndpointRow[]>()
  const hyphened = new Map<string, string>()
  const forms: { re: RegExp; domain: string; meant: string }[] = []
  for (const row of rows) {
    const host = hostOf(row)
    const domain = registrable(host)
    byDomain.set(domain, [...(byDomain.get(domain) ?? []), row])
    if (VERSION.test(domain.slice(0, domain.indexOf('.')))) continue
    if (isPattern(host)) forms.push({ re: hyphenedForm(host), domain, meant: host.replace(/^.*[*}]\./, '') })
    else if (host !== domain || PLAIN_HYPHENED.test(host)) hyphened.set(hyphens(host), host)
  }
  const domains = new Map([...byDomain].map(([domain, own]) => [domain, domainOf(domain, own, withTerms)]))
  for (const d of domains.values())
    if (PLAIN_HYPHENED.test(d.domain) && !hyphened.has(hyphens(d.domain))) hyphened.set(hyphens(d.domain), d.host)
  return {
    domains,
    hosts: new Set(rows.map(hostOf)),
    hyphened,
    forms,
    listed: new Set(pack.endpoints.map((r) => registrable(hostOf(r)))),
  }
}

/** `*.openai.azure.com` as one label: `openai-azure-com`, `acme-openai-azure-com-v1`. */
function hyphenedForm(host: string): RegExp {
  const source = hyphens(host)
    .replace(/^\*-/, '(?:[a-z0-9_-]+-)?')
    .replace(/\*|\{[a-z]+\}/g, '[a-z0-9-]+')
  return new RegExp(`^${source}(?:-|$)`)
}
