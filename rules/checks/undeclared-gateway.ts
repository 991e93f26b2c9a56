import type { Rule } from '../../server/engine/types'
import { agentTakesOver } from '../agents'
import { isAllowed } from '../allowed'
import { elsewhere } from '../fixes'
import { ALLOWED, otherClass } from '../passes'
import { clauseText, effectiveSeverity, first, hostName, sends, setting, uses, whoSays } from '../wording'

const rule: Rule = {
  id: 'undeclared-gateway',
  title: 'An openly documented gateway or aggregator that the project has not declared',
  severity: 'info',
  endpoint(e, context) {
    const { facts } = context
    if (e.class !== 'gateway' || agentTakesOver(e)) return otherClass(e, 'documented gateways', context)
    if (isAllowed(e, context)) return context.pass(ALLOWED)
    const own = e.host.endsWith('openrouter.ai') ? ` ${clauseText(facts.clause('openrouter-5-7'))}` : ''
    return [
      {
        path: e.path,
        span: e.span,
        endpoint: e,
        host: e.host,
        severity: effectiveSeverity(e, 'info'),
        message: first(
          `${setting(e)} ${sends(e)} through ${hostName(e)}, ${e.row?.listed ? 'a gateway that also stands on relay lists' : 'a documented gateway'}.`,
        ),
        why: `${whoSays(e.evidence, facts)}. Its terms apply besides the model maker's.${own} Whether the maker authorised this resale is not known to this scan.`,
        todo: 'Declare it under gateways in relaylint.yaml when it is meant, with a reason.',
        evidence: e.evidence,
        related: uses(e),
        identity: e.key,
        fixes: elsewhere(e, context),
      },
    ]
  },
}
export default rule
