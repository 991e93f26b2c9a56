/** Which places a provider serves on a day, and which vendors' models the code of a unit or of a region uses. */
import { highestSeverity } from '../server/engine/evidence'
import type { FactBase, PlaceList, Provider } from '../server/engine/facts'
import type { Policy } from '../server/engine/policy'
import type { Endpoint, Evidence, Model, PlacedRegion, Severity, Use } from '../server/engine/types'
import { type Units, unitsIn } from './units'
import { worst } from './wording'

/** The newest list of kind `api` that was in force on the day; the oldest when the day is before all. */
export function placesOn(provider: Provider, day: string): PlaceList | null {
  const lists = (provider.places ?? []).filter((p) => p.kind === 'api').sort((a, b) => (a.date < b.date ? -1 : 1))
  return lists.filter((p) => p.date <= day).at(-1) ?? lists[0] ?? null
}

/** The newest list that stands on the provider's own page in full. */
function ownPlacesOn(provider: Provider, day: string): PlaceList | null {
  const lists = (provider.places ?? [])
    .filter((p) => p.kind === 'api' && p.own && p.date <= day)
    .sort((a, b) => (a.date < b.date ? -1 : 1))
  return lists.at(-1) ?? null
}

/**
 * - `listed`     on the list of the day
 * - `unclear`    a territory or area that the page does not name by itself
 * - `excepted`   in a listed country, in an area that the page excepts
 * - `absent`     missing from the provider's own page
 * - `untranscribed`  missing only from a transcription of the page
 */
export type PlaceStanding = 'listed' | 'unclear' | 'excepted' | 'absent' | 'untranscribed'

export interface PlaceAnswer {
  readonly standing: PlaceStanding
  readonly list: PlaceList
  /** Ids of the sources that say so: the list of the day first, then the provider's own page where it agrees. */
  readonly grounds: readonly string[]
  /** Area that is excepted, as the page names it. */
  readonly area?: string
}

/** How a place (ISO 3166-1, or 3166-2 for a part of a country) stands on the provider's list of the day; null without a list. */
export function standingOf(provider: Provider | null, place: string, day: string): PlaceAnswer | null {
  const list = provider ? placesOn(provider, day) : null
  if (!provider || !list) return null
  const own = ownPlacesOn(provider, day)
  const answer = (standing: PlaceStanding, ...more: (string | undefined)[]): PlaceAnswer => ({
    standing,
    list,
    grounds: [...new Set([list.source, ...more.filter((id) => id !== undefined)])],
  })
  const [country = '', part] = place.split('-')
  if (list.countries.includes(country)) {
    const parts = exceptionsOf(list, country)
    const excepted = parts.find((e) => e.code === place)
    const before = own ? exceptionsOf(own, country).find((e) => e.code === place) : undefined
    if (excepted) return { ...answer('excepted', excepted.source, before?.source), area: excepted.area }
    // exceptions without a code leave every part of the country open
    return answer(part && parts.some((e) => !e.code) ? 'unclear' : 'listed')
  }
  if (list.later && list.later.date <= day && list.later.countries.includes(country)) return answer('listed')
  if (list.unnamed?.includes(country)) return answer('unclear')
  if (list.own) return answer('absent')
  if (own !== null && !own.countries.includes(country)) return answer('absent', own.source)
  return list.absent?.includes(country) ? answer('absent', list.absentSource) : answer('untranscribed')
}

const exceptionsOf = (list: PlaceList, country: string) => (list.exceptions ?? []).filter((e) => e.country === country)

/** Who says how a place stands. */
export function placeEvidence(provider: Provider, { list, grounds }: PlaceAnswer, facts: FactBase): Evidence[] {
  return grounds.map((id) => {
    const source = facts.source(id)
    const date = id === list.source ? list.date : (source?.date ?? list.date)
    return {
      status: source?.status ?? 'listed',
      claim: `list of supported places of ${provider.name}, ${date}`,
      source: id,
      date,
    }
  })
}

/** The severity, lowered to what the strongest piece of evidence allows. */
export function withinEvidence(severity: Severity, evidence: readonly Evidence[]): Severity {
  const highest = evidence.map((e) => highestSeverity(e.status)).reduce<Severity>(worst, 'hint')
  return worst(severity, highest) === severity ? highest : severity
}

