import type { Draft, Rule } from '../../server/engine/types'
import { vendorsOf } from '../regions'
import { clauseText, vendorName } from '../wording'

const CLAUSE: Readonly<Record<string, string>> = {
  openai: 'openai-services-3-3-e',
  anthropic: 'anthropic-usage-distillation',
  google: 'gemini-terms-competing',
}

const rule: Rule = {
  id: 'distillation-terms',
  title: 'A closed model stands as teacher in a training pipeline',
  severity: 'info',
  model({ model, facts }) {
    const out: Draft[] = []
    const seen = new Set<string>()
    for (const t of model.traits) {
      if (t.what !== 'training' || seen.has(t.path) || !/distil|SFT|GKD/i.test(t.detail)) continue
      const teacher = vendorsOf(model, new Set(t.units)).find(
        (v) => CLAUSE[v.vendor] && (v.endpoint?.path === t.path || v.use?.path === t.path),
      )
      if (!teacher) continue
      seen.add(t.path)
      out.push({
        path: t.path,
        span: t.span,
        severity: 'info',
        confidence: 'low',
        identity: teacher.vendor,
        message: `A training pipeline stands in the file that calls ${vendorName(teacher.vendor)}: is its output training data?`,
        why: clauseText(facts.clause(CLAUSE[teacher.vendor] ?? '')),
        todo: 'If output trains a model, ask counsel, or use an open-weight model as teacher.',
      })
    }
    return out
  },
}
export default rule
