// A row speaks for a host of somebody: never for a suffix of many, a reserved name or an address, never for hosts of another class.
import { isSharedSuffix } from './pack-suffixes.mjs'

const RESERVED = /(?:^|\.)(?:example|invalid|test|localhost|local|internal|lan|arpa|onion|example\.(?:com|net|org))$/
const domainOf = (row) =>
  row.host
    .replace(/\/.*$/s, '')
    .replace(/:\d+$/, '')
    .replace(/^.*[*}]\./, '')
const hostOf = (row) => row.host.replace(/\/.*$/s, '').replace(/:\d+$/, '')

export function* domainErrors(all) {
  const hosted = new Set(
    all.endpoints.filter((i) => i.class === 'tunnel' && i.row.host.startsWith('*.')).map((i) => domainOf(i.row)),
  )
  for (const item of all.endpoints) {
    const { row } = item
    const domain = domainOf(row)
    const said = `${item.at('host')}: ${row.host}`
    if (/^[\d.]+$/.test(hostOf(row))) yield `${said} is an address, no host of anybody`
    else if (RESERVED.test(domain)) yield `${said} is a reserved name`
    else if (/^(?:\*\.)?[a-z0-9-]+$/.test(hostOf(row))) yield `${said} is no host below a suffix`
    else if (item.class !== 'tunnel' && (isSharedSuffix(domain) || hosted.has(domain)))
      yield `${said}: strangers register names below ${domain}`
    yield* swallowed(item, all)
  }
}

/** Classes whose rows must not lie below a row of another class that speaks for everything there. */
const KEPT = {
  relay: ['official', 'cloud', 'gateway'],
  tunnel: ['official', 'cloud'],
  gateway: ['official', 'cloud'],
  ignored: ['official', 'cloud'],
}

function* swallowed(item, all) {
  const { row, class: cls } = item
  const whole =
    row.host.startsWith('*.') || (cls === 'relay' && !/[*{/]/.test(row.host) && row.host.split('.').length === 2)
  if (!whole || !KEPT[cls]) return
  const domain = domainOf(row)
  const below = all.endpoints.find(
    (o) => KEPT[cls].includes(o.class) && (hostOf(o.row) === domain || hostOf(o.row).endsWith(`.${domain}`)),
  )
  if (below) yield `${item.at('host')}: ${row.host} would speak for ${below.row.host} (${below.class}.yaml)`
}
