/** What stands beside a setting: in the same map, the same block, or under the same stem. Indexed once per file, on first use. */
import type { FileFacts, Setting } from '../types'
import { snake } from './words'

/** Names that say that the map around them is about an AI model. */
export const AI_SIBLING =
  /^(?:api_?keys?|model|models|default_?models?|model_?names?|model_?ids?|wire_api|env_key|api_?type|max_?tokens|temperature|openai_?api_?key)$/

export interface Siblings {
  /** The same map also holds a key or a model. */
  ai(setting: Setting): boolean
  /** `MEDIA_BASE_URL` beside `MEDIA_MODEL_NAME`: a model of the same stem. */
  model(stem: string): boolean
  /** Whether another name that is given in the same block is of a kind, in snake case. `kind` is the same object at every call. */
  beside(setting: Setting, kind: RegExp): boolean
}

export function siblingsOf(file: FileFacts): Siblings {
  let index: Index | undefined
  const made = () => {
    index ??= indexOf(file)
    return index
  }
  /** Options of a kind by block: a large file may hold thousands in one. */
  const kinds = new Map<RegExp, Map<number, readonly Option[]>>()
  const ofKind = (kind: RegExp, block: number) => {
    const known = kinds.get(kind) ?? new Map<number, readonly Option[]>()
    kinds.set(kind, known)
    const list = known.get(block) ?? (made().options.get(block) ?? []).filter((o) => kind.test(snake(o.name)))
    known.set(block, list)
    return list
  }
  return {
    ai(setting) {
      const { maps, blocks } = made()
      return (maps.get(mapOf(setting)) ?? []).some((s) => s !== setting) || blocks.has(setting.block)
    },
    model(stem) {
      const name = new RegExp(`^${stem.replace(/[^\w]/g, '.')}_?(?:CHAT_?)?MODEL(?:_?(?:NAME|ID))?$`, 'i')
      return made().models.some((m) => name.test(m))
    },
    beside: (setting, kind) => ofKind(kind, setting.block).some((o) => o.of !== setting),
  }
}

interface Option {
  readonly name: string
  readonly of?: Setting
}

interface Index {
  readonly maps: ReadonlyMap<string, readonly Setting[]>
  readonly models: readonly string[]
  /** Blocks that belong together and hold a credential. */
  readonly blocks: ReadonlySet<number>
  readonly options: ReadonlyMap<number, readonly Option[]>
}

const mapOf = (s: Setting): string => `${s.path.length}\u0000${s.path.slice(0, -1).join('\u0000')}`

function indexOf(file: FileFacts): Index {
  const maps = new Map<string, Setting[]>()
  const options = new Map<number, Option[]>()
  const say = (block: number, option: Option) => {
    const list = options.get(block)
    if (list) list.push(option)
    else options.set(block, [option])
  }
  for (const s of file.settings) {
    say(s.block, { name: s.name, of: s })
    if (!AI_SIBLING.test(snake(s.name))) continue
    const list = maps.get(mapOf(s))
    if (list) list.push(s)
    else maps.set(mapOf(s), [s])
  }
  for (const c of file.credentials) say(c.block, { name: c.name })
  for (const call of file.calls) for (const name of call.options) say(call.block, { name })
  return {
    maps,
    options,
    models: [...new Set(file.settings.filter((s) => /model/i.test(s.name)).map((s) => s.name))],
    blocks: new Set(file.credentials.filter((c) => together(file, c.block)).map((c) => c.block)),
  }
}

/** What belongs together: one call, one map. A document or a ConfigMap holds many things. */
function together(file: FileFacts, block: number): boolean {
  const kind = file.blocks[block]?.kind
  return block !== 0 && (kind === 'object' || kind === 'call' || kind === 'scope' || kind === 'type')
}
