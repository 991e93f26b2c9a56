import { hostEntryCovers } from '../../server/engine/classify'
import type { Rule } from '../../server/engine/types'
import { isAllowed } from '../allowed'
import { elsewhere } from '../fixes'
import { ALLOWED, QUOTED } from '../passes'
import { first, setting, standing, uses } from '../wording'

const rule: Rule = {
  id: 'denied-endpoint',
  title: 'A host that the policy denies',
  severity: 'error',
  endpoint(e, context) {
    const { policy, day } = context
    if (e.class === 'placeholder') return context.pass(`the address is ${standing(e)}`)
    if (e.setting.quoted) return context.pass(QUOTED)
    const allowed = isAllowed(e, context)
    const denied = policy.endpoints.deny.find(
      ({ value }) => hostEntryCovers(value.host, e.host, e.port) && (!value.until || value.until >= day),
    )
    if (denied && !allowed) {
      return [
        {
          path: e.path,
          span: e.span,
          endpoint: e,
          host: e.host,
          severity: 'error',
          identity: e.key,
          fixes: elsewhere(e, context),
          message: first(`The policy denies ${e.host}, the address behind ${setting(e)}.`),
          why: `Reason given: ${denied.value.reason}`,
          todo: 'Use an endpoint that the policy allows.',
          related: [{ path: denied.path, span: denied.span, message: 'denied here' }, ...uses(e)],
        },
      ]
    }
    if (policy.endpoints.default === 'deny' && !allowed && e.class !== 'private' && e.class !== 'declared') {
      return [
        {
          path: e.path,
          span: e.span,
          endpoint: e,
          host: e.host,
          severity: 'error',
          identity: e.key,
          fixes: elsewhere(e, context),
          message: first(`The policy allows only listed endpoints; ${e.host} is not one of them.`),
          why: '`endpoints.default` is `deny`.',
          todo: 'Add it under endpoints.allow with a reason, or use an allowed one.',
          related: uses(e),
        },
      ]
    }
    if (policy.endpoints.default === 'warn' && !allowed && e.class !== 'private' && e.class !== 'declared') {
      return [
        {
          path: e.path,
          span: e.span,
          endpoint: e,
          host: e.host,
          severity: 'warning',
          identity: e.key,
          fixes: elsewhere(e, context),
          message: first(`The policy asks to look at ${e.host}: it is not among the allowed endpoints.`),
          why: '`endpoints.default` is `warn`.',
          todo: 'Add it under endpoints.allow with a reason.',
          related: uses(e),
        },
      ]
    }
    return context.pass(allowed ? ALLOWED : 'no entry of the policy denies this host')
  },
}
export default rule
