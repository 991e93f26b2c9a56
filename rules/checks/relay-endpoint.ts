import type { Rule } from '../../server/engine/types'
import { agentTakesOver } from '../agents'
import { elsewhere } from '../fixes'
import { otherClass } from '../passes'
import {
  alternatives,
  clauseText,
  effectiveSeverity,
  first,
  hostName,
  lastSeen,
  relaySeverity,
  sends,
  setting,
  shippedToBrowsers,
  uses,
  whoSays,
} from '../wording'

const rule: Rule = {
  id: 'relay-endpoint',
  title: 'An address with evidence of being an API relay or reseller',
  severity: 'warning',
  endpoint(e, context) {
    const { facts, day } = context
    if (e.class !== 'relay' || agentTakesOver(e)) return otherClass(e, 'relays', context)
    const low = e.row?.confidence === 'low'
    const old = lastSeen(e, day)
    const goes = `${setting(e)} ${sends(e)} to ${hostName(e)}, ${e.basis}`
    // beside a long host the day stands in the explanation alone
    const dated = `${goes}, last seen ${old}.`
    const clause = facts.clause(e.vendor === 'anthropic' ? 'anthropic-commercial-d4' : 'openai-services-3-3-g')
    return [
      {
        path: e.path,
        span: e.span,
        endpoint: e,
        host: e.host,
        severity: effectiveSeverity(e, low ? 'info' : relaySeverity(e, facts)),
        message: old && dated.length <= 120 ? dated : first(`${goes}.`),
        why: `${whoSays(e.evidence, facts)}. Prompts, answers and the key pass through its operator; access can end without notice.${old ? ` Not re-confirmed since ${old}.` : ''}${shippedToBrowsers(e)}${e.vendor === 'anthropic' || e.vendor === 'openai' ? ` ${clauseText(clause)}` : ''} Whether this operator is authorised is not known to this scan.`,
        todo: alternatives(e),
        evidence: e.evidence,
        related: uses(e),
        identity: e.key,
        fixes: elsewhere(e, context),
        ...(low ? { persona: 'auditor' as const } : {}),
      },
    ]
  },
}
export default rule
