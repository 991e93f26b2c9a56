import type { Draft, Endpoint, PlacedCredential, Rule, RuleContext } from '../../server/engine/types'
import { clauseText, first, hostName, isTestPath, isThirdParty, vendorName } from '../wording'

const OWN_KINDS = new Set(['api-key', 'admin-key', 'subscription-token', 'refresh-token', 'session'])
const MAKERS = new Set(['openai', 'anthropic', 'google', 'xai', 'mistral', 'deepseek', 'moonshot', 'groq'])

/** Same call or block first, then the same file, then the unit. */
function nearness(c: PlacedCredential, e: Endpoint): number {
  if (c.path === e.path && c.block === e.setting.block) return 0
  if (c.path === e.sinkPath && c.block === e.sink.block) return 0
  if (c.path === e.path || c.path === e.sinkPath) return 1
  return 2
}

function belongs(c: PlacedCredential, e: Endpoint): boolean {
  if (e.vendor && e.vendor !== c.vendor) return false
  return !e.row?.serves.includes(c.vendor) || isThirdParty(e)
}

function pairsOf(c: PlacedCredential, { model }: RuleContext): Endpoint | null {
  const units = new Set(c.units)
  const near = model.endpoints
    .filter(
      (e) =>
        e.class !== 'placeholder' &&
        e.effective !== 'overridden' &&
        !e.setting.quoted &&
        e.reach.some((r) => units.has(r.unit)) &&
        belongs(c, e),
    )
    .map((e) => ({ e, at: nearness(c, e) }))
    .sort((a, b) => a.at - b.at)
  const best = near[0]
  if (!best) return null
  // the nearest address decides: an official one in the same block is where the key goes
  const level = near.filter((n) => n.at === best.at).map((n) => n.e)
  const third = level.find((e) => isThirdParty(e) && (e.vendor === c.vendor || best.at < 2))
  const own = level.some(
    (e) => e.class === 'official' && e.serves.includes(c.vendor) && e.sink.name === third?.sink.name,
  )
  return third && !own ? third : null
}

const rule: Rule = {
  id: 'key-to-third-party',
  title: "A provider's key beside an address that is not the provider's",
  severity: 'error',
  model(context) {
    const out: Draft[] = []
    for (const c of context.model.credentials) {
      if (!c.shape || c.state !== 'literal' || c.quoted || !OWN_KINDS.has(c.kind) || !MAKERS.has(c.vendor)) continue
      // a shape that several makers share names nobody
      const shape = context.facts.pack.keys.find((k) => k.id === c.shape)
      if (!shape || shape.vendor === 'any' || shape.confidence === 'low') continue
      const e = pairsOf(c, context)
      if (!e) continue
      const clause = context.facts.clause(
        c.vendor === 'anthropic' ? 'anthropic-consumer-sharing' : c.vendor === 'openai' ? 'openai-services-3-3-g' : '',
      )
      out.push({
        path: c.path,
        span: c.span,
        host: e.host,
        severity: isTestPath(c.path) ? 'warning' : 'error',
        endpoint: e,
        identity: c.name,
        message: first(
          `${/^[AEIOUx]/.test(vendorName(c.vendor)) ? 'An' : 'A'} ${vendorName(c.vendor)} key stands beside a base URL on ${hostName(e)}: the key leaves for a third party.`,
        ),
        why: `The value of \`${c.name}\` has the public shape of a ${vendorName(c.vendor)} key (${c.prefix}…). ${clauseText(clause)} Whoever runs ${e.host} can use it.`,
        todo: 'Remove the key, replace it at the provider, and give the gateway a credential of its own.',
        related: [{ path: e.path, span: e.span, message: `the base URL, ${e.basis}` }],
      })
    }
    return out
  },
}
export default rule
