import type { Draft, PlacedCredential, Rule } from '../../server/engine/types'
import { first, isTestPath, vendorName } from '../wording'

/** Logins of persons: two of them are a pool already. */
const PERSONAL = new Set(['subscription-token', 'refresh-token', 'session'])

/** What a list of objects has to hold before its keys are called a pool: environments come in twos. */
const OBJECTS = 3
const NUMBERED = 3

const rule: Rule = {
  id: 'credential-pool',
  title: 'Several keys or accounts of one provider rotated in one setting',
  severity: 'warning',
  model({ model, facts, pass }) {
    const out: Draft[] = []
    const numbered = new Groups()
    const listed = new Groups()
    for (const c of model.credentials) {
      if (c.quoted || c.state === 'empty' || c.state === 'placeholder') {
        pass('no key stands here', c)
        continue
      }
      const known = c.shape !== undefined || facts.env(c.name).length > 0
      if (c.count >= 2 && (c.shape !== undefined || (c.state === 'reference' && PLURAL.test(c.name) && known)))
        out.push(draft([c], `${c.count} ${of(c)} stand in \`${c.name}\`.`))
      if (c.state !== 'literal') continue
      if (c.list !== undefined && c.shape !== undefined) listed.add(`${c.path} ${c.block} ${c.list} ${c.vendor}`, c)
      const base = /^(.*?(?:KEY|TOKEN))_?(\d+)$/.exec(c.name)?.[1]
      if (base && (c.shape !== undefined || (c.vendor !== '' && facts.env(base).length > 0)))
        for (const where of environments(c)) numbered.add(`${where} ${base} ${c.vendor}`, c)
    }
    for (const group of listed.of((g) => (/\[\](?: \d+)?$/.test(g.list ?? '') || PERSONAL.has(g.kind) ? 2 : OBJECTS)))
      out.push(draft(group, `${group.length} ${of(group[0])} stand in the list \`${listName(group[0])}\`.`))
    const said = new Set<PlacedCredential>()
    for (const group of numbered.of(() => NUMBERED)) {
      if (said.has(group[0]) || new Set(group.map((c) => c.name)).size < NUMBERED) continue
      said.add(group[0])
      out.push(draft(group, `${group.length} numbered variables, \`${group[0].name}\` and on, hold ${of(group[0])}.`))
    }
    const told = new Set(out.flatMap((d) => [d, ...(d.related ?? [])]).map((p) => `${p.path}:${p.span.start}`))
    for (const c of model.credentials)
      if (!told.has(`${c.path}:${c.span.start}`)) pass('it is not one of several keys that stand in one setting', c)
    return out
  },
}

/** What runs with one environment, whichever files make it: a service, a workload, a job; else the block of a file. */
function environments(c: PlacedCredential): string[] {
  const named = c.units.filter((u) => !u.startsWith('folder:'))
  return named.length > 0 ? named : [`${c.path} ${c.block}`]
}

const PLURAL = /(?:keys|tokens)$/i

type Group = readonly [PlacedCredential, ...PlacedCredential[]]

class Groups {
  private readonly groups = new Map<string, [PlacedCredential, ...PlacedCredential[]]>()

  add(key: string, c: PlacedCredential): void {
    const group = this.groups.get(key)
    if (group) group.push(c)
    else this.groups.set(key, [c])
  }

  /** Groups that are at least as large as what their first member asks for. */
  of(least: (c: PlacedCredential) => number): Group[] {
    return [...this.groups.values()].filter((g) => g.length >= least(g[0]))
  }
}

/** `OpenAI keys`, `Anthropic logins`; keys of a shape that many share have no maker. */
function of(c: PlacedCredential): string {
  return `${c.vendor ? `${vendorName(c.vendor)} ` : ''}${PERSONAL.has(c.kind) ? 'logins' : 'keys'}`
}

/** The last name on the way to the list. */
function listName(c: PlacedCredential): string {
  return (c.list ?? '').replace(/ \d+$/, '').split('.[]')[0]?.split('.').pop() || c.name
}

function draft(group: Group, message: string): Draft {
  const [c, ...rest] = group
  return {
    path: c.path,
    span: c.span,
    severity: isTestPath(c.path) ? 'info' : 'warning',
    confidence: 'medium',
    identity: c.name || listName(c),
    message: first(message),
    why: 'Rotating keys or accounts gets around limits that a provider sets per account; terms of several providers speak against coordinated use of accounts. Whether these belong to separate teams is not known to this scan.',
    todo: 'Use one key per application, and ask the provider for a higher limit.',
    related: rest.slice(0, 9).map((r) => ({ path: r.path, span: r.span, message: 'another one of them' })),
  }
}
export default rule
