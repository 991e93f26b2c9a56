/** What is asked about a line, and what its answer rests on. */
import type { Endpoint, FileFacts, Span } from '../../engine/types'
import type { Platform } from '../../engine/url'
import type { ReportInput } from '../types'

/** A question about one line of a scanned project. */
export interface Question extends Pick<ReportInput, 'result' | 'facts' | 'rules' | 'redactor' | 'day'> {
  readonly platform: Platform
  readonly untrusted: boolean
  /** Relative to the root of the scan. */
  readonly path: string
  /** 1-based. */
  readonly line: number
}

/** The line and the file it stands in, for the parts of the answer. */
export interface Asked extends Question {
  readonly file: FileFacts
  /** Endpoints that are written on the line or used there. */
  readonly endpoints: readonly Endpoint[]
  /** `PATH:LINE` of a place. */
  at(path: string, span: Span): string
  /** Whether a place lies on the line. */
  here(path: string, span: Span): boolean
}
