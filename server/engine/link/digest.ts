/** What linking takes from one file alone: made once per `FileFacts`, so that a change of one file does not cost the reading of all. */

import type { FactBase } from '../facts'
import { literalOf } from '../template'
import type { FileFacts, Setting, Use } from '../types'
import { isEverydayPath, isSureAiPath } from '../url'
import { type OwnCall, ownCalls } from './calls'
import { cloudOfClient, cloudOfModel, cloudOfSwitch } from './clouds'
import { isDotenv } from './dotenv'
import type { Placed } from './placed'
import { namesPlace } from './places'
import { type Siblings, siblingsOf } from './siblings'
import { type Sink, type SinkContext, sinkOf } from './sinks'
import { manifestKind } from './units'
import { lastOf } from './words'

/**
 * A setting that may lead to an address, and the client that it feeds: `null` for the target of a reverse proxy, `open` where that
 * depends on what else the unit runs.
 */
export interface Followed {
  readonly placed: Placed
  readonly sink: Sink | null | 'open'
}

/** A use of a client by one file; its units are known only when the project is. */
export interface OwnUse extends Omit<Use, 'units'> {
  readonly block: number
  /** A call that is given no address at all. */
  readonly bare?: true
}

export interface Digest {
  readonly file: FileFacts
  readonly dotenv: boolean
  readonly manifest: boolean
  readonly followed: readonly Followed[]
  readonly proxies: readonly Setting[]
  /** Settings of kind `env`, in the order of the file. */
  readonly env: readonly Placed[]
  /** Settings that name a region, by their name. */
  readonly places: readonly Setting[]
  /** True when the file itself shows an AI client: import, key variable, address variable. */
  speaksAi(): boolean
  /** True when the file requests the path of an AI API on a base that stands elsewhere: `client.post("/v1/chat/completions")`. */
  callsAiPath(): boolean
  /** What stands beside its settings. */
  readonly siblings: Siblings
  readonly uses: readonly OwnUse[]
  /** Calls of AI clients. */
  readonly calls: readonly OwnCall[]
  /** Clients that a signature shows, with the block where it stands. */
  readonly shown: readonly { readonly client: string; readonly block: number }[]
  /** Settings that define a constant or an option, by the last segment of their name. */
  named(): ReadonlyMap<string, readonly Placed[]>
}

/** What linking remembers between two runs; belongs to whoever links again and again. Nothing in it depends on more than its key. */
export interface LinkMemory {
  readonly digests: WeakMap<FileFacts, Digest>
  /** Manifests among a list of paths, by the list. */
  readonly manifests: WeakMap<readonly string[], readonly string[]>
  /** The same paths sorted, each once, by the list. */
  readonly sorted: WeakMap<readonly string[], { readonly list: readonly string[]; readonly all: ReadonlySet<string> }>
}

export function createMemory(): LinkMemory {
  return { digests: new WeakMap(), manifests: new WeakMap(), sorted: new WeakMap() }
}

export function digestOf(file: FileFacts, facts: FactBase, { digests }: LinkMemory): Digest {
  let digest = digests.get(file)
  if (!digest) {
    digest = makeDigest(file, facts)
    digests.set(file, digest)
  }
  return digest
}

export function manifestsIn(paths: readonly string[], { manifests }: LinkMemory): readonly string[] {
  let found = manifests.get(paths)
  if (!found) {
    found = paths.filter((path) => manifestKind(path) !== null)
    manifests.set(paths, found)
  }
  return found
}

/** All paths, sorted: those of a tree, and those of files that it was read to hold. */
export function allPaths(
  paths: readonly string[],
  files: ReadonlyMap<string, FileFacts>,
  { sorted }: LinkMemory,
): readonly string[] {
  let known = sorted.get(paths)
  if (!known) {
    const all = new Set(paths)
    known = { list: [...all].sort(), all }
    sorted.set(paths, known)
  }
  const { list, all } = known
  const more = [...files.keys()].filter((path) => !all.has(path))
  return more.length > 0 ? [...list, ...more].sort() : list
}

function makeDigest(file: FileFacts, facts: FactBase): Digest {
  let speaks: boolean | undefined
  const speaksAi = () => {
    speaks ??= fileSpeaksAi(file, facts)
    return speaks
  }
  let calls: boolean | undefined
  const callsAiPath = () => {
    calls ??= fileCallsAiPath(file)
    return calls
  }
  const siblings = siblingsOf(file)
  const followed: Followed[] = []
  const proxies: Setting[] = []
  const env: Placed[] = []
  for (const setting of file.settings) {
    const placed: Placed = { path: file.path, setting, file }
    if (setting.kind === 'env') env.push(placed)
    if (isProxy(setting.name, setting.kind, facts)) proxies.push(setting)
    else if (setting.kind === 'upstream' || isUpstreamMember(setting.name, setting.kind))
      followed.push({ placed, sink: null })
    else {
      let open = false
      const presence = () => {
        open = true
        return null
      }
      const sink = sinkOf(setting, file, { facts, speaksAi, callsAiPath, siblings, presence })
      if (open) followed.push({ placed, sink: 'open' })
      else if (sink && worthFollowing(sink, setting)) followed.push({ placed, sink })
    }
  }
  let named: Map<string, Placed[]> | undefined
  return {
    file,
    dotenv: isDotenv(file.path),
    manifest: manifestKind(file.path) !== null,
    followed,
    proxies,
    env,
    places: file.settings.filter(namesPlace),
    speaksAi,
    callsAiPath,
    siblings,
    ...usesOf(file, facts),
    named() {
      named ??= namedIn(file)
      return named
    },
  }
}

