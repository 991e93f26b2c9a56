/** What the policy allows by name. The word of a repository that is not trusted allows nothing. */
import { hostEntryCovers } from '../server/engine/classify'
import type { Endpoint, RuleContext } from '../server/engine/types'

/** True on and before the last day of an entry of `endpoints.allow` that covers the host. */
export function isAllowed(e: Endpoint, { policy, day }: Pick<RuleContext, 'policy' | 'day'>): boolean {
  return (
    policy.trusted &&
    policy.endpoints.allow.some(
      ({ value }) => hostEntryCovers(value.host, e.host, e.port) && (!value.until || value.until >= day),
    )
  )
}
