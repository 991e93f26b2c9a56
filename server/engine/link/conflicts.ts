/** Base URLs of one client that disagree, where nothing says which of them is taken. */
import type { FactBase } from '../facts'
import { push } from '../multimap'
import { folderOf, nameOf } from '../paths'
import type { Conflict, Endpoint, FileFacts } from '../types'
import { isEnvTemplate, isFoundByName, modeOf } from './dotenv'
import { dataBlock } from './loads'
import { ancestry } from './placed'
import type { UnitIndex } from './units'

/** What a variable is for besides chat: each purpose has an address of its own. */
const PURPOSE =
  /BEDROCK|MANTLE|VERTEX|FOUNDRY|AZURE|AWS|EMBEDD?ING|RERANK|TTS|STT|SPEECH|IMAGE|DALLE|AUDIO|RAG|MODERATION|WHISPER|WEBSOCKET|ASSISTANT|CHATGPT|CODE_ASSIST|REALTIME|HOSTED|BATCH/g

export function findConflicts(
  endpoints: readonly Endpoint[],
  facts: FactBase,
  units: UnitIndex,
  files: ReadonlyMap<string, FileFacts>,
): Conflict[] {
  const groups = new Map<string, Endpoint[]>()
  for (const e of endpoints) {
    const subject = subjectOf(e, facts)
    if (!subject) continue
    for (const { unit, effective } of e.reach)
      if (effective === 'yes' || effective === 'after-trust') push(groups, `${unit}\u0000${subject}`, e)
  }
  const found = new Map<Endpoint, Conflict>()
  for (const [key, group] of groups) {
    const unit = key.slice(0, key.indexOf('\u0000'))
    const before = new Earlier()
    for (const other of group) {
      const one = found.has(other)
        ? undefined
        : before.unlike(other).find((e) => disagree(e, other, unit, units, files))
      if (one) found.set(other, { one, other, unit })
      before.add(other)
    }
  }
  return [...found.values()]
}

/** Endpoints that came before, by host and variable: most of a large group say the same, and are not looked at one by one. */
class Earlier {
  private readonly alike = new Map<string, { readonly at: number; readonly e: Endpoint }[]>()
  private count = 0

  add(e: Endpoint): void {
    push(this.alike, `${e.host}\u0000${e.sink.name}`, { at: this.count++, e })
  }

  /** Those with another host and another variable, in their order. */
  unlike({ host, sink }: Endpoint): Endpoint[] {
    const others = [...this.alike.values()].filter((list) => {
      const first = list[0] as { readonly e: Endpoint }
      return first.e.host !== host && first.e.sink.name !== sink.name
    })
    return others
      .flat()
      .sort((a, b) => a.at - b.at)
      .map(({ e }) => e)
  }
}

/** What an endpoint is the address of: endpoints with one subject are meant for one client. Empty when it takes no part. */
function subjectOf(e: Endpoint, facts: FactBase): string {
  if (e.class === 'placeholder' || !e.vendor || e.sink.kind !== 'env' || e.setting.quoted) return ''
  const base = facts.env(e.sink.name).some((m) => m.env.role === 'base-url' && !m.env.ambiguous)
  if (!base) return ''
  const purpose = (e.sink.name.match(PURPOSE) ?? []).sort().join(' ')
  return `${e.agent?.client ?? ''}\u0000${e.vendor}\u0000${purpose}`
}

function disagree(
  a: Endpoint,
  b: Endpoint,
  unit: string,
  units: UnitIndex,
  files: ReadonlyMap<string, FileFacts>,
): boolean {
  // one name has one value, or an order that is known
  if (a.host === b.host || a.sink.name === b.sink.name) return false
  if (unit.startsWith('folder:') && handedToDifferent(a, b)) return false
  // one container, whatever files say what is set in it
  if (units.get(unit)?.kind === 'service') return true
  const here = scopesOf(a, unit, units, files)
  const there = scopesOf(b, unit, units, files)
  return here.some((x) => there.some((y) => meet(x, y, files)))
}

/** An env file from which placeholders hand one value to one service and the other to another. */
function handedToDifferent(a: Endpoint, b: Endpoint): boolean {
  const own = (e: Endpoint) => e.reach.map((r) => r.unit).filter((u) => !u.startsWith('folder:'))
  const there = new Set(own(b))
  return own(a).length > 0 && there.size > 0 && !own(a).some((u) => there.has(u))
}

/** Where a value enters the environment of a unit: a block of a file, or the env files of a folder in one mode. */
type Entry =
  | { readonly path: string; readonly block: number }
  | { readonly folder: string; readonly mode: string; readonly path: string; readonly block: number }

function scopesOf(e: Endpoint, unit: string, units: UnitIndex, files: ReadonlyMap<string, FileFacts>): Entry[] {
  const file = files.get(e.sinkPath)
  if (!file) return []
  const { block } = e.sink
  const loads = units.loads.of(e.sinkPath, dataBlock(file, block))
  const line = units.loads.line(unit)
  const loaded = loads.filter((l) => line.includes(l.unit)).map((l): Entry => ({ path: l.path, block: l.block }))
  if (loaded.length > 0) return loaded
  if (isFoundByName(e.sinkPath) && !isEnvTemplate(e.sinkPath))
    return [{ path: e.sinkPath, block, folder: folderOf(e.sinkPath), mode: modeOf(nameOf(e.sinkPath)) }]
  return [{ path: e.sinkPath, block }]
}

function meet(a: Entry, b: Entry, files: ReadonlyMap<string, FileFacts>): boolean {
  if ('folder' in a && 'folder' in b)
    return a.folder === b.folder && (a.mode === '' || b.mode === '' || a.mode === b.mode)
  const file = files.get(a.path)
  if (!file || a.path !== b.path) return false
  return a.block === b.block || ancestry(file, a.block).includes(b.block) || ancestry(file, b.block).includes(a.block)
}
