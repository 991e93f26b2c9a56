/** Linking: from what single files say to one model of the project. */
import type { FactBase } from '../facts'
import { cutMarked, markedIn } from '../marks'
import { push } from '../multimap'
import type { Policy } from '../policy'
import { finish, type Steps } from '../steps'
import type {
  Effect,
  Endpoint,
  EndpointClass,
  FileFacts,
  Model,
  PlacedCredential,
  PlacedSetting,
  PlacedTrait,
  Setting,
} from '../types'
import type { Platform } from '../url'
import { locate } from './address'
import { placeCalls } from './calls'
import { endpointAt } from './candidate'
import { findConflicts } from './conflicts'
import { allPaths, createMemory, type Digest, digestOf, type LinkMemory, manifestsIn, openSink } from './digest'
import { mergeEndpoints } from './endpoint'
import { createEnvLoaders } from './env-loaders'
import { evaluate } from './evaluate'
import { placeSignatures } from './images'
import { withImplicitUses } from './implicit'
import { importGraph } from './imports'
import { withLoads } from './loaded'
import { findOverrides } from './overrides'
import { propertiesBeforeYaml } from './overrides/properties'
import { shadowedKeys } from './overrides/shadowed'
import { presenceIn } from './presence'
import { placeRegions } from './regions'
import { createScope } from './scope'
import { indexUnits } from './units'
import { findUses } from './uses'

export interface LinkOptions {
  readonly facts: FactBase
  readonly platform: Platform
  /** Policy in force for a path: declared gateways change the class of a host. */
  policyFor(path: string): Policy
  /** Paths of all files of the tree, read or not; manifests among them make units. */
  readonly paths?: readonly string[]
  /** False while not every file has been read yet. */
  readonly complete?: boolean
  /** What is remembered from a run before. */
  readonly memory?: LinkMemory
  /** Somebody who asks why settings of one file are no endpoints. */
  readonly listener?: { readonly path: string; refused(setting: Setting, reason: string): void }
}

const UNRESOLVED = 'what it refers to is given no value that this scan can see'

/** Settings followed between two steps: about a millisecond. */
const STEP = 64

/** Builds the model. Pure: the same facts give the same model, in a stable order. */
export function link(files: ReadonlyMap<string, FileFacts>, options: LinkOptions): Model {
  return finish(linking(files, options))
}

