/** Finds the policies of a scan: the one that governs the root, those of folders, and what they extend. */
import { folderOf, isWithin } from '../engine/paths'
import { emptyPolicy, mergePolicies, type Policy } from '../engine/policy'
import { quotable } from '../engine/text'
import type { Persona } from '../engine/types'
import { IgnoreStack } from './ignore'
import { type ParsedPolicy, POLICY_NAMES, parsePolicy } from './policy-file'
import type { PolicyError, Written } from './policy-nodes'
import type { PolicyWords } from './policy-words'
import type { GivenPolicy, Governing, ScanOptions } from './types'
import { join } from './walk'

/** The persona that the findings of a path speak to. */
export function personaAt(path: string, governing: readonly Governing[]): Persona {
  return governing.find((g) => g.governs(path))?.persona ?? 'developer'
}

export interface Policies {
  readonly governing: readonly Governing[]
  readonly errors: readonly PolicyError[]
  readonly notes: readonly PolicyError[]
  /** Whether the nearest policy of a path leaves it out by `exclude`; an untrusted policy leaves out nothing. */
  excludes(path: string): boolean
}

/** How the texts of a chain of `extends` are found. */
interface Chain {
  resolve(from: string, target: string): string | null
  text(path: string): Promise<string | null>
}

export class PolicyFinder {
  constructor(
    private readonly options: Pick<
      ScanOptions,
      'policy' | 'outerPolicy' | 'noPolicy' | 'untrusted' | 'from' | 'persona' | 'prefix' | 'readAbove'
    >,
    private readonly words: PolicyWords,
    /** Text of a file of the project, null when it cannot be read. */
    private readonly textOf: (path: string) => Promise<string | null>,
  ) {}

  /** The policy of the scan root: given from outside, its own, or one of a folder above. */
  async root(): Promise<ParsedPolicy> {
    const { policy, outerPolicy, noPolicy, untrusted } = this.options
    if (policy) return this.given(policy, true)
    if (noPolicy) return { policy: emptyPolicy(), errors: [], notes: [] }
    const own = await this.in('')
    if (own) return own
    if (outerPolicy) return this.given(outerPolicy, !untrusted)
    return { policy: emptyPolicy(), errors: [], notes: [] }
  }

  /** With the policies of the folders that hold `paths`. */
  async all(root: ParsedPolicy, paths: readonly string[]): Promise<Policies> {
    const list = [{ folder: '', policy: root.policy }]
    const errors = [...root.errors]
    const notes = [...root.notes]
    if (!this.options.noPolicy && !this.options.policy) {
      for (const folder of this.foldersWithPolicy(paths)) {
        const own = await this.in(folder)
        if (!own) continue
        errors.push(...own.errors)
        notes.push(...own.notes)
        list.push({ folder, policy: own.policy })
      }
    }
    const governing = governed(list, this.options.persona)
    return { governing, errors, notes, excludes: excluder(list, this.options.untrusted) }
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
      if (text === null) continue
      const chain: Chain = {
        resolve: (from, target) => normalized(join(folderOf(from), target)),
        text: async (at) => (/^\.\.(?:\/|$)/.test(at) ? this.options.readAbove?.(at) : await this.textOf(at)) ?? null,
      }
      const parsed = parsePolicy(text, path, this.words, !this.options.untrusted)
      return this.based(await this.extended(parsed, chain, [path]), [folder])
    }
    return null
  }

  private async given(policy: GivenPolicy, trusted: boolean): Promise<ParsedPolicy> {
    const folder = folderOf(policy.path)
    const chain: Chain = {
      resolve: (from, target) => normalized(join(folderOf(from), target)),
      text: async (path) => policy.read?.(wayFrom(folder, path)) ?? null,
    }
    const parsed = await this.extended(parsePolicy(policy.text, policy.path, this.words, trusted), chain, [policy.path])
    const { above } = policy
    const based = this.based(parsed, policy.outside ? [''] : above ? [folder] : [...new Set([folder, ''])], above)
    return {
      ...based,
      policy: { ...based.policy, ...(above ? { above } : {}), ...(policy.outside ? { outside: true } : {}) },
    }
  }

  private based(parsed: ParsedPolicy, bases: readonly string[], way = ''): ParsedPolicy {
    return { ...parsed, policy: { ...parsed.policy, bases, way: this.options.prefix || way } }
  }

  /** A policy and all that it extends; `seen` are the files that led here. */
  private async extended(parsed: ParsedPolicy, chain: Chain, seen: readonly string[]): Promise<ParsedPolicy> {
    const wanted = parsed.extends
    if (!wanted) return parsed
    const target = /^[a-z][a-z0-9+.-]*:\/\//i.test(wanted.value) ? null : chain.resolve(wanted.path, wanted.value)
    if (target !== null && seen.includes(target)) return wrong(parsed, wanted, 'is a file that extends this one')
    const text = target === null ? null : await chain.text(target)
    if (target === null || text === null) return wrong(parsed, wanted, 'is not a readable file of the project')
    const next = parsePolicy(text, target, this.words, parsed.policy.trusted)
    const far = await this.extended(next, chain, [...seen, target])
    return {
      policy: mergePolicies(parsed.policy, far.policy),
      errors: [...parsed.errors, ...far.errors],
      notes: [...parsed.notes, ...far.notes],
    }
  }
}

function wrong(parsed: ParsedPolicy, at: Written, message: string): ParsedPolicy {
  const { path, span, line, column } = at
  const error = { path, span, line, column, message: `extends: ${quotable(at.value, 80)} ${message}` }
  return { ...parsed, errors: [...parsed.errors, error] }
}

/** `a/../b` is `b`; leading `..` stay. */
function normalized(path: string): string {
  const out: string[] = []
  for (const part of path.split('/')) {
    if (part === '.' || part === '') continue
    if (part === '..' && out.length > 0 && out[out.length - 1] !== '..') out.pop()
    else out.push(part)
  }
  return (path.startsWith('/') ? '/' : '') + out.join('/')
}

/** The way from a folder to a path, both counted from one place. */
function wayFrom(folder: string, path: string): string {
  const [from, to] = [folder.split('/').filter((step) => step !== ''), path.split('/')]
  let common = 0
  while (common < from.length && from[common] === to[common]) common++
  return path.startsWith('/') ? path : [...from.slice(common).map(() => '..'), ...to.slice(common)].join('/')
}

type Placed = readonly { readonly folder: string; readonly policy: Policy }[]

/** The nearest policy upward governs a path. */
function governed(list: Placed, asked: Persona | undefined): Governing[] {
  return list.map(({ folder, policy }) => ({
    policy,
    persona: asked ?? (policy.trusted ? policy.persona : undefined) ?? 'developer',
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
