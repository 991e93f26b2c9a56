/** Words for how bad, how sure, for whom, and who says so. */
export type Severity = 'error' | 'warning' | 'info' | 'hint'
export type Confidence = 'high' | 'medium' | 'low'
export type Persona = 'developer' | 'reviewer' | 'auditor'

export type EvidenceStatus =
  | 'official'
  | 'acknowledged'
  | 'self-described'
  | 'published-analysis'
  | 'reported'
  | 'listed'
  | 'allegation'
  | 'disputed'
  | 'heuristic'

export interface Evidence {
  readonly status: EvidenceStatus
  readonly claim: string
  /** Id of a source of the fact base, or empty for a mechanical fact. */
  readonly source: string
  readonly date: string
}
