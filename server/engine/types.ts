/**
 * The glossary of relaylint. Every other file speaks in these words.
 *
 * All offsets are UTF-16 code units into the decoded text (byte order mark removed), half open: [start, end).
 * Lines and columns exist only in printers and in the protocol.
 */

export interface Span {
  readonly start: number
  readonly end: number
}

/** A place in a file of the project. `path` is relative to the scan root, with `/`. */
export interface Place {
  readonly path: string
  readonly span: Span
}

// ---------------------------------------------------------------- what one file says

/** A value as it is written: literal pieces, references to names, and pieces nobody can know from the text. */
export interface Template {
  readonly parts: readonly Part[]
  /** The whole value without its quotes. */
  readonly span: Span
  /** Set where the text in the file is not the value itself. */
  readonly encoding?: 'base64' | 'escaped' | 'percent'
}

export type Part = TextPart | RefPart | UnknownPart

export interface TextPart {
  readonly kind: 'text'
  /** Decoded text; secrets are already cut to their public prefix. */
  readonly text: string
  readonly span: Span
  /** Where a whole plain literal of source code stands, its quotes included. */
  readonly quotes?: Span
}

export interface RefPart {
  readonly kind: 'ref'
  /** `env`: an environment variable; `name`: a constant of this file or an HCL `var.`/`local.` name; `key`: a key path of this file. */
  readonly to: 'env' | 'name' | 'key'
  readonly name: string
  readonly span: Span
  /** Named data that holds the name: `config-map NAME` or `secret NAME`. */
  readonly in?: string
  /** The value when the reference is unset, for example `${NAME:-fallback}` or `process.env.NAME ?? "fallback"`. */
  readonly fallback?: Template
  /** Further values that a condition may choose: `${{ cond && 'a' || 'b' }}`, `cond ? a : b`. */
  readonly others?: readonly Template[]
}

/** An expression or template piece that the text alone does not decide. */
export interface UnknownPart {
  readonly kind: 'unknown'
  readonly span: Span
}

/**
 * How a value was said.
 * - `env`       an environment variable is given a value (dotenv line, compose environment, ENV, export, `os.environ[...] =`)
 * - `key`       a key of a configuration file, `path` from the root of its document
 * - `argument`  an option of a call or constructor that `callee` names (`OpenAI(base_url=...)`, `.baseUrl("...")`)
 * - `constant`  a named value in source code: constant, class attribute, object property outside of a known call, default of a parameter
 * - `member`    an assignment to a member: `client.base_url = ...`, `url.hostname = ...`
 * - `request`   the address given to an HTTP call: `fetch(...)`, `requests.post(...)`, `curl ...`
 * - `upstream`  the target of a reverse proxy or rewrite: nginx `proxy_pass`, Caddy `reverse_proxy`, vercel `rewrites`
 */
export type SettingKind = 'env' | 'key' | 'argument' | 'constant' | 'member' | 'request' | 'upstream'

export interface Setting {
  readonly kind: SettingKind
  /** The variable, the last key of the path, the option name, the constant, the member; empty for positional addresses. */
  readonly name: string
  /** Full key path for `key` (list elements as their index), enclosing names for source (class, object literal), else `[name]`. */
  readonly path: readonly string[]
  /** `OpenAI`, `genai.Client`, `option.WithBaseURL`, `requests.post`; dots as written, `new` and generic arguments left out. */
  readonly callee?: string
  /** Span of the name; of the callee for positional addresses. */
  readonly keySpan: Span
  readonly value: Template
  /** Index into `FileFacts.blocks`: the innermost block that holds it. */
  readonly block: number
  /** Only a default that something else may override: Dockerfile ARG, `variable` default, `setdefault`, function parameter default. */
  readonly weak?: true
  /** The same map holds the key again further down, and the last one wins: this value never counts. */
  readonly shadowed?: true
  /** Stands in a table of choices of which none is taken here (provider presets); set by readers only where the format says so. */
  readonly preset?: true
  /** Stands in a comment-like place that is shown to the auditor persona only (Markdown fence). */
  readonly quoted?: true
}

