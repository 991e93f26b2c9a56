/** Runs the rules over the model and turns what they say into findings: severity, persona, policy, exceptions, suppressions, fingerprints. */
import type { FactBase } from './facts'
import { hash64 } from './hash'
import { HYGIENE } from './hygiene'
import type { Policy } from './policy'
import { type Heard, heard, hygieneOf, type Silenced, silence } from './silence'
import { finish, type Steps } from './steps'
import type { Draft, Finding, Model, Persona, Place, Rule, RuleContext, Severity } from './types'

export interface LintOptions {
  readonly model: Model
  readonly facts: FactBase
  readonly rules: readonly Rule[]
  /** Policies in force; each with the persona it speaks to and a test for the paths it governs. The first is the root's. */
  readonly policies: readonly { readonly policy: Policy; readonly persona: Persona; governs(path: string): boolean }[]
  /** Evaluation day, YYYY-MM-DD. */
  readonly day: string
  /** Path from the root of the repository to the scanned folder, with a slash at its end: a finding has the same key from either. */
  readonly prefix?: string
  /** The repository's own word never silences, lowers or hides. */
  readonly untrusted: boolean
  /** Only a part of what the policies govern is looked at: an exception may be for the rest. */
  readonly part?: boolean
  /** Told about a rule that failed; the others go on. */
  onRuleError?(rule: string, error: unknown): void
  /** Somebody who asks why nothing is said. */
  readonly listener?: Listener
}

/** Hears what rules of the policy that governs `path` leave unsaid, and why. */
export interface Listener {
  readonly path: string
  passed(rule: string, reason: string, at: Place | undefined): void
  unassessed(rule: string, reason: string): void
  /** A finding that the persona or the policy leaves out. */
  hidden(finding: Finding, reason: string): void
}

const RANK: Readonly<Record<Severity, number>> = { hint: 0, info: 1, warning: 2, error: 3 }
const PERSONA: Readonly<Record<Persona, number>> = { developer: 0, reviewer: 1, auditor: 2 }

/** All findings in a stable order, the suppressed ones included and marked. */
export function lint(options: LintOptions): Finding[] {
  return finish(linting(options))
}

/** The same in steps, one for each rule. */
export function* linting(options: LintOptions): Steps<Finding[]> {
  const comments = heard(options.model, new Set(options.rules.map((r) => r.id)))
  const said: Said[] = []
  const once = remembering(options.model)
  for (const { policy, persona, governs } of options.policies) {
    const listener = options.listener && governs(options.listener.path) ? options.listener : undefined
    const context = { model: options.model, facts: options.facts, policy, day: options.day, persona, once }
    const made = (yield* runRules(options, context, listener))
      .filter(({ draft }) => governs(draft.path))
      .map(({ rule, draft }) => toSaid(rule, draft, policy, context, listener))
    said.push(...silenced(dedupe(made), policy, options, comments))
  }
  for (const finding of hygieneOf(comments, options)) said.push({ finding, hidden: false })
  // numbered before anything is hidden, so that the key of a finding is the same for every persona
  return withFingerprints(
    said.sort((a, b) => order(a.finding, b.finding)),
    options.prefix ?? '',
  )
    .filter((s) => !s.hidden)
    .map((s) => s.finding)
}

/** A finding, and whether the persona or the policy leaves it out. Exceptions and suppressions count for it all the same. */
interface Said {
  readonly finding: Finding
  readonly hidden: boolean
}

function silenced(said: readonly Said[], policy: Policy, options: LintOptions, comments: Heard): Said[] {
  const done: Silenced = silence(
    said.map((s) => s.finding),
    policy,
    options,
    comments,
  )
  return [
    ...said.map((s, i) => ({ ...s, finding: done.findings[i] as Finding })),
    ...done.hygiene.map((finding) => ({ finding, hidden: false })),
  ]
}

function remembering(model: Model): RuleContext['once'] {
  const known = new Map<unknown, unknown>()
  return <T>(make: (model: Model) => T): T => {
    if (!known.has(make)) known.set(make, make(model))
    return known.get(make) as T
  }
}

