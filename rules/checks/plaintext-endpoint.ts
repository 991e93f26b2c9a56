import type { Draft, Model, PlacedTrait, Rule } from '../../server/engine/types'
import { toHttps } from '../fixes'
import { QUOTED } from '../passes'
import { unitsIn } from '../units'
import { effectiveSeverity, first, hostName, isTestPath, sends, setting, standing, uses } from '../wording'

const rule: Rule = {
  id: 'plaintext-endpoint',
  title: 'Plain HTTP to a host that is not private, or TLS verification switched off',
  severity: 'warning',
  endpoint(e, { pass }) {
    if (e.scheme !== 'http' && e.scheme !== 'ws')
      return pass(`its scheme is ${e.scheme || 'https, as none is written'}`)
    if (e.class === 'private' || e.class === 'placeholder') return pass(`the address is ${standing(e)}`)
    if (e.setting.quoted) return pass(QUOTED)
    return [
      {
        path: e.path,
        span: e.span,
        endpoint: e,
        host: e.host,
        severity: effectiveSeverity(e, 'warning'),
        message: first(`${setting(e)} ${sends(e)} to ${hostName(e)} over plain HTTP.`),
        why: 'Everybody on the way reads the key, the prompts and the answers.',
        todo: 'Use https.',
        related: uses(e),
        identity: e.key,
        fixes: toHttps(e),
      },
    ]
  },
  model({ model, pass }) {
    return model.traits.flatMap((t): readonly Draft[] => {
      if (t.what !== 'tls-verification-off') return []
      const reach = reachOf(t, model)
      if (!reach) return pass('no AI client is concerned', t)
      const severity = reach === 'same file' || isTestPath(t.path) ? 'info' : 'warning'
      const where = reach === 'unit' ? 'beside an AI client' : 'in a file that calls an AI API'
      return [
        {
          path: t.path,
          span: t.span,
          severity,
          confidence: reach === 'same file' ? ('medium' as const) : ('high' as const),
          message: first(`\`${t.detail.slice(0, 40)}\` switches TLS verification off ${where}.`),
          why: 'Any host on the way can answer in the name of the provider and read the key.',
          todo: 'Remove it; trust a private authority by its certificate, and only for hosts that are private.',
          identity: t.detail,
        },
      ]
    })
  },
}

/** Whether an AI client is concerned: the whole process of its unit, its own call, or something else in its file. */
function reachOf(t: PlacedTrait, model: Model): 'unit' | 'same call' | 'same file' | null {
  const concerned = model.endpoints.filter(
    (e) => e.class !== 'private' && e.class !== 'placeholder' && !e.setting.quoted,
  )
  if (/=0$/.test(t.detail)) {
    const units = unitsIn(model)
    const beside = (others: readonly string[]) => units.together(t.units, others)
    const near = concerned.some((e) => beside(e.reach.map((r) => r.unit))) || model.uses.some((u) => beside(u.units))
    return near ? 'unit' : null
  }
  const file = model.files.get(t.path)
  const around = (span: { start: number; end: number }) => {
    const block = file?.blocks.find((b) => b.kind === 'call' && b.span.start <= span.start && span.end <= b.span.end)
    return block !== undefined && block.span.start <= t.span.start && t.span.end <= block.span.end
  }
  const places = [
    ...concerned.filter((e) => e.sinkPath === t.path).map((e) => e.sink.keySpan),
    ...concerned.filter((e) => e.path === t.path && e.sinkPath !== t.path).map((e) => e.span),
    ...model.uses.filter((u) => u.path === t.path && u.how === 'call').map((u) => u.span),
  ]
  if (places.length === 0) return null
  return places.some(around) ? 'same call' : 'same file'
}
export default rule
