import type { Rule } from '../../server/engine/types'
import { agentTakesOver } from '../agents'
import { toImitated } from '../fixes'
import { otherClass } from '../passes'
import { effectiveSeverity, first, hostName, setting, uses } from '../wording'

const rule: Rule = {
  id: 'lookalike-endpoint',
  title: "A host that imitates a provider's host",
  severity: 'error',
  endpoint(e, context) {
    if (e.class !== 'lookalike' || agentTakesOver(e)) return otherClass(e, 'look-alikes', context)
    return [
      {
        path: e.path,
        span: e.span,
        endpoint: e,
        host: e.host,
        severity: effectiveSeverity(e, 'error'),
        message: first(`${setting(e)} goes to ${hostName(e)}, which only resembles ${e.imitates}.`),
        why: 'A name that can be taken for the provider collects keys from whoever does not look twice. Who registered it is not known to this scan.',
        todo: `Write ${e.imitates} when the provider is meant; replace the key if it was ever sent.`,
        related: uses(e),
        identity: e.key,
        fixes: toImitated(e),
      },
    ]
  },
}
export default rule