/** Clients that the file calls, holds a key for, or brings in as a package. */
function usesOf(file: FileFacts, facts: FactBase): Pick<Digest, 'uses' | 'calls' | 'shown'> {
  const uses: OwnUse[] = []
  const shown: { client: string; block: number }[] = []
  const local = file.local ?? false
  const calls = ownCalls(file, facts)
  for (const { call, client, bare } of calls) {
    const { id, vendor } = client
    const vertex = vendor === 'google' && call.options.includes('vertexai')
    const cloud = vertex ? 'vertex' : cloudOfClient(call.callee, id)
    const { span, block } = call
    const said = { ...(cloud ? { cloud } : {}), ...(bare ? { bare: true as const } : {}) }
    uses.push({ path: file.path, span, client: id, vendor, block, how: 'call', local, ...said })
  }
  for (const credential of file.credentials) {
    if (credential.state === 'empty' || credential.quoted) continue
    const meaning = facts
      .env(credential.name)
      .find((m) => /key|token/.test(m.env.role) && !m.env.ambiguous && (m.env.vendor ?? m.client.vendor) !== 'any')
    if (!meaning) continue
    const vendor = meaning.env.vendor ?? meaning.client.vendor
    const { nameSpan: span, block } = credential
    const cloud = cloudOfClient('', meaning.client.id)
    const said = cloud ? { cloud } : {}
    uses.push({ path: file.path, span, client: meaning.client.id, vendor, block, how: 'credential', local, ...said })
  }
  for (const signature of file.signatures) {
    const { span, block } = signature
    for (const client of facts.signature(signature.kind, signature.ecosystem, signature.name)) {
      shown.push({ client: client.id, block })
      if (client.kind === 'sdk' && client.vendor !== 'any')
        uses.push({ path: file.path, span, client: client.id, vendor: client.vendor, block, how: 'package', local })
    }
  }
  uses.push(...cloudUses(file))
  return { uses, calls, shown }
}

/** Switches and model ids that name a cloud service. */
function cloudUses(file: FileFacts): OwnUse[] {
  const out: OwnUse[] = []
  for (const setting of file.settings) {
    const only = setting.value.parts.length === 1 ? setting.value.parts[0] : undefined
    if (setting.quoted || only?.kind !== 'text') continue
    const switched = setting.kind === 'env' ? cloudOfSwitch(setting.name, only.text) : null
    const named = /^model(?:_?id|_?name)?$|MODEL/i.test(setting.name) ? cloudOfModel(only.text.trim()) : null
    const found = switched ?? named
    if (!found?.vendor) continue
    const { cloud, vendor } = found
    const how = switched ? 'switch' : 'model'
    const { block } = setting
    const local = file.local ?? false
    out.push({ path: file.path, span: setting.value.span, client: cloud, vendor, block, how, local, cloud })
  }
  return out
}

function namedIn(file: FileFacts): Map<string, Placed[]> {
  const named = new Map<string, Placed[]>()
  for (const setting of file.settings) {
    if (setting.kind === 'request' || setting.kind === 'upstream') continue
    const name = lastOf(setting.name)
    const list = named.get(name)
    const placed = { path: file.path, setting, file }
    if (list) list.push(placed)
    else named.set(name, [placed])
  }
  return named
}

/** What an open setting feeds among the clients of its unit; undefined when nothing. */
export function openSink({ setting, file }: Placed, context: SinkContext): Sink | undefined {
  const sink = sinkOf(setting, file, context)
  return sink && worthFollowing(sink, setting) ? sink : undefined
}

const AI_MODULE =
  /(?:openai|anthropic|claude|genai|generativeai|langchain|llama_?index|litellm|dashscope|zhipu|mistral|cohere|ollama|groq|autogen|crewai|dspy|haystack|vercel\/ai|ai-sdk|semantic[_-]?kernel|SemanticKernel|llm|volcenginesdkark|gpt)/i

/** Types that are named after a client: `OpenaiTemplate`, `BaseChatModel`. */
const AI_TYPE = /^(?:Async|Base|Abstract)?(?:Open_?AI|Openai|Anthropic|Claude|Gemini|ChatModel|LLM[A-Z])/

function fileSpeaksAi(file: FileFacts, facts: FactBase): boolean {
  if (file.imports.some((i) => AI_MODULE.test(i.module) || i.names.some((n) => AI_TYPE.test(n)))) return true
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

/** The path of an AI API without a host: it is joined to a base that stands elsewhere. */
function fileCallsAiPath(file: FileFacts): boolean {
  const telling = file.traits.some((t) => t.what === 'names-model')
  return file.settings.some(({ kind, value }) => {
    if (kind === 'key' || kind === 'env') return false
    const text = literalOf(value)
    if (!/^\/?\w[\w./:-]*$/.test(text) || text.includes('://')) return false
    const path = text.startsWith('/') ? text : `/${text}`
    return isSureAiPath(path) && (telling || !isEverydayPath(path))
  })
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
  return kind === 'member' && /^(?:hostname|host)$/i.test(name.slice(name.lastIndexOf('.') + 1))
}
