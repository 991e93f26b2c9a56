/** How much the words about evidence weigh. */
import type { EvidenceStatus, Severity } from './types'

/**
 * Every status, the strongest first, with the highest severity that a finding may have by default when its ground is a claim
 * of that status. A mechanical fact of the configuration needs nobody's word and has no such limit.
 */
const HIGHEST: readonly (readonly [EvidenceStatus, Severity])[] = [
  ['official', 'error'],
  ['acknowledged', 'error'],
  ['self-described', 'warning'],
  ['published-analysis', 'warning'],
  ['reported', 'warning'],
  ['listed', 'warning'],
  ['allegation', 'info'],
  ['disputed', 'info'],
  ['heuristic', 'info'],
]

/** Strongest first. */
export const STATUSES: readonly EvidenceStatus[] = HIGHEST.map(([status]) => status)

export function highestSeverity(status: EvidenceStatus): Severity {
  return HIGHEST.find(([s]) => s === status)?.[1] ?? 'info'
}
