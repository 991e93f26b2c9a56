/** Reasons that several rules give when they have nothing to report. */
import type { Endpoint, RuleContext } from '../server/engine/types'
import { agentTakesOver } from './agents'
import { standing } from './wording'

/** Ends a rule about one class for an address of another class, or one that `agent-redirect` speaks about. */
export function otherClass(e: Endpoint, subject: string, { pass }: RuleContext): readonly never[] {
  return agentTakesOver(e)
    ? pass('agent-redirect speaks about settings of coding agents')
    : pass(`it is about ${subject}; this address is ${standing(e)}`)
}

export const ALLOWED = 'the policy allows this host by name'
export const MADE_UP = 'a test framework runs this code, and no list names the host: it may be made up'
export const QUOTED = 'it stands in a text that is only shown'
