import type { Endpoint, Rule, RuleContext } from '../../server/engine/types'
import { agentTakesOver } from '../agents'
import { isAllowed } from '../allowed'
import { elsewhere } from '../fixes'
import { ALLOWED, MADE_UP, otherClass, QUOTED } from '../passes'
import { unitsIn } from '../units'
import {
  alternatives,
  effectiveSeverity,
  first,
  hostName,
  isTestPath,
  setting,
  shippedToBrowsers,
  uses,
  vendorName,
} from '../wording'

/** A credential of the maker's variable in the same unit whose value lacks the maker's key shape. */
function foreignCredential(e: Endpoint, { model, once }: RuleContext): string {
  if (!e.vendor) return ''
  const units = once(unitsIn)
  const own = e.reach.map((r) => r.unit)
  const found = model.credentials.find(
    (c) => c.vendor === e.vendor && c.state === 'literal' && !c.shape && units.together(c.units, own),
  )
  return found
    ? ` The value of \`${found.name}\` does not have the shape of a ${vendorName(e.vendor)} key, one more sign that this is not direct.`
    : ''
}

/** Whether the address stands in the code of a test, where no list names its host. */
function isMadeUp(e: Endpoint, { model }: RuleContext): boolean {
  const traits = model.files.get(e.path)?.traits ?? []
  return e.class === 'unknown' && isTestPath(e.path) && traits.some((t) => t.what === 'test-code')
}

const rule: Rule = {
  id: 'unknown-endpoint',
  title: 'An address behind an AI client that nobody has declared or listed',
  severity: 'info',
  endpoint(e, context) {
    const lowRelay = e.class === 'relay' && e.row?.confidence === 'low' && context.persona !== 'auditor'
    if ((e.class !== 'unknown' && !lowRelay) || agentTakesOver(e)) return otherClass(e, 'unlisted hosts', context)
    if (e.setting.quoted) return context.pass(QUOTED)
    if (context.persona !== 'auditor' && isMadeUp(e, context)) return context.pass(MADE_UP)
    if (isAllowed(e, context)) return context.pass(ALLOWED)
    const inPath = e.inPath ? ` Its path names ${e.inPath}: the request goes to ${e.host} first.` : ''
    return [
      {
        path: e.path,
        span: e.span,
        endpoint: e,
        host: e.host,
        severity: effectiveSeverity(e, 'info'),
        message: first(
          `Nobody has declared or listed ${hostName(e)}, the ${e.resolution === 'default' ? 'default address' : 'address'} behind ${setting(e)}.`,
        ),
        why: `Whoever runs it sees prompts, answers and the key.${inPath}${foreignCredential(e, context)}${shippedToBrowsers(e)} Who operates it is not known to this scan.`,
        todo: `${alternatives(e)}`,
        related: uses(e),
        identity: e.key,
        fixes: elsewhere(e, context),
        confidence: e.resolution === 'partial' ? 'low' : e.resolution === 'default' ? 'medium' : 'high',
      },
    ]
  },
}
export default rule
