/** Finds the policies of a scan: the one that governs the root, those of folders, and what they extend. */
import { folderOf, isWithin, resolvePath } from '../engine/link/units'
import { emptyPolicy, type Policy } from '../engine/policy'
import { IgnoreStack } from './ignore'
import { mergePolicies, type ParsedPolicy, POLICY_NAMES, type PolicyError, parsePolicy } from './policy-file'
import type { ScanOptions } from './scan'
import { join } from './walk'

/** A policy and the paths that it governs. */
export interface Governing {
  readonly policy: Policy
  governs(path: string): boolean
}

export interface Policies {
  readonly governing: readonly Governing[]
  readonly errors: readonly PolicyError[]
  /** Whether the nearest policy of a path leaves it out by `exclude`; an untrusted policy leaves out nothing. */
  excludes(path: string): boolean
}

const MAX_EXTENDS = 5

export class PolicyFinder {
  constructor(
    private readonly options: Pick<ScanOptions, 'policy' | 'outerPolicy' | 'noPolicy' | 'untrusted' | 'from'>,
    private readonly ruleIds: ReadonlySet<string>,
    /** Text of a file of the project, null when it cannot be read. */
    private readonly textOf: (path: string) => Promise<string | null>,
  ) {}

  /** The policy of the scan root: given from outside, its own, or one of a folder above. */
  async root(): Promise<ParsedPolicy> {
    const { policy, outerPolicy, noPolicy, untrusted } = this.options
    if (policy) return parsePolicy(policy.text, policy.path, this.ruleIds, true)
    if (noPolicy) return { policy: emptyPolicy(), errors: [], extends: '' }
    const own = await this.in('')
    if (own) return own
    if (outerPolicy) return parsePolicy(outerPolicy.text, outerPolicy.path, this.ruleIds, !untrusted)
    return { policy: emptyPolicy(), errors: [], extends: '' }
  }

  /** With the policies of the folders that hold `paths`. */
  async all(root: ParsedPolicy, paths: readonly string[]): Promise<Policies> {
    const list = [{ folder: '', policy: root.policy }]
    const errors = [...root.errors]
    if (!this.options.noPolicy && !this.options.policy) {
      for (const folder of this.foldersWithPolicy(paths)) {
        const own = await this.in(folder)
        if (!own) continue
        errors.push(...own.errors)
        list.push({ folder, policy: own.policy })
      }
    }
    return { governing: governed(list), errors, excludes: excluder(list, this.options.untrusted) }
  }

  /** Folders of the walk with a policy of their own, and those between the root and what was asked for. */
  private foldersWithPolicy(paths: readonly string[]): string[] {
    const folders = new Set(paths.filter((p) => POLICY_NAMES.some((n) => p.endsWith(`/${n}`))).map(folderOf))
    for (const from of this.options.from) for (let at = folderOf(from); at !== ''; at = folderOf(at)) folders.add(at)
    return [...folders].sort()
  }

  private async in(folder: string): Promise<ParsedPolicy | null> {
    for (const name of POLICY_NAMES) {
      const path = join(folder, name)
      const text = await this.textOf(path)
      if (text !== null) return this.extended(parsePolicy(text, path, this.ruleIds, !this.options.untrusted), folder, 0)
    }
    return null
  }

  private async extended(parsed: ParsedPolicy, folder: string, depth: number): Promise<ParsedPolicy> {
    if (!parsed.extends || depth > MAX_EXTENDS) return parsed
    const target = resolvePath(folder, parsed.extends)
    const text = target === null ? null : await this.textOf(target)
    if (target === null || text === null) {
      const error: PolicyError = {
        path: parsed.policy.path,
        span: { start: 0, end: 1 },
        line: 1,
        column: 1,
        message: `extends: ${parsed.extends} is not a readable file inside the project`,
      }
      return { ...parsed, errors: [...parsed.errors, error] }
    }
    const far = await this.extended(
      parsePolicy(text, target, this.ruleIds, !this.options.untrusted),
      folderOf(target),
      depth + 1,
    )
    return { policy: mergePolicies(parsed.policy, far.policy), errors: [...parsed.errors, ...far.errors], extends: '' }
  }
}

type Placed = readonly { readonly folder: string; readonly policy: Policy }[]

/** The nearest policy upward governs a path. */
function governed(list: Placed): Governing[] {
  return list.map(({ folder, policy }) => ({
    policy,
    governs: (path) =>
      isWithin(folderOf(path), folder) &&
      !list.some(
        (other) => other.folder !== folder && isWithin(other.folder, folder) && isWithin(folderOf(path), other.folder),
      ),
  }))
}

/** `exclude` of folders below the root, relative to the folder of their policy. The root's own patterns steer the walk. */
function excluder(list: Placed, untrusted: boolean): (path: string) => boolean {
  const nested = list.filter((l) => l.folder !== '' && l.policy.exclude.length > 0)
  if (untrusted || nested.length === 0) return () => false
  const rules = nested.reduce((stack, l) => stack.with(l.folder, [l.policy.exclude.join('\n')]), IgnoreStack.empty())
  return (path) => nested.some((l) => isWithin(path, l.folder)) && rules.ignores(path, false)
}