/** Groups inside a file that share a scope. `blocks[0]` is the whole file and its own parent. */
export interface Block {
  readonly kind: BlockKind
  /** Service name, workload `kind/name`, job id, function or class name, call name. */
  readonly name: string
  readonly parent: number
  readonly span: Span
}

export type BlockKind =
  | 'file'
  | 'document' // one YAML document of several
  | 'service' // compose service: a unit
  | 'workload' // Kubernetes Deployment, Job, CronJob, Pod ...: a unit
  | 'container'
  | 'config-map' // named data others refer to
  | 'secret'
  | 'workflow'
  | 'job' // workflow or pipeline job: a unit
  | 'step'
  | 'function' // function of a manifest (vercel, serverless, SAM, Terraform resource): a unit
  | 'stage' // Dockerfile stage
  | 'call' // one call or constructor with its arguments
  | 'object' // one object literal, table or map that belongs together (a model_list entry, a provider table)
  | 'scope' // class or function body in source
  | 'command' // one shell command with its own assignments

export interface Credential {
  /** Vendor of the key shape, or of the variable name when `shape` is missing. */
  readonly vendor: string
  readonly kind: CredentialKind
  /** Id of the key shape that the value matched; absent when only the name says that a credential stands here. */
  readonly shape?: string
  /** Public prefix only, e.g. `sk-ant-api03-`. */
  readonly prefix: string
  /** Variable, key or option name that holds it. */
  readonly name: string
  readonly nameSpan: Span
  /** Span of the value in the file. */
  readonly span: Span
  readonly block: number
  /** `literal`: a value stands here; `reference`: a secret store, variable or expression; `placeholder`, `empty` speak for themselves. */
  readonly state: 'literal' | 'reference' | 'placeholder' | 'empty'
  /** How many values the setting lists (`k1,k2,k3`). */
  readonly count: number
  /** Identity, within the file, of the list whose element this is or stands in: its key path with `[]` for the index. */
  readonly list?: string
  readonly quoted?: true
}

export type CredentialKind =
  | 'api-key'
  | 'admin-key'
  | 'subscription-token'
  | 'refresh-token'
  | 'session'
  | 'gateway-key'
  | 'cloud-key'
  | 'unknown'

/** A read of an environment variable anywhere in source, a script or a template. */
export interface Read {
  readonly name: string
  readonly span: Span
  readonly block: number
}

/** A call or constructor of source code whose name may be an AI client, with or without arguments. */
export interface Call {
  readonly callee: string
  readonly span: Span
  readonly block: number
  /** Option names given at the call. */
  readonly options: readonly string[]
}

export interface Import {
  /** `openai`, `@anthropic-ai/sdk`, `langchain_openai`, `github.com/openai/openai-go/option` */
  readonly module: string
  /** Local names that it binds, when written. */
  readonly names: readonly string[]
  /** Local name to the name in the module, where they differ; `default` and `*` (the module itself) as in ECMAScript. */
  readonly renamed?: Readonly<Record<string, string>>
  readonly span: Span
}

/** A file, object or package that this file names and that brings settings with it. */
export interface Reference {
  readonly kind:
    | 'env-file' // env_file:, EnvironmentFile=, envFile, dotenv paths: a dotenv file
    | 'config-map'
    | 'secret' // by name
    | 'include' // compose include/extends file, LiteLLM include, GitLab include: local
    | 'build' // compose build context, Dockerfile path: a folder
    | 'dependency' // package name of a manifest
    | 'import' // relative module path in source
    | 'action' // reusable workflow or action: local path
    | 'module' // Terraform module: a folder; `member` is its name
    | 'network' // service whose network this one shares
    | 'provider' // provider of a Terraform resource or module: `aws.alias`
  readonly target: string
  readonly span: Span
  readonly block: number
  /** Only one key of the target (configMapKeyRef); maps to variable `as`. */
  readonly key?: string
  readonly as?: string
  /** Service of an `extends`. */
  readonly member?: string
}

