/** Linking: from what single files say to one model of the project. */
import { literalOf } from '../builder'
import { classify } from '../classify'
import type { FactBase } from '../facts'
import type { Policy } from '../policy'
import type {
  Effect,
  Endpoint,
  FileFacts,
  Model,
  PlacedCredential,
  PlacedRegion,
  PlacedSetting,
  PlacedSignature,
  PlacedTrait,
  Resolution,
  Setting,
} from '../types'
import { isApiPath, isSureAiPath, isVersionedRoot, type Platform } from '../url'
import { type Located, locate } from './address'
import { buildEndpoint, mergeEndpoint } from './endpoint'
import { evaluate } from './evaluate'
import { findOverrides } from './overrides'
import { presenceIn } from './presence'
import { createScope, type Placed } from './scope'
import { type Sink, type SinkContext, sinkOf } from './sinks'
import { folderOf, indexUnits, type UnitIndex } from './units'
import { findUses } from './uses'

export interface LinkOptions {
  readonly facts: FactBase
  readonly platform: Platform
  /** Policy in force for a path: declared gateways change the class of a host. */
  policyFor(path: string): Policy
  /** Paths of all files of the tree, read or not; manifests among them make units. */
  readonly paths?: Iterable<string>
  /** False while not every file has been read yet. */
  readonly complete?: boolean
}

