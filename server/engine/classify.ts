/** Who runs the hop: the class of a host, the ground for it, and the evidence. Order: declared, fact base, look-alike, private, placeholder, unknown. */
import type { EndpointRow, FactBase, Source } from './facts'
import { findLookalike, namesProvider } from './lookalike'
import type { Policy } from './policy'
import { registrable } from './protected'
import { toUnicode } from './punycode'
import type { EndpointClass, Evidence } from './types'
import { type Address, isPlaceholderHost, isPlaceholderText, isPrivateHost, isTemplateResource } from './url'

export interface Classification {
  readonly class: EndpointClass
  readonly basis: string
  readonly operator: string
  readonly serves: readonly string[]
  readonly evidence: readonly Evidence[]
  readonly row?: EndpointRow
  readonly declared?: { readonly host: string; readonly operator: string; readonly reason: string }
  readonly imitates?: string
  readonly inPath?: string
  readonly auditorOnly: boolean
}

/** `https://api.maker.com\\@other.host`. */
const TWO_HOSTS = /^[a-z][a-z0-9+.-]*:[\\/]{2,}[^/?#@\\]+\\+@[^/?#]+/i

const none = { operator: '', serves: [] as readonly string[], evidence: [] as readonly Evidence[], auditorOnly: false }

/** Whether a policy host entry (`host`, `host:port`, `*.host`) covers a host. */
export function hostEntryCovers(entry: string, host: string, port = ''): boolean {
  const [, wanted = '', wantedPort = ''] = /^(.*?)(?::(\d+))?$/.exec(entry.toLowerCase()) ?? []
  if (wantedPort && wantedPort !== port) return false
  return wanted.startsWith('*.') ? host.endsWith(wanted.slice(1)) : host === wanted
}

/** Classifies an address. `raw` is the text as written, for template shapes. `day` decides only the wording of old evidence. */
export function classify(address: Address, raw: string, facts: FactBase, policy: Policy): Classification {
  const { host, path } = address
  // the word of a repository that is not trusted never makes a host its own
  const gateway = policy.trusted
    ? policy.gateways.find((g) => hostEntryCovers(g.value.host, host, address.port))?.value
    : undefined
  if (gateway) {
    const self = gateway.operator === 'self'
    return {
      ...none,
      class: 'declared',
      basis: self ? 'declared, self-run' : `declared, run by ${gateway.operator}`,
      operator: self ? '' : gateway.operator,
      serves: gateway.upstream,
      declared: gateway,
    }
  }
  if (address.user && address.user !== host) {
    const user = address.user.toLowerCase()
    if (registrable(user) !== registrable(host) && namesProvider(user, facts))
      return { ...none, class: 'lookalike', basis: `imitates ${user}`, imitates: user }
  }
  // some parsers end the host at a backslash, others read it as part of the user: the address has two hosts
  if (TWO_HOSTS.test(raw) && namesProvider(host, facts))
    return { ...none, class: 'lookalike', basis: `imitates ${host}`, imitates: host }
  if (host === '') return { ...none, class: 'private', basis: 'port of a local model server' }
  const match = facts.host(host, path)
  if (match && match.row.class !== 'ignored') {
    // names of resources on a cloud are ASCII: any other word there is an instruction to the reader
    if (isTemplateResource(host) || /(?:^|\.)xn--/.test(host))
      return { ...none, class: 'placeholder', basis: 'placeholder' }
    return fromRow(match.row, facts, inPath(path, facts))
  }
  const imitates = findLookalike(host, toUnicode(host), facts)
  if (imitates) return { ...none, class: 'lookalike', basis: `imitates ${imitates}`, imitates }
  if (isPrivateHost(host) && !isTemplateWord(host)) return { ...none, class: 'private', basis: 'private address' }
  if (isPlaceholderHost(host) || isPlaceholderText(raw)) return { ...none, class: 'placeholder', basis: 'placeholder' }
  const maker = inPath(path, facts)
  return {
    ...none,
    class: 'unknown',
    basis: maker ? `unlisted, passes ${maker} on` : 'unlisted',
    ...(maker ? { inPath: maker } : {}),
  }
}

function isTemplateWord(host: string): boolean {
  return !host.includes('.') && isPlaceholderHost(host) && /^(?:your|my|xx|placeholder|hostname)/.test(host)
}

/** Host of a maker inside the path of another host (`https://hub.example/https://api.openai.com/v1`). */
function inPath(path: string, facts: FactBase): string {
  const m = /\/(?:https?:?\/{1,2})?((?:[a-z0-9-]+\.)+[a-z]{2,})(?=[/:]|$)/i.exec(path)
  const host = m?.[1]?.toLowerCase() ?? ''
  return host && facts.host(host, '')?.row.class === 'official' ? host : ''
}

function fromRow(row: EndpointRow, facts: FactBase, maker: string): Classification {
  const cls = row.class === 'ignored' ? 'unknown' : row.class
  return {
    class: cls,
    basis: basisOf(row),
    operator: row.operator ?? '',
    serves: row.serves,
    evidence: row.sources.map((id) => evidenceOf(row, id, facts)),
    row,
    auditorOnly: false,
    ...(maker ? { inPath: maker } : {}),
  }
}

function basisOf(row: EndpointRow): string {
  if (row.class === 'relay') return row.self ? 'self-described relay' : 'listed as relay'
  if (row.class === 'gateway') return row.listed ? 'gateway, also listed as relay' : 'gateway'
  if (row.class === 'tunnel') return row.hosting ? 'user-content hosting' : 'tunnel'
  if (row.class === 'official') return row.kind === 'subscription' ? 'official, subscription back end' : 'official'
  return row.class
}

/** A page on which an operator describes its service may name the service only, not each of its hosts. */
function claimOf(row: EndpointRow, source: Source | null, what: string): string {
  if (!source) return `${row.host} is known as ${what}`
  if (source.status === 'self-described') return `${source.title}: the operator describes ${row.name} as ${what}`
  // lists of relays often name the domain of a service, not each of its hosts
  const below = row.class === 'relay' && registrable(row.host) !== row.host
  return `${source.title} names ${row.host}${below ? ' or its domain' : ''} as ${what}`
}

function evidenceOf(row: EndpointRow, id: string, facts: FactBase): Evidence {
  const source = facts.source(id)
  const what =
    row.class === 'relay'
      ? 'an API relay'
      : row.class === 'gateway'
        ? 'a gateway'
        : row.class === 'official'
          ? "a maker's own API"
          : row.class === 'tunnel' && (row.hosting || source?.group === 'publicsuffix')
            ? 'a domain below which users put what they choose'
            : `a ${row.class} host`
  return {
    status: row.dispute ? 'disputed' : (source?.status ?? 'heuristic'),
    claim: claimOf(row, source, what),
    source: id,
    // a list may be newer than the day on which the host last stood in it
    date: source && source.date < row.seen.last ? source.date : row.seen.last,
  }
}
