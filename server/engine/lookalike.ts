/** Hosts that imitate a provider's host. A maker's name inside somebody's own domain is no imitation. */
import type { FactBase } from './facts'
import { registrable, SHORTEST } from './protected'
import type { ProtectedDomain, ProtectedNames } from './types/protected'

/**
 * Letters of other scripts, and Latin ones with a mark that does not come off by decomposition, that look like a Latin letter: its own
 * letter first. Other marks come off by themselves.
 */
const ALIKE =
  'aаαɑ bЬƅ cсϲᴄ dԁժ eеєҽ gɡց hһհ iіıιɩǀ jјϳ kкκ lӏłℓ mм nոηпṇ oоοσօᴏøо pрρ qԛզ rгᴦ sѕꜱ tтτ uυսᴜ vνѵᴠ wԝѡωᴡ xхχ yуγүу zᴢ'

const CONFUSABLE: ReadonlyMap<string, string> = new Map(
  ALIKE.split(' ').flatMap((row) => [...row].slice(1).map((c): [string, string] => [c, row[0] as string])),
)

/** What a letter looks like in plain Latin. */
function plainOf(letter: string): string {
  return CONFUSABLE.get(letter) ?? (letter.normalize('NFD').replace(/\p{M}/gu, '') || letter)
}

/** The provider's host that `host` imitates, or empty. `unicode` is its Unicode form. */
export function findLookalike(host: string, unicode: string, facts: FactBase): string {
  const names = facts.protectedNames()
  return (
    (unicode !== host && homoglyphs(unicode, facts, names)) ||
    leadingLabels(host, facts, names) ||
    hyphened(host, names) ||
    slipped(host, facts, names)
  )
}

/** Whether a fact row says that this is a host of a maker or of a cloud that serves models. */
function isProtectedHost(host: string, facts: FactBase, names: ProtectedNames): boolean {
  const cls = facts.host(host, '')?.row.class
  return cls === 'official' || cls === 'cloud' || names.hosts.has(host)
}

/** The provider's host that `name` gives itself out as: one of a row, or any below a domain that is the provider's alone. */
export function namesProvider(name: string, facts: FactBase): string {
  const names = facts.protectedNames()
  const domain = names.domains.get(registrable(name))
  if (!domain || /^v\d+$/.test(domain.name)) return ''
  if (isProtectedHost(name, facts, names)) return name
  if (!domain.telling) return ''
  return name === domain.domain ? domain.host : name
}

/** `api.maker.com.other.net`: the provider's host, or one below its domain, as the first labels of another domain. */
function leadingLabels(host: string, facts: FactBase, names: ProtectedNames): string {
  const own = registrable(host)
  const labels = host.split('.')
  for (let n = labels.length - 1; n >= 2; n--) {
    const lead = labels.slice(0, n).join('.')
    const domain = registrable(lead)
    // a provider's own domain may continue another one of its own: amazonaws.com.cn
    if (domain === own || (own.startsWith(`${domain}.`) && names.domains.has(own))) continue
    const imitated = namesProvider(lead, facts)
    if (imitated) return imitated
  }
  return ''
}

/** `api-maker-com.other.net`, `maker-com.net`: the dots as hyphens. */
function hyphened(host: string, names: ProtectedNames): string {
  const own = registrable(host)
  const ownLabel = own.slice(0, own.indexOf('.'))
  for (const label of new Set([host.slice(0, host.indexOf('.')), ownLabel])) {
    const parts = label.split('-')
    for (let n = parts.length; n >= 2; n--) {
      const meant = names.hyphened.get(parts.slice(0, n).join('-'))
      if (meant && registrable(meant) !== own) return meant
    }
    const form = names.forms.find((f) => f.domain !== own && f.re.test(label))
    if (form) return form.meant
  }
  for (const d of names.domains.values())
    if (d.official && d.name.length >= SHORTEST && d.domain !== own && ownLabel === d.domain.replaceAll('.', '-'))
      return d.host
  return ''
}

/** One edit away from a provider's domain. */
function slipped(host: string, facts: FactBase, names: ProtectedNames): string {
  const own = registrable(host)
  if (names.listed.has(own)) return ''
  const label = own.slice(0, own.indexOf('.'))
  const meant = (d: ProtectedDomain): string => {
    const written = host.slice(0, host.length - own.length) + d.domain
    return isProtectedHost(written, facts, names) ? written : d.host
  }
  for (const d of names.domains.values()) {
    if (d.name.length < SHORTEST) continue
    const sameEnding = own.slice(label.length) === d.domain.slice(d.name.length)
    if (sameEnding && oneEdit(label, d.name)) return meant(d)
    if (label === d.name && d.known && oneEdit(own, d.domain)) return meant(d)
  }
  return ''
}

/** One insertion, deletion, substitution or transposition of neighbours apart. */
export function oneEdit(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false
  let i = 0
  while (i < a.length && a[i] === b[i]) i++
  const restA = a.slice(i)
  const restB = b.slice(i)
  if (restA.slice(1) === restB.slice(1) || restA.slice(1) === restB || restA === restB.slice(1)) return true
  return restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2)
}

/** Host written with letters that look like others: the whole host, its domain, its first labels, or a maker's name inside of one label. */
function homoglyphs(unicode: string, facts: FactBase, names: ProtectedNames): string {
  const letters = [...unicode]
  const plain = letters.map(plainOf)
  const whole = plain.join('')
  if (whole === unicode || plain.length !== whole.length) return ''
  const domain = names.domains.get(registrable(whole))
  if (domain) return isProtectedHost(whole, facts, names) ? whole : domain.host
  const lead = leadingLabels(whole, facts, names)
  if (lead) return lead
  for (const d of names.domains.values()) {
    const at = d.known && d.name.length >= SHORTEST ? whole.indexOf(d.name) : -1
    if (at >= 0 && isDisguised(letters, plain, at, at + d.name.length)) return d.host
  }
  return ''
}

/** Letters of other scripts inside a name; a mark counts only where the name is a word by itself (`cohérence` is a word of its own). */
function isDisguised(letters: readonly string[], plain: readonly string[], start: number, end: number): boolean {
  const name = letters.slice(start, end)
  if (name.some((c) => CONFUSABLE.has(c))) return true
  const isLetter = (c: string | undefined) => c !== undefined && /\p{L}/u.test(c)
  return name.some((c, k) => c !== plain[start + k]) && !isLetter(letters[start - 1]) && !isLetter(letters[end])
}
