/** Runs the rules over the model and turns what they say into findings: severity, persona, policy, exceptions, suppressions, fingerprints. */
import { hostEntryCovers } from './classify'
import type { FactBase } from './facts'
import { GlobSet } from './glob'
import { hash64 } from './hash'
import type { Policy, Exception as PolicyException, Spanned } from './policy'
import { type BadSuppression, type Suppression, suppressionsOf } from './suppress'
import { lineAt } from './text'
import type { Draft, Finding, Model, Persona, Place, Rule, RuleContext, Severity } from './types'

export interface LintOptions {
  readonly model: Model
  readonly facts: FactBase
  readonly rules: readonly Rule[]
  /** Policies in force; each with a test for the paths it governs. The first is the root's. */
  readonly policies: readonly { readonly policy: Policy; governs(path: string): boolean }[]
  /** Evaluation day, YYYY-MM-DD. */
  readonly day: string
  readonly persona: Persona
  /** The repository's own word never silences, lowers or hides. */
  readonly untrusted: boolean
  /** Told about a rule that failed; the others go on. */
  onRuleError?(rule: string, error: unknown): void
}

const RANK: Readonly<Record<Severity, number>> = { hint: 0, info: 1, warning: 2, error: 3 }
const PERSONA: Readonly<Record<Persona, number>> = { developer: 0, reviewer: 1, auditor: 2 }
/** Rules about the tool's own hygiene: never suppressed, never excepted. */
const HYGIENE = new Set(['invalid-policy', 'invalid-suppression', 'expired-exception', 'unused-exception'])

/** All findings in a stable order, the suppressed ones included and marked. */
export function lint(options: LintOptions): Finding[] {
  const ids = new Set(options.rules.map((r) => r.id))
  const comments = readSuppressions(options, ids)
  const findings: Finding[] = []
  for (const { policy, governs } of options.policies) {
    const context: RuleContext = {
      model: options.model,
      facts: options.facts,
      policy,
      day: options.day,
      persona: policy.persona && !options.untrusted ? maxPersona(policy.persona, options.persona) : options.persona,
    }
    const drafts = runRules(options, context).filter(({ draft }) => governs(draft.path))
    const made = drafts
      .map(({ rule, draft }) => toFinding(rule, draft, policy, context))
      .filter((f): f is Finding => f !== null)
    findings.push(...applyExceptions(dedupe(made), policy, options, comments))
  }
  findings.push(...hygiene(options, comments))
  return withFingerprints(findings.sort(order))
}

const maxPersona = (a: Persona, b: Persona): Persona => (PERSONA[a] > PERSONA[b] ? a : b)

function runRules(options: LintOptions, context: RuleContext): { rule: Rule; draft: Draft }[] {
  const out: { rule: Rule; draft: Draft }[] = []
  for (const rule of options.rules) {
    try {
      const drafts = [
        ...(rule.model?.(context) ?? []),
        ...(rule.endpoint ? options.model.endpoints.flatMap((e) => rule.endpoint?.(e, context) ?? []) : []),
      ]
      for (const draft of drafts) out.push({ rule, draft })
    } catch (error) {
      options.onRuleError?.(rule.id, error)
    }
  }
  return out
}

function toFinding(rule: Rule, draft: Draft, policy: Policy, context: RuleContext): Finding | null {
  if (PERSONA[draft.persona ?? 'developer'] > PERSONA[context.persona]) return null
  const set = policy.rules.get(rule.id)
  let severity = draft.severity
  let severitySource: Finding['severitySource'] = 'default'
  if (set !== undefined && !HYGIENE.has(rule.id)) {
    if (set === 'off') {
      if (policy.trusted) return null
    } else if (policy.trusted || RANK[set] > RANK[severity]) {
      severity = set
      severitySource = 'policy'
    }
  }
  if (/^(?:denied-endpoint|denied-tool|gateway-bypass)$/.test(rule.id)) severitySource = 'policy'
  const { identity: _identity, persona: _persona, endpoint, ...rest } = draft
  return {
    ...rest,
    rule: rule.id,
    severity,
    severitySource,
    confidence:
      draft.confidence ??
      (endpoint?.resolution === 'partial' ? 'low' : endpoint?.resolution === 'default' ? 'medium' : 'high'),
    evidence: draft.evidence ?? [],
    related: draft.related ?? [],
    fixes: draft.fixes ?? [],
    host: draft.host ?? endpoint?.host ?? '',
    suppressed: false,
    baselined: false,
    local: endpoint?.local ?? context.model.files.get(draft.path)?.local ?? false,
    fingerprint: draft.identity ?? '',
  }
}

