import type { Draft, Rule } from '../../server/engine/types'
import { first } from '../wording'

const rule: Rule = {
  id: 'egress-proxy',
  title: 'A proxy or VPN client in the same unit carries AI hosts',
  severity: 'info',
  model({ model }) {
    const out: Draft[] = []
    const aiUnits = new Set(
      model.endpoints
        .filter((e) => e.class === 'official' || e.class === 'cloud')
        .flatMap((e) => e.reach.map((r) => r.unit)),
    )
    for (const use of model.uses) for (const unit of use.units) aiUnits.add(unit)
    const clients = model.traits.filter((t) => t.what === 'proxy-client')
    if (clients.length === 0) return []
    for (const t of clients) {
      const file = model.files.get(t.path)
      const beside = [...aiUnits].some((u) => u.startsWith(`${t.path}#`) || t.units.includes(u))
      if (!file || !beside) continue
      out.push({
        path: t.path,
        span: t.span,
        severity: 'info',
        persona: 'reviewer',
        confidence: 'low',
        identity: t.detail,
        message: first(`The proxy client ${t.detail} is deployed beside a unit that calls an AI API.`),
        why: 'A proxy of a company is documented and normal. Providers say that access from places they do not serve is not allowed, whatever the route. Which hosts it carries is not known to this scan.',
        todo: 'State in the policy what the proxy is for.',
      })
    }
    return out
  },
}
export default rule
