import type { Provider } from '../../server/engine/facts'
import type { Spanned } from '../../server/engine/policy'
import type { Draft, Related, Rule, RuleContext } from '../../server/engine/types'
import { placesOn, standingOf, usesIn } from '../regions'
import { clauseText, first } from '../wording'

/** Where the project uses the provider's models: code and configuration first, else what the policy declares about it. */
function usedAt(provider: Provider, { model, policy }: RuleContext): Related | null {
  const used = usesIn(model, policy).find((u) => provider.vendors.includes(u.vendor))
  const at = used?.endpoint ?? used?.use
  if (at) return { path: at.path, span: at.span, message: `${provider.name} is used here` }
  const account = policy.accounts.find(
    (a) => provider.vendors.includes(a.value.provider) || a.value.provider === provider.id,
  )
  const gateway = policy.gateways.find((g) => g.value.upstream.some((v) => provider.vendors.includes(v)))
  const declared = account ?? gateway
  return declared ? { path: declared.path, span: declared.span, message: `${provider.name} is declared here` } : null
}

function conflicts(provider: Provider, context: RuleContext): { at: Spanned<unknown>; message: string; id: string }[] {
  const org = context.policy.organization?.value
  const list = placesOn(provider, context.day)
  if (!org || !list || !provider.ownership) return []
  const outside = (place: string) => /absent|excepted/.test(standingOf(provider, place, context.day)?.standing ?? '')
  const { threshold, since } = provider.ownership
  const out: { at: Spanned<unknown>; message: string; id: string }[] = []
  const owners = org.owners.filter((o) => outside(o.value.country))
  const share = owners.reduce((sum, o) => sum + o.value.share, 0)
  const [owner] = owners
  if (owner && share > threshold) {
    const who =
      owners.length === 1
        ? `The declared majority owner (${share} %, place not on the list of ${list.date}) conflicts`
        : `The declared owners (${share} % together, places not on the list of ${list.date}) conflict`
    out.push({ at: owner, id: provider.id, message: `${who} with the ownership rule of ${since}.` })
  }
  const hq = org.headquarters
  if (hq && outside(hq.value))
    out.push({
      at: hq,
      id: `${provider.id} headquarters`,
      message: `The declared headquarters (${hq.value}, not on the list of ${list.date}) conflict with the ownership rule of ${since}.`,
    })
  return out
}

const rule: Rule = {
  id: 'ownership-conflict',
  title: "The declared owners conflict with a provider's ownership rule",
  severity: 'error',
  model(context) {
    const { facts, day, policy } = context
    if (!policy.organization) return context.unassessed('the policy declares no organization')
    const out: Draft[] = []
    for (const provider of facts.pack.providers) {
      if (!provider.ownership || provider.ownership.since > day) continue
      const found = conflicts(provider, context)
      const used = found.length > 0 ? usedAt(provider, context) : null
      const clause = facts.clause(provider.ownership.clause)
      if (!used) continue
      for (const { at, message, id } of found)
        out.push({
          path: at.path,
          span: at.span,
          severity: 'error',
          identity: id,
          message: first(message),
          why: `${clauseText(clause)} It holds for ${provider.name}'s models through clouds and gateways as well. The policy declares these facts; how the provider judges them is not known to this scan.`,
          todo: 'Ask counsel or the provider, or use a model whose terms fit what is declared.',
          evidence: [
            {
              status: clause?.status ?? 'official',
              claim: clause?.summary ?? '',
              source: clause?.source ?? '',
              date: provider.ownership.since,
            },
          ],
          related: [used],
        })
    }
    return out.length > 0
      ? out
      : context.pass('what is declared about owners and headquarters conflicts with no rule in use')
  },
}
export default rule
