import { hostEntryCovers } from '../../server/engine/classify'
import type { Rule } from '../../server/engine/types'
import { first, setting, uses } from '../wording'

const rule: Rule = {
  id: 'denied-endpoint',
  title: 'A host that the policy denies',
  severity: 'error',
  endpoint(e, { policy, day }) {
    if (e.class === 'placeholder' || e.setting.quoted) return []
    const live = (until: string | undefined) => !until || until >= day
    const allowed = policy.endpoints.allow.some(
      (a) => hostEntryCovers(a.value.host, e.host, e.port) && live(a.value.until),
    )
    const denied = policy.endpoints.deny.find(
      (d) => hostEntryCovers(d.value.host, e.host, e.port) && live(d.value.until),
    )
    if (denied && !(allowed && policy.trusted)) {
      return [
        {
          path: e.path,
          span: e.span,
          endpoint: e,
          host: e.host,
          severity: 'error',
          identity: e.key,
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
          message: first(`The policy asks to look at ${e.host}: it is not among the allowed endpoints.`),
          why: '`endpoints.default` is `warn`.',
          todo: 'Add it under endpoints.allow with a reason.',
          related: uses(e),
        },
      ]
    }
    return []
  },
}
export default rule
