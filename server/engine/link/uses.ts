/** Clients without an address of their own: they call their default host. */
import type { Client, FactBase } from '../facts'
import { push } from '../multimap'
import type { Endpoint, Span, Use } from '../types'
import { type ClientCall, givesAny } from './calls'
import type { Digest } from './digest'
import type { UnitIndex } from './units'

export interface Uses {
  readonly uses: Use[]
  /** Client ids seen in a unit, by call, package, image or variable. */
  readonly clients: ReadonlyMap<string, ReadonlySet<string>>
  /** Client ids that code of a unit calls without an address. */
  readonly called: ReadonlyMap<string, ReadonlySet<string>>
}

/** Uses of the project. A use is dropped when a base URL for its vendor reaches it in the unit. */
export function findUses(
  digests: readonly Digest[],
  calls: readonly ClientCall[],
  units: UnitIndex,
  endpoints: readonly Endpoint[],
  facts: FactBase,
): Uses {
  const found: Use[] = []
  const clients = new Map<string, Set<string>>()
  const called = new Map<string, Set<string>>()
  const reached = reachIndex(endpoints, units, facts)
  const given = givenAddress(endpoints, calls)
  for (const { client, bare, unit } of calls) if (bare) see(called, unit, client.id)
  for (const { file, uses, shown } of digests) {
    for (const { client, block } of shown)
      for (const unit of units.unitsOf(file.path, block)) see(clients, unit, client)
    for (const { block, bare, ...own } of uses) {
      const at = units.unitsOf(file.path, block)
      for (const unit of at) see(clients, unit, own.client)
      const use = { ...own, units: at }
      if (use.vendor && use.vendor !== 'any' && !reached(use, bare === true)) found.push(use)
    }
  }
  return { uses: distinct(found.filter((u) => !given(u))), clients, called }
}

/**
 * Whether a base URL reaches a use, in its own unit or in everything that is deployed with its code. An address that another call is
 * given does not reach a call without one.
 */
function reachIndex(
  endpoints: readonly Endpoint[],
  units: UnitIndex,
  facts: FactBase,
): (use: Use, bare: boolean) => boolean {
  const reached = new Map<string, Endpoint[]>()
  for (const e of endpoints)
    if (e.class !== 'placeholder') for (const { unit } of e.reach) push(reached, `${unit} ${e.vendor}`, e)
  const within = (unit: string, use: Use, bare: boolean) =>
    reached
      .get(`${unit} ${use.vendor}`)
      ?.some((e) => !bare || !isGiven(e) || takes(facts.client(use.client), e.setting.name)) ?? false
  // a switch or a model id says which cloud, whatever the address
  return (use, bare) =>
    use.how !== 'switch' &&
    use.how !== 'model' &&
    use.units.some((unit) => {
      if (within(unit, use, bare)) return true
      const around = units.containing(unit).filter((id) => id !== unit && !id.startsWith('folder:'))
      return around.length > 0 && around.every((id) => within(id, use, bare))
    })
}

/**
 * Whether the call is given an address that is known, whoever it belongs to: within its brackets, by a later link of its chain, or by
 * options that stand in a value of their own (`new Options { Endpoint = … }`, `dict(base_url=…)`) when the call is given something.
 */
function givenAddress(endpoints: readonly Endpoint[], calls: readonly ClientCall[]): (use: Use) => boolean {
  const places = new Map<string, Span[]>()
  const sinks = new Map<string, Endpoint[]>()
  for (const e of endpoints) {
    if (e.class === 'placeholder') continue
    push(sinks, e.sinkPath, e)
    for (const { path, span } of [{ path: e.sinkPath, span: e.sink.keySpan }, ...e.chain]) push(places, path, span)
  }
  const byPlace = new Map(calls.map((c) => [`${c.path}:${c.call.span.start}`, c]))
  return (use) => {
    const found = use.how === 'call' ? byPlace.get(`${use.path}:${use.span.start}`) : undefined
    if (!found) return false
    const { extent, call } = found
    if (places.get(use.path)?.some((s) => extent.start <= s.start && s.end <= extent.end)) return true
    return (sinks.get(use.path) ?? []).some(
      ({ sink, vendor, client }) =>
        (vendor === '' || vendor === use.vendor) &&
        (continues(call.callee, sink.callee ?? '') ||
          (givesAny(found) && isOptions(sink)) ||
          (client === use.client && isBuilder(call.callee) && OF_VARIABLE.test(sink.callee ?? ''))),
    )
  }
}

const continues = (callee: string, chain: string): boolean => chain.startsWith(`${callee}.`)

const isBuilder = (callee: string): boolean => /\.builder\b/.test(callee)
/** A member of something kept in a variable. */
const OF_VARIABLE = /^[a-z]\w*\.\w+$/
const OPTIONS = /(?:Options|Config|Configuration|Settings)$|^dict$/

/** An option that is no argument of a client: of an object of options, or of a table that has a name. */
function isOptions({ kind, callee, path }: Endpoint['sink']): boolean {
  return kind === 'argument' ? OPTIONS.test(callee ?? '') : kind === 'constant' && path.length > 1
}

/** The address goes into one call only. */
function isGiven({ sink }: Endpoint): boolean {
  return sink.kind === 'argument' || sink.kind === 'request'
}

/** Whether a client reads the variable by itself. */
function takes(client: Client | null, variable: string): boolean {
  return client?.env?.some((e) => e.name === variable && e.role === 'base-url') ?? false
}

function see(map: Map<string, Set<string>>, unit: string, client: string): void {
  const set = map.get(unit) ?? new Set<string>()
  map.set(unit, set.add(client))
}

function distinct(uses: readonly Use[]): Use[] {
  const seen = new Set<string>()
  return uses.filter((u) => {
    const key = `${u.path}:${u.span.start}:${u.vendor}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}