/** Builds the model. Pure: the same facts give the same model, in a stable order. */
export function link(files: ReadonlyMap<string, FileFacts>, options: LinkOptions): Model {
  const sorted = new Map([...files].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
  const units = indexUnits(sorted, options.paths ? [...options.paths, ...sorted.keys()] : sorted.keys())
  const scope = createScope(sorted, units)
  const context = sinkContext(options.facts, presenceIn(sorted, options.facts, units))
  const found = new Map<string, Endpoint>()
  const upstreams: Endpoint[] = []
  const proxies: PlacedSetting[] = []
  const add = (endpoint: Endpoint) => {
    const key = `${endpoint.path}\u0000${endpoint.span.start}\u0000${endpoint.span.end}`
    const known = found.get(key)
    found.set(key, known ? mergeEndpoint(known, endpoint) : endpoint)
  }
  for (const file of sorted.values()) {
    for (const setting of file.settings) {
      const placed: Placed = { path: file.path, setting, file }
      if (isProxy(setting.name, setting.kind, options.facts)) {
        proxies.push({ path: file.path, setting, units: units.unitsOf(file.path, setting.block) })
        continue
      }
      const sink =
        setting.kind === 'upstream' || isUpstreamMember(setting.name, setting.kind)
          ? null
          : sinkOf(setting, file, context)
      if (!sink && setting.kind !== 'upstream' && !isUpstreamMember(setting.name, setting.kind)) continue
      if (sink && !worthFollowing(sink, setting)) continue
      for (const value of evaluate(placed, scope)) {
        for (const located of locate(value, options.platform)) {
          const endpoint = toEndpoint(located, placed, sink, options, units)
          if (!endpoint) continue
          if (sink) add(endpoint)
          else upstreams.push(endpoint)
        }
      }
    }
  }
  const uses = findUses(sorted, options.facts, units, [...found.values()])
  const overrides = findOverrides(scope, units, options.facts, (unit) => uses.clients.get(unit) ?? new Set())
  const endpoints = [...found.values()].map((e) => withEffect(e, overrides)).sort(byPlace)
  return {
    files: sorted,
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
    regions: [...sorted.values()].flatMap((f) => f.regions.map((r) => placeRegion(r, f.path, options.facts, units))),
    signatures: [...sorted.values()].flatMap((f) =>
      f.signatures.map((s): PlacedSignature => ({ ...s, path: f.path, units: units.unitsOf(f.path, s.block) })),
    ),
    traits: [...sorted.values()].flatMap((f) =>
      f.traits.map((t): PlacedTrait => ({ ...t, path: f.path, units: units.unitsOf(f.path, t.block) })),
    ),
    upstreams: upstreams.sort(byPlace),
    proxies,
    overrides,
    complete: options.complete ?? true,
  }
}

function sinkContext(facts: FactBase, presence: SinkContext['presence']): SinkContext {
  const known = new Map<string, boolean>()
  return {
    facts,
    presence,
    speaksAi(file) {
      let answer = known.get(file.path)
      if (answer === undefined) {
        answer = fileSpeaksAi(file, facts)
        known.set(file.path, answer)
      }
      return answer
    },
  }
}

const AI_MODULE =
  /(?:openai|anthropic|claude|genai|generativeai|langchain|llama_?index|litellm|dashscope|zhipu|mistral|cohere|ollama|groq|autogen|crewai|dspy|haystack|vercel\/ai|ai-sdk|semantic[_-]?kernel|SemanticKernel|llm|volcenginesdkark|gpt)/i

function fileSpeaksAi(file: FileFacts, facts: FactBase): boolean {
  if (file.imports.some((i) => AI_MODULE.test(i.module))) return true
  if (
    file.credentials.some(
      (c) => c.vendor !== '' || facts.env(c.name).some((m) => m.env.role === 'key' || m.env.role === 'token'),
    )
  )
    return true
  return file.settings.some(
    (s) =>
      s.kind === 'env' &&
      facts.env(s.name).some((m) => !m.env.ambiguous && m.env.role !== 'proxy' && m.env.role !== 'region'),
  )
}

const PROXY_NAME =
  /^(?:https?_proxy|all_proxy|no_proxy|proxy|proxy_url|http\.proxy|https\.proxy|socks_proxy|(?:https?|noproxy)-proxy|https-proxy|noproxy)$/i

function isProxy(name: string, kind: string, facts: FactBase): boolean {
  if (kind === 'request' || kind === 'upstream') return false
  if (PROXY_NAME.test(name)) return true
  return kind === 'env' && facts.env(name).length > 0 && facts.env(name).every((m) => m.env.role === 'proxy')
}

/**
 * A setting that counts only by its host has to hold that host itself: a literal that it merely passes on is looked at where it stands.
 * Requests and options join an address with a path, so they are always followed.
 */
function worthFollowing(sink: Sink, setting: Setting): boolean {
  if (
    sink.certainty === 'sure' ||
    sink.certainty === 'likely' ||
    setting.kind === 'request' ||
    setting.kind === 'argument'
  )
    return true
  return /:\/\/|\/v\d|completions|messages/.test(literalOf(setting.value))
}

function isUpstreamMember(name: string, kind: string): boolean {
  return kind === 'member' && /^(?:hostname|host)$/.test(name.slice(name.lastIndexOf('.') + 1))
}

/** Whether the evaluated address is an AI endpoint for this sink, and the endpoint if so. */
function toEndpoint(
  located: Located,
  placed: Placed,
  sink: Sink | null,
  options: LinkOptions,
  units: UnitIndex,
): Endpoint | null {
  const { facts } = options
  const { address } = located
  const wire = address.host.replaceAll('*', 'x')
  const match = facts.host(wire, address.path)
  if (!sink) return buildEndpoint(located, placed, null, classifyAt(located, options), units, located.resolution)
  const certain = certainty(located, placed, sink, match?.row.class ?? null)
  if (!certain) return null
  const resolution: Resolution = certain === 'partial' ? 'partial' : located.resolution
  return buildEndpoint(located, placed, sink, classifyAt(located, options), units, resolution)
}

function classifyAt(located: Located, options: LinkOptions) {
  const host = located.address.host.replaceAll('*', 'x')
  return classify(
    { ...located.address, host },
    located.text.replaceAll('*', 'x'),
    options.facts,
    options.policyFor(located.path),
  )
}

function certainty(located: Located, placed: Placed, sink: Sink, row: string | null): 'yes' | 'partial' | null {
  const { address } = located
  const scheme = address.scheme
  if (scheme.startsWith('socks') || scheme === 'ws' || scheme === 'wss') return null
  const written = scheme !== '' || /[.:]/.test(located.text) || sink.certainty === 'sure'
  if (!written) return null
  if (sink.certainty === 'sure') return 'yes'
  if (sink.certainty === 'likely') {
    if (row === 'ignored') return null
    if (scheme === '' && !/^(?:localhost|\[|\d+\.\d+|[\w-]+(?:\.[\w-]+)+)(?::\d+)?(?:\/|$)/i.test(located.text))
      return null
    if (/\.(?:png|jpe?g|svg|ico|webp|html?|md|pdf|zip|tar\.gz|css)$/i.test(address.path)) return null
    return 'yes'
  }
  if (isSureAiPath(address.path) && row !== 'ignored') return 'yes'
  if (sink.certainty === 'root' && row !== 'ignored' && scheme !== '' && isVersionedRoot(address.path)) return 'yes'
  if (sink.certainty === 'path' || scheme === '') return null
  if (row && row !== 'ignored' && row !== 'tunnel' && isApiPath(address.path))
    return placed.setting.kind === 'request' ? 'yes' : 'partial'
  return null
}

function withEffect(endpoint: Endpoint, overrides: Model['overrides']): Endpoint {
  const lost = new Set(
    overrides.filter((o) => o.loser.setting === endpoint.sink && o.loser.path === endpoint.sinkPath).map((o) => o.unit),
  )
  const preset = endpoint.setting.preset === true
  const otherwise: Effect = preset ? 'not-selected' : (endpoint.agent?.effect ?? 'yes')
  const reach = endpoint.reach.map((r) => ({
    unit: r.unit,
    effective: lost.has(r.unit) ? ('overridden' as const) : otherwise,
  }))
  const effective = reach.length > 0 && reach.every((r) => r.effective === 'overridden') ? 'overridden' : otherwise
  return { ...endpoint, reach, effective }
}

function placeRegion(
  region: FileFacts['regions'][number],
  path: string,
  facts: FactBase,
  units: UnitIndex,
): PlacedRegion {
  const row = facts.region(region.provider, region.id)
  const own = units.unitsOf(path, region.block)
  // a region stated for the whole file holds for every unit that the file declares; one of a function holds for the code beside it
  const around = region.block === 0 ? units.units.filter((u) => u.place?.path === path).map((u) => u.id) : []
  const code = own.some((id) => /#.*[./*]/.test(id)) ? [units.folderUnit(folderOf(path))] : []
  return {
    ...region,
    path,
    units: [...new Set([...own, ...around, ...code])],
    country: row?.country ?? '',
    placeName: row?.place ?? '',
  }
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
