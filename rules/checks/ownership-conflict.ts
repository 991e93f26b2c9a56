import type { Draft, Rule } from '../../server/engine/types'
import { placesOn, vendorsOf } from '../regions'
import { clauseText, first } from '../wording'

const rule: Rule = {
  id: 'ownership-conflict',
  title: "The declared owners conflict with a provider's ownership rule",
  severity: 'error',
  model({ model, facts, policy, day }) {
    const org = policy.organization?.value
    if (!org || org.owners.length === 0) return []
    const out: Draft[] = []
    const used = vendorsOf(model, new Set(model.units.map((u) => u.id)))
    for (const provider of facts.pack.providers) {
      const rule_ = provider.ownership
      const list = placesOn(provider, day)
      const at = used.find((v) => provider.vendors.includes(v.vendor))
      if (!rule_ || !list || !at || rule_.since > day) continue
      const foreign = org.owners.filter((o) => !list.countries.includes(o.value.country))
      const share = foreign.reduce((sum, o) => sum + o.value.share, 0)
      const firstOwner = foreign[0]
      if (!firstOwner || share <= rule_.threshold) continue
      const place = at.endpoint ?? at.use
      out.push({
        path: firstOwner.path,
        span: firstOwner.span,
        severity: 'error',
        identity: provider.id,
        message: first(
          `The declared owners (${share} % in places not on the list of ${list.date}) conflict with the ownership rule of ${rule_.since}.`,
        ),
        why: `${clauseText(facts.clause(rule_.clause))} The share is what the policy declares.`,
        todo: 'Ask counsel; use a model whose terms fit the declared ownership.',
        evidence: [
          {
            status: facts.clause(rule_.clause)?.status ?? 'official',
            claim: facts.clause(rule_.clause)?.summary ?? '',
            source: facts.clause(rule_.clause)?.source ?? '',
            date: rule_.since,
          },
        ],
        related: place ? [{ path: place.path, span: place.span, message: `${provider.name} is used here` }] : [],
      })
    }
    return out
  },
}
export default rule