function dedupe(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>()
  return findings.filter((f) => {
    const key = `${f.rule}\u0000${f.path}\u0000${f.span.start}\u0000${f.span.end}\u0000${f.host}\u0000${f.fingerprint}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

interface Comments {
  readonly byLine: ReadonlyMap<string, readonly Suppression[]>
  readonly all: readonly Suppression[]
  readonly bad: readonly BadSuppression[]
  readonly used: Set<Suppression>
}

function readSuppressions({ model }: LintOptions, ids: ReadonlySet<string>): Comments {
  const byLine = new Map<string, Suppression[]>()
  const all: Suppression[] = []
  const bad: BadSuppression[] = []
  for (const file of model.files.values()) {
    if (file.comments.length === 0) continue
    const found = suppressionsOf(file, ids)
    bad.push(...found.bad)
    for (const s of found.good) {
      all.push(s)
      const key = `${s.path}\u0000${s.line}`
      byLine.set(key, [...(byLine.get(key) ?? []), s])
    }
  }
  return { byLine, all, bad, used: new Set() }
}

function applyExceptions(
  findings: readonly Finding[],
  policy: Policy,
  options: LintOptions,
  comments: Comments,
): Finding[] {
  const globs = new GlobSet()
  const usedExceptions = new Set<Spanned<PolicyException>>()
  const expired = new Set<Spanned<PolicyException>>()
  const out = findings.map((finding) => {
    if (HYGIENE.has(finding.rule)) return finding
    const byComment = commentFor(finding, options, comments)
    if (byComment) return byComment
    for (const exception of policy.exceptions) {
      const e = exception.value
      if (e.rule !== finding.rule) continue
      if (
        e.path &&
        !globs.matches(e.path, finding.path) &&
        !globs.matches(e.path, relativeTo(exception.path, finding.path))
      )
        continue
      if (e.host && !hostEntryCovers(e.host, finding.host)) continue
      if (e.until && e.until < options.day) {
        expired.add(exception)
        continue
      }
      usedExceptions.add(exception)
      if (!policy.trusted) continue
      return {
        ...finding,
        suppressed: true,
        suppressedBy: {
          kind: 'exception' as const,
          reason: e.reason,
          ...(e.until ? { until: e.until } : {}),
          place: { path: exception.path, span: exception.span },
        },
      }
    }
    return finding
  })
  for (const exception of policy.exceptions) {
    const { until, rule, host, path } = exception.value
    const target = host ?? path ?? rule
    if (until && until < options.day)
      out.push(
        own(
          'expired-exception',
          'warning',
          exception.path,
          exception.span,
          `The exception for ${target} ended on ${until}.`,
          `Rule ${rule} speaks again from the day after.`,
          'Renew it with a new reason and end date, or remove it.',
          exception.value.host,
        ),
      )
    else if (!usedExceptions.has(exception) && options.model.complete)
      out.push(
        own(
          'unused-exception',
          'info',
          exception.path,
          exception.span,
          `The exception for ${target} matches no finding of ${rule}.`,
          'An exception without a finding hides the next one.',
          'Remove it, or correct its path and host.',
          exception.value.host,
        ),
      )
  }
  return out
}

/** Paths of an exception are written from the folder of its policy file. */
function relativeTo(policyPath: string, path: string): string {
  const folder = policyPath.slice(0, policyPath.lastIndexOf('/') + 1)
  return folder && path.startsWith(folder) ? path.slice(folder.length) : path
}

function commentFor(finding: Finding, options: LintOptions, comments: Comments): Finding | null {
  const file = options.model.files.get(finding.path)
  if (!file) return null
  const line = lineAt(file.lineStarts, finding.span.start)
  for (const s of comments.byLine.get(`${finding.path}\u0000${line}`) ?? []) {
    if (s.rule !== finding.rule) continue
    comments.used.add(s)
    if ((s.until && s.until < options.day) || options.untrusted) continue
    return {
      ...finding,
      suppressed: true,
      suppressedBy: {
        kind: 'comment',
        reason: s.reason,
        ...(s.until ? { until: s.until } : {}),
        place: { path: s.path, span: s.span },
      },
    }
  }
  return null
}

function hygiene(options: LintOptions, comments: Comments): Finding[] {
  const out: Finding[] = comments.bad.map((b) =>
    own(
      'invalid-suppression',
      'error',
      b.path,
      b.span,
      `This suppression is malformed and suppresses nothing: ${b.message}.`,
      'A suppression that fails open would hide findings.',
      'Write: relaylint-ignore <rule> [until=YYYY-MM-DD] -- <reason>',
    ),
  )
  for (const s of comments.all) {
    if (s.until && s.until < options.day)
      out.push(
        own(
          'expired-exception',
          'warning',
          s.path,
          s.span,
          `The suppression of ${s.rule} ended on ${s.until}.`,
          'The rule speaks again from the day after.',
          'Renew it with a new reason and end date, or remove it.',
        ),
      )
    else if (!comments.used.has(s) && options.model.complete)
      out.push(
        own(
          'unused-exception',
          'info',
          s.path,
          s.span,
          `This suppression of ${s.rule} matches no finding.`,
          'A suppression without a finding hides the next one.',
          'Remove the comment.',
        ),
      )
  }
  return out
}

function own(
  rule: string,
  severity: Severity,
  path: string,
  span: Place['span'],
  message: string,
  why: string,
  todo: string,
  host = '',
): Finding {
  return {
    rule,
    severity,
    severitySource: 'default',
    path,
    span,
    message,
    why,
    todo,
    host,
    confidence: 'high',
    evidence: [],
    related: [],
    fixes: [],
    suppressed: false,
    baselined: false,
    local: false,
    fingerprint: message,
  }
}

/** Fingerprints hold rule, path, host and identity; a running number tells equal ones of a file apart. No line, no time, no secret. */
function withFingerprints(findings: readonly Finding[]): Finding[] {
  const count = new Map<string, number>()
  return findings.map((f) => {
    const base = `${f.rule}\u0000${f.path}\u0000${f.host}\u0000${f.fingerprint}`
    const n = count.get(base) ?? 0
    count.set(base, n + 1)
    return { ...f, fingerprint: hash64(n === 0 ? base : `${base}\u0000${n}`) }
  })
}

function order(a: Finding, b: Finding): number {
  return a.path < b.path
    ? -1
    : a.path > b.path
      ? 1
      : a.span.start - b.span.start || a.span.end - b.span.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0)
}

/** Whether a severity is at or over a gate. */
export function atLeast(severity: Severity, gate: Severity): boolean {
  return RANK[severity] >= RANK[gate]
}
