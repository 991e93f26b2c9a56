/**
 * One folder that somebody works in: the only mutable object. It holds the open documents over the files, the facts of every file,
 * and the findings that follow from them. Between two scans an edit reads one file again and judges once more.
 */
import { hash64 } from '../engine/hash'
import { createMemory, type LinkMemory } from '../engine/link/digest'
import type { Policy } from '../engine/policy'
import { readerFor, readFile } from '../engine/read'
import type { FileFacts, Finding, Model, Persona } from '../engine/types'
import { decode } from './decode'
import { type GivenPolicy, type Governing, personaAt } from './policies'
import { POLICY_NAMES, type PolicyError } from './policy-file'
import { judge, type ScanContext, type ScanOptions, type ScanResult, scan, worthReading } from './scan'

export interface ProjectSettings {
  readonly day: string
  readonly untrusted: boolean
  readonly persona?: Persona
  readonly exclude?: readonly string[]
  /** A policy given from outside; it counts in untrusted projects too. */
  readonly policy?: GivenPolicy
  /** A policy in a folder above; it counts when the folder has none of its own. */
  readonly outerPolicy?: GivenPolicy
  /** Only this file; empty for the whole folder. */
  readonly from?: string
}

export interface RefreshOptions {
  readonly progress?: (done: number, total: number) => void
  readonly cancelled?: () => boolean
}

/** Names whose content decides which files are looked at, or how: after a change everything is looked at again. */
const STEERING = new Set<string>([...POLICY_NAMES, '.gitignore', '.ignore'])

export class Project {
  private readonly overlay = new Map<string, string>()
  private readonly cache = new Map<string, { readonly hash: string; readonly facts: FileFacts | null }>()
  private readonly memory: LinkMemory = createMemory()
  private files = new Map<string, FileFacts>()
  private texts = new Map<string, string>()
  private paths: readonly string[] = []
  private governing: readonly Governing[] = []
  private byPath = new Map<string, readonly Finding[]>()
  private errors: readonly PolicyError[] = []
  /** A policy that may be applied is known: a valid one, or the word of a project that is not trusted anyway. */
  private ruled = false
  private last: ScanResult | null = null
  private linked: Model | null = null
  private stale = true
  private revision = 0

  constructor(
    private readonly context: ScanContext,
    private settings: ProjectSettings,
    private readonly onProblem: (message: string) => void = () => {},
  ) {}

  /** False until the first whole scan is done. */
  get indexed(): boolean {
    return this.last !== null
  }

  /** True when something changed that only a whole scan can follow. */
  get needsRefresh(): boolean {
    return this.stale
  }

  get model(): Model | null {
    return this.linked
  }

  get policyErrors(): readonly PolicyError[] {
    return this.errors
  }

  /** The policies in force; an invalid one never replaces the last good one. */
  get policies(): readonly Policy[] {
    return this.governing.map((g) => g.policy)
  }

  /** The state as a scan would report it, for printers; null before the first scan. */
  get result(): ScanResult | null {
    if (!this.last || !this.linked) return null
    const texts = new Map(this.last.texts)
    for (const [path, text] of this.texts) texts.set(path, { text, encoding: 'utf-8', bom: false })
    return {
      ...this.last,
      model: this.linked,
      findings: [...this.byPath.values()].flat(),
      texts,
      policyErrors: this.errors,
      complete: this.last.complete && this.errors.length === 0,
    }
  }

  configure(settings: ProjectSettings): void {
    this.settings = settings
    this.stale = true
  }

  findings(path: string): readonly Finding[] {
    return this.byPath.get(path) ?? []
  }

  /** Paths with findings. */
  pathsWithFindings(): readonly string[] {
    return [...this.byPath.keys()]
  }

  facts(path: string): FileFacts | null {
    return this.files.get(path) ?? null
  }

  /** Text as it was last read, open documents first; null when the file was not read. */
  text(path: string): string | null {
    return this.overlay.get(path) ?? this.texts.get(path) ?? this.last?.texts.get(path)?.text ?? null
  }

  /** Takes the text of an open document. Synchronous; `findings` are up to date when it returns, once the project is indexed. */
  edit(path: string, text: string): void {
    this.revision++
    const isNew = !this.overlay.has(path)
    this.overlay.set(path, text)
    if (STEERING.has(nameOf(path))) {
      this.stale = true
      return
    }
    if (!this.indexed) return
    const added = isNew && !this.paths.includes(path)
    if (added) this.paths = [...this.paths, path].sort()
    const before = this.files.get(path)
    this.take(path, text, before?.local ?? false)
    // the same facts about the same files: nothing follows
    if (!added && this.files.get(path) === before) return
    if (linksOf(before) !== linksOf(this.files.get(path))) this.stale = true
    this.judge()
  }

  /** The document was closed: what is on disk counts again. */
  close(path: string): void {
    this.revision++
    this.overlay.delete(path)
    this.stale = true
  }

