/** A scan: walk, read, follow references, link, lint. Everything it needs is handed in. */
import type { FactBase } from '../engine/facts'
import { hash64 } from '../engine/hash'
import { link } from '../engine/link'
import { folderOf, isWithin, resolvePath } from '../engine/link/units'
import { lint } from '../engine/lint'
import { emptyPolicy, type Policy } from '../engine/policy'
import { readerFor, readFile } from '../engine/read'
import type { Reader } from '../engine/reader'
import type { Redactor } from '../engine/redact'
import type { FileFacts, Finding, Model, Persona, Rule } from '../engine/types'
import { type Decoded, decode } from './decode'
import { bytesMayMatter, mayMatter } from './filter'
import type { Host, Machine } from './host'
import { mergePolicies, type ParsedPolicy, POLICY_NAMES, type PolicyError, parsePolicy } from './policy-file'
import { join, reasonOf, walk } from './walk'

export interface ScanContext {
  readonly host: Host
  readonly machine: Machine
  readonly facts: FactBase
  readonly readers: readonly Reader[]
  readonly redactor: Redactor
  readonly rules: readonly Rule[]
}

export interface ScanOptions {
  /** Only this file or folder below the root; empty for everything. */
  readonly from: string
  readonly day: string
  readonly persona?: Persona
  readonly untrusted: boolean
  readonly noIgnore: boolean
  readonly noPolicy: boolean
  /** A policy given from outside: text and a name for messages. It counts even in untrusted scans. */
  readonly policy?: { readonly text: string; readonly path: string }
  /** Policy files in folders above the root, nearest first, with their own text; paths for messages only. */
  readonly outerPolicy?: { readonly text: string; readonly path: string }
  /** Texts that replace what is on disk: open documents, `--stdin`. */
  readonly overlay?: ReadonlyMap<string, string>
  /** Report only findings of these paths (`--staged`, `--since`); everything is still read. */
  readonly only?: ReadonlySet<string>
  readonly progress?: (done: number, total: number) => void
  readonly cancelled?: () => boolean
  /** More patterns of files to leave out, gitignore syntax; the word of whoever runs the scan. */
  readonly exclude?: readonly string[]
  /** The scan looks at a part of the project only: rules that rest on an absence wait. */
  readonly partial?: boolean
  /** Facts of files by path and content hash, kept by the caller between scans. */
  readonly cache?: Map<string, { readonly hash: string; readonly facts: FileFacts | null }>
}

/** A policy and the paths that it governs. */
export interface Governing {
  readonly policy: Policy
  governs(path: string): boolean
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
  readonly notes: readonly { readonly path: string; readonly message: string; readonly line: number }[]
  readonly policyErrors: readonly PolicyError[]
  readonly policies: readonly Policy[]
  readonly complete: boolean
  /** Every path that was looked at, read or not. */
  readonly paths: readonly string[]
  readonly governing: readonly Governing[]
  readonly persona: Persona
}

/** Links what files say and runs the rules: the part of a scan that touches nothing. */
export function judge(
  context: ScanContext,
  options: Pick<ScanOptions, 'day' | 'untrusted' | 'partial'>,
  input: {
    readonly files: ReadonlyMap<string, FileFacts>
    readonly paths: readonly string[]
    readonly governing: readonly Governing[]
    readonly persona: Persona
  },
  onRuleError: (rule: string, error: unknown) => void,
): { model: Model; findings: Finding[] } {
  const model = link(input.files, {
    facts: context.facts,
    platform: context.machine,
    paths: input.paths,
    complete: !options.partial,
    policyFor: (path) => input.governing.find((g) => g.governs(path))?.policy ?? emptyPolicy(),
  })
  const findings = lint({
    model,
    facts: context.facts,
    rules: context.rules,
    policies: input.governing,
    day: options.day,
    persona: input.persona,
    untrusted: options.untrusted,
    onRuleError,
  })
  return { model, findings }
}

/** Whether a text is worth reading: source code and large files have to hold a key word. */
export function worthReading(reader: Reader, text: string): boolean {
  if (reader.id === 'source' || text.length > CONFIG_ALWAYS) return mayMatter(text)
  // data without any address and without any word cannot say where a request goes
  return (
    !DATA.has(reader.id) ||
    text.includes('://') ||
    /regions?\b|image:|"(?:dependencies|features|name)"/i.test(text) ||
    mayMatter(text)
  )
}

const MAX_BYTES = 5 * 1024 * 1024
const CONFIG_ALWAYS = 256 * 1024
const DATA: ReadonlySet<string> = new Set(['yaml', 'json', 'toml', 'ini', 'nix', 'hcl', 'markdown', 'component'])

export async function scan(context: ScanContext, options: ScanOptions): Promise<ScanResult> {
  const state = new ScanState(context, options)
  return state.run()
}

