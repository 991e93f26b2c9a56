/** One configuration file of a tool before another: `.opencode/opencode.json` before `opencode.json`, key by key. */

import type { Client, FactBase } from '../../facts'
import { GlobSet } from '../../glob'
import type { Endpoint } from '../../types'
import { type Evidence, type Lose, readByName } from './evidence'
import { othersRead } from './variables'

interface Keyed {
  readonly endpoint: Endpoint
  /** Place of the file in the order of its client; what is lower wins. */
  readonly rank: number
}

export function filesBeforeFiles(evidence: Evidence, lose: Lose): void {
  const { facts, units, endpoints } = evidence
  const globs = new GlobSet()
  const groups = new Map<string, { readonly client: Client; readonly keyed: Keyed[] }>()
  for (const client of facts.pack.clients) {
    const order = (client.precedence ?? []).filter((step) => step.startsWith('file:'))
    if (order.length < 2) continue
    for (const endpoint of endpoints) {
      if (endpoint.sink !== endpoint.setting || endpoint.sink.kind === 'argument') continue
      const rank = order.findIndex((step) => isMeant(step, endpoint, client, globs, facts))
      if (rank < 0) continue
      // the same key of the same tool below the same folder
      const folder = folderAbove(endpoint.path, fileOf(order[rank] as string))
      const key = [client.id, folder, ...endpoint.setting.path].join('\u0000')
      const group = groups.get(key) ?? { client, keyed: [] }
      groups.set(key, group)
      group.keyed.push({ endpoint, rank })
    }
  }
  for (const { client, keyed } of groups.values()) {
    const best = keyed.reduce((a, b) => (b.rank < a.rank ? b : a))
    for (const { endpoint, rank } of keyed) {
      if (rank === best.rank) continue
      const { path, setting } = endpoint
      const because = `${client.name} reads ${best.endpoint.path} before ${path}`
      const winner = { path: best.endpoint.path, setting: best.endpoint.setting }
      for (const unit of units.unitsOf(path, setting.block))
        if (endpoint.agent || !takenByOthers(client, endpoint, unit, evidence))
          lose({ path, setting }, winner, unit, because, client.precedenceSource)
    }
  }
}

/** Whether the step speaks of the file: it is one of the tool's own, or the step names the variable that stands in it. */
function isMeant(step: string, { path, setting }: Endpoint, client: Client, globs: GlobSet, facts: FactBase): boolean {
  if (!globs.matches(fileOf(step), path)) return false
  const surface = facts.fileSurface(path)
  return (surface?.client.id === client.id && surface.file.agent === true) || step.endsWith(`#${setting.name}`)
}

/** An env file may be read by more than the tool. */
function takenByOthers(client: Client, { path, setting }: Endpoint, unit: string, evidence: Evidence): boolean {
  return othersRead(client, setting.name, unit, evidence) || readByName(setting, path, evidence)
}

const fileOf = (step: string): string => step.slice('file:'.length).replace(/#.*$/, '')

/** The folder in which the glob's own part of the path begins. */
function folderAbove(path: string, glob: string): string {
  const own = glob.replace(/^\*\*\//, '').split('/').length
  return path.split('/').slice(0, -own).join('/')
}
