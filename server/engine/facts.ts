/**
 * The fact base as the engine sees it: rows with evidence, and look-ups. The engine never loads it; it is an argument.
 * Row types mirror the YAML files of `rules/`.
 */
import type { EvidenceStatus } from './types/evidence'
import type { CredentialKind } from './types/file'
import type { ProtectedNames } from './types/protected'

export type RowClass = 'official' | 'cloud' | 'gateway' | 'relay' | 'tunnel' | 'ignored'
export type RowConfidence = 'high' | 'medium' | 'low'

export interface EndpointRow {
  /** Host, `host/path`, `*.host`, or with `{region}`. */
  readonly host: string
  readonly class: RowClass
  readonly name: string
  readonly operator?: string
  readonly serves: readonly string[]
  readonly speaks?: readonly string[]
  readonly sources: readonly string[]
  /** Days, or a month or a year where no more is known. */
  readonly seen: { readonly first?: string; readonly last: string }
  readonly confidence: RowConfidence
  readonly match?: readonly string[]
  readonly miss?: readonly string[]
  readonly dispute?: string
  readonly note?: string
  /** The operator describes itself as a relay. */
  readonly self?: boolean
  /** A gateway that also stands on relay lists. */
  readonly listed?: boolean
  /** User-content hosting rather than a tunnel. */
  readonly hosting?: boolean
  readonly kind?: string
}

export interface Source {
  readonly id: string
  readonly title: string
  readonly url: string
  readonly publisher: string
  readonly group: string
  /** Day of what was read, `YYYY-MM-DD`; only the month or the year where the day is not known (`2026-05`, `2026`). */
  readonly date: string
  /** Day on which it was read. */
  readonly read: string
  readonly status: EvidenceStatus
  /** What the publisher gains by it. */
  readonly interest?: string
  /** The publisher called the hosts itself, with keys of its own, and published what came back. */
  readonly measured?: boolean
}

export type Role =
  | 'base-url'
  | 'host'
  | 'base-path'
  | 'key'
  | 'token'
  | 'subscription-token'
  | 'region'
  | 'proxy'
  | 'switch'
  | 'headers'
  | 'model'
  | 'helper'
  | 'provider'

export interface ClientEnv {
  readonly name: string
  readonly role: Role
  readonly vendor?: string
  /** Also the name of something else: needs a second signal. */
  readonly ambiguous?: boolean
  readonly note?: string
  readonly since?: string
  readonly until?: string
}

export type FileEffect = 'yes' | 'after-trust' | 'ignored-by-tool'

export interface ClientFile {
  readonly glob: string
  readonly scope: 'project' | 'user'
  readonly effect: FileEffect
  readonly agent?: boolean
  readonly env?: readonly string[]
  readonly keys?: readonly {
    readonly path: string
    readonly role: Role
    readonly vendor?: string
    readonly effect?: FileEffect
  }[]
}

export interface ClientOptions {
  readonly language: string
  readonly callees: readonly string[]
  readonly module?: readonly string[]
  readonly base?: readonly string[]
  readonly key?: readonly string[]
  readonly region?: readonly string[]
  readonly proxy?: readonly string[]
}

export interface ClientSignature {
  readonly kind: string
  readonly ecosystem?: string
  readonly name: string
}

export interface Client {
  readonly id: string
  readonly name: string
  readonly kind: string
  /** Expected vendor id, or `any`. */
  readonly vendor: string
  readonly default?: string
  readonly source: readonly string[]
  readonly env?: readonly ClientEnv[]
  /** Headers by which a request says where it goes on; names in lower case. */
  readonly headers?: readonly { readonly name: string; readonly role: Role }[]
  readonly files?: readonly ClientFile[]
  readonly options?: readonly ClientOptions[]
  readonly precedence?: readonly string[]
  readonly precedenceSource?: string
  readonly signatures?: readonly ClientSignature[]
}

export interface Clause {
  readonly id: string
  readonly topic: string
  readonly title: string
  readonly summary: string
  readonly since: string
  readonly source: string
  readonly status: EvidenceStatus
}

export interface PlaceList {
  readonly id: string
  readonly kind: string
  readonly date: string
  readonly source: string
  /** Transcribed in full from the provider's own page. */
  readonly own: boolean
  readonly countries: readonly string[]
  /** Places that a later version of the page names, of which only a part was read. */
  readonly later?: { readonly date: string; readonly source: string; readonly countries: readonly string[] }
  /** Territories that the page does not name by themselves: neither listed nor missing. */
  readonly unnamed?: readonly string[]
  /** Places that are missing at their alphabetical place in the part of the page that was read; for lists that are not `own`. */
  readonly absent?: readonly string[]
  /** The page of which that part was read. */
  readonly absentSource?: string
  readonly exceptions?: readonly {
    readonly country: string
    readonly area: string
    readonly code?: string
    readonly source: string
  }[]
}

