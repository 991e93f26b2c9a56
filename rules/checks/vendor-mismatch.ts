import type { Rule } from '../../server/engine/types'
import { effectiveSeverity, first, hostName, setting, standing, uses, vendorName } from '../wording'

const CHECKED = new Set(['anthropic', 'openai', 'google'])

const rule: Rule = {
  id: 'vendor-mismatch',
  title: "A variable of one maker points at another maker's own API",
  severity: 'info',
  endpoint(e, { pass }) {
    if (e.class !== 'official') return pass(`it is about makers' own APIs; this address is ${standing(e)}`)
    if (!CHECKED.has(e.vendor)) return pass(`\`${e.key}\` belongs to no single one of the makers it compares`)
    if (e.serves.includes(e.vendor) || e.serves.includes('any') || e.serves.length === 0)
      return pass(`the host serves ${vendorName(e.vendor)}'s models`)
    if (!/^[A-Z][A-Z0-9_]+$/.test(e.key) && !e.agent) return pass(`\`${e.key}\` is no variable of one maker`)
    return [
      {
        path: e.path,
        span: e.span,
        endpoint: e,
        host: e.host,
        severity: effectiveSeverity(e, 'info'),
        message: first(
          `${setting(e)} points at ${hostName(e)}, ${vendorName(e.serves[0] ?? '')}'s own API: not ${/^[AEIOUx]/.test(vendorName(e.vendor)) ? 'an' : 'a'} ${vendorName(e.vendor)} model.`,
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
