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

const CONFUSABLE: Readonly<Record<string, string>> = {
  а: 'a',
  е: 'e',
  о: 'o',
  р: 'p',
  с: 'c',
  у: 'y',
  х: 'x',
  і: 'i',
  ј: 'j',
  ѕ: 's',
  ԁ: 'd',
  ɡ: 'g',
  ո: 'n',
  һ: 'h',
  ӏ: 'l',
  ο: 'o',
  α: 'a',
  ι: 'i',
  ν: 'v',
  ρ: 'p',
  ı: 'i',
  ł: 'l',
  ạ: 'a',
  ọ: 'o',
  ẹ: 'e',
  ị: 'i',
  á: 'a',
  à: 'a',
  é: 'e',
  è: 'e',
  í: 'i',
  ì: 'i',
  ó: 'o',
  ò: 'o',
  ö: 'o',
  ä: 'a',
  ü: 'u',
  ñ: 'n',
  ń: 'n',
  ṅ: 'n',
  ĺ: 'l',
}

/** The maker host that `host` imitates, or empty. `unicode` is its Unicode form. */
export function findLookalike(host: string, unicode: string, facts: FactBase): string {
  const makers = facts.makers()
  if (unicode !== host) {
    const plain = [...unicode].map((c) => CONFUSABLE[c] ?? c).join('')
    if (plain !== unicode)
      for (const maker of makers)
        if (plain === maker || plain.endsWith(`.${registrable(maker)}`) || plain === registrable(maker)) return maker
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
    if (own === domain || makerLabel.length < 6) continue
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
