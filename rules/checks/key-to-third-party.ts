import { hostEntryCovers } from '../../server/engine/classify'
import type { FactBase } from '../../server/engine/facts'
import type { Draft, Endpoint, Model, PlacedCredential, Rule } from '../../server/engine/types'
import { keyElsewhere } from '../fixes'
import { type Handed, handedIn } from '../handed'
import { QUOTED } from '../passes'
import { type Units, unitsIn } from '../units'
import { clauseText, first, hostName, isTestPath, isThirdParty, standing, vendorName } from '../wording'

const OWN_KINDS = new Set(['api-key', 'admin-key', 'cloud-key', 'subscription-token', 'refresh-token', 'session'])
/** Credentials of a person, not keys of an organisation. */
const LOGINS = new Set(['subscription-token', 'refresh-token', 'session'])
const MAKERS = new Set(['openai', 'anthropic', 'google', 'xai', 'mistral', 'deepseek', 'moonshot', 'groq'])
const CLAUSE: Readonly<Record<string, string>> = {
  anthropic: 'anthropic-consumer-sharing',
  openai: 'openai-services-3-3-g',
  mistral: 'mistral-2-2-h',
}
/** Every API of Google issues keys of one shape: maps, sign-in and models alike. */
const GOOGLE_MODELS = /gemini|genai|generative|ai_?studio|^google_?(?:ai_?)?api_?key|palm/i

/** Same call, block or env file first, then the same file, then the unit. */
function nearness(c: PlacedCredential, e: Endpoint): number {
  if (c.path === e.path && c.block === e.setting.block) return 0
  if (c.path === e.sinkPath && c.block === e.sink.block) return 0
  if (c.path === e.path || c.path === e.sinkPath) return 1
  return 2
}

/** Whether a client behind that address could be given this key at all. */
function fits(c: PlacedCredential, e: Endpoint): boolean {
  // whatever the shape says: this is what the client is given
  if (isGiven(c, e)) return true
  if (e.vendor && e.vendor !== c.vendor) return false
  return (
    c.kind !== 'cloud-key' &&
    MAKERS.has(c.vendor) &&
    (c.vendor !== 'google' || e.vendor === 'google' || GOOGLE_MODELS.test(c.name))
  )
}

/** One call takes both, or `OPENAI_API_KEY` and `OPENAI_BASE_URL` stand side by side. */
function isGiven(c: PlacedCredential, e: Endpoint): boolean {
  if (c.path !== e.path || c.block !== e.setting.block) return false
  if (/^(?:argument|request)$/.test(e.setting.kind) && c.block !== 0) return true
  const own = stem(c.name)
  return own !== '' && own === stem(e.setting.name) && e.setting.kind === 'env'
}

