/** Settings files of coding agents: who opens the folder takes the address over. */
import type { Endpoint } from '../server/engine/types'

/** True when `agent-redirect` speaks about this endpoint instead of the rule of its class. */
export function agentTakesOver(e: Endpoint): boolean {
  return (
    e.agent !== undefined &&
    e.agent.scope === 'project' &&
    (e.class === 'relay' ||
      e.class === 'gateway' ||
      e.class === 'tunnel' ||
      e.class === 'lookalike' ||
      e.class === 'unknown')
  )
}
