/** What each rule has to say about one place, and why it says nothing: the linter listened to, not a second judgement. */

import { HYGIENE } from './hygiene'
import { type LintOptions, lint } from './lint'
import type { Finding, Place, Rule } from './types'

/**
 * - `reports`     a finding stands here, or names a place here as the one it rests on
 * - `suppressed`  it would, and a comment or an exception takes it back
 * - `hidden`      it would, and the persona or the policy leaves it out
 * - `passes`      it looked at what stands here, or at the whole project, and says why it has nothing to report
 * - `unassessed`  it needs a fact that nobody declared
 * - `elsewhere`   nothing that it looks at stands here
 */
export type Verdict =
  | {
      readonly kind: 'reports' | 'suppressed' | 'hidden'
      readonly rule: Rule
      readonly finding: Finding
      readonly reason: string
    }
  | { readonly kind: 'passes' | 'unassessed' | 'elsewhere'; readonly rule: Rule; readonly reason: string }

/** One verdict or more for each rule, in the order of the rules. `path`: the file that is asked about; `here`: what in the project is. */
export function verdictsAt(
  options: Omit<LintOptions, 'listener'>,
  path: string,
  here: (place: Place) => boolean,
): Verdict[] {
  const passed = new Map<string, { readonly near: Set<string>; readonly far: Set<string> }>()
  const unassessed = new Map<string, string>()
  const hidden: { readonly finding: Finding; readonly reason: string }[] = []
  const findings = lint({
    ...options,
    listener: {
      path,
      passed(rule, reason, at) {
        if (at && !here(at)) return
        const said = passed.get(rule) ?? { near: new Set(), far: new Set() }
        passed.set(rule, said)
        said[at ? 'near' : 'far'].add(reason)
      },
      unassessed: (rule, reason) => unassessed.set(rule, reason),
      hidden(finding, reason) {
        if (concerns(finding, here)) hidden.push({ finding, reason })
      },
    },
  })
  return options.rules.flatMap((rule): Verdict[] => {
    const own = (f: Finding) => f.rule === rule.id && concerns(f, here)
    const said = [
      ...findings.filter(own).map((finding): Verdict => {
        const reason = finding.suppressedBy?.reason ?? ''
        return { kind: finding.suppressed ? 'suppressed' : 'reports', rule, finding, reason }
      }),
      ...hidden
        .filter((h) => own(h.finding))
        .map(({ finding, reason }): Verdict => ({ kind: 'hidden', rule, finding, reason })),
    ]
    if (said.length > 0) return said
    const missing = unassessed.get(rule.id)
    if (missing) return [{ kind: 'unassessed', rule, reason: missing }]
    const reasons = passed.get(rule.id)
    const chosen = reasons && (reasons.near.size > 0 ? reasons.near : reasons.far)
    if (chosen) return [...chosen].map((reason): Verdict => ({ kind: 'passes', rule, reason }))
    const about = HYGIENE.has(rule.id)
      ? 'it is about the policy and about suppressions'
      : 'nothing it looks at stands here'
    return [{ kind: 'elsewhere', rule, reason: about }]
  })
}

function concerns(finding: Finding, here: (place: Place) => boolean): boolean {
  return here(finding) || finding.related.some(here)
}
