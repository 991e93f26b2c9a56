import type { Draft, Rule, RuleContext } from '../../server/engine/types'
import { type PlaceAnswer, placeEvidence, placesOn, standingOf } from '../regions'
import { clauseText, first } from '../wording'

type Account = RuleContext['policy']['accounts'][number]

const QUESTION =
  'Which entity contracts, and who uses the account, decides what the region clauses mean. This is a question for counsel.'
const TODO = 'Ask counsel; record the answer as a reason in the policy.'

/** A personal subscription among the accounts of an organisation. */
function personal(account: Account, { facts }: RuleContext): Draft[] {
  const { provider: id, kind } = account.value
  if (kind !== 'subscription') return []
  const provider = facts.pack.providers.find((p) => p.id === id || p.vendors.includes(id))
  const clause = provider?.clauses?.find((c) => c.topic === 'accounts')
  return [
    {
      path: account.path,
      span: account.span,
      severity: 'info',
      identity: `${id} subscription`,
      message: first(
        `A personal subscription of ${provider?.name ?? id} is declared as an account of the organisation.`,
      ),
      why: `A consumer subscription is a contract with a person. ${clauseText(clause ?? null)}`.trim(),
      todo: 'Use an account of the organisation for work of the organisation.',
    },
  ]
}

/** The account's own place, then who stands behind it: the first place that is not on the list is enough for the question. */
function places(account: Account, { policy, facts, day }: RuleContext): Draft[] {
  const { provider: id, country } = account.value
  const provider = facts.pack.providers.find((p) => p.id === id || p.vendors.includes(id)) ?? null
  const list = provider ? placesOn(provider, day) : null
  const org = policy.organization?.value
  if (!provider || !list) return []
  const outside = (place: string) => {
    const answer = standingOf(provider, place, day)
    return answer && /absent|untranscribed|excepted/.test(answer.standing) ? answer : null
  }
  const draft = (identity: string, message: string, answer: PlaceAnswer): Draft => ({
    path: account.path,
    span: account.span,
    severity: 'info',
    identity,
    message: first(message),
    why: QUESTION,
    todo: TODO,
    evidence: placeEvidence(provider, answer, facts),
  })
  const own = outside(country)
  if (own)
    return [
      draft(
        `${id} ${country}`,
        `The ${provider.name} account is contracted in ${country}, which is not on its list (${list.date}).`,
        own,
      ),
    ]
  const behind = [
    ...(org?.headquarters ? [['the declared headquarters are in', org.headquarters.value] as const] : []),
    ...(org?.developers ?? []).map((d) => ['developers are declared in', d.value] as const),
  ].find(([, place]) => place !== country && outside(place))
  const answer = behind ? outside(behind[1]) : null
  if (!behind || !answer) return []
  return [
    draft(
      `${id} ${country}`,
      `The ${provider.name} account is contracted in ${country}; ${behind[0]} ${behind[1]}, which is not on its list (${list.date}).`,
      answer,
    ),
  ]
}

const rule: Rule = {
  id: 'contracting-entity',
  title: 'A declared account stands in another place than the organisation, or is personal',
  severity: 'info',
  model(context) {
    const { accounts } = context.policy
    if (accounts.length === 0) return context.unassessed('the policy declares no accounts')
    const found = accounts.flatMap((account) => [...personal(account, context), ...places(account, context)])
    return found.length > 0 ? found : context.pass('the declared accounts fit what is declared about the organisation')
  },
}
export default rule