/** A place where this file says code will run. */
export interface DeployRegion {
  /**
   * Provider key of rules/regions.yaml: `vercel`, `aws`, `azure`, `gcp`, `fly`, ... Empty when the file names an id without
   * its cloud (node labels): the id then counts only when every cloud that knows it puts it in the same country.
   */
  readonly provider: string
  /** Empty when `value` has to be followed. */
  readonly id: string
  readonly span: Span
  readonly block: number
  /** `runs`: where the code runs. `model`: where the model is called (AWS_REGION of a Bedrock client, host of Vertex). */
  readonly role: 'runs' | 'model'
  /** A name in place of an id: `var.region`, `${{ env.REGION }}`. */
  readonly value?: Template
  /** Only code in these files runs there: globs, relative to the folder of this file. */
  readonly covers?: readonly string[]
  /** How the platform takes it; absent when the code simply runs there. */
  readonly how?: RegionHow
  /** Which units it holds for besides those of its block. */
  readonly holds?: RegionHolds
  /** Role `model`: the cloud service that is called there (`bedrock`, `vertex`, `foundry`), and whose models when the text says so. */
  readonly cloud?: string
  readonly vendor?: string
}

/**
 * - `nearest`   one of several, the platform picks
 * - `outage`    only while the others fail
 * - `variable`  an environment variable whose name other software may mean as well
 * - `assumed`   the code that this unit deploys probably runs there
 */
export type RegionHow = 'nearest' | 'outage' | 'variable' | 'assumed'

/**
 * - `folder`   every unit that a file of the same folder declares (samconfig.toml beside a template)
 * - `code`     the code of the repository, which a command of this unit deploys
 * - `cluster`  workloads of the project, which probably run in this cluster
 * - `module`   resources of the Terraform module and of the modules it calls, by prefix of their type and by alias
 */
export type RegionHolds =
  | { readonly for: 'folder' | 'code' | 'cluster' }
  | { readonly for: 'module'; readonly prefix: string; readonly alias: string }

/** The presence of a tool, framework or image. The reader does not know which ones matter. */
export interface Signature {
  readonly kind: 'package' | 'image' | 'action' | 'feature' | 'binary' | 'install' | 'extension' | 'resource'
  /** npm, pypi, go, cargo, maven, nuget, gem, composer, docker, github, devcontainer, vscode, shell, terraform */
  readonly ecosystem: string
  /** Name without version: `openai`, `calciumion/new-api`, `anthropics/claude-code-action`. */
  readonly name: string
  readonly span: Span
  readonly block: number
}

/** Text of a comment that holds the word `relaylint`. */
export interface Comment {
  readonly text: string
  readonly span: Span
}

/** Something the reader could not read as intended. Never fatal; printed as a note. */
export interface Problem {
  readonly message: string
  readonly span: Span
  /** A limit was hit and the rest of the file was not read: the scan is incomplete. */
  readonly incomplete?: true
}

/** Other facts that single rules need; `what` names the fact. Kept small on purpose. */
export interface Trait {
  readonly what:
    | 'tls-verification-off' // NODE_TLS_REJECT_UNAUTHORIZED=0, verify=False, rejectUnauthorized: false
    | 'edge-runtime' // export const runtime = 'edge', a Worker
    | 'names-model' // the text names a model, a maker or a header of theirs: messages sent from here may go to one
    | 'training' // fine-tuning, distillation or data-generation pipeline
    | 'proxy-client' // VPN or proxy container, mihomo/sing-box/xray configuration
    | 'forwards-credentials' // passes the caller's authorization header on
    | 'inert' // the whole file is documentation, a test or a fixture
  readonly detail: string
  readonly span: Span
  readonly block: number
}