/** The same in steps. */
export function* linking(files: ReadonlyMap<string, FileFacts>, options: LinkOptions): Steps<Model> {
  const sorted = new Map([...files].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
  const memory = options.memory ?? createMemory()
  const digests: Digest[] = []
  for (const file of sorted.values()) {
    if (digests.push(digestOf(file, options.facts, memory)) % STEP === 0) yield
  }
  const own = digests.flatMap((d) => (d.manifest ? [d.file.path] : []))
  const manifests = [...manifestsIn(options.paths ?? [], memory), ...own]
  const units = indexUnits(sorted, manifests)
  const scope = createScope(sorted, digests, units)
  yield
  const presence = presenceIn(sorted, options.facts, units)
  yield
  const ways = new Map<string, Endpoint[]>()
  const targets = new Map<string, Endpoint[]>()
  const proxies: PlacedSetting[] = []
  const add = (endpoint: Endpoint) => push(ways, placeKey(endpoint), endpoint)
  for (const { file, proxies: own } of digests)
    for (const setting of own)
      proxies.push({ path: file.path, setting, units: units.unitsOf(file.path, setting.block) })
  let steps = 0
  for (const { followed, speaksAi, callsAiPath, siblings } of digests) {
    for (const { placed, sink: own } of followed) {
      if (++steps % STEP === 0) yield
      const sink =
        own === 'open' ? openSink(placed, { facts: options.facts, presence, speaksAi, callsAiPath, siblings }) : own
      if (sink === undefined) continue
      const listener = options.listener?.path === placed.path ? options.listener : undefined
      const values = evaluate(placed, scope)
      if (listener && !values.some((v) => v.pieces.some((p) => p.text))) listener.refused(placed.setting, UNRESOLVED)
      for (const value of values) {
        for (const located of locate(value, options.platform)) {
          const endpoint = endpointAt(located, placed, sink, options, units)
          if ('refused' in endpoint) {
            listener?.refused(placed.setting, endpoint.refused)
            continue
          }
          if (sink) add(endpoint)
          else push(targets, placeKey(endpoint), endpoint)
          if (!sink && passesOn(endpoint)) add({ ...endpoint, resolution: 'partial' })
        }
      }
    }
  }
  const found = new Map([...ways].map(([key, list]) => [key, mergeEndpoints(list)]))
  const upstreams = [...targets.values()].map(mergeEndpoints)
  for (const upstream of upstreams) {
    const same = found.get(placeKey(upstream))
    if (same?.resolution === 'partial' && !passesOn(upstream)) found.delete(placeKey(upstream))
  }
  const calls = placeCalls(digests, units)
  const uses = findUses(digests, calls, units, [...found.values()], options.facts)
  yield
  const around = { paths: options.paths ?? [], facts: options.facts, units, reachableFrom: importGraph(sorted, units) }
  const loading = createEnvLoaders(sorted, manifests, units)
  const evidence = { scope, units, facts: options.facts, uses, calls, endpoints: [...found.values()], loading }
  const overrides = [
    ...findOverrides(evidence),
    ...shadowedKeys(sorted.values(), units),
    ...propertiesBeforeYaml(evidence.endpoints, units),
  ]
  yield
  const lost = lostIn(overrides)
  const marks = new Set(digests.flatMap((d) => d.file.credentials.flatMap((c) => c.marks ?? [])))
  const endpoints = withImplicitUses(withLoads(evidence.endpoints, sorted, units), calls, units)
    .map((e) => withEffect(e, lost))
    .map((e) => withoutMarked(e, marks))
    .sort(byPlace)
  return {
    files: sorted,
    paths: allPaths(options.paths ?? [], sorted, memory),
    units: units.units,
    endpoints,
    uses: uses.uses.sort(byPlace),
    credentials: [...sorted.values()].flatMap((f) =>
      f.credentials.map(
        (c): PlacedCredential => ({
          ...c,
          vendor: (c.vendor === 'any' ? '' : c.vendor) || vendorOfName(c.name, options.facts),
          path: f.path,
          units: units.unitsOf(f.path, c.block),
          local: f.local ?? false,
        }),
      ),
    ),
    regions: placeRegions({ ...around, files: sorted, digests, scope, uses: uses.uses }),
    callers: calls.map(({ path, client, unit }) => ({ path, client: client.id, vendor: client.vendor, units: [unit] })),
    reachableFrom: around.reachableFrom,
    signatures: placeSignatures(sorted, units, scope),
    traits: [...sorted.values()].flatMap((f) =>
      f.traits.map((t): PlacedTrait => ({ ...t, path: f.path, units: units.unitsOf(f.path, t.block) })),
    ),
    marks,
    upstreams: upstreams.map((e) => withoutMarked(e, marks)).sort(byPlace),
    proxies,
    overrides,
    conflicts: findConflicts(endpoints, options.facts, units, sorted),
    complete: options.complete ?? true,
  }
}

function placeKey({ path, span }: Endpoint): string {
  return `${path}\u0000${span.start}\u0000${span.end}`
}

const PASSED_ON: ReadonlySet<EndpointClass> = new Set([
  'official',
  'cloud',
  'relay',
  'gateway',
  'lookalike',
  'declared',
])

/** A reverse proxy to a host that serves models is itself its client; what callers ask of any other host is not known. */
function passesOn(upstream: Endpoint): boolean {
  return PASSED_ON.has(upstream.class) && upstream.row?.kind !== 'console'
}

/** Units in which a setting never wins. */
function lostIn(overrides: Model['overrides']): ReadonlyMap<Setting, ReadonlySet<string>> {
  const lost = new Map<Setting, Set<string>>()
  for (const { loser, unit } of overrides) {
    const units = lost.get(loser.setting)
    if (units) units.add(unit)
    else lost.set(loser.setting, new Set([unit]))
  }
  return lost
}

const NOWHERE: ReadonlySet<string> = new Set()

function withEffect(endpoint: Endpoint, overrides: ReturnType<typeof lostIn>): Endpoint {
  const lost = overrides.get(endpoint.sink) ?? NOWHERE
  const shadowed = endpoint.setting.shadowed === true || endpoint.sink.shadowed === true
  const preset = endpoint.setting.preset === true
  const otherwise: Effect = preset ? 'not-selected' : (endpoint.agent?.effect ?? endpoint.effective)
  const reach = endpoint.reach.map((r) => ({
    unit: r.unit,
    effective: shadowed || lost.has(r.unit) ? ('overridden' as const) : otherwise,
  }))
  const effective = reach.length > 0 && reach.every((r) => r.effective === 'overridden') ? 'overridden' : otherwise
  return { ...endpoint, reach, effective }
}

/** A key in the path of an address is no part of what is told about it. */
function withoutMarked(endpoint: Endpoint, marks: ReadonlySet<string>): Endpoint {
  if (markedIn(endpoint.urlPath, marks).length === 0) return endpoint
  const { url, urlPath } = endpoint
  const path = cutMarked(urlPath, marks)
  return { ...endpoint, url: url.slice(0, url.length - urlPath.length) + path, urlPath: path }
}

/** Vendor of a credential whose value has no known shape: by its variable. */
function vendorOfName(name: string, facts: FactBase): string {
  const meaning = facts.env(name).find((m) => /key|token/.test(m.env.role))
  const vendor = meaning ? (meaning.env.vendor ?? meaning.client.vendor) : ''
  return vendor === 'any' ? '' : vendor
}

function byPlace(
  a: { path: string; span: { start: number; end: number } },
  b: { path: string; span: { start: number; end: number } },
): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : a.span.start - b.span.start || a.span.end - b.span.end
}
