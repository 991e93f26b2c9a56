/** What a repository that is not trusted says in its own favour: it never counts, and it is never kept quiet either. */
import type { Policy } from '../engine/policy'
import { heard } from '../engine/silence'
import { lineAt } from '../engine/text'
import type { Model, Place } from '../engine/types'
import type { Note } from './types'

const WHY = 'not counted, for the repository is not trusted'

/** Something that does not count, at its place. */
export interface Aside extends Place {
  readonly message: string
}

/** One for each policy with something that would lower or hide, and one for each suppression comment. */
export function asidesOf(
  model: Pick<Model, 'files'>,
  policies: readonly Policy[],
  ruleIds: ReadonlySet<string>,
): readonly Aside[] {
  const ofPolicies = policies.flatMap((policy): Aside[] => {
    const what = policy.trusted ? [] : favours(policy)
    if (what.length === 0) return []
    return [{ path: policy.path, span: { start: 0, end: 0 }, message: `${WHY}: ${what.join(', ')}` }]
  })
  const ofComments = heard(model, ruleIds).all.map(
    ({ path, span, rule }): Aside => ({ path, span, message: `${WHY}: the suppression of ${rule}` }),
  )
  return [...ofPolicies, ...ofComments]
}

/** The same as notes of a scan. */
export function setAside(model: Model, policies: readonly Policy[], ruleIds: ReadonlySet<string>): Note[] {
  return asidesOf(model, policies, ruleIds).map(({ path, span, message }) => {
    const starts = model.files.get(path)?.lineStarts ?? [0]
    const line = lineAt(starts, span.start)
    return { path, line: line + 1, column: span.start - (starts[line] ?? 0) + 1, message, aside: true }
  })
}

/** What of a policy would make a scan say less. */
function favours(policy: Policy): string[] {
  const count = (n: number, word: string) => (n > 0 ? [`${n} ${word}${n === 1 ? '' : 's'}`] : [])
  return [
    ...count(policy.gateways.length, 'gateway'),
    ...count(policy.endpoints.allow.length, 'allowed host'),
    ...count(policy.exceptions.length, 'exception'),
    ...(policy.exclude.length > 0 ? ['`exclude`'] : []),
    ...count(policy.rules.size, 'rule setting'),
    ...(policy.persona ? ['`persona`'] : []),
    ...(policy.failOn ? ['`fail-on`'] : []),
  ]
}
