import type { FactBase } from '../../server/engine/facts'
import { folderOf } from '../../server/engine/paths'
import { literalOf } from '../../server/engine/template'
import type { Draft, Model, PlacedSetting, Rule, Span } from '../../server/engine/types'
import { unitsIn } from '../units'
import { first, OFFICIAL_HOST } from '../wording'

const MAKERS: ReadonlySet<string> = new Set(Object.values(OFFICIAL_HOST))
const WHY =
  'A proxy of an organisation is documented and normal. Providers say that access from places they do not serve is not allowed, whatever the route.'
const LIMIT = 'What the proxy is for is not known to this scan.'
const TODO = 'State in the policy what the proxy is for; a suppression with that reason ends this note.'

/** AI hosts that the code of a unit calls. */
type Hosts = (unit: string) => readonly string[]

function hostsByUnit(model: Model): Hosts {
  const out = new Map<string, Set<string>>()
  const add = (unit: string, host: string) => out.set(unit, (out.get(unit) ?? new Set()).add(host))
  for (const e of model.endpoints)
    if (e.class === 'official' || e.class === 'cloud') for (const r of e.reach) add(r.unit, e.host)
  for (const u of model.uses) {
    const host = u.how === 'package' || u.cloud ? undefined : OFFICIAL_HOST[u.vendor]
    if (host) for (const unit of u.units) add(unit, host)
  }
  const units = unitsIn(model)
  return (unit) => [...units.contained([unit])].flatMap((id) => [...(out.get(id) ?? [])])
}

const textOf = (p: PlacedSetting) => {
  const only = p.setting.value.parts.length === 1 ? p.setting.value.parts[0] : undefined
  return only?.kind === 'text' ? only.text : ''
}
const isExempting = (p: PlacedSetting) => /^no_?proxy$/i.test(p.setting.name)

/** Hosts that a NO_PROXY of the same unit leaves out. */
function exempt(host: string, units: readonly string[], model: Model): boolean {
  return model.proxies
    .filter((p) => isExempting(p) && p.units.some((u) => units.includes(u)))
    .flatMap((p) => textOf(p).split(/[\s,]+/))
    .some((entry) => {
      const bare = entry
        .replace(/^\*?\./, '')
        .replace(/:\d+$/, '')
        .toLowerCase()
      return entry === '*' || (bare !== '' && (host === bare || host.endsWith(`.${bare}`)))
    })
}

interface ProxyClient {
  readonly path: string
  readonly span: Span
  readonly detail: string
  readonly units: readonly string[]
}

/** Images, packages and programs of proxy clients: what readers know by name, and what the fact base knows. */
function clientsIn(model: Model, facts: FactBase): ProxyClient[] {
  const named = model.traits.filter((t) => t.what === 'proxy-client' && !t.detail.startsWith('rule:'))
  const listed = model.signatures
    .filter((s) => facts.software(s.kind, s.name)?.kind === 'proxy-client')
    .map((s) => ({ path: s.path, span: s.span, detail: s.name, units: s.units }))
  const seen = new Set<string>()
  return [...named, ...listed].filter((c) => {
    const place = `${c.path}:${c.span.start}`
    return !seen.has(place) && seen.add(place)
  })
}

/** The proxy client that a host name means: a service of the same file. */
function clientOf(host: string, path: string, clients: readonly ProxyClient[]): ProxyClient | undefined {
  return clients.find((c) => c.path === path && c.units.includes(`${path}#${host}`))
}

function draft(at: Pick<Draft, 'path' | 'span'>, identity: string, message: string, host: string): Draft {
  return {
    ...at,
    severity: 'info',
    persona: 'reviewer',
    confidence: 'low',
    identity,
    host,
    message: first(message),
    why: `${WHY} ${LIMIT}`,
    todo: TODO,
  }
}

/** Proxy variables of a unit that calls AI hosts. */
function variables(model: Model, hosts: Hosts, clients: readonly ProxyClient[]): Draft[] {
  return model.proxies.flatMap((p) => {
    if (isExempting(p) || p.setting.kind !== 'env' || p.setting.quoted) return []
    const carried = p.units
      .flatMap((u) => hosts(u))
      .filter((h) => !exempt(h, p.units, model))
      .sort((a, b) => Number(MAKERS.has(b)) - Number(MAKERS.has(a)))
    const text = literalOf(p.setting.value).trim()
    const through = /^(?:[a-z0-9+.-]+:\/\/)?([^:/\s]+)/i.exec(text)?.[1] ?? ''
    // a variable that is only handed on has no value here; an API behind such a name is no proxy
    if (carried.length === 0 || text === '' || carried.includes(through)) return []
    const client = through ? clientOf(through, p.path, clients) : undefined
    const named = client ? `${client.detail}, a proxy client deployed beside it` : through
    const message = `\`${p.setting.name}\` carries requests to ${carried[0]}${named ? ` through ${named}` : ' through a proxy'}.`
    const at = { path: p.path, span: p.setting.value.span }
    return [
      {
        ...draft(at, p.setting.name, message, carried[0] ?? ''),
        related: client ? [{ path: client.path, span: client.span, message: 'the proxy client' }] : [],
      },
    ]
  })
}

/** Services that share the network of a proxy client, and containers beside one in the same workload. */
function networks(model: Model, hosts: Hosts, clients: readonly ProxyClient[]): Draft[] {
  const out: Draft[] = []
  for (const file of model.files.values())
    for (const ref of file.references) {
      if (ref.kind !== 'network') continue
      const client = clientOf(ref.target, file.path, clients)
      const unit = `${file.path}#${file.blocks[ref.block]?.name ?? ''}`
      const [host] = hosts(unit)
      if (client && host)
        out.push(
          draft(
            { path: file.path, span: ref.span },
            'network',
            `This service shares the network of ${client.detail}, a proxy client, and calls ${host}.`,
            host,
          ),
        )
    }
  for (const c of clients) {
    const [host] = c.units.flatMap((u) => hosts(u))
    const at = { path: c.path, span: c.span }
    if (host) out.push(draft(at, c.detail, `The proxy client ${c.detail} runs in the unit that calls ${host}.`, host))
  }
  return out
}

/** Rule files of a proxy client that name AI hosts, in the folder of a unit that calls some. */
function rules(model: Model, hosts: Hosts): Draft[] {
  return model.traits.flatMap((t) => {
    if (t.what !== 'proxy-client' || !t.detail.startsWith('rule:')) return []
    const folder = folderOf(t.path)
    const beside = model.units.some(
      (u) => hosts(u.id).length > 0 && (t.units.includes(u.id) || (u.place && folderOf(u.place.path) === folder)),
    )
    const host = t.detail.slice('rule:'.length)
    return beside
      ? [
          draft(
            { path: t.path, span: t.span },
            t.detail,
            `A rule of this proxy client carries ${host}, beside a unit that calls an AI API.`,
            host,
          ),
        ]
      : []
  })
}

const rule: Rule = {
  id: 'egress-proxy',
  title: 'A proxy or VPN client in the same unit carries AI hosts',
  severity: 'info',
  model({ model, facts, pass }) {
    const hosts = hostsByUnit(model)
    if (!model.units.some((u) => hosts(u.id).length > 0)) return pass('no unit of the project calls an AI host')
    const clients = clientsIn(model, facts)
    const found = [...variables(model, hosts, clients), ...networks(model, hosts, clients), ...rules(model, hosts)]
    return found.length > 0 ? found : pass('no proxy is known to carry the AI hosts of the project')
  },
}
export default rule
