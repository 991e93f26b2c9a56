import type { Rule } from '../../server/engine/types'
import { vendorsOf } from '../regions'
import { vendorName } from '../wording'

const rule: Rule = {
  id: 'region-not-pinned',
  title: 'An edge function calls a region-gated API without a pinned region',
  severity: 'hint',
  model({ model, facts }) {
    return model.traits
      .filter((t) => t.what === 'edge-runtime')
      .flatMap((t) => {
        const units = new Set(t.units)
        if (model.regions.some((r) => r.role === 'runs' && r.units.some((u) => units.has(u)))) return []
        const gated = vendorsOf(model, units).find(
          (v) => v.channel === 'direct' && facts.providerOf(v.vendor)?.refusal?.documented,
        )
        if (!gated) return []
        return [
          {
            path: t.path,
            span: t.span,
            severity: 'hint' as const,
            persona: 'reviewer' as const,
            identity: 'edge',
            message: `This edge function calls ${vendorName(gated.vendor)} from wherever it runs: no region is pinned.`,
            why: 'Edge functions run near the visitor; a place that the provider does not list is answered with a refusal.',
            todo: 'Pin the function to a supported region.',
          },
        ]
      })
  },
}
export default rule
