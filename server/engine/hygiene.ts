/** What the tool says of its own inputs: policies, exceptions, suppressions. */
import type { Finding, Place, Severity } from './types'

/** Rules about the tool's own hygiene: never suppressed, never excepted. */
export const HYGIENE: ReadonlySet<string> = new Set([
  'invalid-policy',
  'invalid-suppression',
  'expired-exception',
  'unused-exception',
])

export interface HygieneWords {
  readonly message: string
  readonly why: string
  readonly todo: string
  readonly host?: string | undefined
}

/** A finding that needs no evidence: it stands in the text itself. Its message is its identity. */
export function hygieneFinding(rule: string, severity: Severity, { path, span }: Place, words: HygieneWords): Finding {
  return {
    rule,
    severity,
    severitySource: 'default',
    path,
    span,
    message: words.message,
    why: words.why,
    todo: words.todo,
    host: words.host ?? '',
    confidence: 'high',
    evidence: [],
    related: [],
    fixes: [],
    suppressed: false,
    baselined: false,
    local: false,
    fingerprint: words.message,
  }
}
