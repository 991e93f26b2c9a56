/** What a scan takes, what it gives, and what a judgement rests on. */
import type { FactBase } from '../engine/facts'
import type { LinkMemory } from '../engine/link/digest'
import type { Policy } from '../engine/policy'
import type { Reader } from '../engine/reader'
import type { Redactor } from '../engine/redact'
import type { FileFacts, Finding, Model, Persona, Rule } from '../engine/types'
import type { Crew } from './crew'
import type { Decoded } from './decode'
import type { Host, Machine } from './host'
import type { PolicyError } from './policy-nodes'

/** A policy and the paths that it governs. */
export interface Governing {
  readonly policy: Policy
  /** Who asks for the paths below: the flag, else the policy, else a developer. */
  readonly persona: Persona
  governs(path: string): boolean
}

/** A policy file from outside of the scanned folder. */
export interface GivenPolicy {
  readonly text: string
  /** Name for messages. */
  readonly path: string
  /** The way from its folder down to the scan root, with a slash at its end, where it stands above. */
  readonly above?: string
  /** Stands outside of the repository: its paths count from the scan root. */
  readonly outside?: true
  /** Text of a file that is named relative to the folder of this one, or null; absent where nothing outside can be read. */
  read?(relative: string): string | null
}

export interface ScanContext {
  /** Other threads that help with reading, for scans of the disk. */
  readonly crew?: Crew
  readonly host: Host
  readonly machine: Machine
  readonly facts: FactBase
  readonly readers: readonly Reader[]
  readonly redactor: Redactor
  readonly rules: readonly Rule[]
}

export interface ScanOptions {
  /** Only these files and folders below the root; empty for everything. */
  readonly from: readonly string[]
  readonly day: string
  /** Path from the root of the repository to the scanned folder, with a slash at its end: keys of findings and paths of policies count from there. */
  readonly prefix?: string
  /** Text of a file of the repository above the scanned folder (`../base.yaml`), for what a policy extends; null when there is none. */
  readAbove?(path: string): string | null
  readonly persona?: Persona
  readonly untrusted: boolean
  readonly noIgnore: boolean
  readonly noPolicy: boolean
  /** A policy given from outside: text and a name for messages. It counts even in untrusted scans. */
  readonly policy?: GivenPolicy
  /** The policy of a folder above the root. */
  readonly outerPolicy?: GivenPolicy
  /** Texts that replace what is on disk: open documents, `--stdin`. */
  readonly overlay?: ReadonlyMap<string, string>
  /** Report only findings of these paths (`--staged`, `--since`); everything is still read. */
  readonly only?: ReadonlySet<string>
  readonly progress?: (done: number, total: number) => void
  readonly cancelled?: () => boolean
  /** Told now and then what is known so far. The maps go on to grow. */
  readonly meanwhile?: (known: Evidenced) => Promise<void>
  /** More patterns of files to leave out, gitignore syntax; the word of whoever runs the scan. */
  readonly exclude?: readonly string[]
  /** The scan looks at a part of the project only: rules that rest on an absence wait. */
  readonly partial?: boolean
  /** Facts of files by path and content hash, kept by the caller between scans. */
  readonly cache?: Map<string, { readonly hash: string; readonly facts: FileFacts | null }>
  /** What linking knows of single files, kept by the caller between scans. */
  readonly memory?: LinkMemory
}

/** Something that was not read as intended, at a place that is 1-based; without path, line and column for the scan as a whole. */
export interface Note {
  readonly path: string
  readonly line: number
  readonly column: number
  readonly message: string
  /** The file was read as intended: the word of a repository that is not trusted, or a word that may be somebody's own. */
  readonly aside?: true
}

export interface ScanResult {
  readonly model: Model
  readonly findings: readonly Finding[]
  /** Texts of files that findings or endpoints stand in, for code frames. */
  readonly texts: ReadonlyMap<string, Decoded>
  readonly files: number
  readonly binary: number
  readonly localRead: readonly string[]
  readonly skipped: readonly { readonly path: string; readonly reason: string }[]
  readonly notes: readonly Note[]
  readonly policyErrors: readonly PolicyError[]
  /** Words of the policies that are taken as they stand although nobody knows them; among `notes` too. */
  readonly policyNotes: readonly PolicyError[]
  readonly policies: readonly Policy[]
  readonly complete: boolean
  /** Every path that was looked at, read or not. */
  readonly paths: readonly string[]
  /** Whether a path is left out: by the caller, by a policy, or because it is vendored code or build output. */
  excludes(path: string): boolean
  readonly governing: readonly Governing[]
}

/** What a judgement rests on. */
export interface Evidenced {
  readonly files: ReadonlyMap<string, FileFacts>
  readonly paths: readonly string[]
  readonly governing: readonly Governing[]
}

export interface Judgement {
  readonly model: Model
  readonly findings: readonly Finding[]
}
