import type { Draft, Rule } from '../../server/engine/types'
import { placesOn } from '../regions'
import { first } from '../wording'

const rule: Rule = {
  id: 'contracting-entity',
  title: 'A declared account stands in another place than the organisation, or is personal',
  severity: 'info',
  model({ policy, facts, day }) {
    const out: Draft[] = []
    const hq = policy.organization?.value.headquarters
    for (const account of policy.accounts) {
      const { provider: id, kind, country } = account.value
      const provider = facts.pack.providers.find((p) => p.id === id || p.vendors.includes(id))
      const list = provider ? placesOn(provider, day) : null
      if (kind === 'subscription')
        out.push({
          path: account.path,
          span: account.span,
          severity: 'info',
          identity: `${id} subscription`,
          message: first(`A personal subscription of ${id} is declared as an account of the organisation.`),
          why: 'Consumer subscriptions are contracts with a person; terms for organisations do not cover them.',
          todo: 'Use an account of the organisation.',
        })
      if (hq && list && hq.value !== country && !list.countries.includes(hq.value))
        out.push({
          path: account.path,
          span: account.span,
          severity: 'info',
          identity: `${id} ${country}`,
          message: first(
            `The ${id} account is contracted in ${country}, the declared headquarters in ${hq.value} is not on its list (${list.date}).`,
          ),
          why: 'Which entity contracts, and who uses the account, decides what the region clauses mean. This is a question for counsel.',
          todo: 'Ask counsel; record the answer as a reason in the policy.',
        })
    }
    return out
  },
}
export default rule