/** What rules rest on; the two ways to say why nothing is reported are added for each rule. */
type Grounds = Omit<RuleContext, 'pass' | 'unassessed'>

function* runRules(
  options: LintOptions,
  grounds: Grounds,
  listener: Listener | undefined,
): Steps<{ rule: Rule; draft: Draft }[]> {
  const out: { rule: Rule; draft: Draft }[] = []
  for (const rule of options.rules) {
    let looked: Place | undefined
    const context: RuleContext = { ...grounds, ...silences(rule.id, listener, () => looked) }
    try {
      for (const draft of rule.model?.(context) ?? []) out.push({ rule, draft })
      for (const e of rule.endpoint ? options.model.endpoints : []) {
        looked = e
        for (const draft of rule.endpoint?.(e, context) ?? []) out.push({ rule, draft })
      }
    } catch (error) {
      options.onRuleError?.(rule.id, error)
    }
    yield
  }
  return out
}

const NOTHING: readonly never[] = []
const unheard = { pass: () => NOTHING, unassessed: () => NOTHING }

function silences(
  rule: string,
  listener: Listener | undefined,
  looked: () => Place | undefined,
): Pick<RuleContext, 'pass' | 'unassessed'> {
  if (!listener) return unheard
  return {
    pass(reason, at = looked()) {
      listener.passed(rule, reason, at)
      return NOTHING
    },
    unassessed(reason) {
      listener.unassessed(rule, reason)
      return NOTHING
    },
  }
}

function toSaid(
  rule: Rule,
  draft: Draft,
  policy: Policy,
  { model, persona }: Grounds,
  listener: Listener | undefined,
): Said {
  const finding = toFinding(rule, draft, policy, model)
  const reason = whyHidden(rule, draft, policy, persona)
  if (reason) listener?.hidden(finding, reason)
  return { finding, hidden: reason !== '' }
}

/** Why a finding is left out, or empty. */
function whyHidden(rule: Rule, draft: Draft, policy: Policy, persona: Persona): string {
  if (policy.rules.get(rule.id) === 'off' && policy.trusted && !HYGIENE.has(rule.id))
    return 'the policy switches this rule off'
  const speaksTo = draft.persona ?? 'developer'
  return PERSONA[speaksTo] > PERSONA[persona] ? `it speaks to the persona ${speaksTo}; this one is ${persona}` : ''
}

function toFinding(rule: Rule, draft: Draft, policy: Policy, model: Model): Finding {
  const set = policy.rules.get(rule.id)
  let severity = draft.severity
  let severitySource: Finding['severitySource'] = 'default'
  if (set !== undefined && set !== 'off' && !HYGIENE.has(rule.id) && (policy.trusted || RANK[set] > RANK[severity])) {
    severity = set
    severitySource = 'policy'
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
    local: endpoint?.local ?? model.files.get(draft.path)?.local ?? false,
    fingerprint: draft.identity ?? '',
  }
}

function dedupe(said: readonly Said[]): Said[] {
  const seen = new Set<string>()
  return said.filter(({ finding: f }) => {
    const key = `${f.rule}\u0000${f.path}\u0000${f.span.start}\u0000${f.span.end}\u0000${f.host}\u0000${f.fingerprint}`
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Fingerprints hold rule, path, host and identity; a running number tells equal ones of a file apart. No line, no time, no secret. */
function withFingerprints(said: readonly Said[], prefix: string): Said[] {
  const count = new Map<string, number>()
  return said.map(({ finding: f, hidden }) => {
    const path = prefix + f.path
    const base = fingerprintOf(f, path, f.fingerprint)
    const n = count.get(base) ?? 0
    count.set(base, n + 1)
    const identity = n === 0 ? f.fingerprint : `${f.fingerprint}\u0000${n}`
    return { finding: { ...f, identity, fingerprint: fingerprintOf(f, path, identity) }, hidden }
  })
}

/** The fingerprint that a finding has when its path is counted from another folder. */
export function fingerprintOf({ rule, host }: Pick<Finding, 'rule' | 'host'>, path: string, identity: string): string {
  return hash64(`${rule}\u0000${path}\u0000${host}\u0000${identity}`)
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
