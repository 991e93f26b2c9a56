import type { Rule } from '../../server/engine/types'
import { effectiveSeverity, first, hostName, setting, uses, vendorName } from '../wording'

const CHECKED = new Set(['anthropic', 'openai', 'google'])
/** Variables that many makers' OpenAI-compatible endpoints share by design. */
const SHARED = /^(?:OPENAI_(?:API_BASE|BASE_URL|API_BASE_URL|API_HOST))$/

const rule: Rule = {
  id: 'vendor-mismatch',
  title: "A variable of one maker points at another maker's own API",
  severity: 'info',
  endpoint(e) {
    if (
      e.class !== 'official' ||
      !CHECKED.has(e.vendor) ||
      e.serves.includes(e.vendor) ||
      e.serves.includes('any') ||
      e.serves.length === 0
    )
      return []
    if (!/^[A-Z][A-Z0-9_]+$/.test(e.key) && !e.agent) return []
    const shared = SHARED.test(e.key)
    return [
      {
        path: e.path,
        span: e.span,
        endpoint: e,
        host: e.host,
        severity: effectiveSeverity(e, shared ? 'hint' : 'info'),
        ...(shared ? { persona: 'reviewer' as const } : {}),
        message: first(
          `${setting(e)} points at ${hostName(e)}, ${vendorName(e.serves[0] ?? '')}'s own API: no ${vendorName(e.vendor)} model.`,
        ),
        why: `A maker's compatible endpoint for its own models is lawful and not a relay; answers come from ${vendorName(e.serves[0] ?? '')}, under its terms.`,
        todo: 'Nothing, when that is meant.',
        related: uses(e),
        identity: e.key,
      },
    ]
  },
}
export default rule