export interface Provider {
  readonly id: string
  readonly name: string
  readonly vendors: readonly string[]
  /** Hosts on which a key of this provider is at home. */
  readonly hosts: readonly string[]
  readonly places?: readonly PlaceList[]
  readonly refusal?: { readonly documented: boolean; readonly source?: string; readonly note: string }
  readonly clauses?: readonly Clause[]
  readonly ownership?: {
    readonly clause: string
    readonly threshold: number
    readonly since: string
    readonly note?: string
  }
  readonly channels?: readonly {
    readonly cloud: string
    /** Id of the provider whose terms apply. */
    readonly terms: string
    readonly source: string
    readonly regions?: readonly string[]
    readonly unavailable?: readonly {
      readonly provider: string
      readonly partition?: string
      readonly region?: string
      readonly reason: string
      readonly source: string
    }[]
    /** Clause on whether callers are placed. */
    readonly callers?: string
  }[]
  readonly unconfirmed: readonly string[]
}

export interface Region {
  readonly provider: string
  readonly id: string
  readonly country: string
  readonly place?: string
  readonly partition?: string
  readonly kind?: string
  readonly source: string
}

export interface Software {
  readonly id: string
  readonly name: string
  /** `proxy-client`: carries traffic out through somebody else's network; `tunnel`: lets it in. Never relay software. */
  readonly kind: 'resale-panel' | 'account-pool' | 'gateway' | 'proxy-client' | 'tunnel'
  readonly sources: readonly string[]
  readonly note?: string
  readonly signatures: readonly ClientSignature[]
}

export interface KeyShape {
  readonly id: string
  readonly vendor: string
  readonly kind: CredentialKind
  readonly prefix: string
  /** RegExp source, no anchors, linear time. */
  readonly pattern: string
  readonly source: string
  readonly confidence: RowConfidence
}

export interface FactEvent {
  readonly id: string
  readonly date: string
  readonly claimant: string
  readonly claim: string
  readonly status: EvidenceStatus
  readonly source: string
  readonly topics: readonly string[]
}

/** What the compiled pack holds: plain data, sorted, JSON. */
export interface Pack {
  readonly date: string
  readonly hash: string
  readonly endpoints: readonly EndpointRow[]
  readonly sources: readonly Source[]
  readonly clients: readonly Client[]
  readonly providers: readonly Provider[]
  readonly regions: readonly Region[]
  readonly software: readonly Software[]
  readonly keys: readonly KeyShape[]
  readonly events: readonly FactEvent[]
}

export interface HostMatch {
  readonly row: EndpointRow
  /** Text captured by `{region}`, else empty. */
  readonly region: string
  /** True when the row names the host itself, not a wildcard above it. */
  readonly exact: boolean
}

export interface EnvMeaning {
  readonly client: Client
  readonly env: ClientEnv
}

/** Look-ups over a pack. One per process, handed to everything that needs facts. */
export interface FactBase {
  readonly pack: Pack
  /** The most specific row for a host (lower-case ASCII, no port) and a URL path (`/v1/...` or empty), or null. */
  host(host: string, path: string): HostMatch | null
  /** What an environment variable means, most specific client first; empty when unknown. */
  env(name: string): readonly EnvMeaning[]
  /** The client whose requests name where they go on by this header, or null. */
  header(name: string): Client | null
  /** What a key path of a file means. `path` is the file path, `keys` the key path with list indexes as `[]`. */
  fileKey(
    path: string,
    keys: readonly string[],
  ): { client: Client; file: ClientFile; role: Role; vendor: string; effect: FileEffect } | null
  /** The client file surface of a path (agent settings and such), or null. */
  fileSurface(path: string): { client: Client; file: ClientFile } | null
  /** Clients that have a constructor or call of that name in that language. */
  callee(language: string, callee: string): readonly { client: Client; options: ClientOptions }[]
  /** Whether any call of that language that a client is known by ends in this segment: no look-up of a longer name can succeed otherwise. */
  hasCallee(language: string, last: string): boolean
  signature(kind: string, ecosystem: string, name: string): readonly Client[]
  software(kind: string, name: string): Software | null
  /** Whether any signature of a client or of relay software has that name, in any letter case. */
  isToolName(name: string): boolean
  /** The row of a region; zones and other spellings of the id are understood. */
  region(provider: string, id: string): Region | null
  /** The place of an id without its cloud, or null when clouds that know it disagree about the country. */
  regionAnywhere(id: string): Region | null
  source(id: string): Source | null
  clause(id: string): (Clause & { provider: Provider }) | null
  providerOf(vendor: string): Provider | null
  client(id: string): Client | null
  /** Hosts and domains of official and cloud rows: what a look-alike imitates. */
  protectedNames(): ProtectedNames
}
