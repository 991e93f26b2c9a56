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
  /** For a policy above the scan root: the way from its folder to the root, with a slash at its end. */
  readonly above?: string
  /** Folders that its paths count from, relative to the scan root, with a `..` for each step above it. */
  readonly bases: readonly string[]
  /** The way from the root of the repository to the scan root, with a slash at its end; else empty. */
  readonly way: string
  /** Stands outside of the repository: its own folder says nothing about paths of the project. */
  readonly outside?: true
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
    bases: [''],
    way: '',
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
  const own = at.path === policy.path || policy.outside ? [] : [at.path.slice(0, Math.max(0, at.path.lastIndexOf('/')))]
  return [...policy.bases, ...own].some((folder) => {
    const counted = countedFrom(folder, path, policy.way)
    return counted !== null && globs.matches(glob, counted)
  })
}

/** A path of the project counted from a folder inside of the scan root or above it; null when it does not lie below. */
function countedFrom(folder: string, path: string, way: string): string | null {
  const steps = folder.split('/').filter((step) => step !== '')
  const up = steps.filter((step) => step === '..').length
  const down = steps.slice(up).join('/')
  const parents = way.split('/').filter((step) => step !== '')
  if (up > parents.length) return null
  const full = [...parents.slice(parents.length - up), path].join('/')
  if (down === '') return full
  return full.startsWith(`${down}/`) ? full.slice(down.length + 1) : null
}
