/** What takes a finding back: suppression comments and exceptions of the policy; and what is said about those themselves. */
import { hostEntryCovers } from './classify'
import { GlobSet } from './glob'
import { HYGIENE, hygieneFinding } from './hygiene'
import { meansPath, type Policy, type Exception as PolicyException, type Spanned } from './policy'
import { type BadSuppression, concerns, type Suppression, suppressionsOf } from './suppress'
import type { Finding, Model, Place } from './types'

export interface SilenceOptions {
  readonly model: Model
  /** Evaluation day, YYYY-MM-DD. */
  readonly day: string
  /** The repository's own word never silences. */
  readonly untrusted: boolean
  /** Only a part of what the policies govern is looked at. */
  readonly part?: boolean
}

/** Suppression comments of the project, by file. */
export interface Heard {
  readonly byPath: ReadonlyMap<string, readonly Suppression[]>
  readonly all: readonly Suppression[]
  readonly bad: readonly BadSuppression[]
  readonly used: Set<Suppression>
}

export interface Silenced {
  /** The findings as given, in their order, the suppressed ones marked. */
  readonly findings: readonly Finding[]
  readonly hygiene: readonly Finding[]
}

export function heard(model: Pick<Model, 'files'>, ruleIds: ReadonlySet<string>): Heard {
  const byPath = new Map<string, readonly Suppression[]>()
  const all: Suppression[] = []
  const bad: BadSuppression[] = []
  for (const file of model.files.values()) {
    if (file.comments.length === 0) continue
    const found = suppressionsOf(file, ruleIds)
    bad.push(...found.bad)
    all.push(...found.good)
    if (found.good.length > 0) byPath.set(file.path, found.good)
  }
  return { byPath, all, bad, used: new Set() }
}

/** Marks what a comment or an exception of the policy takes back; says which exceptions have ended or match nothing. */
export function silence(
  findings: readonly Finding[],
  policy: Policy,
  options: SilenceOptions,
  comments: Heard,
): Silenced {
  const globs = new GlobSet()
  const used = new Set<Spanned<PolicyException>>()
  const out = findings.map((finding) => {
    if (HYGIENE.has(finding.rule)) return finding
    // both are looked up, so that neither is called unused because of the other
    const byException = exceptionFor(finding, policy, options, globs, used)
    return commentFor(finding, options, comments) ?? byException ?? finding
  })
  return { findings: out, hygiene: [...exceptionsLeft(policy, options, used), ...allowancesLeft(policy, options)] }
}

function exceptionFor(
  finding: Finding,
  policy: Policy,
  { day }: SilenceOptions,
  globs: GlobSet,
  used: Set<Spanned<PolicyException>>,
): Finding | null {
  let found: Finding | null = null
  for (const exception of policy.exceptions) {
    const e = exception.value
    if (e.rule !== finding.rule || (e.until && e.until < day)) continue
    if (e.path && !meansPath(policy, exception, e.path, finding.path, globs)) continue
    if (e.host && !hostEntryCovers(e.host, finding.host)) continue
    used.add(exception)
    if (!policy.trusted) continue
    found ??= suppressed(finding, 'exception', e.reason, e.until, exception)
  }
  return found
}

function suppressed(
  finding: Finding,
  kind: 'comment' | 'exception',
  reason: string,
  until: string | undefined,
  { path, span }: Place,
): Finding {
  return {
    ...finding,
    suppressed: true,
    suppressedBy: { kind, reason, ...(until ? { until } : {}), place: { path, span } },
  }
}

function exceptionsLeft(
  policy: Policy,
  { day, model, part }: SilenceOptions,
  used: ReadonlySet<Spanned<PolicyException>>,
): Finding[] {
  return policy.exceptions.flatMap((exception) => {
    const { until, rule, host, path } = exception.value
    const target = host ?? path ?? rule
    if (until && until < day)
      return [
        hygieneFinding('expired-exception', 'warning', exception, {
          message: `The exception for ${target} ended on ${until}.`,
          why: `Rule ${rule} speaks again from the day after.`,
          todo: 'Renew it with a new reason and end date, or remove it.',
          host,
        }),
      ]
    // what it is for may stand where this scan did not look
    if (used.has(exception) || !model.complete || part || policy.above !== undefined) return []
    return [
      hygieneFinding('unused-exception', 'info', exception, {
        message: `The exception for ${target} matches no finding of ${rule}.`,
        why: 'An exception without a finding hides the next one.',
        todo: 'Remove it, or correct its path and host.',
        host,
      }),
    ]
  })
}

/** Allowed endpoints end like exceptions do. */
function allowancesLeft(policy: Policy, { day }: SilenceOptions): Finding[] {
  return policy.endpoints.allow.flatMap((entry) => {
    const { host, until } = entry.value
    if (!until || until >= day) return []
    return [
      hygieneFinding('expired-exception', 'warning', entry, {
        message: `The permission for ${host} ended on ${until}.`,
        why: 'From the day after, the host is judged as if it stood nowhere in the policy.',
        todo: 'Renew it with a new reason and end date, or remove it.',
        host,
      }),
    ]
  })
}

function commentFor(finding: Finding, options: SilenceOptions, comments: Heard): Finding | null {
  let found: Finding | null = null
  for (const s of comments.byPath.get(finding.path) ?? []) {
    if (s.rule !== finding.rule || !concerns(s, finding.span.start)) continue
    comments.used.add(s)
    if ((s.until && s.until < options.day) || options.untrusted) continue
    found ??= suppressed(finding, 'comment', s.reason, s.until, s)
  }
  return found
}

/** What is said about suppression comments themselves; asked once every finding has had its turn. */
export function hygieneOf(comments: Heard, { day, model }: SilenceOptions): Finding[] {
  const out = comments.bad.map((b) =>
    hygieneFinding('invalid-suppression', 'error', b, {
      message: `This suppression is malformed and suppresses nothing: ${b.message}.`,
      why: 'A suppression that fails open would hide findings.',
      todo: 'Write: relaylint-ignore <rule> [until=YYYY-MM-DD] -- <reason>',
    }),
  )
  for (const s of comments.all) {
    if (s.until && s.until < day)
      out.push(
        hygieneFinding('expired-exception', 'warning', s, {
          message: `The suppression of ${s.rule} ended on ${s.until}.`,
          why: 'The rule speaks again from the day after.',
          todo: 'Renew it with a new reason and end date, or remove it.',
        }),
      )
    else if (!comments.used.has(s) && model.complete)
      out.push(
        hygieneFinding('unused-exception', 'info', s, {
          message: `This suppression of ${s.rule} matches no finding.`,
          why: 'A suppression without a finding hides the next one.',
          todo: 'Remove the comment.',
        }),
      )
  }
  return out
}
