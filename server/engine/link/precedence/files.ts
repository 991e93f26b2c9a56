/** One configuration file of a tool before another: `.opencode/opencode.json` before `opencode.json`, key by key. */
import { GlobSet } from '../../glob'
import type { Endpoint } from '../../types'
import type { Evidence, Lose } from '.'

interface Keyed {
  readonly endpoint: Endpoint
  /** Place of the file in the order of its client; what is lower wins. */
  readonly rank: number
}

export function filesBeforeFiles({ facts, units, endpoints }: Evidence, lose: Lose): void {
  const globs = new GlobSet()
  const groups = new Map<string, Keyed[]>()
  for (const endpoint of endpoints) {
    const { setting, path, sink } = endpoint
    if (sink !== setting || sink.kind === 'argument') continue
    const surface = facts.fileSurface(path)
    if (!surface?.file.agent) continue
    const order = surface.client.precedence ?? []
    const rank = order.findIndex((step) => step.startsWith('file:') && globs.matches(fileOf(step), path))
    if (rank < 0) continue
    const glob = fileOf(order[rank] as string)
    // the same key of the same tool below the same folder
    const key = [surface.client.id, folderAbove(path, glob), ...setting.path].join('\u0000')
    groups.set(key, [...(groups.get(key) ?? []), { endpoint, rank }])
  }
  for (const group of groups.values()) {
    const best = group.reduce((a, b) => (b.rank < a.rank ? b : a))
    for (const { endpoint, rank } of group) {
      if (rank === best.rank) continue
      const client = facts.fileSurface(endpoint.path)?.client
      const because = `${client?.name ?? 'the tool'} reads ${best.endpoint.path} before ${endpoint.path}`
      const winner = { path: best.endpoint.path, setting: best.endpoint.setting }
      for (const unit of units.unitsOf(endpoint.path, endpoint.setting.block))
        lose({ path: endpoint.path, setting: endpoint.setting }, winner, unit, because, client?.precedenceSource)
    }
  }
}

const fileOf = (step: string): string => step.slice('file:'.length).replace(/#.*$/, '')

/** The folder in which the glob's own part of the path begins. */
function folderAbove(path: string, glob: string): string {
  const own = glob.replace(/^\*\*\//, '').split('/').length
  return path.split('/').slice(0, -own).join('/')
}
