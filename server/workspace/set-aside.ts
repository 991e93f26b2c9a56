/** What a repository that is not trusted says in its own favour: it never counts, and it is never kept quiet either. */
import type { Policy } from '../engine/policy'
import { heard } from '../engine/silence'
import { lineAt } from '../engine/text'
import type { Model } from '../engine/types'
import type { Note } from './types'

const WHY = 'not counted, for the repository is not trusted'

/** One note for each policy with something that would lower or hide, and one for each suppression comment. */
export function setAside(model: Model, policies: readonly Policy[], ruleIds: ReadonlySet<string>): Note[] {
  const ofPolicies = policies.flatMap((policy): Note[] => {
    const what = policy.trusted ? [] : favours(policy)
    if (what.length === 0) return []
    return [{ path: policy.path, line: 1, column: 1, message: `${WHY}: ${what.join(', ')}`, aside: true }]
  })
  const ofComments = heard(model, ruleIds).all.flatMap(({ path, span, rule }): Note[] => {
    const starts = model.files.get(path)?.lineStarts ?? [0]
    const line = lineAt(starts, span.start)
    const column = span.start - (starts[line] ?? 0) + 1
    return [{ path, line: line + 1, column, message: `${WHY}: the suppression of ${rule}`, aside: true }]
  })
  return [...ofPolicies, ...ofComments]
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
