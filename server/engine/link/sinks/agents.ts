/** Settings files of coding agents. */
import type { FactBase } from '../../facts'
import type { Effect, FileFacts, Setting } from '../../types'
import type { Sink } from './sink'

/** The agent whose settings file this is, when the key is one of those that the agent reads there. */
export function agentOf(setting: Setting, file: FileFacts, facts: FactBase, effect?: Effect): Sink['agent'] {
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

export function withAgent(sink: Sink, agent: Sink['agent'], effect?: Effect): Sink {
  if (agent) return { ...sink, agent }
  return effect && effect !== 'yes' ? { ...sink, effect } : sink
}
