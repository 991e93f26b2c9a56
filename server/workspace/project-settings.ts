/** What the shell of a project decides, and how a scan takes it. */
import type { Persona } from '../engine/types'
import type { GivenPolicy, ScanOptions } from './types'

export interface ProjectSettings {
  readonly day: string
  readonly untrusted: boolean
  readonly persona?: Persona
  readonly exclude?: readonly string[]
  /** A policy given from outside; it counts in untrusted projects too. */
  readonly policy?: GivenPolicy
  /** A policy in a folder above; it counts when the folder has none of its own. */
  readonly outerPolicy?: GivenPolicy
  /** As in a scan. */
  readonly prefix?: string
  readAbove?(path: string): string | null
  /** Only this file; empty for the whole folder. */
  readonly from?: string
}

export interface RefreshOptions {
  readonly progress?: (done: number, total: number) => void
  readonly cancelled?: () => boolean
  /** Asked now and then during a first scan: whether what is known so far is to be judged and shown. */
  readonly due?: () => boolean
  /** Told when it was. */
  readonly found?: () => void
}

export function scanOptions({ from, ...settings }: ProjectSettings): ScanOptions {
  return { ...settings, from: from ? [from] : [], noIgnore: false, noPolicy: false }
}
