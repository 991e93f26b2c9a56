import { nameOf } from '../../paths'
import type { FileFacts, Setting } from '../../types'
import { ownerOfMember } from '../owners'
import { snake } from '../words'
import type { Sink, SinkContext } from './sink'
import { isWebsite } from './websites'
import {
  AI_WORD,
  FOR_PEOPLE,
  hasModelSibling,
  isBesideModels,
  OTHER_PURPOSE,
  ofOne,
  STRONG_OPTION,
  spaced,
  URL_WORD,
  vendorIn,
} from './words'

/** A list whose name says that it holds base addresses. */
const LISTS_BASES = /(?:base_?ur[li]|api_?base|api_?ur[li]|endpoint|base_?uri|upstream|api_?host|channel_?ur[li])s?$/

export function nameSink(
  setting: Setting,
  file: FileFacts,
  { facts, speaksAi, callsAiPath, siblings }: SinkContext,
): Sink | null {
  const own = snake(setting.name)
  if (FOR_PEOPLE.test(own)) return null
  const whole = () => snake(setting.path.join('_'))
  const key = setting.path.join('.')
  // configuration that is source code: `config/openai.php`, `config.py`
  const known = facts.env(setting.name).some((m) => m.env.ambiguous) ? null : facts.fileKey(file.path, setting.path)
  if (known?.role === 'base-url' || known?.role === 'host')
    return { client: known.client.id, vendor: ofOne(known.vendor), key, certainty: 'sure' }
  if (OTHER_PURPOSE.test(own) || isBesideModels(own)) return { client: '', vendor: '', key, certainty: 'path' }
  const env = facts.env(setting.name).find((m) => m.env.role === 'base-url')
  if (env && !env.env.ambiguous)
    return { client: env.client.id, vendor: env.env.vendor ?? env.client.vendor, key, certainty: 'likely' }
  if (AI_WORD.test(spaced(own)) && URL_WORD.test(own))
    return { client: '', vendor: vendorIn(own), key, certainty: 'likely' }
  if (setting.kind === 'member' && STRONG_OPTION.test(own)) {
    const client = ownerOfMember(setting.path, file, facts)
    if (client) return { client: client.id, vendor: ofOne(client.vendor), key, certainty: 'sure' }
  }
  if (setting.kind === 'member' && STRONG_OPTION.test(own) && AI_WORD.test(spaced(whole())))
    return { client: '', vendor: vendorIn(whole()), key, certainty: 'likely' }
  if (hasModelSibling(setting.name, siblings))
    return { client: '', vendor: vendorIn(whole()), key, certainty: 'likely' }
  // alone the name counts where the file shows a model; the stem of another service (`QQ_API_BASE`) says whose API it is
  const stem = /^(.*?)_?api_base(?:_url)?$/.exec(own)?.[1]
  const plain = stem !== undefined && /^(?:default|custom|my)?$/.test(stem)
  if (stem !== undefined && ((plain && speaksAi(file)) || /ai$/.test(stem) || siblings.ai(setting)))
    return { client: '', vendor: vendorIn(whole()), key, certainty: 'likely' }
  if (plain && file.traits.some((t) => t.what === 'names-model'))
    return { client: '', vendor: vendorIn(whole()), key, certainty: 'root' }
  const strong = STRONG_OPTION.test(own) || own === 'base_address'
  const told =
    (strong && (AI_WORD.test(spaced(whole())) || callsAiPath(file))) ||
    (strong && speaksAi(file) && (siblings.ai(setting) || AI_WORD.test(spaced(snake(nameOf(file.path))))))
  if (told) return { client: '', vendor: vendorIn(whole()), key, certainty: 'likely' }
  // an element of a list without a telling name: allowed hosts, documentation, origins
  const listed = /^\d+$/.test(setting.path[setting.path.length - 1] ?? '')
  if ((listed && !LISTS_BASES.test(own)) || isWebsite(setting, own, siblings))
    return { client: '', vendor: '', key, certainty: 'path' }
  return { client: '', vendor: '', key, certainty: 'host' }
}
