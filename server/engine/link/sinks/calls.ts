/** Options of calls, and the addresses of requests. */

import type { Client, FactBase } from '../../facts'
import { isHttpClient } from '../../readers/source/callees'
import { literalOf } from '../../template'
import type { FileFacts, Setting } from '../../types'
import { isSureAiPath } from '../../url'
import { ownersOfCall } from '../owners'
import { AI_SIBLING } from '../siblings'
import { snake } from '../words'
import { type Sink, type SinkContext, sureSink } from './sink'
import {
  AI_WORD,
  FOR_PEOPLE,
  isBesideModels,
  OTHER_PURPOSE,
  ofOne,
  STRONG_OPTION,
  spaced,
  URL_WORD,
  vendorIn,
  WEAK_OPTION,
} from './words'

/** Calls that are requests by their name count with a known host; any other call only with a path that an AI API alone has. */
export function requestSink(setting: Setting, file: FileFacts, facts: FactBase): Sink {
  const callee = setting.callee ?? 'request'
  const named =
    !callee.startsWith('~') || (AI_WORD.test(spaced(snake(callee))) && !/(?:error|exception)$/i.test(callee))
  const owner = callee.startsWith('~') ? positionalOwner(callee.slice(1), file, facts) : undefined
  if (owner) return sureSink(owner, owner.vendor, callee.slice(1))
  return { client: '', vendor: '', key: callee.replace(/^~/, ''), certainty: named ? 'host' : 'path' }
}

/** The imported client whose call of that name takes its address by place: `ollama.WithServerURL("https://…")`. */
function positionalOwner(callee: string, file: FileFacts, facts: FactBase): Client | undefined {
  return ownersOfCall(callee, file, facts).find((o) => o.nearness > 0 && o.options.base?.some((b) => /^\$\d$/.test(b)))
    ?.client
}

export function argumentSink(setting: Setting, file: FileFacts, context: SinkContext): Sink | null {
  const { facts, speaksAi, callsAiPath, siblings } = context
  if (FOR_PEOPLE.test(snake(setting.name))) return null
  const callee = setting.callee ?? ''
  const key = setting.name.startsWith('$') ? callee : `${callee}(${setting.name})`
  const found = ownersOfCall(callee, file, facts)
  // a name such as `Client` says nothing without its import
  const telling = AI_WORD.test(spaced(snake(callee)))
  for (const { client, options, nearness } of found) {
    const names = [...setting.path, setting.name]
    if (options.base?.some((o) => names.includes(o) || o === setting.path.join('.'))) {
      if (nearness > 0 || (telling && (file.imports.length === 0 || found.length === 1 || speaksAi(file))))
        return { client: client.id, vendor: ofOne(client.vendor), key, certainty: 'sure' }
    }
    if (
      options.proxy?.includes(setting.name) ||
      options.region?.includes(setting.name) ||
      options.key?.includes(setting.name)
    )
      return null
  }
  const option = snake(setting.name)
  const ai = AI_WORD.test(spaced(snake(callee))) || AI_WORD.test(spaced(option))
  if (OTHER_PURPOSE.test(option) || isBesideModels(`${snake(callee)}_${option}`))
    return { client: '', vendor: '', key, certainty: 'path' }
  if (STRONG_OPTION.test(option)) {
    const vendor = vendorIn(`${snake(callee)}_${option}`)
    const sure = ai || siblings.beside(setting, AI_SIBLING) || (PASSED_ON.test(callee) && speaksAi(file))
    return { client: '', vendor, key, certainty: sure || callsAiPath(file) ? 'likely' : 'host' }
  }
  if (HOST_OPTION.test(option) && pathBeside(setting, file)) return { client: '', vendor: '', key, certainty: 'likely' }
  if (callsAiPath(file) && isHttpClient(callee) && setting.name === '$0')
    return { client: '', vendor: '', key, certainty: 'likely' }
  if (callsAiPath(file) && BASE_METHOD.test(callee) && setting.name === '$0')
    return { client: '', vendor: '', key, certainty: 'likely' }
  if (callsAiPath(file) && (option === 'base_address' || (CLIENT_FACTORY.test(callee) && WEAK_OPTION.test(option))))
    return { client: '', vendor: '', key, certainty: 'likely' }
  if (ai && WEAK_OPTION.test(option) && !/^\$\d/.test(setting.name))
    return { client: '', vendor: vendorIn(snake(callee)), key, certainty: 'likely' }
  if (ai && URL_WORD.test(option) && AI_WORD.test(spaced(option)))
    return { client: '', vendor: vendorIn(option), key, certainty: 'likely' }
  return { client: '', vendor: '', key, certainty: 'host' }
}

const HOST_OPTION = /^(?:host|host_?name)$/
/** Gives an HTTP client its base address: `WebClient.builder().baseUrl("…")`, `resty.New().SetBaseURL("…")`. */
const BASE_METHOD = /(?:^|[.:])(?:set_?)?base_?ur[li]$/i
/** Hands its options to a client: the class above, a function that is called later. */
const PASSED_ON = /^(?:super\.__init__|super|(?:functools\.)?partial)$/
/** Builds an HTTP client for one base address. */
const CLIENT_FACTORY = /(?:^|[.:])(?:create|builder|Builder|new|Client|Session|HttpClient|WebClient|RestClient|extend)$/

/** `{ hostname: "…", path: "/v1/chat/completions" }` */
function pathBeside(setting: Setting, file: FileFacts): boolean {
  return file.settings.some(
    (s) => s.block === setting.block && /^(?:path|pathname)$/i.test(s.name) && isSureAiPath(literalOf(s.value)),
  )
}
