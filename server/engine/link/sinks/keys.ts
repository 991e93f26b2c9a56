/** Keys of configuration files. */
import type { FileFacts, Setting } from '../../types'
import { snake } from '../words'
import { agentOf, withAgent } from './agents'
import type { Sink, SinkContext } from './sink'
import { isWebsite } from './websites'
import {
  AI_WORD,
  FOR_PEOPLE,
  hasModelSibling,
  isBesideModels,
  NOT_CALLED,
  OTHER_PURPOSE,
  ofOne,
  STRONG_OPTION,
  spaced,
  URL_WORD,
  vendorIn,
} from './words'

export function keySink(setting: Setting, file: FileFacts, { facts, speaksAi, siblings }: SinkContext): Sink | null {
  const key = setting.path.filter((p) => !/^\d+$/.test(p)).join('.')
  const known = facts.fileKey(
    file.path,
    setting.path.map((p) => (/^\d+$/.test(p) ? '[]' : p)),
  )
  if (known) {
    if (known.role !== 'base-url' && known.role !== 'host') return null
    return withAgent(
      { client: known.client.id, vendor: ofOne(known.vendor), key, certainty: 'sure' },
      agentOf(setting, file, facts, known.effect),
      known.effect,
    )
  }
  const last = snake(setting.name)
  if (NOT_CALLED.test(last) || FOR_PEOPLE.test(last)) return null
  if (OTHER_PURPOSE.test(last) || isWebsite(setting, last, siblings))
    return { client: '', vendor: '', key, certainty: 'path' }
  const whole = snake(setting.path.filter((p) => !/^\d+$/.test(p)).join('_'))
  if (isBesideModels(whole)) return { client: '', vendor: '', key, certainty: 'path' }
  const ai = AI_WORD.test(spaced(whole))
  const agent = agentOf(setting, file, facts)
  if (
    /(?:^|_)api_base(?:_url)?$/.test(last) ||
    hasModelSibling(setting.name, siblings) ||
    (STRONG_OPTION.test(last) && (ai || siblings.ai(setting)))
  ) {
    return withAgent({ client: '', vendor: vendorIn(whole), key, certainty: 'likely' }, agent)
  }
  if (ai && URL_WORD.test(last) && !/^(?:url|host|base|api)$/.test(last))
    return withAgent({ client: '', vendor: vendorIn(whole), key, certainty: 'likely' }, agent)
  if (ai && speaksAi(file) && /^(?:url|host|base)$/.test(last))
    return {
      client: '',
      vendor: vendorIn(whole),
      key,
      certainty: siblings.ai(setting) ? 'likely' : 'host',
    }
  return { client: '', vendor: '', key, certainty: 'host' }
}