class ScanState {
  private readonly facts = new Map<string, FileFacts>()
  private readonly texts = new Map<string, Decoded>()
  private readonly skipped: { path: string; reason: string }[] = []
  private readonly notes: { path: string; message: string; line: number }[] = []
  private readonly seen = new Set<string>()
  private readonly localRead: string[] = []
  private readonly paths: string[] = []
  private binary = 0
  private incomplete = false

  constructor(
    private readonly context: ScanContext,
    private readonly options: ScanOptions,
  ) {}

  async run(): Promise<ScanResult> {
    const { options, context } = this
    const ruleIds = new Set(context.rules.map((r) => r.id))
    const root = await this.rootPolicy(ruleIds)
    const own = options.untrusted && !options.policy ? [] : root.policy.exclude
    const exclude = [...own, ...(options.exclude ?? [])]
    const walked = await this.listed(exclude)
    this.skipped.push(...walked.problems)
    const policies = await this.allPolicies(
      walked.files.map((f) => f.path),
      root,
      ruleIds,
    )
    let done = 0
    for (const file of walked.files) {
      if (options.cancelled?.()) {
        this.incomplete = true
        break
      }
      await this.one(file.path, file.local)
      options.progress?.(++done, walked.files.length)
    }
    await this.followReferences()
    const governing = governed(policies.list)
    const persona = options.persona ?? (root.policy.trusted ? root.policy.persona : undefined) ?? 'developer'
    const { model, findings } = judge(
      context,
      options,
      { files: this.facts, paths: this.paths, governing, persona },
      (rule, error) =>
        this.notes.push({
          path: '',
          line: 0,
          message: `rule ${rule} failed: ${error instanceof Error ? error.message : String(error)}`,
        }),
    )
    for (const f of this.facts.values()) this.problemsOf(f)
    return {
      model,
      findings: options.only ? findings.filter((f) => options.only?.has(f.path)) : findings,
      texts: this.texts,
      files: this.seen.size,
      binary: this.binary,
      localRead: this.localRead,
      skipped: this.skipped,
      notes: this.notes,
      policyErrors: policies.errors,
      policies: governing.map((g) => g.policy),
      complete: !this.incomplete && this.skipped.length === 0,
      paths: this.paths,
      governing,
      persona,
    }
  }

  private problemsOf(file: FileFacts): void {
    for (const p of file.problems) {
      const line = file.lineStarts.findLastIndex((s) => s <= p.span.start) + 1
      if (p.incomplete) this.skipped.push({ path: file.path, reason: p.message })
      else this.notes.push({ path: file.path, line, message: p.message })
    }
  }

  /** Files of the walk, or the one file that was asked for. */
  private async listed(exclude: readonly string[]): Promise<Awaited<ReturnType<typeof walk>>> {
    const { options, context } = this
    const overlay = [...(options.overlay?.keys() ?? [])]
    if (options.from && (overlay.includes(options.from) || !(await this.isFolder(options.from)))) {
      return { files: [{ path: options.from, local: false }], problems: [] }
    }
    const walked = await walk(context.host, options.from, {
      noIgnore: options.noIgnore || options.untrusted,
      enterOutput: options.noIgnore,
      exclude,
      decode: (b) => context.machine.decodeUtf8(b),
      ...(options.cancelled ? { cancelled: options.cancelled } : {}),
    })
    const known = new Set(walked.files.map((f) => f.path))
    return {
      files: [...walked.files, ...overlay.filter((p) => !known.has(p)).map((path) => ({ path, local: false }))],
      problems: walked.problems,
    }
  }

  private async isFolder(path: string): Promise<boolean> {
    try {
      await this.context.host.list(path)
      return true
    } catch {
      return false
    }
  }

  private async one(path: string, local: boolean): Promise<void> {
    if (this.seen.has(path)) return
    this.seen.add(path)
    this.paths.push(path)
    const found = readerFor(this.context.readers, path)
    if (!found) return
    const decoded = await this.textFor(path)
    if (!decoded) return
    if (local) this.localRead.push(path)
    if (!worthReading(found.reader, decoded.text)) return
    const facts = this.read(path, decoded.text)
    if (!facts) return
    this.facts.set(path, local ? { ...facts, local: true } : facts)
    this.texts.set(path, decoded)
  }

  private read(path: string, text: string): FileFacts | null {
    const { cache } = this.options
    const hash = cache ? hash64(text) : ''
    const known = cache?.get(path)
    if (known && known.hash === hash) return known.facts
    const facts = readFile(path, text, { readers: this.context.readers, redactor: this.context.redactor })
    cache?.set(path, { hash, facts })
    return facts
  }

  private async textFor(path: string): Promise<Decoded | null> {
    const overlay = this.options.overlay?.get(path)
    if (overlay !== undefined) return { text: overlay, encoding: 'utf-8', bom: false }
    try {
      const size = await this.context.host.size(path)
      if (size > MAX_BYTES) {
        if (await this.largeMatters(path, size))
          this.skipped.push({ path, reason: `larger than ${MAX_BYTES / 1024 / 1024} MiB and it holds a key word` })
        return null
      }
      const decoded = decode(await this.context.host.read(path), this.context.machine)
      if (!decoded) this.binary++
      return decoded
    } catch (error) {
      this.skipped.push({ path, reason: reasonOf(error) })
      return null
    }
  }

