/** Whether an address that a setting leads to is one that an AI client calls, and why not. */
import { classify } from '../classify'
import type { FactBase } from '../facts'
import type { Policy } from '../policy'
import type { Endpoint } from '../types'
import { isApiPath, isEverydayPath, isSureAiPath, isVersionedRoot } from '../url'
import type { Located } from './address'
import { buildEndpoint } from './endpoint'
import type { Placed } from './placed'
import type { Sink } from './sinks'
import type { UnitIndex } from './units'

export interface Judging {
  readonly facts: FactBase
  policyFor(path: string): Policy
}

export interface Refused {
  /** Why the address is no endpoint, as a part of a sentence. */
  readonly refused: string
}

/** The endpoint that an evaluated address is for this sink; `sink` null: the target of a reverse proxy. */
export function endpointAt(
  located: Located,
  placed: Placed,
  sink: Sink | null,
  judging: Judging,
  units: UnitIndex,
): Endpoint | Refused {
  const row = judging.facts.host(located.address.host.replaceAll('*', 'x'), located.address.path)?.row.class ?? null
  const certain = sink ? certainty(located, placed, sink, row) : 'yes'
  if (typeof certain === 'object') return certain
  const resolution = certain === 'partial' ? 'partial' : located.resolution
  return buildEndpoint(located, placed, sink, classifyAt(located, judging), units, resolution)
}

function classifyAt(located: Located, { facts, policyFor }: Judging) {
  const host = located.address.host.replaceAll('*', 'x')
  return classify({ ...located.address, host }, located.text.replaceAll('*', 'x'), facts, policyFor(located.path))
}

const refuse = (refused: string): Refused => ({ refused })
const NO_ADDRESS = refuse('its value is no address')

function certainty(located: Located, placed: Placed, sink: Sink, row: string | null): 'yes' | 'partial' | Refused {
  const { scheme } = located.address
  if (scheme.startsWith('socks')) return refuse('it is the address of a forward proxy')
  if (scheme.startsWith('ws') && sink.certainty !== 'sure') return refuse('it is the address of a socket')
  if (sink.certainty === 'sure') return 'yes'
  if (scheme === '' && !/[.:]/.test(located.text)) return NO_ADDRESS
  return sink.certainty === 'likely' ? byName(located, row) : byHost(located, placed, sink, row)
}

/** The name says that it is an AI address: any host counts. */
function byName({ address, text }: Located, row: string | null): 'yes' | Refused {
  if (row === 'ignored') return refuse(`${address.host} is known to be no model API`)
  if (address.scheme === '' && !/^(?:localhost|\[|\d+\.\d+|[\w-]+(?:\.[\w-]+)+)(?::\d+)?(?:\/|$)/i.test(text))
    return NO_ADDRESS
  if (/\.(?:png|jpe?g|svg|ico|webp|html?|md|pdf|zip|tar\.gz|css)$/i.test(address.path))
    return refuse('it is the address of a document or an image')
  return 'yes'
}

/** The name says nothing: the path or the host has to. */
function byHost({ address }: Located, placed: Placed, sink: Sink, row: string | null): 'yes' | 'partial' | Refused {
  const { scheme, path } = address
  if (row === 'ignored') return refuse(`${address.host} is known to be no model API`)
  if (isSureAiPath(path)) {
    if (row || namesModel(placed, path)) return 'yes'
    return refuse('its path is also one of mail and messaging services, and nothing in the file names a model')
  }
  if (sink.certainty === 'root' && scheme !== '' && isVersionedRoot(path)) return 'yes'
  if (sink.certainty === 'path')
    return refuse(`\`${sink.key}\` has another purpose by its name, and the path is not one that an AI API alone has`)
  if (!row)
    return refuse(
      `\`${sink.key}\` is no name that an AI client reads, and ${address.host || 'its host'} is no known AI API`,
    )
  if (scheme === '')
    return isVersionedRoot(path) ? 'partial' : refuse('it names a host without a scheme and an API path')
  // what callers add is not known: `https://host/v1/${path}`
  if (row !== 'tunnel' && isApiPath(path.replace(/\/\*+$/, '')))
    return placed.setting.kind === 'request' ? 'yes' : 'partial'
  return refuse(`\`${sink.key}\` is no name that an AI client reads, and the path is not one of an API`)
}

/** Source code that never names a model sends its `/v1/messages` to a mail or messaging service. */
function namesModel({ file }: Placed, path: string): boolean {
  return !isEverydayPath(path) || file.reader !== 'source' || file.traits.some((t) => t.what === 'names-model')
}
