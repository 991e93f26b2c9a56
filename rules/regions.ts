/** Which places a provider serves on a day, and which vendors a unit uses. */
import type { PlaceList, Provider } from '../server/engine/facts'
import type { Endpoint, Model, Use } from '../server/engine/types'

/** The newest list of kind `api` that was in force on the day; the oldest when the day is before all. */
export function placesOn(provider: Provider, day: string): PlaceList | null {
  const lists = (provider.places ?? []).filter((p) => p.kind === 'api').sort((a, b) => (a.date < b.date ? -1 : 1))
  return lists.filter((p) => p.date <= day).at(-1) ?? lists[0] ?? null
}

/** The newest list that stands on the provider's own page in full. */
export function ownPlacesOn(provider: Provider, day: string): PlaceList | null {
  const lists = (provider.places ?? [])
    .filter((p) => p.kind === 'api' && p.own && p.date <= day)
    .sort((a, b) => (a.date < b.date ? -1 : 1))
  return lists.at(-1) ?? null
}

export interface VendorUse {
  readonly vendor: string
  readonly channel: 'direct' | 'cloud'
  readonly cloud: string
  readonly endpoint?: Endpoint
  readonly use?: Use
}

/** Vendors whose models the units use, directly or through a cloud. */
export function vendorsOf(model: Model, units: ReadonlySet<string>): VendorUse[] {
  const out: VendorUse[] = []
  const seen = new Set<string>()
  const reaching = closure(model, units)
  for (const e of model.endpoints) {
    if (e.effective === 'overridden' || e.auditorOnly || !e.reach.some((r) => reaching.has(r.unit))) continue
    if (e.class === 'official')
      for (const vendor of e.serves) push({ vendor, channel: 'direct', cloud: '', endpoint: e })
    else if (e.class === 'cloud' && e.vendor)
      push({ vendor: e.vendor, channel: 'cloud', cloud: cloudOf(e.host), endpoint: e })
  }
  for (const u of model.uses)
    if (u.units.some((x) => reaching.has(x)) && u.how !== 'package')
      push({ vendor: u.vendor, channel: 'direct', cloud: '', use: u })
  return out
  function push(v: VendorUse): void {
    const key = `${v.vendor} ${v.channel} ${v.cloud}`
    if (seen.has(key)) return
    seen.add(key)
    out.push(v)
  }
}

/** A unit also uses what it depends on. */
function closure(model: Model, units: ReadonlySet<string>): Set<string> {
  const byId = new Map(model.units.map((u) => [u.id, u]))
  const all = new Set(units)
  for (const id of all) for (const dep of byId.get(id)?.dependsOn ?? []) all.add(dep)
  return all
}

export function cloudOf(host: string): string {
  if (/amazonaws\.com|\.api\.aws$/.test(host)) return 'bedrock'
  if (/openai\.azure\./.test(host)) return 'azure-openai'
  if (/azure\.com$|azure\.cn$/.test(host)) return 'foundry'
  if (/googleapis\.com$/.test(host)) return 'vertex'
  return ''
}