export interface VendorUse {
  readonly vendor: string
  /** `direct`: the maker's own API; `cloud`: a cloud service; `gateway`: a hop that passes requests on. */
  readonly channel: 'direct' | 'cloud' | 'gateway'
  readonly cloud: string
  readonly units: readonly string[]
  /** Source files that call it, as far as they are known; else the files that configure it. */
  readonly paths: readonly string[]
  /** Source files in which a call of it stands; none when only configuration speaks of it. */
  readonly calls: readonly string[]
  readonly endpoint?: Endpoint
  readonly use?: Use
}

/** Every use of a maker's models in the project: directly, through a cloud, through a gateway that serves it. */
export function usesIn(model: Model, policy?: Policy): VendorUse[] {
  const out: VendorUse[] = []
  const callers = callersIn(model)
  for (const e of model.endpoints) {
    if (e.effective === 'overridden' || e.effective === 'not-selected' || e.auditorOnly) continue
    if (isRewrite(e, model)) continue
    const units = e.reach.filter((r) => r.effective !== 'overridden').map((r) => r.unit)
    for (const said of vendorsOfEndpoint(e, policy))
      out.push({ ...said, units, ...pathsOf(e, model, callers), endpoint: e })
  }
  for (const u of model.uses) {
    if (u.how === 'package') continue
    const channel = u.cloud ? 'cloud' : 'direct'
    const calls = u.how === 'call' ? [u.path] : []
    out.push({ vendor: u.vendor, channel, cloud: u.cloud ?? '', units: u.units, paths: [u.path], calls, use: u })
  }
  return out
}

const PROXY_SERVERS = /^(?:nginx|caddy|apache)$/

/** A rewrite is carried out by the platform at its edge, not where the code of the unit runs; a proxy server is a part of the unit. */
function isRewrite({ sink, sinkPath }: Endpoint, model: Model): boolean {
  if (sink.kind !== 'upstream' || sink.callee) return false
  const file = model.files.get(sinkPath)
  return file?.dialect === 'redirects' || !PROXY_SERVERS.test(file?.reader ?? '')
}

function vendorsOfEndpoint(e: Endpoint, policy?: Policy): Pick<VendorUse, 'vendor' | 'channel' | 'cloud'>[] {
  const vendor = e.vendor === 'any' ? '' : e.vendor
  switch (e.class) {
    case 'official':
      return e.serves.map((v) => ({ vendor: v, channel: 'direct', cloud: '' }))
    case 'cloud':
      return vendor ? [{ vendor, channel: 'cloud', cloud: cloudOf(e.host) }] : []
    case 'gateway':
    case 'relay':
      return vendor && (e.serves.includes(vendor) || e.serves.includes('any'))
        ? [{ vendor, channel: 'gateway', cloud: '' }]
        : []
    case 'declared': {
      const declared = policy?.gateways.find((g) => g.value.host === e.declared?.host)?.value.upstream ?? []
      return declared.map((v) => ({ vendor: v, channel: 'gateway', cloud: '' }))
    }
    default:
      return []
  }
}

/** Readers of files that hold code. */
const SOURCE: ReadonlySet<string> = new Set(['source', 'component', 'notebook'])

const CALLS = /^(?:argument|request|member)$/

/** Paths of the calls of a vendor's clients, by unit. */
type Callers = ReadonlyMap<string, ReadonlySet<string>>

const callersKey = (vendor: string, unit: string): string => `${vendor}\u0000${unit}`

function callersIn({ callers }: Model): Callers {
  const out = new Map<string, Set<string>>()
  for (const { path, vendor, units } of callers)
    for (const unit of units) {
      const key = callersKey(vendor, unit)
      const paths = out.get(key)
      if (paths) paths.add(path)
      else out.set(key, new Set([path]))
    }
  return out
}