  private async largeMatters(path: string, size: number): Promise<boolean> {
    const { host } = this.context
    if (!host.readPart) return true
    const step = 4 * 1024 * 1024
    for (let at = 0; at < size; at += step) {
      if (bytesMayMatter(await host.readPart(path, at, Math.min(size, at + step + 64)))) return true
    }
    return false
  }

  /** Files that are known only by reference, inside the root, until nothing new is named. */
  private async followReferences(): Promise<void> {
    const done = new Set<string>()
    for (let round = 0; round < 8; round++) {
      const wanted: string[] = []
      for (const file of this.facts.values()) {
        for (const ref of file.references) {
          if (ref.kind !== 'env-file' && ref.kind !== 'include') continue
          const target = resolvePath(folderOf(file.path), ref.target)
          if (target === null || target === '' || this.seen.has(target) || done.has(target)) continue
          done.add(target)
          wanted.push(target)
        }
      }
      if (wanted.length === 0) return
      for (const path of wanted) await this.referenced(path)
    }
  }

  private async referenced(path: string): Promise<void> {
    try {
      await this.context.host.size(path)
    } catch {
      return
    }
    const known = readerFor(this.context.readers, path)
    if (known) {
      await this.one(path, true)
      return
    }
    // an env file of any name is read as one
    const decoded = await this.textFor(path)
    if (!decoded || this.seen.has(path)) return
    this.seen.add(path)
    const facts = readFile(`${path}.env`, decoded.text, {
      readers: this.context.readers,
      redactor: this.context.redactor,
    })
    if (!facts) return
    this.facts.set(path, { ...facts, path, local: true })
    this.texts.set(path, decoded)
    this.localRead.push(path)
  }

  private async rootPolicy(ids: ReadonlySet<string>): Promise<ParsedPolicy> {
    const { options } = this
    const given = options.policy ?? (options.noPolicy ? undefined : options.outerPolicy)
    if (options.policy) return parsePolicy(options.policy.text, options.policy.path, ids, true)
    if (!options.noPolicy) {
      const own = await this.policyIn('', ids)
      if (own) return own
    }
    if (given) return parsePolicy(given.text, given.path, ids, !options.untrusted)
    return { policy: emptyPolicy(), errors: [], extends: '' }
  }

  private async policyIn(folder: string, ids: ReadonlySet<string>): Promise<ParsedPolicy | null> {
    for (const name of POLICY_NAMES) {
      const path = join(folder, name)
      const text = await this.optionalText(path)
      if (text !== null) return this.extended(parsePolicy(text, path, ids, !this.options.untrusted), folder, ids, 0)
    }
    return null
  }

  private async extended(
    parsed: ParsedPolicy,
    folder: string,
    ids: ReadonlySet<string>,
    depth: number,
  ): Promise<ParsedPolicy> {
    if (!parsed.extends || depth > 5) return parsed
    const target = resolvePath(folder, parsed.extends)
    const text = target === null ? null : await this.optionalText(target)
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
      parsePolicy(text, target, ids, !this.options.untrusted),
      folderOf(target),
      ids,
      depth + 1,
    )
    return { policy: mergePolicies(parsed.policy, far.policy), errors: [...parsed.errors, ...far.errors], extends: '' }
  }

  private async optionalText(path: string): Promise<string | null> {
    const overlay = this.options.overlay?.get(path)
    if (overlay !== undefined) return overlay
    try {
      const decoded = decode(await this.context.host.read(path), this.context.machine)
      if (decoded) this.texts.set(path, decoded)
      return decoded?.text ?? null
    } catch {
      return null
    }
  }

  private async allPolicies(
    paths: readonly string[],
    root: ParsedPolicy,
    ids: ReadonlySet<string>,
  ): Promise<{ list: { folder: string; policy: Policy }[]; errors: PolicyError[] }> {
    const list = [{ folder: '', policy: root.policy }]
    const errors = [...root.errors]
    if (this.options.noPolicy || this.options.policy) return { list, errors }
    const folders = new Set(paths.filter((p) => POLICY_NAMES.some((n) => p.endsWith(`/${n}`))).map(folderOf))
    for (const folder of [...folders].sort()) {
      const own = await this.policyIn(folder, ids)
      if (!own) continue
      errors.push(...own.errors)
      list.push({ folder, policy: own.policy })
    }
    return { list, errors }
  }
}

/** The nearest policy upward governs a path. */
function governed(list: readonly { folder: string; policy: Policy }[]): Governing[] {
  return list.map(({ folder, policy }) => ({
    policy,
    governs: (path) =>
      isWithin(folderOf(path), folder) &&
      !list.some(
        (other) => other.folder !== folder && isWithin(other.folder, folder) && isWithin(folderOf(path), other.folder),
      ),
  }))
}
