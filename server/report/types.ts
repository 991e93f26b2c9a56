import type { FactBase } from '../engine/facts'
import type { Redactor } from '../engine/redact'
import type { Persona, Rule } from '../engine/types'
import type { ScanResult } from '../workspace/types'

/** What every printer gets. Printers are pure: the same input gives the same text. */
export interface ReportInput {
  readonly result: ScanResult
  readonly facts: FactBase
  readonly rules: readonly Rule[]
  readonly redactor: Redactor
  readonly version: string
  readonly persona: Persona
  readonly day: string
  readonly showSuppressed: boolean
  readonly quiet: boolean
  /** The text report holds the notes too; else they are printed beside it. */
  readonly remarks: boolean
  /** Everything that was not read as intended is listed, however much it is. */
  readonly verbose: boolean
  /** Columns of the terminal; 80 when unknown. */
  readonly width: number
  readonly colour: boolean
  /** Seconds, for the summary line only; left out where output has to be reproducible. */
  readonly seconds?: number
}

export type Printer = (input: ReportInput) => string
