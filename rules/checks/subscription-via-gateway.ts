import type { Draft, Rule } from '../../server/engine/types'
import { clauseText, first, hostName, isThirdParty } from '../wording'

/** Clients that fall back to a saved personal login when no credential is given. */
const GATEWAY_CREDENTIAL = /^(?:ANTHROPIC_AUTH_TOKEN|ANTHROPIC_API_KEY|apiKeyHelper|ANTHROPIC_CUSTOM_HEADERS)$/

const rule: Rule = {
  id: 'subscription-via-gateway',
  title: 'A custom base URL without a gateway credential: a saved personal login goes through that host',
  severity: 'warning',
  model({ model, facts }) {
    if (!model.complete) return []
    const out: Draft[] = []
    for (const e of model.endpoints) {
      if (e.agent?.client !== 'claude-code' || e.sink.name !== 'ANTHROPIC_BASE_URL' || e.effective === 'overridden')
        continue
      if (!isThirdParty(e) && e.class !== 'declared') continue
      const file = model.files.get(e.path)
      const folder = e.path.slice(0, e.path.lastIndexOf('/'))
      const beside = [...model.files.values()].filter((f) => f.path.startsWith(`${folder}/settings`))
      const given = beside.some(
        (f) =>
          f.settings.some((s) => GATEWAY_CREDENTIAL.test(s.name)) ||
          f.credentials.some((c) => GATEWAY_CREDENTIAL.test(c.name) && c.state !== 'empty'),
      )
      if (given || !file) continue
      out.push({
        path: e.path,
        span: e.span,
        endpoint: e,
        host: e.host,
        severity: e.class === 'declared' ? 'info' : 'warning',
        confidence: 'medium',
        identity: 'login',
        message: first(`No gateway credential is set: a saved claude.ai login would be sent through ${hostName(e)}.`),
        why: `${clauseText(facts.clause('claude-code-gateway-login'))} Whether the user settings hold a credential is not known to this scan.`,
        todo: 'Give the gateway a credential of its own (ANTHROPIC_AUTH_TOKEN or apiKeyHelper) in user or local settings.',
      })
    }
    return out
  },
}
export default rule