/** `OPENAI_API_KEY` and `OPENAI_BASE_URL` have the same stem: they are meant for each other. */
function stem(name: string): string {
  return name
    .replace(/^.*[.(]/, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .replace(/_?(?:API_?)?(?:KEYS?|TOKENS?|AUTH_TOKEN|BASE_?URL|BASE|ENDPOINT|URL|HOST)_?$/, '')
}

/** An address that is given a key of its own by name does not take this one as well. */
function hasOwnKey(e: Endpoint, c: PlacedCredential, model: Model): boolean {
  const own = stem(e.setting.name)
  if (!own || own === stem(c.name)) return false
  return model.credentials.some(
    (k) => k !== c && k.path === e.path && k.block === e.setting.block && k.state !== 'empty' && stem(k.name) === own,
  )
}

/** The third party that gets the key, or null. The nearest addresses decide; an official one among them is where the key goes. */
function takerOf(c: PlacedCredential, model: Model, units: Units, handed: Handed, facts: FactBase): Endpoint | null {
  const home = facts.providerOf(c.vendor)?.hosts ?? []
  const near = model.endpoints
    .filter(
      (e) =>
        e.class !== 'placeholder' &&
        e.effective !== 'overridden' &&
        !e.setting.quoted &&
        units.together(
          c.units,
          e.reach.map((r) => r.unit),
        ) &&
        fits(c, e) &&
        !handed.apart(c, e) &&
        !hasOwnKey(e, c, model),
    )
    .map((e) => ({ e, at: nearness(c, e) }))
  const best = Math.min(...near.map((n) => n.at))
  const level = near.filter((n) => n.at === best).map((n) => n.e)
  const isHome = (e: Endpoint) =>
    home.some((host) => hostEntryCovers(host, e.host)) || (e.serves.includes(c.vendor) && !isThirdParty(e))
  const third = level.find((e) => isThirdParty(e) && !isHome(e) && (e.vendor === c.vendor || best < 2))
  if (!third) return null
  const official = level.filter((e) => e.class === 'official' && e.serves.includes(c.vendor))
  const inOneCall = best === 0 && c.block !== 0 && c.block === third.setting.block
  const meant = (e: Endpoint) => stem(e.setting.name) === stem(c.name) && stem(third.setting.name) !== stem(c.name)
  return official.some((e) => inOneCall || e.sink.name === third.sink.name || meant(e)) ? null : third
}

/** Why a credential is none that this rule follows. */
function unfit(c: PlacedCredential): string {
  if (c.state !== 'literal') return `no key stands here, only a ${c.state === 'empty' ? 'blank' : c.state}`
  if (!c.shape) return "the value does not have the shape of a maker's key"
  return c.quoted ? QUOTED : 'it is no key of a model maker'
}

const rule: Rule = {
  id: 'key-to-third-party',
  title: "A provider's key beside an address that is not the provider's",
  severity: 'error',
  model(context) {
    const { pass } = context
    const out: Draft[] = []
    const units = context.once(unitsIn)
    const handed = handedIn(context.model, context.facts)
    for (const c of context.model.credentials) {
      if (!c.shape || c.state !== 'literal' || c.quoted || !OWN_KINDS.has(c.kind)) {
        pass(unfit(c), c)
        continue
      }
      // a shape that several makers share names nobody
      const shape = context.facts.pack.keys.find((k) => k.id === c.shape)
      if (!shape || shape.vendor === 'any' || shape.confidence === 'low') {
        pass('several makers share the shape of this value', c)
        continue
      }
      const e = handed
        .placesOf(c)
        .map((at) => takerOf(at, context.model, units, handed, context.facts))
        .find((taker) => taker !== null)
      if (!e) {
        pass(`no address of a third party would be given this ${vendorName(c.vendor)} key`, c)
        continue
      }
      const clause = context.facts.clause(CLAUSE[c.vendor] ?? '')
      const maker = vendorName(c.vendor)
      const a = /^(?:[AEIOUx]|NV)/.test(maker) ? 'an' : 'a'
      const word = LOGINS.has(c.kind) ? 'login' : 'key'
      const holder = c.name ? `The value of \`${c.name}\`` : 'A text here'
      out.push({
        path: c.path,
        span: c.span,
        host: e.host,
        severity: isTestPath(c.path) ? 'warning' : 'error',
        endpoint: e,
        identity: c.name,
        message: first(
          `${a === 'an' ? 'An' : 'A'} ${maker} ${word} stands beside a base URL on ${hostName(e)}: the ${word} leaves for a third party.`,
        ),
        why: `${holder} has the public shape of ${a} ${maker} ${word} (${c.prefix}…). ${clauseText(clause)} Whoever runs ${e.host} can use it.`,
        todo: 'Remove the key, replace it at the provider, and give the gateway a credential of its own.',
        fixes: keyElsewhere(c, context),
        related: [{ path: e.path, span: e.span, message: `the base URL, ${e.basis}` }],
      })
    }
    const takers = new Set(out.map((d) => d.endpoint))
    for (const e of context.model.endpoints)
      if (!takers.has(e))
        pass(
          isThirdParty(e)
            ? "no value with the shape of a maker's key stands beside it"
            : `the address is ${standing(e)}`,
          e,
        )
    return out
  },
}
export default rule
