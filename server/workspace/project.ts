/**
 * One folder that somebody works in: the only mutable object. It holds the open documents over the files, the facts of every file,
 * and the findings that follow from them. Between two scans an edit reads one file again and judges it among the files near it, at once;
 * in a large project the rest follows in steps (`catchUp`).
 */
import { nameOf } from '../engine/paths'
import type { Policy } from '../engine/policy'
import { finish, paced, type Steps } from '../engine/steps'
import type { FileFacts, Finding, Model, Persona } from '../engine/types'
import { decode } from './decode'
import { judging, messageOf } from './judge'
import { personaAt } from './policies'
import { POLICY_NAMES } from './policy-file'
import type { PolicyError } from './policy-nodes'
import { ProjectFiles, type Taken } from './project-files'
import { type ProjectSettings, type RefreshOptions, scanOptions } from './project-settings'
import { Ruling } from './ruling'
import { scan } from './scan'
import { type Aside, asidesOf } from './set-aside'
import { Shown } from './shown'
import type { Evidenced, Judgement, ScanContext, ScanOptions, ScanResult } from './types'

/** Names whose content decides which files are looked at, or how: after a change everything is looked at again. */
const STEERING = new Set<string>([...POLICY_NAMES, '.gitignore', '.ignore'])

export class Project {
  private readonly overlay = new Map<string, string>()
  private readonly files: ProjectFiles
  private readonly shown = new Shown()
  private readonly ruleIds: ReadonlySet<string>
  private paths: readonly string[] = []
  private readonly ruling = new Ruling()
  private last: ScanResult | null = null
  private stale = true
  /** Only a part was judged since the last change. */
  private behind = false
  /** Files that were read again and not judged since. */
  private readonly unjudged = new Set<string>()
  /** Findings, endpoints and uses moved with a text; the rest of the model stands where it was judged. */
  private drifted = false
  private revision = 0

  constructor(
    private readonly context: ScanContext,
    private settings: ProjectSettings,
    private readonly onProblem: (message: string) => void = () => {},
  ) {
    this.files = new ProjectFiles(context)
    this.ruleIds = new Set(context.rules.map((r) => r.id))
  }

  /** True once a policy is known: then an edit is judged at once. */
  get ready(): boolean {
    return this.ruling.known
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
    return this.shown.model
  }

  /** Whether a path is left out by the settings, by a policy, or as vendored code. */
  excludes(path: string): boolean {
    return this.last?.excludes(path) ?? false
  }

  get policyErrors(): readonly PolicyError[] {
    return this.ruling.errors
  }

  /** What a file says in its own favour and is not heard, for the repository is not trusted. */
  asides(path: string): readonly Aside[] {
    if (!this.settings.untrusted) return []
    const facts = this.files.get(path)
    const files = new Map(facts ? [[path, facts]] : [])
    const own = this.policies.filter((policy) => policy.path === path)
    return asidesOf({ files }, own, this.ruleIds)
  }

  /** Paths of files that may say such things. */
  pathsWithAsides(): readonly string[] {
    if (!this.settings.untrusted) return []
    const commented = [...this.files.all.values()].filter((f) => f.comments.length > 0).map((f) => f.path)
    return [...this.policies.flatMap((policy) => (policy.path && !policy.trusted ? [policy.path] : [])), ...commented]
  }

  /** The policies in force; an invalid one never replaces the last good one. */
  get policies(): readonly Policy[] {
    return this.ruling.governing.map((g) => g.policy)
  }

  /** Who asks for a path: the setting, else the policy that governs it, else a developer. */
  persona(path: string): Persona {
    return this.ruling.persona(path, this.settings.persona)
  }

  /** The state as a scan would report it, for printers; null before the first scan. */
  get result(): ScanResult | null {
    const { model } = this.shown
    if (!this.last || !model) return null
    const texts = new Map(this.last.texts)
    for (const [path, text] of this.files.taken) texts.set(path, { text, encoding: 'utf-8', bom: false })
    return {
      ...this.last,
      model,
      findings: this.shown.all(),
      texts,
      policyErrors: this.ruling.errors,
      complete: this.last.complete && this.ruling.errors.length === 0,
    }
  }

  configure(settings: ProjectSettings): void {
    this.settings = settings
    this.stale = true
  }

  findings(path: string): readonly Finding[] {
    return this.shown.findings(path)
  }

  /** Paths with findings. */
  pathsWithFindings(): readonly string[] {
    return this.shown.paths()
  }

  facts(path: string): FileFacts | null {
    return this.files.get(path)
  }

  /** Text as it was last read, open documents first; null when the file was not read. */
  text(path: string): string | null {
    return this.overlay.get(path) ?? this.files.taken.get(path) ?? this.last?.texts.get(path)?.text ?? null
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
    if (!this.ruling.known || this.excludes(path)) return
    const added = isNew && !this.paths.includes(path)
    if (added) this.paths = [...this.paths, path].sort()
    // the same facts about the same files: nothing follows, except that places move
    const { changed, moved } = this.take(path, text)
    if (!changed && !added) return
    if (moved && !added && !this.unjudged.has(path) && this.shown.move(path, moved)) this.drifted = true
    else this.judgeAround(path)
  }

