/** The policy as rules see it: already parsed and validated. Spans point into the policy file, so that findings can stand there. */
import type { GlobSet } from './glob'
import type { Persona, Severity } from './types/evidence'
import type { Span } from './types/value'

export interface Spanned<T> {
  readonly value: T
  readonly span: Span
  /** Policy file that says it (with `extends`, not always the nearest). */
  readonly path: string
}

export interface Exception {
  readonly rule: string
  readonly path?: string
  readonly host?: string
  readonly reason: string
  readonly owner?: string
  readonly until?: string
}

export interface HostEntry {
  readonly host: string
  readonly reason: string
  readonly owner?: string
  readonly until?: string
}

export interface Gateway {
  readonly host: string
  readonly operator: string
  readonly upstream: readonly string[]
  readonly reason: string
}

export interface Policy {
  /** Path of the nearest policy file, empty when there is none. */
  readonly path: string
  /** False when the policy is the word of a repository that is not trusted: it may be stricter, never laxer. */
  readonly trusted: boolean
  /** For a policy above the scan root: the way from its folder to the root, with a slash at its end. Its paths count from there. */
  readonly above?: string
  readonly persona?: Persona
  readonly failOn?: Severity | 'never'
  readonly organization?: Spanned<{
    readonly headquarters?: Spanned<string>
    readonly owners: readonly Spanned<{ readonly country: string; readonly share: number }>[]
    readonly developers: readonly Spanned<string>[]
    readonly endUsers: readonly Spanned<string>[]
  }>
  readonly accounts: readonly Spanned<{ readonly provider: string; readonly kind: string; readonly country: string }>[]
  readonly gateways: readonly Spanned<Gateway>[]
  readonly endpoints: {
    /** Absent where nobody says it: a nearer file that says `allow` takes back what a farther one says. */
    readonly default?: 'allow' | 'warn' | 'deny' | 'require-gateway'
    readonly deny: readonly Spanned<HostEntry>[]
    readonly allow: readonly Spanned<HostEntry>[]
  }
  readonly tools: { readonly deny: readonly Spanned<{ readonly tool: string; readonly reason: string }>[] }
  readonly deployments: readonly Spanned<{
    readonly paths: readonly string[]
    readonly provider: string
    readonly region: string
  }>[]
  readonly rules: ReadonlyMap<string, Severity | 'off'>
  readonly exceptions: readonly Spanned<Exception>[]
  readonly exclude: readonly string[]
}

/** The policy of a project that has none. */
export function emptyPolicy(): Policy {
  return {
    path: '',
    trusted: true,
    accounts: [],
    gateways: [],
    endpoints: { deny: [], allow: [] },
    tools: { deny: [] },
    deployments: [],
    rules: new Map(),
    exceptions: [],
    exclude: [],
  }
}

/** A policy over the one it extends: lists add up, single values of the nearer file win. */
export function mergePolicies(near: Policy, far: Policy): Policy {
  const fallback = near.endpoints.default ?? far.endpoints.default
  return {
    ...far,
    ...near,
    accounts: [...far.accounts, ...near.accounts],
    gateways: [...far.gateways, ...near.gateways],
    endpoints: {
      ...(fallback ? { default: fallback } : {}),
      deny: [...far.endpoints.deny, ...near.endpoints.deny],
      allow: [...far.endpoints.allow, ...near.endpoints.allow],
    },
    tools: { deny: [...far.tools.deny, ...near.tools.deny] },
    deployments: [...far.deployments, ...near.deployments],
    rules: new Map([...far.rules, ...near.rules]),
    exceptions: [...far.exceptions, ...near.exceptions],
    exclude: [...far.exclude, ...near.exclude],
  }
}

/** Whether a glob of a policy means a path. It is written from the folder of the policy, or of the file that it extends. */
export function meansPath(
  policy: Policy,
  at: Pick<Spanned<unknown>, 'path'>,
  glob: string,
  path: string,
  globs: GlobSet,
): boolean {
  if (policy.above !== undefined) return globs.matches(glob, policy.above + path)
  return globs.matches(glob, path) || globs.matches(glob, relativeTo(at.path, path))
}

function relativeTo(policyPath: string, path: string): string {
  const folder = policyPath.slice(0, policyPath.lastIndexOf('/') + 1)
  return folder && path.startsWith(folder) ? path.slice(folder.length) : path
}
