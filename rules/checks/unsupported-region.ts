import type { Draft, PlacedRegion, Rule, RuleContext } from '../../server/engine/types'
import { ownPlacesOn, placesOn, vendorsOf } from '../regions'
import { clauseText, first, isTestPath, vendorName } from '../wording'

const CLAUSE: Readonly<Record<string, string>> = {
  openai: 'openai-services-16-12',
  anthropic: 'anthropic-commercial-d2',
  google: 'gemini-terms-region',
}

/** Deployments that the policy declares count like manifests. */
function regionsOf({ model, policy, facts }: RuleContext): readonly PlacedRegion[] {
  const declared = policy.deployments.map((d): PlacedRegion => {
    const row = facts.region(d.value.provider, d.value.region)
    return {
      provider: d.value.provider,
      id: d.value.region,
      span: d.span,
      block: 0,
      role: 'runs',
      path: d.path,
      units: model.units
        .filter((u) => d.value.paths.some((p) => u.folder === p.replace(/\/?\*\*?$/, '') || p === '**'))
        .map((u) => u.id),
      country: row?.country ?? '',
      placeName: row?.place ?? '',
    }
  })
  return [...model.regions, ...declared]
}

const rule: Rule = {
  id: 'unsupported-region',
  title: "A deployment region in a place that is not on the provider's dated list",
  severity: 'error',
  model(context) {
    const { model, facts, day } = context
    const out: Draft[] = []
    for (const region of regionsOf(context)) {
      if (
        region.role !== 'runs' ||
        !/^[A-Z]{2}$/.test(region.country) ||
        region.country === 'XX' ||
        region.country === 'EU'
      )
        continue
      for (const used of vendorsOf(model, new Set(region.units))) {
        if (used.channel !== 'direct') continue
        const provider = facts.providerOf(used.vendor)
        const list = provider ? placesOn(provider, day) : null
        if (!provider || !list || list.countries.includes(region.country)) continue
        const own = ownPlacesOn(provider, day)
        const sure =
          provider.refusal?.documented === true &&
          (list.own || (own !== null && !own.countries.includes(region.country)))
        const at = used.endpoint ?? used.use
        const place = region.placeName || region.country
        out.push({
          path: region.path,
          span: region.span,
          severity: isTestPath(region.path) ? 'info' : sure ? 'error' : 'warning',
          identity: `${region.provider} ${region.id} ${used.vendor}`,
          host: used.endpoint?.host ?? '',
          message: first(
            `${region.provider} region ${region.id} (${place}) is not on ${vendorName(used.vendor)}'s list of supported places (${list.date}).`,
          ),
          why: `Code of the same unit calls ${used.endpoint?.host ?? `the default host of ${used.use?.client}`}. ${clauseText(facts.clause(CLAUSE[used.vendor] ?? ''))} ${provider.refusal?.documented ? 'The provider documents that such requests are refused.' : ''} Whether this unit is deployed there is not known to this scan.`,
          todo: 'Pin the function to a supported region, or use a model that is offered in that place.',
          evidence: [
            {
              status: facts.source(list.source)?.status ?? 'official',
              claim: `list of supported places of ${provider.name}, ${list.date}`,
              source: list.source,
              date: list.date,
            },
          ],
          related: at ? [{ path: at.path, span: at.span, message: `${vendorName(used.vendor)} is used here` }] : [],
        })
      }
    }
    return out
  },
}
export default rule
