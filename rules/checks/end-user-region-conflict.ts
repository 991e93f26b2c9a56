import type { Spanned } from '../../server/engine/policy'
import type { Draft, Rule, RuleContext, Severity } from '../../server/engine/types'
import {
  makersTermsHold,
  type PlaceAnswer,
  placeEvidence,
  standingOf,
  usesIn,
  type VendorUse,
  withinEvidence,
} from '../regions'
import { clauseText, first, vendorName } from '../wording'

const CLAUSE: Readonly<Record<string, string>> = {
  openai: 'openai-services-16-12',
  anthropic: 'anthropic-usage-regions',
  google: 'gemini-terms-region',
}

function say(
  who: string,
  place: string,
  name: string,
  answer: PlaceAnswer,
): { message: string; severity: Severity } | null {
  const { list, standing, area } = answer
  const whose = `${name}'s list of supported places (${list.date})`
  switch (standing) {
    case 'listed':
      return null
    case 'unclear':
      return { severity: 'info', message: `Declared ${who} in ${place}: ${whose} does not name this place by itself.` }
    case 'excepted':
      return { severity: 'error', message: `Declared ${who} in ${place} (${area}) are excepted on ${whose}.` }
    default:
      return {
        severity: standing === 'absent' ? 'error' : 'warning',
        message: `Declared ${who} in ${place} are outside ${whose}.`,
      }
  }
}

function draft(country: Spanned<string>, who: string, used: VendorUse, context: RuleContext): Draft | null {
  const { facts, day } = context
  const provider = facts.providerOf(used.vendor)
  const answer = standingOf(provider, country.value, day)
  const said = answer ? say(who, country.value, vendorName(used.vendor), answer) : null
  if (!provider || !answer || !said) return null
  const { standing } = answer
  const evidence = placeEvidence(provider, answer, facts)
  const at = used.endpoint ?? used.use
  const note = {
    unclear: 'Whether it counts with another place is not stated; ask the provider.',
    untranscribed: 'The place is missing from a transcription of the page, whose end was not read.',
    listed: '',
    absent: '',
    excepted: '',
  }[standing]
  return {
    path: country.path,
    span: country.span,
    severity: withinEvidence(said.severity, evidence),
    identity: `${used.vendor} ${who} ${country.value}`,
    message: first(said.message),
    why: `${clauseText(facts.clause(CLAUSE[used.vendor] ?? ''))} ${note} The place is what the policy declares.`.replace(
      / {2,}/g,
      ' ',
    ),
    todo: 'Serve that place with a model that is offered there, or correct the declaration.',
    evidence,
    related: at ? [{ path: at.path, span: at.span, message: `${vendorName(used.vendor)} is used here` }] : [],
  }
}

const rule: Rule = {
  id: 'end-user-region-conflict',
  title: "The declared places of developers or end users are not on a provider's list",
  severity: 'error',
  model(context) {
    const org = context.policy.organization?.value
    if (!org || (org.endUsers.length === 0 && org.developers.length === 0))
      return context.unassessed('the policy declares neither developers nor end users')
    const out: Draft[] = []
    const seen = new Set<string>()
    for (const used of usesIn(context.model, context.policy)) {
      if (seen.has(used.vendor) || !makersTermsHold(used, context.facts.providerOf(used.vendor))) continue
      seen.add(used.vendor)
      const groups = [
        ['end users', org.endUsers],
        ['developers', org.developers],
      ] as const
      for (const [who, places] of groups)
        for (const country of places) {
          const found = draft(country, who, used, context)
          if (found) out.push(found)
        }
    }
    return out.length > 0 ? out : context.pass('the declared places are on the lists of the providers in use')
  },
}
export default rule
