/** Variables: what their name says, wherever they stand. */
import type { EnvMeaning, FactBase } from '../../facts'
import type { FileFacts, Setting } from '../../types'
import { snake } from '../words'
import { agentOf, withAgent } from './agents'
import { type Sink, type SinkContext, sureSink } from './sink'
import {
  AI_WORD,
  hasModelSibling,
  isBesideModels,
  modelAddress,
  NOT_AI_ENV,
  OTHER_PURPOSE,
  ofOne,
  PUBLIC_PREFIX,
  spaced,
  URL_WORD,
  vendorIn,
} from './words'

/** `getenv("OPENAI_BASE_URL") ?: "https://…"`, `config["OpenAI:Endpoint"] ?? "https://…"`: what is read says what the fall-back is for. */
export function knownRead(setting: Setting, facts: FactBase): Sink | null {
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
  return { client: '', vendor: vendorIn(flat), key: first.name, certainty: 'likely' }
}

export function envSink(setting: Setting, file: FileFacts, context: SinkContext): Sink | null {
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
  const vendor = vendorIn(flat)
  if (NOT_AI_ENV.test(name) || OTHER_PURPOSE.test(flat) || isBesideModels(flat))
    return { client: '', vendor: '', key: name, certainty: 'path' }
  if (AI_WORD.test(spaced(flat)) && URL_WORD.test(flat))
    return { client: base?.client.id ?? '', vendor, key: name, certainty: 'likely' }
  const sister = base ? ofSameApp(base, setting, file, facts) : undefined
  if (sister) return { client: sister.client.id, vendor: vendorOf(sister), key: name, certainty: 'likely' }
  const model = modelAddress(flat)
  if (model) return { client: '', vendor, key: name, certainty: model }
  if (hasModelSibling(bare, siblings)) return { client: '', vendor, key: name, certainty: 'likely' }
  if (base && speaksAi(file))
    return { client: base.client.id, vendor: base.client.vendor, key: name, certainty: 'host' }
  return { client: '', vendor: '', key: name, certainty: 'host' }
}

function vendorOf({ client, env }: EnvMeaning): string {
  return ofOne(env.vendor ?? client.vendor)
}

/** More clients than this read a name that tells nothing about which one runs. */
const FEW = 3

/**
 * An ambiguous name that speaks of a maker (`GOOGLE_URL`, `AZURE_ENDPOINT`), beside another address that only one app or two read and
 * the same app does: `DEEPSEEK_URL` says that `GOOGLE_URL` is NextChat's.
 */
function ofSameApp(base: EnvMeaning, setting: Setting, file: FileFacts, facts: FactBase): EnvMeaning | undefined {
  if (!vendorOf(base)) return undefined
  const others = file.settings.filter((s) => s.kind === 'env' && s.block === setting.block && s.name !== setting.name)
  const telling = others.flatMap((s) => {
    const read = facts.env(s.name).filter((m) => m.env.role === 'base-url' && !m.env.ambiguous)
    return read.length <= FEW ? read : []
  })
  return facts
    .env(setting.name)
    .find((m) => m.env.role === 'base-url' && vendorOf(m) && telling.some((t) => t.client === m.client))
}

/** What the variable right before or after it means, in the same block, when that is the key of a model API. */
function besideKey(setting: Setting, file: FileFacts, facts: FactBase): EnvMeaning | undefined {
  const line = file.settings.filter((s) => s.kind === 'env' && s.block === setting.block)
  const at = line.indexOf(setting)
  return [line[at - 1], line[at + 1]]
    .flatMap((s) => (s ? facts.env(s.name) : []))
    .find((m) => (m.env.role === 'key' || m.env.role === 'token') && !m.env.ambiguous)
}
