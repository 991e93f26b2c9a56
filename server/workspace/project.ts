/**
 * One folder that somebody works in: the only mutable object. It holds the open documents over the files, the facts of every file,
 * and the findings that follow from them. Between two scans an edit reads one file again and judges it among the files near it, at once;
 * in a large project the rest follows in steps (`catchUp`).
 */
import { hash64 } from '../engine/hash'
import { createMemory, type LinkMemory } from '../engine/link/digest'
import type { Policy } from '../engine/policy'
import { readerFor, readFile } from '../engine/read'
import type { Reader } from '../engine/reader'
import { finish, paced, type Steps } from '../engine/steps'
import type { FileFacts, Finding, Model, Persona } from '../engine/types'
import { decode } from './decode'
import { judging, messageOf } from './judge'
import { type GivenPolicy, type Governing, personaAt } from './policies'
import { POLICY_NAMES } from './policy-file'
import type { PolicyError } from './policy-nodes'
import { scan } from './scan'
import type { Evidenced, Judgement, ScanContext, ScanOptions, ScanResult } from './types'
import { Vicinity } from './vicinity'
import { type KnowsHost, knownHosts, worthReading } from './worth'

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
  /** Asked now and then during a first scan: whether what is known so far is to be judged and shown. */
  readonly due?: () => boolean
  /** Told when it was. */
  readonly found?: () => void
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
  /** Only a part was judged since the last change. */
  private behind = false
  private revision = 0
  /** Files that asked for a scan because an import may bring them in. */
  private readonly asked = new Set<string>()
  private readonly knows: KnowsHost
  private readonly vicinity: Vicinity

  constructor(
    private readonly context: ScanContext,
    private settings: ProjectSettings,
    private readonly onProblem: (message: string) => void = () => {},
  ) {
    this.knows = knownHosts(context.facts)
    this.vicinity = new Vicinity(context.facts, this.memory)
  }

  /** True once a policy is known: then an edit is judged at once. */
  get ready(): boolean {
    return this.ruled
  }

  /** False until the first whole scan is done. */
  get indexed(): boolean {
    return this.last !== null
  }

  /** True when something changed that only a whole scan can follow. */
  get needsRefresh(): boolean {
    return this.stale
  }

  /** True when findings of other files may not follow the last edit yet. */
  get isBehind(): boolean {
    return this.behind
  }

  get model(): Model | null {
    return this.linked
  }

  /** Whether a path is left out by the settings, by a policy, or as vendored code. */
  excludes(path: string): boolean {
    return this.last?.excludes(path) ?? false
  }

  get policyErrors(): readonly PolicyError[] {
    return this.errors
  }

  /** The policies in force; an invalid one never replaces the last good one. */
  get policies(): readonly Policy[] {
    return this.governing.map((g) => g.policy)
  }

  /** Who asks for a path: the setting, else the policy that governs it, else a developer. */
  persona(path: string): Persona {
    return this.governing.length > 0 ? personaAt(path, this.governing) : (this.settings.persona ?? 'developer')
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

  /** Takes the text of an open document. Synchronous; its own findings are up to date when it returns, once a policy is known. */
  edit(path: string, text: string): void {
    this.revision++
    const isNew = !this.overlay.has(path)
    this.overlay.set(path, text)
    if (STEERING.has(nameOf(path))) {
      this.stale = true
      return
    }
    if (!this.ruled || this.excludes(path)) return
    const added = isNew && !this.paths.includes(path)
    if (added) this.paths = [...this.paths, path].sort()
    const before = this.files.get(path)
    this.take(path, text, before?.local ?? false)
    // the same facts about the same files: nothing follows
    if (!added && this.files.get(path) === before) return
    if (linksOf(before) !== linksOf(this.files.get(path))) this.stale = true
    this.judgeAround(path)
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
      this.revision++
      this.behind = true
    } catch {
      this.stale = true
    }
  }

  async isFolder(path: string): Promise<boolean> {
    return this.context.host.list(path).then(
      () => true,
      () => false,
    )
  }

  /** Whether any file below a folder is known. */
  knowsBelow(folder: string): boolean {
    return this.paths.some((path) => path.startsWith(`${folder}/`))
  }

  /**
   * First findings of one open document before the whole project is known: its own text and the policy of the root.
   * Rules that rest on an absence wait.
   */
  async preview(path: string): Promise<void> {
    if (this.indexed) return
    const asked = this.overlay.get(path)
    const result = await scan(this.context, {
      ...this.options(new Map(this.overlay), {}),
      from: [path],
      partial: true,
    })
    if (this.indexed) return
    for (const [known, facts] of result.model.files) this.setFacts(known, facts)
    this.govern(result)
    if (this.overlay.get(path) === asked) this.showAlone(path, result)
    else this.judgeAround(path)
  }

  /**
   * Looks at the whole folder again. Unchanged files are not read twice by the engine. Returns false when it was cancelled; a first scan
   * then leaves what it found so far.
   */
  async refresh(options: RefreshOptions = {}): Promise<boolean> {
    for (let round = 0; round < 3; round++) {
      this.stale = false
      const revision = this.revision
      const overlay = new Map(this.overlay)
      const meanwhile = (known: Evidenced) => this.showSoFar(known, overlay, options)
      const result = await scan(this.context, { ...this.options(overlay, options), meanwhile })
      if (options.cancelled?.()) {
        this.stale = true
        if (!this.indexed && this.govern(result)) this.adoptPart(result, overlay)
        return false
      }
      this.adopt(result)
      if (revision !== this.revision) this.takeNewer(overlay)
      await this.catchUp()
      if (!this.stale) return true
    }
    return true
  }

  /** Judges the whole once more after a part was judged. False when something changed meanwhile. */
  async catchUp(): Promise<boolean> {
    if (!this.behind) return true
    const { revision, files } = this
    const outdated = () => this.revision !== revision || this.files !== files
    const done = await paced(this.judging(), () => this.context.machine.pause(), outdated)
    if (!done) return false
    this.behind = false
    this.put(done)
    return true
  }

  /** Documents that moved on while a scan ran. */
  private takeNewer(scanned: ReadonlyMap<string, string>): void {
    for (const [path, text] of this.overlay) {
      if (scanned.get(path) === text || STEERING.has(nameOf(path)) || this.excludes(path)) continue
      this.take(path, text, this.files.get(path)?.local ?? false)
      this.judgeAround(path)
    }
  }

  private async showSoFar(known: Evidenced, scanned: ReadonlyMap<string, string>, options: RefreshOptions) {
    if (this.indexed || !this.ruled || !options.due?.()) return
    const steps = judging(this.context, this.judged(true), { ...known, files: new Map(known.files) }, this.ruleFailed)
    const part = await paced(steps, () => this.context.machine.pause())
    if (!part) return
    this.adoptPart(part, scanned)
    options.found?.()
  }

  /** What a scan found before its end. Documents that somebody works on speak for themselves. */
  private adoptPart({ model, findings }: Judgement, scanned: ReadonlyMap<string, string>): void {
    for (const [path, facts] of model.files) if (!scanned.has(path)) this.setFacts(path, facts)
    const open = [...this.overlay.keys()].map((path) => [path, this.findings(path)] as const)
    this.put({ model, findings: findings.filter((f) => f.rule !== 'unused-exception') })
    for (const [path, own] of open) this.byPath.set(path, own)
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
    this.vicinity.reset(this.files)
    this.texts = new Map()
    this.paths = result.paths
    for (const note of result.notes) if (note.path === '') this.onProblem(note.message)
    this.behind = !this.govern(result)
    if (!this.behind) this.put(result)
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

  /** Whether the text is read. Source code that matters only by import stays what the last scan made of it, which it asks for once. */
  private isWorth(reader: Reader, path: string, text: string): boolean {
    const worth = worthReading(reader, text, path, personaAt(path, this.governing), this.knows)
    if (worth !== 'later') return worth === 'yes'
    if (this.files.has(path)) return true
    if (!this.asked.has(path)) this.stale = true
    this.asked.add(path)
    return false
  }

  private take(path: string, text: string, local: boolean): void {
    this.texts.set(path, text)
    const found = readerFor(this.context.readers, path)
    const own = this.files.get(path)
    if (!found && !own) return
    if (found && !this.isWorth(found.reader, path, text)) {
      this.setFacts(path, null)
      return
    }
    // a file that is known by reference only is an env file of any name
    const facts = found ? this.read(path, text) : this.readAs(`${path}.env`, path, text)
    this.setFacts(path, facts && local ? { ...facts, local: true } : facts)
  }

  private setFacts(path: string, facts: FileFacts | null): void {
    if (facts === (this.files.get(path) ?? null)) return
    if (facts) this.files.set(path, facts)
    else this.files.delete(path)
    this.vicinity.set(path, facts)
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

  /** Judges one file among those near it; in a small project, everything. */
  private judgeAround(path: string): void {
    const near = this.vicinity.around(path, this.folders())
    if (!near) {
      this.behind = false
      this.put(finish(this.judging()))
      return
    }
    this.behind = true
    const files = new Map([...this.files].filter(([other]) => near.has(other)))
    this.showAlone(path, finish(this.judging(files)))
  }

  /** Takes over what a judgement of a part says about one file. */
  private showAlone(path: string, { model, findings }: Judgement): void {
    const own = this.ruled ? findings.filter((f) => f.path === path && this.maySay(f)) : []
    if (own.length > 0) this.byPath.set(path, own)
    else this.byPath.delete(path)
    const others = this.linked?.endpoints.filter((e) => e.path !== path) ?? []
    this.linked = {
      ...(this.linked ?? model),
      endpoints: [...others, ...model.endpoints.filter((e) => e.path === path)],
    }
  }

  /** What rests on an absence waits for the first scan. */
  private maySay(finding: Finding): boolean {
    return this.indexed || finding.rule !== 'unused-exception'
  }

  /** Folders that are units of their own. */
  private folders(): readonly string[] {
    return (this.linked?.units ?? []).flatMap((u) => (u.id.startsWith('folder:') ? [u.folder] : []))
  }

  private judging(files: ReadonlyMap<string, FileFacts> = this.files): Steps<Judgement> {
    const { paths, governing } = this
    return judging(this.context, this.judged(!this.indexed), { files, paths, governing }, this.ruleFailed)
  }

  private judged(partial: boolean) {
    return { ...this.settings, memory: this.memory, partial }
  }

  private readonly ruleFailed = (rule: string, error: unknown): void =>
    this.onProblem(`rule ${rule} failed: ${messageOf(error)}`)

  private put({ model, findings }: Judgement): void {
    this.linked = model
    const byPath = new Map<string, Finding[]>()
    for (const f of this.ruled ? findings : []) {
      if (!this.maySay(f)) continue
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
  const files = facts.references.filter((r) => r.kind === 'env-file' || r.kind === 'include').map((r) => r.target)
  const modules = facts.imports.map((i) => `${i.module} ${i.names.join(' ')}`)
  return [...files, ...modules].sort().join('\n')
}
