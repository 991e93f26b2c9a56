/** Which settings feed an AI client: by variable, key path, option, name, or because the host is a known AI API. */
import type { FactBase } from '../../facts'
import type { FileFacts, Setting } from '../../types'
import { argumentSink, requestSink } from './calls'
import { keySink } from './keys'
import { nameSink } from './names'
import { type Sink, type SinkContext, sureSink } from './sink'
import { envSink, knownRead } from './variables'
import { ofOne } from './words'

export type { Sink, SinkContext } from './sink'

/** What this setting feeds, or null when nothing says that it is an AI address. */
export function sinkOf(setting: Setting, file: FileFacts, context: SinkContext): Sink | null {
  const sender = setting.name.includes('-') ? context.facts.header(setting.name) : null
  if (sender) return sureSink(sender, sender.vendor, setting.name)
  const read = setting.kind === 'env' ? null : knownRead(setting, context.facts)
  const found = read ?? redirected(setting, context.facts)
  if (found) return found
  switch (setting.kind) {
    case 'env':
      return envSink(setting, file, context)
    case 'key':
      return keySink(setting, file, context)
    case 'argument':
      return argumentSink(setting, file, context)
    case 'constant':
    case 'member':
      return nameSink(setting, file, context)
    case 'request':
      return requestSink(setting, file, context.facts)
    case 'upstream':
      return null
  }
}

/** `{ "https://api.openai.com/v1/…": "https://…" }`: what is called in place of a known API. */
function redirected({ name, path }: Setting, facts: FactBase): Sink | null {
  const [, host = ''] = /^https?:\/\/([\w.-]+)/.exec(name) ?? []
  const row = host ? facts.host(host.toLowerCase(), '')?.row : undefined
  if (row?.class !== 'official' && row?.class !== 'cloud') return null
  const key = path.filter((p) => p !== name).join('.') || host
  return { client: '', vendor: ofOne(row.serves[0] ?? ''), key, certainty: 'likely' }
}