/** Source files that use the endpoint: where a call takes it, or calls a client of its vendor in one of its units. */
function pathsOf(e: Endpoint, model: Model, callers: Callers): Pick<VendorUse, 'paths' | 'calls'> {
  const isSource = (p: string) => SOURCE.has(model.files.get(p)?.reader ?? '')
  const called = new Set(e.reach.flatMap((r) => [...(callers.get(callersKey(e.vendor, r.unit)) ?? [])]))
  const sink = CALLS.test(e.sink.kind) ? [e.sinkPath] : []
  const calls = [...new Set([...sink, ...[...called].sort()])].filter(isSource)
  const all = [e.path, e.sinkPath, ...e.chain.map((p) => p.path)]
  const source = all.filter(isSource)
  return { calls, paths: calls.length > 0 ? calls : [...new Set(source.length > 0 ? source : all)] }
}

/** Whether a maker's own terms hold for a use: directly and through gateways always, through a cloud where the fact base says so. */
export function makersTermsHold(used: VendorUse, provider: Provider | null): boolean {
  return used.channel !== 'cloud' || provider?.channels?.find((c) => c.cloud === used.cloud)?.terms === provider?.id
}

/** Uses of the units and of what they depend on, one of each vendor and channel. */
export function vendorsOf(model: Model, units: ReadonlySet<string>, policy?: Policy): VendorUse[] {
  const reaching = unitsIn(model).contained([...units])
  return distinct(usesIn(model, policy).filter((u) => u.units.some((unit) => reaching.has(unit))))
}

export function distinct(uses: readonly VendorUse[]): VendorUse[] {
  const seen = new Set<string>()
  return uses.filter((u) => {
    const key = `${u.vendor} ${u.channel} ${u.cloud}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

export interface RegionUse extends VendorUse {
  /** Only the code around the region uses it: what a command deploys, what stands beside a function. */
  readonly probable: boolean
}

/** What runs in a region: uses of its files, or of its units less what a closer statement takes out. */
export function usesOfRegion(
  region: PlacedRegion,
  model: Model,
  uses: readonly VendorUse[],
  index: Units,
): RegionUse[] {
  const within = (units: readonly string[]) => {
    const reaching = index.contained(units)
    return uses.filter((u) => u.units.some((unit) => reaching.has(unit)))
  }
  const { files } = region
  if (files) {
    const covered = uses.filter((u) => u.paths.some((p) => files.has(p)))
    return distinct(covered).map((u) => ({ ...u, probable: false }))
  }
  const closer = new Set(
    model.regions
      .filter((r) => r.files && r.country !== '' && r.provider === region.provider && r.how !== 'outage')
      .flatMap((r) => [...(r.files ?? [])]),
  )
  const left = (u: VendorUse) => u.paths.some((p) => !closer.has(p))
  const sure = distinct(within(region.units).filter(left))
  const elsewhere = functionsBeside(region, model)
  const probable = distinct(within(region.around).filter(left)).filter(
    (u) =>
      !sure.some((s) => s.vendor === u.vendor && s.channel === u.channel) &&
      // another function of the same folder says itself that it is the one that calls
      !within(elsewhere).some((o) => o.vendor === u.vendor && o.units.some((x) => elsewhere.includes(x))),
  )
  return [...sure.map((u) => ({ ...u, probable: false })), ...probable.map((u) => ({ ...u, probable: true }))]
}

function functionsBeside(region: PlacedRegion, model: Model): string[] {
  const folders = new Set(model.units.filter((u) => region.units.includes(u.id)).map((u) => u.folder))
  return model.units
    .filter((u) => u.kind === 'function' && folders.has(u.folder) && !region.units.includes(u.id))
    .map((u) => u.id)
}

export function cloudOf(host: string): string {
  if (/amazonaws\.com|\.api\.aws$/.test(host)) return 'bedrock'
  if (/openai\.azure\./.test(host)) return 'azure-openai'
  if (/azure\.com$|azure\.cn$/.test(host)) return 'foundry'
  if (/googleapis\.com$/.test(host)) return 'vertex'
  return ''
}

/** `Asia Pacific (Hong Kong)` becomes `Hong Kong`: one pair of parentheses is enough in a sentence. */
export function placeName(region: Pick<PlacedRegion, 'placeName' | 'country'>): string {
  return /\(([^()]+)\)$/.exec(region.placeName)?.[1] ?? (region.placeName || region.country)
}
