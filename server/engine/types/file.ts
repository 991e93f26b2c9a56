/** What one file says. */

import type { DeployRegion } from './region'
import type { Span, Template } from './value'

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
  /** What goes with it when it is removed: whole lines, or the entry with its comma. Only for addresses that are no code. */
  readonly entry?: Span
  /** Only a default that something else may override: Dockerfile ARG, `variable` default, `setdefault`, function parameter default. */
  readonly weak?: true
  /** The same map holds the key again further down, and the last one wins: this value never counts. */
  readonly shadowed?: true
  /** Set in a script for some of its commands only: the others see what was set before. */
  readonly limited?: true
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
  | 'scope' // function body in source
  | 'type' // body of a class, a struct or the like in source
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
  /** Marks of the words of a literal value, by which it is known again elsewhere. */
  readonly marks?: readonly string[]
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
    | 'mount' // file or folder that a service gets as a volume
    | 'network' // service whose network this one shares
    | 'provider' // provider of a Terraform resource or module: `aws.alias`
  readonly target: string
  /** The target as it is written, where names stand in it: `${STAGE}.env`. `target` then holds their defaults only. */
  readonly value?: Template
  /** Where a relative target begins: at the folder of the file unless it says otherwise; there or in a folder above it; on the class path. */
  readonly from?: 'above' | 'classpath'
  readonly span: Span
  readonly block: number
  /** Only one key of the target (configMapKeyRef); maps to variable `as`. */
  readonly key?: string
  readonly as?: string
  /** Service of an `extends`; Dockerfile of a `build` when it is named. */
  readonly member?: string
  /** An env file that is taken as it stands: quotes are a part of its values. */
  readonly raw?: true
  /** `include` of an env file: the included file whose placeholders it fills. */
  readonly fills?: string
}

/** The presence of a tool, framework or image. The reader does not know which ones matter. */
export interface Signature {
  readonly kind: 'package' | 'image' | 'action' | 'feature' | 'binary' | 'install' | 'extension' | 'resource'
  /** npm, pypi, go, cargo, maven, nuget, gem, composer, docker, github, devcontainer, vscode, shell, terraform */
  readonly ecosystem: string
  /** Name without version: `openai`, `calciumion/new-api`, `anthropics/claude-code-action`. */
  readonly name: string
  /** An image behind a variable: `${PANEL_IMAGE}`. */
  readonly value?: Template
  readonly span: Span
  readonly block: number
}

/** Text of a comment that holds the word `relaylint`. */
export interface Comment {
  readonly text: string
  readonly span: Span
  /** What stands on its line and what it means by the next line, where those are not the lines of the file. */
  readonly here?: Span
  readonly below?: Span
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
    | 'edge-runtime' // export const runtime = 'edge', a Worker; `detail`: edge, worker:ENTRY, folder:FOLDER, unit, with `cdn ` in front where no region can be chosen
    | 'names-model' // the text names a model, a maker or a header of theirs: messages sent from here may go to one
    | 'training' // fine-tuning, distillation or data-generation pipeline
    | 'proxy-client' // VPN or proxy container, mihomo/sing-box/xray configuration
    | 'forwards-credentials' // passes the caller's authorization header on
    | 'test-code' // the code is run by a test framework: its addresses may be made up
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
  /** Where user parts of addresses stand; nothing that is printed shows them. */
  readonly hidden?: readonly Span[]
  /** Set by the workspace: the file is ignored by version control but read all the same. */
  readonly local?: boolean
}
