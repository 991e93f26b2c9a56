import { isShipped, withoutPrefix } from '../../server/engine/shipped'
import type { Credential, Draft, Rule, RuleContext } from '../../server/engine/types'
import { first, isTestPath, vendorName } from '../wording'

/** Whose key it is, by the public shape of the value or by the rest of its name; null when it is none of an AI provider. */
function keyOf(c: Credential, { facts }: RuleContext): { vendor: string; shaped: boolean } | null {
  const bare = withoutPrefix(c.name)
  const named = facts.env(bare).find((m) => /^(?:key|token|subscription-token)$/.test(m.env.role) && !m.env.ambiguous)
  const shape = c.shape ? facts.pack.keys.find((k) => k.id === c.shape) : undefined
  // keys of one Google shape open maps and sign-in too, where browsers are meant to hold them
  const telling = shape && shape.vendor !== 'any' && shape.confidence !== 'low' && (shape.vendor !== 'google' || named)
  if (telling && shape.kind !== 'cloud-key' && facts.providerOf(shape.vendor))
    return { vendor: shape.vendor, shaped: true }
  if (!named) return null
  const vendor = named.env.vendor ?? named.client.vendor
  return { vendor: vendor === 'any' ? '' : vendor, shaped: false }
}

const rule: Rule = {
  id: 'key-in-browser',
  title: 'A key of an AI provider in a variable that is shipped to browsers',
  severity: 'error',
  model(context) {
    const { model, pass } = context
    const out: Draft[] = []
    for (const c of model.credentials) {
      if (!isShipped(c.name) || c.quoted || c.state === 'empty' || c.state === 'placeholder') {
        pass(isShipped(c.name) ? 'no key stands here' : 'build tools do not copy a variable of that name', c)
        continue
      }
      const key = keyOf(c, context)
      if (!key) {
        pass('it is no key of an AI provider', c)
        continue
      }
      const literal = c.state === 'literal' && key.shaped
      out.push({
        path: c.path,
        span: c.span,
        severity: isTestPath(c.path) ? 'info' : literal ? 'error' : 'warning',
        confidence: literal ? 'high' : 'medium',
        identity: c.name,
        message: first(
          `\`${c.name}\` puts ${key.vendor ? `the ${vendorName(key.vendor)} key` : 'a key'} into what every browser loads.`,
        ),
        why: 'Build tools copy variables with this beginning into the files that visitors download; whoever opens the page can read the key. Whether a page uses it is not known to this scan.',
        todo: 'Call the provider from a server of your own, rename the variable there, and replace the key if it was ever published.',
      })
    }
    return out
  },
}
export default rule
