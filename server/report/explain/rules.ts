/** Which rules looked at a line, and for each why it reports or does not. */
import { type Verdict, verdictsAt } from '../../engine/verdicts'
import type { Asked } from './asked'

export function rulesOf(asked: Asked): string[] {
  const { result, facts, rules, day, untrusted, path, at } = asked
  const verdicts = verdictsAt(
    { model: result.model, facts, rules, policies: result.governing, day, untrusted },
    path,
    (p) =>
      asked.here(p.path, p.span) || asked.endpoints.some((e) => e.path === p.path && e.span.start === p.span.start),
  )
  const width = Math.max(...rules.map((r) => r.id.length))
  const line = (label: string, v: Verdict, text: string) => `  ${label.padEnd(12)} ${v.rule.id.padEnd(width)}  ${text}`
  const away = (v: Verdict) =>
    'finding' in v && !asked.here(v.finding.path, v.finding.span) ? `at ${at(v.finding.path, v.finding.span)}: ` : ''
  const known = new Set(result.findings.flatMap((f) => (f.baselined ? [f.fingerprint] : [])))
  const lines = verdicts.flatMap((v): string[] => {
    switch (v.kind) {
      case 'reports': {
        if (known.has(v.finding.fingerprint))
          return [line('baselined', v, `${away(v)}${v.finding.message} It stands in the baseline and does not count.`)]
        const raised = v.finding.severitySource === 'policy' ? ' (severity set by the policy)' : ''
        return [
          line(v.finding.severity, v, `${away(v)}${v.finding.message}${raised}`),
          `${' '.repeat(15)}why: ${v.finding.why}`,
        ]
      }
      case 'suppressed': {
        const by = v.finding.suppressedBy
        const where = by ? ` by the ${by.kind} at ${at(by.place.path, by.place.span)}` : ''
        return [line('suppressed', v, `${away(v)}${v.finding.message} Suppressed${where}: ${v.reason}`)]
      }
      case 'hidden':
        return [line('hidden', v, `${away(v)}${v.finding.message} Left out: ${v.reason}.`)]
      case 'passes':
        return [line('silent', v, `${v.reason}.`)]
      case 'unassessed':
        return [line('not assessed', v, `${v.reason}.`)]
      default:
        return []
    }
  })
  const rest = verdicts.filter((v) => v.kind === 'elsewhere').map((v) => v.rule.id)
  return [
    `rules (${rules.length} looked)`,
    ...lines,
    ...(rest.length > 0 ? [`  nothing of theirs stands here: ${rest.join(', ')}`] : []),
  ]
}
