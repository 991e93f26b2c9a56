import type { Rule } from '../../server/engine/types'
import { agentTakesOver } from '../agents'
import { elsewhere } from '../fixes'
import { otherClass } from '../passes'
import { effectiveSeverity, first, hostName, sends, setting, uses } from '../wording'

const rule: Rule = {
  id: 'tunnel-endpoint',
  title: 'A tunnel or user-content hosting behind an AI base URL',
  severity: 'warning',
  endpoint(e, context) {
    if (e.class !== 'tunnel' || agentTakesOver(e)) return otherClass(e, 'tunnels', context)
    const hosting = e.row?.hosting === true
    return [
      {
        path: e.path,
        span: e.span,
        endpoint: e,
        host: e.host,
        severity: effectiveSeverity(e, hosting ? 'info' : 'warning'),
        message: first(
          `${setting(e)} ${sends(e)} to ${hostName(e)}, ${hosting ? `hosting of user content (${e.row?.name})` : `a tunnel (${e.row?.name ?? 'tunnel'})`}.`,
        ),
        why: hosting
          ? 'Anybody can publish there; who runs this name is not known to this scan.'
          : 'A tunnel ends at a machine that only its owner knows, and its name can pass to somebody else.',
        todo: 'Use a host of your own with a declared operator, or declare this one in relaylint.yaml.',
        evidence: e.evidence,
        related: uses(e),
        identity: e.key,
        fixes: elsewhere(e, context),
      },
    ]
  },
}
export default rule
