import type { Draft, Rule } from '../../server/engine/types'
import { placesOn, vendorsOf } from '../regions'
import { clauseText, first, vendorName } from '../wording'

const CLAUSE: Readonly<Record<string, string>> = {
  openai: 'openai-services-16-12',
  anthropic: 'anthropic-usage-regions',
  google: 'gemini-terms-region',
}

const rule: Rule = {
  id: 'end-user-region-conflict',
  title: "The declared places of developers or end users are not on a provider's list",
  severity: 'error',
  model({ model, facts, policy, day }) {
    const org = policy.organization?.value
    if (!org) return []
    const out: Draft[] = []
    const seen = new Set<string>()
    for (const used of vendorsOf(model, new Set(model.units.map((u) => u.id)))) {
      const provider = facts.providerOf(used.vendor)
      const list = provider ? placesOn(provider, day) : null
      if (!provider || !list || seen.has(used.vendor) || (used.channel === 'cloud' && used.vendor !== 'anthropic'))
        continue
      seen.add(used.vendor)
      const place = used.endpoint ?? used.use
      for (const [who, places] of [
        ['end users', org.endUsers],
        ['developers', org.developers],
      ] as const) {
        for (const country of places) {
          if (list.countries.includes(country.value)) continue
          out.push({
            path: country.path,
            span: country.span,
            severity: 'error',
            identity: `${used.vendor} ${who} ${country.value}`,
            message: first(
              `Declared ${who} in ${country.value} are outside ${vendorName(used.vendor)}'s list of supported places (${list.date}).`,
            ),
            why: `${clauseText(facts.clause(CLAUSE[used.vendor] ?? ''))} The place is what the policy declares.`,
            todo: 'Serve that place with a model that is offered there, or correct the declaration.',
            evidence: [
              {
                status: facts.source(list.source)?.status ?? 'official',
                claim: `list of supported places of ${provider.name}, ${list.date}`,
                source: list.source,
                date: list.date,
              },
            ],
            related: place
              ? [{ path: place.path, span: place.span, message: `${vendorName(used.vendor)} is used here` }]
              : [],
          })
        }
      }
    }
    return out
  },
}
export default rule
