import type { FactBase } from '../../server/engine/facts'
import type { Draft, Model, Rule, Span } from '../../server/engine/types'
import { first } from '../wording'

interface ProxyClient {
  readonly path: string
  readonly span: Span
  readonly detail: string
  readonly units: readonly string[]
}

/** Images, packages and programs of proxy clients that the fact base knows, wherever they stand. */
function known(model: Model, facts: FactBase): ProxyClient[] {
  return model.signatures
    .filter((s) => facts.software(s.kind, s.name)?.kind === 'proxy-client')
    .map((s) => ({ path: s.path, span: s.span, detail: s.name, units: s.units }))
}

const rule: Rule = {
  id: 'egress-proxy',
  title: 'A proxy or VPN client in the same unit carries AI hosts',
  severity: 'info',
  model({ model, facts }) {
    const out: Draft[] = []
    const aiUnits = new Set(
      model.endpoints
        .filter((e) => e.class === 'official' || e.class === 'cloud')
        .flatMap((e) => e.reach.map((r) => r.unit)),
    )
    for (const use of model.uses) for (const unit of use.units) aiUnits.add(unit)
    const clients = [...model.traits.filter((t) => t.what === 'proxy-client'), ...known(model, facts)]
    if (clients.length === 0) return []
    const said = new Set<string>()
    for (const t of clients) {
      const file = model.files.get(t.path)
      const beside = [...aiUnits].some((u) => u.startsWith(`${t.path}#`) || t.units.includes(u))
      const place = `${t.path}:${t.span.start}`
      if (!file || !beside || said.has(place)) continue
      said.add(place)
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
