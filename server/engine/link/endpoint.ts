/** Putting an endpoint together, and merging two ways that lead to the same literal. */
import type { Classification } from '../classify'
import { writtenForm } from '../host-name'
import { toUnicode } from '../punycode'
import type { Endpoint, Place, Resolution, Span } from '../types'
import type { Located } from './address'
import type { Placed } from './placed'
import type { Sink } from './sinks'
import type { UnitIndex } from './units'

const SAFE_PATH = /^[\w\-./~:@!$&'()*+,;=%{}…]*$/

export function buildEndpoint(
  located: Located,
  sinkAt: Placed,
  sink: Sink | null,
  kind: Classification,
  units: UnitIndex,
  resolution: Resolution,
): Endpoint {
  const { address, holder } = located
  const chain = dedupe(located.via.filter((p) => !isWithinPlace(located, p)))
  const reach = [
    ...new Set([
      ...units.unitsOf(sinkAt.path, sinkAt.setting.block),
      ...units.unitsOf(located.path, holder.setting.block),
    ]),
  ]
  const host = address.host.includes(':') ? `[${address.host}]` : address.host || '*'
  const path = SAFE_PATH.test(address.path) ? address.path : ''
  return {
    path: located.path,
    span: located.span,
    key: sink?.key ?? sinkAt.setting.name,
    client: sink?.client ?? '',
    vendor: sink?.vendor && sink.vendor !== 'any' ? sink.vendor : '',
    url: `${address.scheme || 'https'}://${host}${address.port ? `:${address.port}` : ''}${path}`,
    scheme: address.scheme,
    host: address.host,
    hostUnicode: toUnicode(address.host),
    hostWritten: writtenForm(address.written, address.host),
    port: address.port,
    urlPath: path,
    class: kind.class,
    operator: kind.operator,
    serves: kind.serves,
    resolution,
    effective: sink?.effect ?? 'yes',
    reach: reach.map((unit) => ({ unit, effective: 'yes' as const })),
    basis: kind.basis,
    evidence: kind.evidence,
    chain,
    ...(located.hidden.length > 0 ? { hidden: located.hidden } : {}),
    setting: holder.setting,
    sink: sinkAt.setting,
    sinkPath: sinkAt.path,
    auditorOnly:
      kind.auditorOnly || (kind.class === 'relay' && kind.row?.confidence === 'low') || holder.setting.quoted === true,
    local: holder.file.local ?? false,
    ...(kind.row ? { row: kind.row } : {}),
    ...(kind.declared ? { declared: kind.declared } : {}),
    ...(kind.imitates ? { imitates: kind.imitates } : {}),
    ...(kind.inPath ? { inPath: kind.inPath } : {}),
    ...(sink?.agent ? { agent: sink.agent } : {}),
  }
}

/** Whether the reference stands around the literal itself: `${A:-url}` is no step on the way of `url`. */
function isWithinPlace(literal: { path: string; span: Span }, place: Place): boolean {
  return place.path === literal.path && place.span.start <= literal.span.start && literal.span.end <= place.span.end
}

function dedupe<P extends Place>(places: readonly P[]): P[] {
  const seen = new Set<string>()
  return places.filter((p) => {
    const key = `${p.path}:${p.span.start}:${p.span.end}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** One entry for a literal that several ways lead to: the best-known sink names it, chains and reach add up. */
export function mergeEndpoints(ways: readonly Endpoint[]): Endpoint {
  const [first] = ways
  if (!first || ways.length === 1) return first as Endpoint
  const best = ways.reduce((a, b) => (rank(b) < rank(a) ? b : a))
  const units = new Map(ways.flatMap((e) => e.reach.map((r) => [r.unit, r] as const)))
  const hidden = dedupe(ways.flatMap((e) => e.hidden ?? []))
  return {
    ...best,
    ...(hidden.length > 0 ? { hidden } : {}),
    chain: dedupe(ways.flatMap((e) => e.chain)),
    reach: [...units.values()],
  }
}

const order: readonly Resolution[] = ['literal', 'resolved', 'default', 'partial']

function rank(e: Endpoint): number {
  return (e.client ? 0 : e.vendor ? 10 : 20) + order.indexOf(e.resolution)
}
