/** What differs between node and the browser, handed to the session once. */
import type { Host, Machine } from '../workspace/host'
import type { ProjectSettings } from '../workspace/project-settings'
import type { GivenPolicy } from '../workspace/types'

export interface LspPlatform {
  readonly version: string
  readonly machine: Machine
  /** The disk, for a folder that lies on one; null when only the client can read it. */
  diskFor(uri: string): Host | null
  /** A policy file that the settings name, relative to the folder or absolute; null when it cannot be read. */
  policyFile(path: string, folderUri: string): Promise<GivenPolicy | null>
  /** A policy in a folder above, with its path for messages. */
  outerPolicy(folderUri: string): GivenPolicy | undefined
  /** Where a folder stands in its repository: the way down to it, and a reader of files above it; absent where nothing is known. */
  repository?(folderUri: string): Pick<ProjectSettings, 'prefix' | 'readAbove'>
  /** Calendar day, YYYY-MM-DD. */
  today(): string
  /** Milliseconds from any start. */
  now(): number
  /** Calls back after some milliseconds; the answer cancels. */
  after(milliseconds: number, callback: () => void): () => void
}
