import type { Draft, Endpoint, Rule } from '../../server/engine/types'
import { first } from '../wording'

const rule: Rule = {
  id: 'conflicting-base-urls',
  title: 'Two base URLs of one client in one unit that disagree, and no known order',
  severity: 'info',
  model({ model, facts }) {
    if (!model.complete) return []
    const out: Draft[] = []
    const groups = new Map<string, Endpoint[]>()
    for (const e of model.endpoints) {
      if (
        e.effective !== 'yes' ||
        e.class === 'placeholder' ||
        !e.vendor ||
        e.sink.kind !== 'env' ||
        e.sinkPath !== e.path
      )
        continue
      if (!facts.env(e.sink.name).some((m) => m.env.role === 'base-url')) continue
      const key = `${e.path} ${e.sink.block} ${e.vendor}`
      groups.set(key, [...(groups.get(key) ?? []), e])
    }
    for (const group of groups.values()) {
      const hosts = new Set(group.map((e) => e.host))
      const last = group.at(-1)
      const firstOne = group[0]
      if (hosts.size < 2 || !last || !firstOne || new Set(group.map((e) => e.sink.name)).size < 2) continue
      if (
        /BEDROCK|VERTEX|FOUNDRY|AZURE|AWS|EMBEDDING|RERANK|TTS|STT|IMAGE|DALLE|AUDIO|RAG|MODERATION|WHISPER/.test(
          group.map((e) => e.sink.name).join(' '),
        )
      )
        continue
      out.push({
        path: last.path,
        span: last.span,
        severity: 'info',
        identity: `${firstOne.sink.name} ${last.sink.name}`,
        host: last.host,
        message: first(`\`${firstOne.sink.name}\` and \`${last.sink.name}\` name different hosts for the same client.`),
        why: 'SDKs and frameworks read these variables in different orders, so which host is called depends on the client.',
        todo: 'Keep one of them.',
        related: [{ path: firstOne.path, span: firstOne.span, message: 'the other one' }],
      })
    }
    return out
  },
}
export default rule
