/** Credentials of a person: logins of a subscription, not keys of an organisation. */
import type { FactBase } from '../server/engine/facts'
import type { Credential } from '../server/engine/types'

const KINDS = new Set(['subscription-token', 'refresh-token', 'session'])
/** Names of files and inputs that hold such a login and are no variables of a client. */
const NAMES = /^(?:CODEX_AUTH_JSON|CODEX_AUTH|claude_code_oauth_token)$/
/** Makers that say something about personal logins of their own. */
const VENDORS = new Set(['anthropic', 'openai'])

/** How a credential is known to be one: by the public shape of its value, or by its name; empty when it is not. */
export function isSubscription(c: Credential, facts: FactBase): 'shape' | 'name' | '' {
  const shape = c.shape ? facts.pack.keys.find((k) => k.id === c.shape) : undefined
  // the public shape says more than the name: an API key in a token variable is an API key
  if (shape && shape.vendor !== 'any' && (shape.confidence !== 'low' || shape.vendor === 'anthropic'))
    return VENDORS.has(shape.vendor) && KINDS.has(shape.kind) ? 'shape' : ''
  if (NAMES.test(c.name)) return 'name'
  const known = facts.env(c.name).find((m) => m.env.role === 'subscription-token')
  return known && VENDORS.has(known.env.vendor ?? known.client.vendor) ? 'name' : ''
}
