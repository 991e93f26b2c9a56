/** Other threads that read files beside the scan. */
import type { Persona } from '../engine/types'
import type { Outcome } from './read-one'

export interface Task {
  readonly path: string
  readonly persona: Persona
}

/** Work that the scan and its helpers take from one pile. */
export interface Shared {
  /** Index of a file that nobody has taken yet, or -1 when all are taken. */
  next(): number
  /** What the helpers have read, by index. A helper that failed leaves a gap. */
  results(): Promise<ReadonlyMap<number, Outcome>>
  /** Ends the helpers at once. */
  stop(): void
}

export interface Crew {
  share(tasks: readonly Task[]): Shared
}
