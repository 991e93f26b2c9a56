/** Hosts that imitate a provider's host. A maker's name inside somebody's own domain is no imitation. */
import type { FactBase } from './facts'

/** Second-level suffixes under which names are registered; enough to find the registrable label of the hosts concerned. */
const SECOND_LEVEL = /^(?:com|net|org|co|gov|edu|ac|gob|or|ne|go)\.[a-z]{2}$/

/** `api.openai.com` -> `openai.com`; `x.co.uk` -> `x.co.uk`. */
export function registrable(host: string): string {
  const labels = host.split('.')
  const two = labels.slice(-2).join('.')
  return SECOND_LEVEL.test(two) ? labels.slice(-3).join('.') : two
}

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

/** A shorter name is too close to many others. */
const SHORTEST = 6

/** The maker host that `host` imitates, or empty. `unicode` is its Unicode form. */
export function findLookalike(host: string, unicode: string, facts: FactBase): string {
  const makers = facts.makers()
  if (unicode !== host) {
    const imitated = homoglyphs(unicode, makers)
    if (imitated) return imitated
  }
  const own = registrable(host)
  const label = own.split('.')[0] ?? ''
  for (const maker of makers) {
    const domain = registrable(maker)
    if (own === domain) continue
    if (host.startsWith(`${maker}.`) || host.startsWith(`${domain}.`)) return maker
    const dashed = maker.replaceAll('.', '-')
    if (
      host.startsWith(`${dashed}.`) ||
      host.startsWith(`${dashed}-`) ||
      (domain.includes('.') && label === domain.replaceAll('.', '-'))
    )
      return maker
  }
  for (const maker of makers) {
    const domain = registrable(maker)
    const makerLabel = domain.split('.')[0] ?? ''
    if (own === domain || makerLabel.length < SHORTEST) continue
    const sameSuffix = own.slice(label.length) === domain.slice(makerLabel.length)
    if (sameSuffix && label !== makerLabel && oneEdit(label, makerLabel)) return maker
    if (label === makerLabel && oneEdit(own, domain)) return maker
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

/** Host written with letters that look like others: the whole host, its domain, or a maker's name inside of one label. */
function homoglyphs(unicode: string, makers: readonly string[]): string {
  const letters = [...unicode]
  const plain = letters.map(plainOf)
  const whole = plain.join('')
  if (whole === unicode) return ''
  for (const maker of makers) {
    const domain = registrable(maker)
    if (whole === maker || whole === domain || whole.endsWith(`.${domain}`)) return maker
  }
  for (const maker of makers) {
    const name = registrable(maker).split('.')[0] ?? ''
    const at = name.length < SHORTEST ? -1 : whole.indexOf(name)
    // the letters of the name itself have to be others than they look
    if (at >= 0 && letters.slice(at, at + name.length).join('') !== name) return maker
  }
  return ''
}