  /** The document was closed: what is on disk counts again. */
  close(path: string): void {
    this.revision++
    this.overlay.delete(path)
    this.files.release(path)
    this.stale = true
  }

  /** A file changed on disk. Reads it again; anything but a plain change asks for a whole scan. */
  async changed(path: string, kind: 'created' | 'changed' | 'deleted'): Promise<void> {
    if (this.overlay.has(path)) return
    if (kind !== 'changed' || STEERING.has(nameOf(path)) || !this.files.get(path)) {
      this.stale = true
      return
    }
    try {
      const decoded = decode(await this.context.host.read(path), this.context.machine)
      if (this.overlay.has(path)) return
      if (!decoded) {
        this.stale = true
        return
      }
      this.take(path, decoded.text)
      this.unjudged.add(path)
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

  /** Whether a known file brings this one in by its name (`env_file: prod.vars`), there or not. */
  isReferred(path: string): boolean {
    return this.files.isReferred(path)
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
      ...this.options(new Map(this.overlay)),
      from: [path],
      partial: true,
    })
    if (this.indexed) return
    for (const [known, facts] of result.model.files) this.files.set(known, facts)
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
      const result = await scan(this.context, { ...this.options(overlay), ...options, meanwhile })
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

  /** Brings the whole model to the texts as they are, for a report on it. */
  async settle(): Promise<void> {
    this.behind ||= this.drifted
    while (!(await this.catchUp())) {
      // somebody types
    }
  }

  /** Judges the whole once more after a part was judged. False when something changed meanwhile. */
  async catchUp(): Promise<boolean> {
    if (!this.behind) return true
    const { revision } = this
    const { all } = this.files
    const outdated = () => this.revision !== revision || this.files.all !== all
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
      this.take(path, text)
      this.judgeAround(path)
    }
  }

  private async showSoFar(known: Evidenced, scanned: ReadonlyMap<string, string>, options: RefreshOptions) {
    if (this.indexed || !this.ruling.known || !options.due?.()) return
    const steps = judging(this.context, this.judged(true), { ...known, files: new Map(known.files) }, this.ruleFailed)
    const part = await paced(steps, () => this.context.machine.pause())
    if (!part) return
    this.adoptPart(part, scanned)
    options.found?.()
  }

  /** What a scan found before its end. Documents that somebody works on speak for themselves. */
  private adoptPart({ model, findings }: Judgement, scanned: ReadonlyMap<string, string>): void {
    for (const [path, facts] of model.files) if (!scanned.has(path)) this.files.set(path, facts)
    const open = [...this.overlay.keys()].map((path) => [path, this.findings(path)] as const)
    this.put({ model, findings: findings.filter((f) => f.rule !== 'unused-exception') })
    for (const [path, own] of open) this.shown.keep(path, own)
  }

  private options(overlay: ReadonlyMap<string, string>): ScanOptions {
    const { cache, memory } = this.files
    return { ...scanOptions(this.settings), overlay, cache, memory }
  }

  private adopt(result: ScanResult): void {
    this.last = result
    this.files.reset(result.model.files, result.paths)
    this.paths = result.paths
    for (const note of result.notes) if (note.path === '') this.onProblem(note.message)
    this.behind = !this.govern(result)
    if (!this.behind) this.put(result)
  }

  /** Takes over the policies of a scan unless one of them is invalid; says whether it did. */
  private govern(result: ScanResult): boolean {
    return this.ruling.take(result, this.settings.untrusted === true)
  }

  /** Reads a text as the content of a file. */
  private take(path: string, text: string): Taken {
    const taken = this.files.take(path, text, personaAt(path, this.ruling.governing))
    if (taken.reaches) this.stale = true
    return taken
  }

  /** Judges one file among those near it; in a small project, everything. */
  private judgeAround(path: string): void {
    const near = this.files.around(path, this.folders())
    this.behind = near !== null
    if (near) this.showAlone(path, finish(this.judging(near)))
    else this.put(finish(this.judging()))
  }

  /** Takes over what a judgement of a part says about one file. */
  private showAlone(path: string, judgement: Judgement): void {
    this.unjudged.delete(path)
    this.shown.putOne(path, this.sayable(judgement))
  }

  private put(judgement: Judgement): void {
    this.unjudged.clear()
    this.drifted = false
    this.shown.put(this.sayable(judgement))
  }

  /** Nothing is said before a policy is known; what rests on an absence waits for the first scan. */
  private sayable({ model, findings }: Judgement): Judgement {
    const said = (f: Finding) => this.ruling.known && (this.indexed || f.rule !== 'unused-exception')
    return { model, findings: findings.filter(said) }
  }

  /** Folders that are units of their own. */
  private folders(): readonly string[] {
    return (this.shown.model?.units ?? []).flatMap((u) => (u.id.startsWith('folder:') ? [u.folder] : []))
  }

  private judging(files: ReadonlyMap<string, FileFacts> = this.files.all): Steps<Judgement> {
    const { paths } = this
    const { governing } = this.ruling
    return judging(this.context, this.judged(!this.indexed), { files, paths, governing }, this.ruleFailed)
  }

  private judged(partial: boolean) {
    return { ...this.settings, memory: this.files.memory, partial }
  }

  private readonly ruleFailed = (rule: string, error: unknown): void =>
    this.onProblem(`rule ${rule} failed: ${messageOf(error)}`)
}
