import type { Rule } from '../../server/engine/types'
import { isAllowed } from '../allowed'
import { elsewhere } from '../fixes'
import { ALLOWED, QUOTED } from '../passes'
import { first, setting, standing, uses } from '../wording'

const rule: Rule = {
  id: 'gateway-bypass',
  title: 'An endpoint that is not a declared gateway while the policy requires one',
  severity: 'error',
  endpoint(e, context) {
    const { policy } = context
    if (policy.endpoints.default !== 'require-gateway') return context.pass('the policy requires no gateway')
    if (e.class === 'declared' || e.class === 'private' || e.class === 'placeholder')
      return context.pass(`the address is ${standing(e)}`)
    if (e.setting.quoted) return context.pass(QUOTED)
    if (isAllowed(e, context)) return context.pass(ALLOWED)
    return [
      {
        path: e.path,
        span: e.span,
        endpoint: e,
        host: e.host,
        severity: 'error',
        identity: e.key,
        fixes: elsewhere(e, context),
        message: first(`${setting(e)} goes to ${e.host}, not through the gateway that the policy requires.`),
        why: '`endpoints.default` is `require-gateway`.',
        todo: `Use ${policy.gateways[0]?.value.host ?? 'a declared gateway'}.`,
        related: uses(e),
      },
    ]
  },
}
export default rule
