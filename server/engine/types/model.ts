/** What the project says: the result of linking. */
import type { EndpointRow } from '../facts'
import type { Evidence } from './evidence'
import type { Credential, FileFacts, Setting, Signature, Trait } from './file'
import type { DeployRegion } from './region'
import type { Place, Span } from './value'

export type EndpointClass =
  | 'official'
  | 'cloud'
  | 'gateway'
  | 'relay'
  | 'tunnel'
  | 'lookalike'
  | 'private'
  | 'placeholder'
  | 'declared'
  | 'unknown'

/** How sure it is that this text is the address: `literal` as written, `resolved` through names, `default` of a fall-back, `partial` when a piece is unknown. */
export type Resolution = 'literal' | 'resolved' | 'default' | 'partial'

export type Effect = 'yes' | 'overridden' | 'not-selected' | 'after-trust' | 'ignored-by-tool'

export type UnitKind = 'service' | 'workload' | 'job' | 'function' | 'manifest' | 'package' | 'root'

/** What is deployed or built together: a compose service, a workload, a workflow job, a function, a package folder, or the scan root. */
export interface Unit {
  readonly id: string
  readonly kind: UnitKind
  readonly name: string
  /** Folder relative to the scan root, without trailing slash; empty for the root. */
  readonly folder: string
  /** Place that declares it, if a file does. */
  readonly place?: Place
  /** Ids of units that this one contains code of: workspace dependencies, build contexts. */
  readonly dependsOn: readonly string[]
}

export interface Reach {
  readonly unit: string
  readonly effective: Effect
}

/** A place between a literal and the client that uses it. */
export interface Hop extends Place {
  /** Who loads the file or the object there, by name (empty when it has none); absent where the value itself is used. */
  readonly loader?: string
}

/** An address that an AI client would call. One entry per literal. */
export interface Endpoint {
  readonly path: string
  readonly span: Span
  /** Variable, key path or option through which it acts. */
  readonly key: string
  /** Client id of the fact base; empty when unknown. */
  readonly client: string
  /** Vendor whose models the client expects; empty when unknown. */
  readonly vendor: string
  /** Address without user part and query, secrets cut. */
  readonly url: string
  readonly scheme: string
  /** Lower case, ASCII as on the wire, no port, brackets or trailing dot; empty when unknown. */
  readonly host: string
  /** Unicode form when it differs from `host`. */
  readonly hostUnicode: string
  /** The host as written, where it is neither of the two (`134744072`, `api%2eexample.net`); else empty. */
  readonly hostWritten: string
  readonly port: string
  readonly urlPath: string
  readonly class: EndpointClass
  readonly operator: string
  readonly serves: readonly string[]
  readonly resolution: Resolution
  readonly effective: Effect
  readonly reach: readonly Reach[]
  /** Short label that carries its ground: `listed as relay`, `self-described relay`, `official`. */
  readonly basis: string
  readonly evidence: readonly Evidence[]
  /** Where the value goes from here: the places between the literal and the client that uses it. */
  readonly chain: readonly Hop[]
  /** Places of the literals that its user part is put together from; never shown. */
  readonly hidden?: readonly Place[]
  /** The setting that holds the literal, and its block, for rules that look around. */
  readonly setting: Setting
  /** The setting through which it acts (equal to `setting` when it is direct). */
  readonly sink: Setting
  readonly sinkPath: string
  /** Row of the fact base that matched. */
  readonly row?: EndpointRow
  /** Gateway entry of the policy when class is `declared`. */
  readonly declared?: { readonly host: string; readonly operator: string; readonly reason: string }
  /** What a look-alike imitates, or the maker host inside the path. */
  readonly imitates?: string
  readonly inPath?: string
  /** Listed only for low-confidence rows or quoted text: speaks to the auditor persona only. */
  readonly auditorOnly: boolean
  readonly local: boolean
  /** Client file surface, when the key belongs to a coding agent's own settings file. */
  readonly agent?: { readonly client: string; readonly name: string; readonly effect: Effect; readonly scope: string }
}

/** A client without an address of its own: it calls its default host. */
export interface Use {
  readonly path: string
  readonly span: Span
  readonly client: string
  readonly vendor: string
  readonly units: readonly string[]
  readonly how: 'call' | 'credential' | 'package' | 'switch' | 'model'
  /** Cloud service that the client calls (`bedrock`, `vertex`, `foundry`, `azure-openai`); absent when it calls the maker. */
  readonly cloud?: string
  readonly local: boolean
}

export interface PlacedCredential extends Credential {
  readonly path: string
  readonly units: readonly string[]
  readonly local: boolean
}

export interface PlacedRegion extends DeployRegion {
  readonly path: string
  readonly units: readonly string[]
  /** Units whose code probably runs there too: what a command deploys, what stands beside a function of a manifest. */
  readonly around: readonly string[]
  /** Variable that names the place, when one does. */
  readonly variable?: string
  /** Only code of these files runs there: the covered files and what they import. Absent: all code of the units. */
  readonly files?: ReadonlySet<string>
  /** ISO 3166 alpha-2 of the place, empty when the id is unknown. */
  readonly country: string
  readonly placeName: string
}

export interface PlacedSignature extends Signature {
  readonly path: string
  readonly units: readonly string[]
}

export interface PlacedTrait extends Trait {
  readonly path: string
  readonly units: readonly string[]
}

/** A call or constructor of an AI client in source code, whatever its address. */
export interface Caller {
  readonly path: string
  readonly client: string
  readonly vendor: string
  readonly units: readonly string[]
}

export interface PlacedSetting {
  readonly path: string
  readonly setting: Setting
  readonly units: readonly string[]
}

/** A value that never wins, and the one that does. */
export interface Override {
  readonly loser: PlacedSetting
  readonly winner: PlacedSetting
  readonly unit: string
  /** Why the winner wins, in words, with its source id when the order comes from the fact base. */
  readonly because: string
  readonly source?: string
}

/** Two base URLs of one client that act together in a unit and name different hosts, while no order between them is known. */
export interface Conflict {
  readonly one: Endpoint
  /** The later one, by path and place. */
  readonly other: Endpoint
  readonly unit: string
}

/** The one result of linking. */
export interface Model {
  readonly files: ReadonlyMap<string, FileFacts>
  /** Every path of the tree, read or not, sorted. */
  readonly paths: readonly string[]
  readonly units: readonly Unit[]
  readonly endpoints: readonly Endpoint[]
  readonly uses: readonly Use[]
  readonly credentials: readonly PlacedCredential[]
  /** Marks of all literal credentials: words that are shown nowhere. */
  readonly marks: ReadonlySet<string>
  readonly regions: readonly PlacedRegion[]
  readonly callers: readonly Caller[]
  /** Files that a file can run: itself and what it imports by relative or root-relative name, as far as it was read. */
  reachableFrom(path: string): ReadonlySet<string>
  readonly signatures: readonly PlacedSignature[]
  readonly traits: readonly PlacedTrait[]
  /** Reverse-proxy targets (`upstream` settings and their source-code forms) with their host; not endpoints of a client. */
  readonly upstreams: readonly Endpoint[]
  /** Forward proxies (HTTPS_PROXY ...), never endpoints. */
  readonly proxies: readonly PlacedSetting[]
  readonly overrides: readonly Override[]
  readonly conflicts: readonly Conflict[]
  /** False while a workspace is still being indexed: rules that rest on an absence wait. */
  readonly complete: boolean
}
