/** Which settings feed an AI client: by variable, key path, option, name, or because the host is a known AI API. */

import type { Client, EnvMeaning, FactBase } from '../facts'
import { literalOf } from '../template'
import type { Effect, FileFacts, Setting } from '../types'
import { isSureAiPath } from '../url'
import { ownerOfMember, ownersOfCall } from './owners'
import { nameOf } from './paths'
import { AI_SIBLING, type Siblings } from './siblings'
import { snake } from './words'

export interface Sink {
  readonly client: string
  readonly vendor: string
  /** Variable, key path or option shown to people. */
  readonly key: string
  /**
   * - `sure`    the fact base knows this name as a base URL
   * - `likely`  the name says so: any address counts
   * - `root`    only with an AI path or a versioned root (`/v1`)
   * - `path`    only with a path that an AI API alone has
   * - `host`    only when the host is a known AI API with an API path
   */
  readonly certainty: 'sure' | 'likely' | 'root' | 'path' | 'host'
  /** Whether a value takes effect where it stands, when that is not at once. */
  readonly effect?: Effect
  readonly agent?: { readonly client: string; readonly name: string; readonly effect: Effect; readonly scope: string }
}

const AI_WORD =
  /(?:^|[^a-z])(?:open_?ai|oai|anthropic|claude|gemini|gpt|chat_?gpt|llm|deep_?seek|moonshot|kimi|qwen|dash_?scope|zhipu|glm|chatglm|mistral|groq|xai|grok|cohere|ollama|lite_?llm|open_?router|together_?ai|silicon_?(?:flow|cloud)|volc(?:engine)?|ark|doubao|minimax|hunyuan|ernie|azure_?open_?ai|azure_?ai|bedrock|vertex_?ai|google_?(?:ai|genai|generative_?ai)|one_?api|new_?api|vllm|lm_?studio|fast_?gpt|embedding|codex|copilot|open_?code|semantic_?kernel|langchain(?:4j)?|llama_?index|ai_?gateway|ai_?(?:base_?ur[li]|api_?base))s?(?:[^a-z]|$)/i
const URL_WORD =
  /(?:base_?ur[li]|api_?base(?:_?ur[li])?|api_?ur[li]|endpoint|api_?host|base_?path|proxy_?ur[li]|reverse_?proxy|api_?endpoint|server_?ur[li]|chat_?ur[li]|completions?_?ur[li]|gateway_?ur[li]|base_?uri|api_?address|api_?server|host|ur[li]|base|api)s?$/i
const STRONG_OPTION =
  /^(?:base_?ur[li]|api_?base(?:_?ur[li])?|openai_?api_?base|openai_?base_?ur[li]|anthropic_?api_?ur[li]|anthropic_?base_?ur[li]|azure_?endpoint|api_?base_?ur[li]|base_?uri|with_?base_?ur[li]|with_?api_?base|uri_?base|with_?base_?uri|llm_?base_?ur[li])$/i
const WEAK_OPTION =
  /^(?:endpoint|api_?endpoint|api_?ur[li]|ur[li]|host|api_?host|base_?path|server|address|target|\$\d)$/i
/** Words that tell people something, or what a test expects: no client reads them. */
const FOR_PEOPLE =
  /(?:^|_)(?:placeholder|example|hint|help|help_?text|label|title|description|tooltip|href|summary|caption|alt|message|error_?message|comment|note)s?$|^(?:example|sample)_|^(?:expected|expect|want|wanted|actual|golden)(?:_|$)/
/** Services beside the models of a cloud: search, documents, moderation, speech. No request for a model goes there. */
const BESIDE_MODELS =
  /ai_?search|cognitive_?search|content_?safety|form_?recognizer|doc(?:ument)?_?intel(?:ligence)?|(?:^|_)ocr(?:_|$)|(?:azure|aws|google|cognitive)\w*(?:speech|translator|translate|vision|search|maps|language_service)/

const isBesideModels = (flat: string): boolean => BESIDE_MODELS.test(flat) && !/open_?ai|gpt|whisper|llm/.test(flat)

/** Lists of what is left out, allowed or shown as an example: nothing is sent there. */
const NOT_CALLED =
  /^(?:exclude[sd]?|ignored?|skip(?:ped)?|examples?|enum|allow(?:ed)?(?:_?list)?|deny_?list|block_?list|white_?list|black_?list|audience|aud|match_?\w+)$/
