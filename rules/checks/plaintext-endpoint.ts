import type { Draft, Fix, Rule } from '../../server/engine/types'
import { effectiveSeverity, first, hostName, isTestPath, setting, uses } from '../wording'

const rule: Rule = {
  id: 'plaintext-endpoint',
  title: 'Plain HTTP to a host that is not private, or TLS verification switched off',
  severity: 'warning',
  endpoint(e) {
    if (
      (e.scheme !== 'http' && e.scheme !== 'ws') ||
      e.class === 'private' ||
      e.class === 'placeholder' ||
      e.setting.quoted
    )
      return []
    const text =
      e.setting.value.parts[0]?.kind === 'text' && !e.setting.value.encoding ? e.setting.value.parts[0] : null
    const fixes: Fix[] =
      e.class === 'official' && text && /^http:/i.test(text.text)
        ? [
            {
              title: 'Use https',
              safe: true,
              path: e.path,
              edits: [{ span: { start: text.span.start, end: text.span.start + 4 }, text: 'https' }],
            },
          ]
        : []
    return [
      {
        path: e.path,
        span: e.span,
        endpoint: e,
        host: e.host,
        severity: effectiveSeverity(e, 'warning'),
        message: first(`${setting(e)} sends requests to ${hostName(e)} over plain HTTP.`),
        why: 'Everybody on the way reads the key, the prompts and the answers.',
        todo: 'Use https.',
        related: uses(e),
        identity: e.key,
        fixes,
      },
    ]
  },
  model({ model }) {
    const out: Draft[] = []
    for (const file of model.files.values()) {
      for (const s of file.settings) {
        if (s.kind !== 'env' || s.name !== 'NODE_TLS_REJECT_UNAUTHORIZED') continue
        const value = s.value.parts[0]
        if (value?.kind !== 'text' || value.text.trim() !== '0') continue
        const units = model.endpoints.filter((e) => e.path === file.path || e.reach.length > 0).map((e) => e.path)
        if (!units.includes(file.path)) continue
        out.push({
          path: file.path,
          span: s.value.span,
          severity: isTestPath(file.path) ? 'info' : 'warning',
          message: '`NODE_TLS_REJECT_UNAUTHORIZED=0` switches TLS verification off beside an AI base URL.',
          why: 'Any host on the way can answer in the name of the provider and read the key.',
          todo: 'Remove it; trust a private authority with NODE_EXTRA_CA_CERTS.',
          identity: s.name,
        })
      }
    }
    for (const t of model.traits) {
      if (t.what !== 'tls-verification-off') continue
      if (
        !model.endpoints.some(
          (e) => (e.path === t.path || e.sinkPath === t.path) && e.class !== 'private' && e.class !== 'placeholder',
        )
      )
        continue
      out.push({
        path: t.path,
        span: t.span,
        severity: 'info',
        confidence: 'medium',
        message: first(`\`${t.detail.slice(0, 40)}\` switches TLS verification off in a file that calls an AI API.`),
        why: 'Any host on the way can answer in the name of the provider and read the key.',
        todo: 'Remove it, or limit it to hosts that are private.',
        identity: t.detail,
      })
    }
    return out
  },
}
export default rule
