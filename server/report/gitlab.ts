import { visible } from './json'
import { createPlacer } from './place'
import type { Printer } from './types'

const SEVERITY: Readonly<Record<string, string>> = { error: 'critical', warning: 'major', info: 'minor', hint: 'info' }

/** GitLab Code Quality. */
export const gitlab: Printer = (input) => {
  const place = createPlacer(input.result)
  const rows = visible(input).map((f) => {
    const r = place(f.path, f.span)
    return {
      description: input.redactor.cut(f.message),
      content: { body: `Fact base of ${input.facts.pack.date}, ${input.facts.pack.hash}.` },
      check_name: f.rule,
      fingerprint: f.fingerprint,
      severity: SEVERITY[f.severity],
      location: { path: f.path, lines: { begin: r.start.line, end: r.end.line } },
    }
  })
  return `${JSON.stringify(rows, null, 2)}\n`
}