const OTHER_PURPOSE =
  /(?:doc|docs|documentation|website|homepage|home_?page|console|dashboard|pricing|status|auth|oauth|device_?code|authorize|authorization|audience|token|login|signup|register|logo|icon|avatar|image|img|referer|referrer|issuer|callback|redirect|webhook|telemetry|trace|tracing|otel|langfuse|langsmith|helicone_log|sentry|metrics?|health|search|crawl|vector|qdrant|milvus|pinecone|weaviate|chroma|elastic|redis|postgres|mysql|mongo|database|db|s3|minio|oss|bucket|storage|cdn|download|repo|repository|tracker|issues?|bugs?|github|package|registry|mirror|changelog|license|schema|help|support|contact|policy|terms|key_?page|get_?key|api_?key|apply|purchase|billing|topup|invite|next_?auth|site|nav|page|frontend|public|allowed|cors|origin|proxy_?host|smtp|mail|ws_?server|permission|placeholder|tooltip|label|hint)(?:_?(?:ur[li]|link|page|endpoint|host|base|base_?ur[li]|server|api|path|address))?s?$/i
const NOT_AI_ENV =
  /^(?:OTEL_|LANGSMITH_|LANGCHAIN_ENDPOINT|LANGFUSE_|HELICONE_(?!BASE)|SENTRY_|NEXTAUTH_|AUTH_|QDRANT_|MILVUS_|PINECONE_|WEAVIATE_|CHROMA_|REDIS_|DATABASE_|DB_|POSTGRES|MYSQL_|MONGO|ELASTIC|S3_|AWS_S3|MINIO_|OSS_|SMTP_|MAIL_|PHOENIX_|ARIZE_|WANDB_|MLFLOW_|GITHUB_|GITLAB_|NPM_|PIP_|HF_ENDPOINT|HUGGINGFACE_HUB|SEARXNG_|TAVILY_|SERPER_|FIRECRAWL_|JINA_READER|COMFY|STABLE_DIFFUSION|SD_|TTS_|STT_|WHISPER_|MCP_)/
const PUBLIC_PREFIX =
  /^(?:NEXT_PUBLIC_|VITE_|REACT_APP_|NUXT_(?:PUBLIC_)?|PUBLIC_|EXPO_PUBLIC_|GATSBY_|VUE_APP_|PLASMO_PUBLIC_)/

/** `getenv("OPENAI_BASE_URL") ?: "https://…"`, `config["OpenAI:Endpoint"] ?? "https://…"`: what is read says what the fall-back is for. */
function knownRead(setting: Setting, facts: FactBase): Sink | null {
  const first = setting.value.parts[0]
  if (first?.kind !== 'ref' || first.name === '' || !first.fallback) return null
  const base = first.to === 'env' ? facts.env(first.name).find((m) => m.env.role === 'base-url') : undefined
  if (base && !base.env.ambiguous) {
    const vendor = base.env.vendor ?? base.client.vendor
    return { client: base.client.id, vendor: vendor === 'any' ? '' : vendor, key: first.name, certainty: 'sure' }
  }
  const flat = snake(first.name.replace(PUBLIC_PREFIX, '').replaceAll(':', '_'))
  if (base || OTHER_PURPOSE.test(flat) || NOT_AI_ENV.test(first.name)) return null
  if (!AI_WORD.test(spaced(flat)) || !URL_WORD.test(flat)) return null
  return { client: '', vendor: vendorIn(flat, facts), key: first.name, certainty: 'likely' }
}

export interface SinkContext {
  readonly facts: FactBase
  /** True when the file, or its unit, shows an AI client (import, package, key variable). */
  speaksAi(file: FileFacts): boolean
  /** How the client shows itself where this block acts: it is what runs there, one of the packages, or not at all. */
  presence(client: Client, file: FileFacts, block: number): 'runs' | 'package' | null
  /** True when the file requests the path of an AI API on a base that stands elsewhere: `client.post("/v1/chat/completions")`. */
  callsAiPath(file: FileFacts): boolean
  /** What stands beside a setting of the file. */
  readonly siblings: Siblings
}