/** Everything one file says, without knowledge of any other file. Reading is total: it never throws. */
export interface FileFacts {
  readonly path: string
  /** Id of the reader, e.g. `dotenv`, `yaml`, `source`. */
  readonly reader: string
  /** Dialect or language inside the reader: `compose`, `kubernetes`, `python`, `typescript` ... */
  readonly dialect: string
  /** Offsets of line starts; `lineStarts[0]` is 0. */
  readonly lineStarts: readonly number[]
  readonly length: number
  readonly blocks: readonly Block[]
  readonly settings: readonly Setting[]
  readonly credentials: readonly Credential[]
  readonly reads: readonly Read[]
  readonly calls: readonly Call[]
  readonly imports: readonly Import[]
  readonly references: readonly Reference[]
  readonly regions: readonly DeployRegion[]
  readonly signatures: readonly Signature[]
  readonly traits: readonly Trait[]
  readonly comments: readonly Comment[]
  readonly problems: readonly Problem[]
  /** Set by the workspace: the file is ignored by version control but read all the same. */
  readonly local?: boolean
}

// ---------------------------------------------------------------- what the project says

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
  readonly chain: readonly Place[]
  /** The setting that holds the literal, and its block, for rules that look around. */
  readonly setting: Setting
  /** The setting through which it acts (equal to `setting` when it is direct). */
  readonly sink: Setting
  readonly sinkPath: string
  /** Row of the fact base that matched. */
  readonly row?: import('./facts').EndpointRow
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

/** The one result of linking. */
export interface Model {
  readonly files: ReadonlyMap<string, FileFacts>
  /** Every path of the tree, read or not, sorted. */
  readonly paths: readonly string[]
  readonly units: readonly Unit[]
  readonly endpoints: readonly Endpoint[]
  readonly uses: readonly Use[]
  readonly credentials: readonly PlacedCredential[]
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
  /** False while a workspace is still being indexed: rules that rest on an absence wait. */
  readonly complete: boolean
}

// ---------------------------------------------------------------- what is said about it

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

export interface Related {
  readonly path: string
  readonly span: Span
  readonly message: string
}

/** A change of one file. `safe` keeps the meaning or restores the documented one; unsafe needs a decision. */
export interface Fix {
  readonly title: string
  readonly safe: boolean
  readonly path: string
  readonly edits: readonly { readonly span: Span; readonly text: string }[]
}

/** What a rule says; the linter adds rule id, severity source, fingerprint and suppression. */
export interface Draft {
  readonly path: string
  readonly span: Span
  /** First sentence: complete, at most 120 characters, plain text. */
  readonly message: string
  /** Why it matters, in one or two sentences with clause, status and date. */
  readonly why: string
  /** What to do, one sentence. */
  readonly todo: string
  readonly host?: string
  readonly severity: Severity
  readonly confidence?: Confidence
  readonly evidence?: readonly Evidence[]
  readonly related?: readonly Related[]
  readonly fixes?: readonly Fix[]
  /** Stable identity beside rule, path and host; never a line number or a secret. */
  readonly identity?: string
  /** The lowest persona that sees it; default `developer`. */
  readonly persona?: Persona
  readonly endpoint?: Endpoint
}

export interface Finding extends Omit<Draft, 'severity' | 'identity' | 'persona' | 'endpoint'> {
  readonly rule: string
  readonly severity: Severity
  readonly severitySource: 'default' | 'policy'
  readonly confidence: Confidence
  readonly evidence: readonly Evidence[]
  readonly related: readonly Related[]
  readonly fixes: readonly Fix[]
  readonly host: string
  readonly suppressed: boolean
  /** Who suppressed it: a comment or a policy exception, with its reason. */
  readonly suppressedBy?: {
    readonly kind: 'comment' | 'exception'
    readonly reason: string
    readonly until?: string
    readonly place: Place
  }
  readonly baselined: boolean
  readonly local: boolean
  readonly fingerprint: string
}

/** A rule: pure data and two optional hooks. */
export interface Rule {
  readonly id: string
  readonly title: string
  /** The default severity; drafts may speak below it or above it within their evidence. */
  readonly severity: Severity
  /** The two hooks. Each returns what it has to say, in any order. */
  endpoint?(endpoint: Endpoint, context: RuleContext): readonly Draft[]
  model?(context: RuleContext): readonly Draft[]
}

export interface RuleContext {
  readonly model: Model
  readonly facts: import('./facts').FactBase
  readonly policy: import('./policy').Policy
  /** The evaluation day, YYYY-MM-DD. */
  readonly day: string
  readonly persona: Persona
}
