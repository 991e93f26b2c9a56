import type { Draft, Endpoint, PlacedCredential, Rule, RuleContext } from '../../server/engine/types'
import { QUOTED } from '../passes'
import { isSubscription } from '../subscriptions'
import { unitsIn } from '../units'
import { clauseText, first, hostName, isThirdParty, standing } from '../wording'

/** Credentials that Claude Code prefers to a personal login, saved or given. */
const GATEWAY_CREDENTIAL =
  /^(?:ANTHROPIC_AUTH_TOKEN|ANTHROPIC_API_KEY|apiKeyHelper|ANTHROPIC_CUSTOM_HEADERS|anthropic_api_key)$/

const ofGateway = (c: PlacedCredential) => GATEWAY_CREDENTIAL.test(c.name) && c.state !== 'empty'

/** A base URL in the settings of the agent, and nothing to log in with: the saved login is what is left. */
function savedLogin(e: Endpoint, { model }: RuleContext): boolean {
  if (e.agent?.client !== 'claude-code' || !model.files.has(e.path)) return false
  const folder = e.path.slice(0, e.path.lastIndexOf('/'))
  const beside = [...model.files.values()].filter((f) => f.path.startsWith(`${folder}/settings`) || f.path === e.path)
  return !beside.some(
    (f) =>
      f.settings.some((s) => GATEWAY_CREDENTIAL.test(s.name)) ||
      f.credentials.some((c) => GATEWAY_CREDENTIAL.test(c.name) && c.state !== 'empty'),
  )
}

/** A personal login that is given in the same unit, while no credential of the gateway is. */
function givenLogin(e: Endpoint, { model, facts, once }: RuleContext): PlacedCredential | undefined {
  const units = once(unitsIn)
  const own = e.reach.map((r) => r.unit)
  const near = model.credentials.filter((c) => !c.quoted && units.together(c.units, own))
  if (near.some((c) => ofGateway(c) && !isSubscription(c, facts))) return undefined
  return near.find(
    (c) => c.vendor !== 'openai' && (c.state === 'literal' || c.state === 'reference') && isSubscription(c, facts),
  )
}

/** Why no personal login is known to go through the address, or empty. */
function whySilent(e: Endpoint, given: PlacedCredential | undefined, context: RuleContext): string {
  if (e.sink.name !== 'ANTHROPIC_BASE_URL') return `personal logins follow ANTHROPIC_BASE_URL, not \`${e.key}\``
  if (e.effective === 'overridden') return 'another value wins'
  if (e.setting.quoted) return QUOTED
  if (!isThirdParty(e) && e.class !== 'declared') return `the address is ${standing(e)}`
  return given || savedLogin(e, context)
    ? ''
    : 'a credential of the gateway is set, or no client with a login reads this'
}

const rule: Rule = {
  id: 'subscription-via-gateway',
  title: 'A custom base URL without a gateway credential: a personal login goes through that host',
  severity: 'warning',
  model(context) {
    const { model, facts, pass } = context
    if (!model.complete) return pass('the project has not been read as a whole yet')
    const out: Draft[] = []
    for (const e of model.endpoints) {
      const given = givenLogin(e, context)
      const silent = whySilent(e, given, context)
      if (silent) {
        pass(silent, e)
        continue
      }
      out.push({
        path: e.path,
        span: e.span,
        endpoint: e,
        host: e.host,
        severity: e.class === 'declared' ? 'info' : 'warning',
        confidence: 'medium',
        identity: 'login',
        message: first(
          given
            ? `\`${given.name}\` sends a personal Claude login through ${hostName(e)}.`
            : `No gateway credential is set: a saved claude.ai login would be sent through ${hostName(e)}.`,
        ),
        why: `${clauseText(facts.clause(given ? 'claude-code-credentials' : 'claude-code-gateway-login'))} ${given ? 'What the host does with the login' : 'Whether the user settings hold a credential'} is not known to this scan.`,
        todo: 'Give the gateway a credential of its own (ANTHROPIC_AUTH_TOKEN or apiKeyHelper) in user or local settings.',
        related: given ? [{ path: given.path, span: given.nameSpan, message: 'the login' }] : [],
      })
    }
    return out
  },
}
export default rule