/** What this setting feeds, or null when nothing says that it is an AI address. */
export function sinkOf(setting: Setting, file: FileFacts, context: SinkContext): Sink | null {
  const read = setting.kind === 'env' ? null : knownRead(setting, context.facts)
  if (read) return read
  switch (setting.kind) {
    case 'env':
      return envSink(setting, file, context)
    case 'key':
      return keySink(setting, file, context)
    case 'argument':
      return argumentSink(setting, file, context)
    case 'constant':
    case 'member':
      return nameSink(setting, file, context)
    case 'request':
      return requestSink(setting, file, context.facts)
    case 'upstream':
      return null
  }
}

/** The agent whose settings file this is, when the key is one of those that the agent reads there. */
function agentOf(setting: Setting, file: FileFacts, facts: FactBase, effect?: Effect): Sink['agent'] {
  const surface = facts.fileSurface(file.path)
  if (!surface?.file.agent) return undefined
  const read = [...(surface.file.env ?? []), ...(surface.file.keys ?? []).map((k) => k.path)]
  const first = setting.path[0] ?? ''
  if (
    !read.some(
      (path) => path === '*' || path === first || (/^[.[]/.test(path.slice(first.length)) && path.startsWith(first)),
    )
  )
    return undefined
  return {
    client: surface.client.id,
    name: surface.client.name,
    effect: effect ?? surface.file.effect,
    scope: surface.file.scope,
  }
}

/** Calls that are requests by their name count with a known host; any other call only with a path that an AI API alone has. */
function requestSink(setting: Setting, file: FileFacts, facts: FactBase): Sink {
  const callee = setting.callee ?? 'request'
  const named =
    !callee.startsWith('~') || (AI_WORD.test(spaced(snake(callee))) && !/(?:error|exception)$/i.test(callee))
  const owner = callee.startsWith('~') ? positionalOwner(callee.slice(1), file, facts) : undefined
  if (owner) return sureSink(owner, owner.vendor, callee.slice(1))
  return { client: '', vendor: '', key: callee.replace(/^~/, ''), certainty: named ? 'host' : 'path' }
}

/** The imported client whose call of that name takes its address by place: `ollama.WithServerURL("https://…")`. */
function positionalOwner(callee: string, file: FileFacts, facts: FactBase): Client | undefined {
  return ownersOfCall(callee, file, facts).find((o) => o.nearness > 0 && o.options.base?.some((b) => /^\$\d$/.test(b)))
    ?.client
}

const STEM = /^(.+?)_?(?:BASE_?URL|API_?BASE(?:_?URL)?|API_?URL|ENDPOINT|BASE_?URI|API_?HOST)$/i

/** `MEDIA_BASE_URL` beside `MEDIA_MODEL_NAME` and `MEDIA_API_KEY`: the model names what the address is for. */
function hasModelSibling(name: string, siblings: Siblings): boolean {
  const stem = STEM.exec(name)?.[1]
  return stem !== undefined && stem !== '' && siblings.model(stem)
}

function withAgent(sink: Sink, agent: Sink['agent'], effect?: Effect): Sink {
  if (agent) return { ...sink, agent }
  return effect && effect !== 'yes' ? { ...sink, effect } : sink
}

function envSink(setting: Setting, file: FileFacts, context: SinkContext): Sink | null {
  const { facts } = context
  const own = facts.fileKey(file.path, setting.path)
  const sink =
    own?.role === 'base-url' || own?.role === 'host'
      ? sureSink(own.client, own.vendor, setting.name)
      : variableSink(setting, file, context)
  if (!sink || sink.certainty === 'path' || sink.certainty === 'host') return sink
  const surface = facts.fileSurface(file.path)?.file
  return withAgent(
    sink,
    agentOf(setting, file, facts, own?.effect),
    own?.effect ?? (surface?.scope === 'project' ? surface.effect : undefined),
  )
}

function sureSink(client: Client, vendor: string, key: string): Sink {
  return { client: client.id, vendor: vendor === 'any' ? '' : vendor, key, certainty: 'sure' }
}

/** What the name of a variable says, wherever it stands. */
function variableSink(
  setting: Setting,
  file: FileFacts,
  { facts, speaksAi, presence, siblings }: SinkContext,
): Sink | null {
  const name = setting.name
  const bare = name.replace(PUBLIC_PREFIX, '')
  const meanings = facts.env(name).length > 0 ? facts.env(name) : facts.env(bare)
  const bases = meanings.filter((m) => m.env.role === 'base-url' || m.env.role === 'host')
  const here = bases.find((m) => m.env.ambiguous && presence(m.client, file, setting.block) === 'runs')
  const base = here ?? bases[0]
  if (base && (here || !base.env.ambiguous)) return sureSink(base.client, vendorOf(base), name)
  const installed = bases.find((m) => presence(m.client, file, setting.block) === 'package')
  const second = installed ?? (base ? besideKey(setting, file, facts) : undefined)
  if (second) return { client: second.client.id, vendor: vendorOf(second), key: name, certainty: 'root' }
  if (meanings.some((m) => m.env.role !== 'base-url' && m.env.role !== 'host')) return null
  const flat = snake(bare)
  const vendor = vendorIn(flat, facts)
  if (NOT_AI_ENV.test(name) || OTHER_PURPOSE.test(flat) || isBesideModels(flat))
    return { client: '', vendor: '', key: name, certainty: 'path' }
  if (AI_WORD.test(spaced(flat)) && URL_WORD.test(flat))
    return { client: base?.client.id ?? '', vendor, key: name, certainty: 'likely' }
  if (hasModelSibling(bare, siblings)) return { client: '', vendor, key: name, certainty: 'likely' }
  if (base && speaksAi(file))
    return { client: base.client.id, vendor: base.client.vendor, key: name, certainty: 'host' }
  return { client: '', vendor: '', key: name, certainty: 'host' }
}

function vendorOf({ client, env }: EnvMeaning): string {
  const vendor = env.vendor ?? client.vendor
  return vendor === 'any' ? '' : vendor
}

/** What the variable right before or after it means, in the same block, when that is the key of a model API. */
function besideKey(setting: Setting, file: FileFacts, facts: FactBase): EnvMeaning | undefined {
  const line = file.settings.filter((s) => s.kind === 'env' && s.block === setting.block)
  const at = line.indexOf(setting)
  return [line[at - 1], line[at + 1]]
    .flatMap((s) => (s ? facts.env(s.name) : []))
    .find((m) => (m.env.role === 'key' || m.env.role === 'token') && !m.env.ambiguous)
}

/** Word borders for the AI word list: `openai_base_url` -> ` openai base url `. */
function spaced(flat: string): string {
  return ` ${flat.replaceAll('_', ' ')} ${flat} `
}

function keySink(setting: Setting, file: FileFacts, { facts, speaksAi, siblings }: SinkContext): Sink | null {
  const key = setting.path.filter((p) => !/^\d+$/.test(p)).join('.')
  const known = facts.fileKey(
    file.path,
    setting.path.map((p) => (/^\d+$/.test(p) ? '[]' : p)),
  )
  if (known) {
    if (known.role !== 'base-url' && known.role !== 'host') return null
    return withAgent(
      { client: known.client.id, vendor: known.vendor === 'any' ? '' : known.vendor, key, certainty: 'sure' },
      agentOf(setting, file, facts, known.effect),
      known.effect,
    )
  }
  const last = snake(setting.name)
  if (NOT_CALLED.test(last) || FOR_PEOPLE.test(last)) return null
  if (OTHER_PURPOSE.test(last) || isWebsite(setting, last, siblings))
    return { client: '', vendor: '', key, certainty: 'path' }
  const whole = snake(setting.path.filter((p) => !/^\d+$/.test(p)).join('_'))
  if (isBesideModels(whole)) return { client: '', vendor: '', key, certainty: 'path' }
  const ai = AI_WORD.test(spaced(whole))
  const agent = agentOf(setting, file, facts)
  if (
    /(?:^|_)api_base(?:_url)?$/.test(last) ||
    hasModelSibling(setting.name, siblings) ||
    (STRONG_OPTION.test(last) && (ai || siblings.ai(setting)))
  ) {
    return withAgent({ client: '', vendor: vendorIn(whole, facts), key, certainty: 'likely' }, agent)
  }
  if (ai && URL_WORD.test(last) && !/^(?:url|host|base|api)$/.test(last))
    return withAgent({ client: '', vendor: vendorIn(whole, facts), key, certainty: 'likely' }, agent)
  if (ai && speaksAi(file) && /^(?:url|host|base)$/.test(last))
    return {
      client: '',
      vendor: vendorIn(whole, facts),
      key,
      certainty: siblings.ai(setting) ? 'likely' : 'host',
    }
  return { client: '', vendor: '', key, certainty: 'host' }
}

function argumentSink(setting: Setting, file: FileFacts, context: SinkContext): Sink | null {
  const { facts, speaksAi, callsAiPath, siblings } = context
  if (FOR_PEOPLE.test(snake(setting.name))) return null
  const callee = setting.callee ?? ''
  const key = setting.name.startsWith('$') ? callee : `${callee}(${setting.name})`
  const found = ownersOfCall(callee, file, facts)
  // a name such as `Client` says nothing without its import
  const telling = AI_WORD.test(spaced(snake(callee)))
  for (const { client, options, nearness } of found) {
    const names = [...setting.path, setting.name]
    if (options.base?.some((o) => names.includes(o) || o === setting.path.join('.'))) {
      if (nearness > 0 || (telling && (file.imports.length === 0 || found.length === 1 || speaksAi(file))))
        return { client: client.id, vendor: client.vendor === 'any' ? '' : client.vendor, key, certainty: 'sure' }
    }
    if (
      options.proxy?.includes(setting.name) ||
      options.region?.includes(setting.name) ||
      options.key?.includes(setting.name)
    )
      return null
  }
  const option = snake(setting.name)
  const ai = AI_WORD.test(spaced(snake(callee))) || AI_WORD.test(spaced(option))
  if (OTHER_PURPOSE.test(option) || isBesideModels(`${snake(callee)}_${option}`))
    return { client: '', vendor: '', key, certainty: 'path' }
  if (STRONG_OPTION.test(option)) {
    const vendor = vendorIn(`${snake(callee)}_${option}`, facts)
    const sure = ai || siblings.options(setting).some((o) => AI_SIBLING.test(snake(o)))
    return { client: '', vendor, key, certainty: sure || callsAiPath(file) ? 'likely' : 'host' }
  }
  if (HOST_OPTION.test(option) && pathBeside(setting, file)) return { client: '', vendor: '', key, certainty: 'likely' }
  if (callsAiPath(file) && HTTP_CLIENT.test(callee) && setting.name === '$0')
    return { client: '', vendor: '', key, certainty: 'likely' }
  if (callsAiPath(file) && (option === 'base_address' || (CLIENT_FACTORY.test(callee) && WEAK_OPTION.test(option))))
    return { client: '', vendor: '', key, certainty: 'likely' }
  if (ai && WEAK_OPTION.test(option) && !/^\$\d/.test(setting.name))
    return { client: '', vendor: vendorIn(snake(callee), facts), key, certainty: 'likely' }
  if (ai && URL_WORD.test(option) && AI_WORD.test(spaced(option)))
    return { client: '', vendor: vendorIn(option, facts), key, certainty: 'likely' }
  return { client: '', vendor: '', key, certainty: 'host' }
}

const HOST_OPTION = /^(?:host|host_?name)$/
/** Builds an HTTP client for one base address. */
const CLIENT_FACTORY = /(?:^|[.:])(?:create|builder|Builder|new|Client|Session|HttpClient|WebClient|RestClient|extend)$/

/** Takes the base address, or the host alone, as its first argument. */
const HTTP_CLIENT = /(?:^|[.:])(?:HTTPS?Connection|ClientSession|(?:Web|Rest)Client\.create)$/

/** `{ hostname: "…", path: "/v1/chat/completions" }` */
function pathBeside(setting: Setting, file: FileFacts): boolean {
  return file.settings.some(
    (s) => s.block === setting.block && /^(?:path|pathname)$/.test(s.name) && isSureAiPath(literalOf(s.value)),
  )
}

function nameSink(
  setting: Setting,
  file: FileFacts,
  { facts, speaksAi, callsAiPath, siblings }: SinkContext,
): Sink | null {
  const own = snake(setting.name)
  if (FOR_PEOPLE.test(own)) return null
  const whole = snake(setting.path.join('_'))
  const key = setting.path.join('.')
  // configuration that is source code: `config/openai.php`, `config.py`
  const known = facts.env(setting.name).some((m) => m.env.ambiguous) ? null : facts.fileKey(file.path, setting.path)
  if (known?.role === 'base-url' || known?.role === 'host')
    return { client: known.client.id, vendor: known.vendor === 'any' ? '' : known.vendor, key, certainty: 'sure' }
  if (OTHER_PURPOSE.test(own) || isBesideModels(own)) return { client: '', vendor: '', key, certainty: 'path' }
  const env = facts.env(setting.name).find((m) => m.env.role === 'base-url')
  if (env && !env.env.ambiguous)
    return { client: env.client.id, vendor: env.env.vendor ?? env.client.vendor, key, certainty: 'likely' }
  if (AI_WORD.test(spaced(own)) && URL_WORD.test(own))
    return { client: '', vendor: vendorIn(own, facts), key, certainty: 'likely' }
  if (setting.kind === 'member' && STRONG_OPTION.test(own)) {
    const client = ownerOfMember(setting.path, file, facts)
    if (client)
      return { client: client.id, vendor: client.vendor === 'any' ? '' : client.vendor, key, certainty: 'sure' }
  }
  if (setting.kind === 'member' && STRONG_OPTION.test(own) && AI_WORD.test(spaced(whole)))
    return { client: '', vendor: vendorIn(whole, facts), key, certainty: 'likely' }
  if (hasModelSibling(setting.name, siblings))
    return { client: '', vendor: vendorIn(whole, facts), key, certainty: 'likely' }
  // alone the name counts where the file shows a model; the stem of another service (`QQ_API_BASE`) says whose API it is
  const stem = /^(.*?)_?api_base(?:_url)?$/.exec(own)?.[1]
  const plain = stem !== undefined && /^(?:default|custom|my)?$/.test(stem)
  if (stem !== undefined && ((plain && speaksAi(file)) || /ai$/.test(stem) || siblings.ai(setting)))
    return { client: '', vendor: vendorIn(whole, facts), key, certainty: 'likely' }
  if (plain && file.traits.some((t) => t.what === 'names-model'))
    return { client: '', vendor: vendorIn(whole, facts), key, certainty: 'root' }
  const strong = STRONG_OPTION.test(own) || own === 'base_address'
  const told =
    (strong && (AI_WORD.test(spaced(whole)) || callsAiPath(file))) ||
    (strong && speaksAi(file) && (siblings.ai(setting) || AI_WORD.test(spaced(snake(nameOf(file.path))))))
  if (told) return { client: '', vendor: vendorIn(whole, facts), key, certainty: 'likely' }
  // an element of a list without a telling name: allowed hosts, documentation, origins
  const listed = /^\d+$/.test(setting.path[setting.path.length - 1] ?? '')
  if ((listed && !LISTS_BASES.test(own)) || isWebsite(setting, own, siblings))
    return { client: '', vendor: '', key, certainty: 'path' }
  return { client: '', vendor: '', key, certainty: 'host' }
}

/** A list whose name says that it holds base addresses. */
const LISTS_BASES = /(?:base_?ur[li]|api_?base|api_?ur[li]|endpoint|base_?uri|upstream|api_?host|channel_?ur[li])s?$/
const LINKS = /(?:^|_)(?:links?|buttons?|nav|navbar|menus?|footer|sidebar|social|bookmarks|cards?)(?:_|$)/

/** `url` of a link to click on, or beside a `base_url` that is the address of the API. */
function isWebsite(setting: Setting, own: string, siblings: Siblings): boolean {
  if (!/^(?:url|href|link|to)$/.test(own)) return false
  if (LINKS.test(snake(setting.path.slice(0, -1).join('_')))) return true
  return siblings.options(setting).some((o) => STRONG_OPTION.test(snake(o)))
}

const VENDOR_WORDS: readonly (readonly [RegExp, string])[] = [
  [/azure/, 'openai'],
  [/open_?ai|gpt|oai/, 'openai'],
  [/anthropic|claude/, 'anthropic'],
  [/gemini|google|vertex/, 'google'],
  [/deep_?seek/, 'deepseek'],
  [/moonshot|kimi/, 'moonshot'],
  [/zhipu|glm|bigmodel/, 'zhipu'],
  [/qwen|dash_?scope/, 'alibaba'],
  [/mistral/, 'mistral'],
  [/grok|xai/, 'xai'],
  [/cohere/, 'cohere'],
  [/minimax/, 'minimax'],
  [/doubao|volc|(?:^|_)ark(?:_|$)/, 'volcengine'],
  [/hunyuan/, 'tencent'],
  [/ernie|wenxin|qianfan/, 'baidu'],
]

/** Vendor that a name speaks of; empty when it names none. */
function vendorIn(flat: string, _facts: FactBase): string {
  for (const [re, vendor] of VENDOR_WORDS) if (re.test(flat)) return vendor
  return ''
}
