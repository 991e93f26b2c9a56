import type { Rule } from '../../server/engine/types'
import { first, isTestPath, uses } from '../wording'

const rule: Rule = {
  id: 'provider-reverse-proxy',
  title: "A proxy, Worker or rewrite that forwards callers to a provider's API",
  severity: 'info',
  model({ model, pass }) {
    for (const u of model.upstreams)
      if (u.class !== 'official' && u.class !== 'cloud') pass(`the target is ${u.basis}`, u)
    return model.upstreams
      .filter((u) => (u.class === 'official' || u.class === 'cloud') && u.row?.kind !== 'console')
      .map((u) => ({
        path: u.path,
        span: u.span,
        host: u.host,
        severity: isTestPath(u.path) ? ('hint' as const) : ('info' as const),
        confidence: 'medium' as const,
        identity: u.setting.name,
        message: first(`This forwards callers to ${u.host}: a reverse proxy to a provider built in this repository.`),
        why: 'Callers reach the provider under the account or the address of this deployment. Who may call it is not known to this scan; passing access on to others can fall under the resale and region clauses of the provider.',
        related: uses(u),
        todo: 'Require a login of your own before it, and say in relaylint.yaml who runs it.',
      }))
  },
}
export default rule
