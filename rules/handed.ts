/** Where a credential acts: where it stands, or where a reference hands it on. */
import type { FactBase } from '../server/engine/facts'
import { folderOf, isWithin } from '../server/engine/paths'
import type { Endpoint, FileFacts, Model, PlacedCredential, Setting } from '../server/engine/types'

export interface Handed {
  /** Credentials as they stand at each place that takes this one; itself when nothing is known to take it. */
  placesOf(c: PlacedCredential): readonly PlacedCredential[]
  /** Whether address and credential belong to two entries of one list, or to two calls that each build a client. */
  apart(c: PlacedCredential, e: Endpoint): boolean
}

/** A name as it is used: `env:OPENAI_API_KEY`, `name:KEY`. */
const nameKey = (to: string, name: string) => `${to}:${name.slice(name.lastIndexOf('.') + 1)}`

export function handedIn(model: Model, facts: FactBase): Handed {
  const settings = new Map<string, Setting>()
  for (const path of new Set(model.credentials.map((c) => c.path)))
    for (const s of model.files.get(path)?.settings ?? []) settings.set(`${path}:${s.value.span.start}`, s)
  const settingOf = (c: PlacedCredential) => settings.get(`${c.path}:${c.span.start}`)
  const takers = new Map<string, PlacedCredential[]>()
  for (const c of model.credentials) {
    if (c.state !== 'reference' || c.quoted) continue
    for (const part of settingOf(c)?.value.parts ?? []) {
      if (part.kind !== 'ref') continue
      const key = nameKey(part.to, part.name)
      takers.set(key, [...(takers.get(key) ?? []), c])
    }
  }

  return {
    placesOf(c) {
      const setting = settingOf(c)
      // a constant whose name says nothing is no setting
      const named = setting ? /^(?:constant|member)$/.test(setting.kind) : model.files.get(c.path)?.reader === 'source'
      if (named && c.name) {
        const seen = (takers.get(nameKey('name', c.name)) ?? []).filter((t) => sees(t, c, model))
        const taken = seen.map((t) => standing(c, t))
        return taken.length > 0 ? taken : [c]
      }
      const loads = (takers.get(nameKey('env', c.name)) ?? []).filter(
        (t) => t.path !== c.path && isWithin(folderOf(t.path), folderOf(c.path)),
      )
      return [c, ...loads.map((t) => standing(c, t))]
    },
    apart(c, e) {
      const own = settingOf(c)
      const file = model.files.get(c.path)
      if (!own || !file) return false
      const theirs = e.path === c.path ? e.setting : e.sinkPath === c.path ? e.sink : undefined
      if (theirs && inTwoEntries(own.path, theirs.path)) return true
      const call = builds(own, file, facts)
      const other = e.sinkPath === c.path && e.sink.kind === 'argument' ? builds(e.sink, file, facts) : null
      return call !== null && other !== null && call !== other
    },
  }
}

/** The credential as it stands where another place takes it: its own place keeps the value. */
function standing(c: PlacedCredential, at: PlacedCredential): PlacedCredential {
  return { ...c, path: at.path, block: at.block, units: at.units, name: at.name, span: at.span, nameSpan: at.nameSpan }
}

/** The same file, or one that imports the name. */
function sees(taker: PlacedCredential, c: PlacedCredential, model: Model): boolean {
  return taker.path === c.path || (model.files.get(taker.path)?.imports.some((i) => i.names.includes(c.name)) ?? false)
}

/** `models.0.key` and `models.1.url`. */
function inTwoEntries(a: readonly string[], b: readonly string[]): boolean {
  const i = a.findIndex((part, k) => part !== b[k])
  return i >= 0 && /^\d+$/.test(a[i] as string) && /^\d+$/.test(b[i] ?? '')
}

/** The call around a setting that builds a client and takes an address by name, as its block; null when there is none. */
function builds(setting: Setting, file: FileFacts, facts: FactBase): number | null {
  for (let at = setting.block; at !== 0; at = file.blocks[at]?.parent ?? 0) {
    const call = file.calls.find((x) => x.block === at)
    if (call && facts.callee(file.dialect, call.callee).some((k) => k.options.base?.some((b) => /^[A-Za-z_]/.test(b))))
      return at
  }
  return null
}