  /** A file changed on disk. Reads it again; anything but a plain change asks for a whole scan. */
  async changed(path: string, kind: 'created' | 'changed' | 'deleted'): Promise<void> {
    if (this.overlay.has(path)) return
    if (kind !== 'changed' || STEERING.has(nameOf(path)) || !this.files.has(path)) {
      this.stale = true
      return
    }
    try {
      const decoded = decode(await this.context.host.read(path), this.context.machine)
      if (!decoded || this.overlay.has(path)) return
      const before = this.files.get(path)
      this.take(path, decoded.text, before?.local ?? false)
      if (linksOf(before) !== linksOf(this.files.get(path))) this.stale = true
      this.judge()
    } catch {
      this.stale = true
    }
  }

  /**
   * First findings of one open document before the whole project is known: its own text and the policy of the root.
   * Rules that rest on an absence wait.
   */
  async preview(path: string): Promise<void> {
    if (this.indexed) return
    const result = await scan(this.context, {
      ...this.options(new Map(this.overlay), {}),
      from: [path],
      partial: true,
    })
    if (this.indexed) return
    this.files = new Map([...this.files, ...result.model.files])
    this.linked = result.model
    this.govern(result)
    const ready = result.findings.filter((f) => f.rule !== 'unused-exception' && f.path === path)
    this.byPath.set(path, this.ruled ? ready : [])
  }

  /** Looks at the whole folder again. Unchanged files are not read twice by the engine. Returns false when it was cancelled. */
  async refresh(options: RefreshOptions = {}): Promise<boolean> {
    for (let round = 0; round < 3; round++) {
      this.stale = false
      const revision = this.revision
      const overlay = new Map(this.overlay)
      const result = await scan(this.context, this.options(overlay, options))
      if (options.cancelled?.()) {
        this.stale = true
        return false
      }
      this.adopt(result)
      if (revision === this.revision) return true
      // documents moved on while the scan ran
      for (const [path, text] of this.overlay)
        if (overlay.get(path) !== text && !STEERING.has(nameOf(path)))
          this.take(path, text, this.files.get(path)?.local ?? false)
      this.judge()
      if (!this.stale) return true
    }
    return true
  }

  private options(overlay: ReadonlyMap<string, string>, refresh: RefreshOptions): ScanOptions {
    const { day, untrusted, persona, exclude, policy, outerPolicy, from } = this.settings
    return {
      from: from ? [from] : [],
      day,
      untrusted,
      noIgnore: false,
      noPolicy: false,
      overlay,
      cache: this.cache,
      memory: this.memory,
      ...(persona ? { persona } : {}),
      ...(exclude ? { exclude } : {}),
      ...(policy ? { policy } : {}),
      ...(outerPolicy && !untrusted ? { outerPolicy } : {}),
      ...refresh,
    }
  }

  private adopt(result: ScanResult): void {
    this.last = result
    this.files = new Map(result.model.files)
    this.texts = new Map()
    this.paths = result.paths
    for (const note of result.notes) if (note.path === '') this.onProblem(note.message)
    if (this.govern(result)) this.put(result.model, result.findings)
    else this.judge()
    const known = new Set(result.paths)
    for (const path of this.cache.keys()) if (!known.has(path)) this.cache.delete(path)
  }

  /** Takes over the policies of a scan unless one of them is invalid; says whether it did. */
  private govern(result: ScanResult): boolean {
    this.errors = result.policyErrors
    if (result.policyErrors.length > 0 && !this.settings.untrusted) return false
    this.governing = result.governing
    this.ruled = true
    return true
  }

  private take(path: string, text: string, local: boolean): void {
    this.texts.set(path, text)
    const found = readerFor(this.context.readers, path)
    const own = this.files.get(path)
    if (!found && !own) return
    if (found && !worthReading(found.reader, text, personaAt(path, this.governing))) {
      this.files.delete(path)
      return
    }
    // a file that is known by reference only is an env file of any name
    const facts = found ? this.read(path, text) : this.readAs(`${path}.env`, path, text)
    if (facts) this.files.set(path, local ? { ...facts, local: true } : facts)
    else this.files.delete(path)
  }

  private read(path: string, text: string): FileFacts | null {
    const hash = hash64(text)
    const known = this.cache.get(path)
    if (known?.hash === hash) return known.facts
    const facts = readFile(path, text, this.context)
    this.cache.set(path, { hash, facts })
    return facts
  }

  private readAs(name: string, path: string, text: string): FileFacts | null {
    const facts = readFile(name, text, this.context)
    return facts ? { ...facts, path } : null
  }

  private judge(): void {
    const { model, findings } = judge(
      this.context,
      { ...this.settings, memory: this.memory },
      { files: this.files, paths: this.paths, governing: this.governing },
      (rule, error) => this.onProblem(`rule ${rule} failed: ${error instanceof Error ? error.message : String(error)}`),
    )
    this.put(model, this.ruled ? findings : [])
  }

  private put(model: Model, findings: readonly Finding[]): void {
    this.linked = model
    const byPath = new Map<string, Finding[]>()
    for (const f of findings) {
      const list = byPath.get(f.path)
      if (list) list.push(f)
      else byPath.set(f.path, [f])
    }
    this.byPath = byPath
  }
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** The files that a file brings in: when they change, files may have to be read that nobody has read. */
function linksOf(facts: FileFacts | undefined): string {
  if (!facts) return ''
  return facts.references
    .filter((r) => r.kind === 'env-file' || r.kind === 'include')
    .map((r) => r.target)
    .sort()
    .join('\n')
}
