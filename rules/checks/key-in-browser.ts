import { isShipped, withoutPrefix } from '../../server/engine/shipped'
import type { Credential, Draft, Place, Rule, RuleContext } from '../../server/engine/types'
import { first, isTestPath, vendorName } from '../wording'

interface Shipped {
  readonly vendor: string
  readonly shaped: boolean
  /** Where code gives it to a client, when only that says what it is. */
  readonly use?: Place
}

/** Whose key it is, by the public shape of the value or by the rest of its name; null when it is none of an AI provider. */
function keyOf(c: Credential, { facts }: RuleContext): Shipped | null {
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

/** Variables of any name that code hands to a client as its key, by name. */
function handedAsKey({ model, facts }: RuleContext): Map<string, Shipped> {
  const out = new Map<string, Shipped>()
  for (const file of model.files.values())
    for (const s of file.settings) {
      if (s.kind !== 'argument' || !s.callee) continue
      const callee = s.callee
      for (const part of s.value.parts) {
        if (part.kind !== 'ref' || part.to !== 'env' || !isShipped(part.name) || out.has(part.name)) continue
        const taker = facts.callee(file.dialect, callee).find((c) => c.options.key?.includes(s.name))
        if (!taker) continue
        const vendor = taker.client.vendor === 'any' ? '' : taker.client.vendor
        out.set(part.name, { vendor, shaped: false, use: { path: file.path, span: s.value.span } })
      }
    }
  return out
}

/** A key whose name and shape say nothing is what the client takes it for. */
function whose({ vendor, use }: Shipped): string {
  if (use) return vendor ? `the key of a client of ${vendorName(vendor)}` : 'the key of an AI client'
  return vendor ? `the ${vendorName(vendor)} key` : 'a key'
}

function draft(name: string, at: Place, key: Shipped, literal: boolean): Draft {
  return {
    path: at.path,
    span: at.span,
    severity: isTestPath(at.path) ? 'info' : literal ? 'error' : 'warning',
    confidence: literal ? 'high' : 'medium',
    identity: name,
    message: first(`\`${name}\` puts ${whose(key)} into what every browser loads.`),
    why: 'Build tools copy variables with this beginning into the files that visitors download; whoever opens the page can read the key. Whether a page uses it is not known to this scan.',
    todo: 'Call the provider from a server of your own, rename the variable there, and replace the key if it was ever published.',
    related: key.use ? [{ ...key.use, message: 'given to a client here' }] : [],
  }
}

const rule: Rule = {
  id: 'key-in-browser',
  title: 'A key of an AI provider in a variable that is shipped to browsers',
  severity: 'error',
  model(context) {
    const out: Draft[] = []
    const handed = handedAsKey(context)
    const defined = new Set<string>()
    for (const c of context.model.credentials) {
      if (!isShipped(c.name) || c.quoted) {
        context.pass('build tools do not copy a variable of that name', c)
        continue
      }
      defined.add(c.name)
      const blank = c.state === 'empty' || c.state === 'placeholder'
      const key = blank ? null : (keyOf(c, context) ?? handed.get(c.name))
      if (key) out.push(draft(c.name, c, key, c.state === 'literal' && key.shaped))
      else context.pass(blank ? 'no key stands here' : 'it is no key of an AI provider', c)
    }
    for (const [name, { use, ...key }] of handed) if (use && !defined.has(name)) out.push(draft(name, use, key, false))
    return out
  },
}
export default rule
