import type { Draft, PlacedCredential, Rule } from '../../server/engine/types'
import { first, isTestPath, vendorName } from '../wording'

const rule: Rule = {
  id: 'credential-pool',
  title: 'Several keys or accounts of one provider rotated in one setting',
  severity: 'warning',
  model({ model, facts }) {
    const out: Draft[] = []
    const numbered = new Map<string, PlacedCredential[]>()
    for (const c of model.credentials) {
      if (c.state !== 'literal' || c.quoted) continue
      const known = c.shape !== undefined || c.vendor !== ''
      if (c.count >= 2 && c.shape !== undefined)
        out.push(draft(c, `${c.count} ${vendorName(c.vendor) || 'provider'} keys stand in \`${c.name}\`.`))
      const base = /^(.*?(?:KEY|TOKEN))_?(\d+)$/.exec(c.name)?.[1]
      if (base && known && (c.shape !== undefined || facts.env(base).length > 0)) {
        const key = `${c.path} ${c.block} ${base}`
        numbered.set(key, [...(numbered.get(key) ?? []), c])
      }
    }
    for (const group of numbered.values()) {
      const firstOne = group[0]
      if (firstOne && group.length >= 3)
        out.push(
          draft(firstOne, `${group.length} numbered variables beside \`${firstOne.name}\` hold keys of one provider.`),
        )
    }
    return out
  },
}

function draft(c: PlacedCredential, message: string): Draft {
  return {
    path: c.path,
    span: c.span,
    severity: isTestPath(c.path) ? 'info' : 'warning',
    confidence: 'medium',
    identity: c.name,
    message: first(message),
    why: 'Rotating keys or accounts gets around limits that a provider sets per account; terms of several providers speak against coordinated use of accounts. Whether these belong to separate teams is not known to this scan.',
    todo: 'Use one key per application, and ask the provider for a higher limit.',
  }
}
export default rule
