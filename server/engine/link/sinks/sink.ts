/** What a setting feeds, and what is looked at to tell. */
import type { Client, FactBase } from '../../facts'
import type { Effect, FileFacts } from '../../types'
import type { Siblings } from '../siblings'
import { ofOne } from './words'

export interface Sink {
  readonly client: string
  readonly vendor: string
  /** Variable, key path or option shown to people. */
  readonly key: string
  /**
   * - `sure`    the fact base knows this name as a base URL
   * - `likely`  the name says so: any address counts
   * - `root`    only with an AI path or a versioned root (`/v1`)
   * - `path`    only with a path that an AI API alone has
   * - `host`    only when the host is a known AI API with an API path
   */
  readonly certainty: 'sure' | 'likely' | 'root' | 'path' | 'host'
  /** Whether a value takes effect where it stands, when that is not at once. */
  readonly effect?: Effect
  readonly agent?: { readonly client: string; readonly name: string; readonly effect: Effect; readonly scope: string }
}

export interface SinkContext {
  readonly facts: FactBase
  /** True when the file, or its unit, shows an AI client (import, package, key variable). */
  speaksAi(file: FileFacts): boolean
  /** How the client shows itself where this block acts: it is what runs there, one of the packages, or not at all. */
  presence(client: Client, file: FileFacts, block: number): 'runs' | 'package' | null
  /** True when the file requests the path of an AI API on a base that stands elsewhere: `client.post("/v1/chat/completions")`. */
  callsAiPath(file: FileFacts): boolean
  /** What stands beside a setting of the file. */
  readonly siblings: Siblings
}

/** A name that the fact base knows as a base URL of the client. */
export function sureSink(client: Client, vendor: string, key: string): Sink {
  return { client: client.id, vendor: ofOne(vendor), key, certainty: 'sure' }
}
