/** A scan: walk, read, follow references, judge. Everything it needs is handed in. */
import { hash64 } from '../engine/hash'
import { bringsIn, targetsOf } from '../engine/link/targets'
import { readerFor, readFile } from '../engine/read'
import { finish, paced } from '../engine/steps'
import { lineAt } from '../engine/text'
import type { FileFacts, Problem } from '../engine/types'
import type { Crew, Task } from './crew'
import { type Decoded, decode } from './decode'
import { rawProblems } from './env-notes'
import { importedAmong } from './imported'
import { judging, messageOf } from './judge'
import { excluding, leavingOut, listFiles } from './listing'
import { PolicyFinder, personaAt } from './policies'
import { policyWords } from './policy-words'
import { type Outcome, type ReadingContext, readOne, textOf } from './read-one'
import { setAside } from './set-aside'
import type { Governing, Judgement, Note, ScanContext, ScanOptions, ScanResult } from './types'
import type { Walked } from './walk'
import { knownTo } from './worth'

/** Imports followed from file to file. */
const MAX_HOPS = 3
/** UTF-16 units read between two pauses: some ten milliseconds. */
const BREATH = 64 * 1024

/** Helpers are called after that many units were read, when that many files are left: before, starting them costs more than they bring. */
const SHARE_AFTER = 512 * 1024
const SHARE_FILES = 64

/** UTF-16 units that were read into facts; a file without facts costs about as much as a short one. */
const sizeOf = (outcome: Outcome): number => (outcome.kind === 'facts' ? outcome.decoded.text.length : 1000)

export async function scan(context: ScanContext, options: ScanOptions): Promise<ScanResult> {
  const state = new ScanState(context, options)
  return state.run()
}

class ScanState {
  private readonly facts = new Map<string, FileFacts>()
  private readonly texts = new Map<string, Decoded>()
  private readonly skipped: { path: string; reason: string }[] = []
  private readonly notes: Note[] = []
  private readonly seen = new Set<string>()
  private readonly localRead: string[] = []
  private readonly paths: string[] = []
  private governing: readonly Governing[] = []
  private binary = 0
  private incomplete = false
  /** UTF-16 units read since the last pause. */
  private breath = 0

  /** Source files that matter only when a file that matters imports them, with whether they are ignored. */
  private readonly later = new Map<string, boolean>()
  private readonly reading: ReadingContext

  constructor(
    private readonly context: ScanContext,
    private readonly options: ScanOptions,
  ) {
    this.reading = { ...context, known: knownTo(context.facts) }
  }

  async run(): Promise<ScanResult> {
    const { options, context } = this
    const ids = new Set(context.rules.map((r) => r.id))
    const finder = new PolicyFinder(options, policyWords(context.facts, ids), (path) => this.optionalText(path))
    const root = await finder.root()
    const given = options.policy ?? options.outerPolicy
    if (given && root.policy.path === given.path)
      this.texts.set(given.path, { text: given.text, encoding: 'utf-8', bom: false })
    const { exclude: own, above } = root.policy
    const exclude = excluding(options.untrusted && !options.policy ? [] : own, above, options.exclude)
    const isLeftOut = leavingOut(exclude, options.noIgnore)
    const walked = await listFiles(context, options, exclude)
    this.skipped.push(...walked.problems)
    for (const path of walked.special)
      if (readerFor(context.readers, path))
        this.notes.push({ path, line: 1, column: 1, message: 'a pipe, a socket or a device, not a file: not read' })
    const policies = await finder.all(
      root,
      walked.files.map((f) => f.path),
    )
    const files = walked.files.filter((f) => !policies.excludes(f.path))
    const left = walked.files.filter((f) => policies.excludes(f.path) && options.from.includes(f.path))
    for (const path of [...walked.excluded, ...left.map((f) => f.path)])
      this.notes.push({ path, line: 1, column: 1, message: 'not read: the policy excludes it' })
    for (const { path, line, column, message } of policies.notes)
      this.notes.push({ path, line, column, message, aside: true })
    this.governing = policies.governing
    await this.readAll(files)
    await this.followImports()
    await this.followReferences()
    const { governing } = this
    const steps = judging(context, options, { files: this.facts, paths: this.paths, governing }, (rule, error) =>
      this.notes.push({ path: '', line: 0, column: 0, message: `rule ${rule} failed: ${messageOf(error)}` }),
    )
    // a look at one file is short, and somebody waits for it
    const { model, findings } = options.partial
      ? finish(steps)
      : ((await paced(steps, () => context.machine.pause())) as Judgement)
    for (const f of this.facts.values()) this.problemsOf(f, f.problems)
    for (const { file, problem } of rawProblems(this.facts)) this.problemsOf(file, [problem])
    if (options.untrusted)
      this.notes.push(
        ...setAside(
          model,
          governing.map((g) => g.policy),
          ids,
        ),
      )
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
      policyNotes: policies.notes,
      policies: governing.map((g) => g.policy),
      complete: !this.incomplete && this.skipped.length === 0,
      paths: this.paths,
      excludes: (path) => isLeftOut(path) || policies.excludes(path),
      governing,
    }
  }

  /** Reads the files, beside helpers when there is much to read, and takes what they say in the order of the walk. */
  private async readAll(files: Walked['files']): Promise<void> {
    const { crew } = this.context
    let read = 0
    for (const [i, file] of files.entries()) {
      if (crew && read > SHARE_AFTER && files.length - i > SHARE_FILES) {
        await this.readShared(files.slice(i), i, crew)
        return
      }
      if (!(await this.breathe(i, files.length))) return
      const outcome = await this.outcomeOf(file.path)
      this.take(file.path, file.local, outcome)
      read += sizeOf(outcome)
    }
  }

  private async readShared(files: Walked['files'], before: number, crew: Crew): Promise<void> {
    const tasks = files.map(({ path }) => ({ path, persona: personaAt(path, this.governing) }))
    const outcomes: Outcome[] = []
    const shared = crew.share(tasks)
    for (let i = shared.next(); i >= 0; i = shared.next()) {
      if (!(await this.breathe(before + i, before + files.length))) {
        shared.stop()
        return
      }
      outcomes[i] = await this.outcomeOf((tasks[i] as Task).path)
    }
    for (const [i, outcome] of await shared.results()) outcomes[i] = outcome
    for (const [i, { path, local }] of files.entries()) {
      // a helper does not know the bytes of a name that is no UTF-8
      const known = path.includes('\ufffd') ? undefined : outcomes[i]
      this.take(path, local, known ?? (await this.outcomeOf(path)))
    }
  }

  /** Reading is synchronous inside: without a pause nobody could interrupt a scan, or type beside it. False when it was cancelled. */
  private async breathe(done: number, total: number): Promise<boolean> {
    this.options.progress?.(done + 1, total)
    if (this.breath > BREATH) {
      this.breath = 0
      await this.context.machine.pause()
      await this.options.meanwhile?.({ files: this.facts, paths: this.paths, governing: this.governing })
    }
    if (!this.options.cancelled?.()) return true
    this.incomplete = true
    return false
  }

  private async outcomeOf(path: string, imported = false): Promise<Outcome> {
    const persona = personaAt(path, this.governing)
    const overlay = this.options.overlay?.get(path)
    const outcome = await readOne(path, persona, this.reading, {
      overlay,
      imported,
      factsOf: (p, text) => this.read(p, text),
    })
    this.breath += sizeOf(outcome)
    return outcome
  }

  private problemsOf(file: FileFacts, problems: readonly Problem[]): void {
    for (const p of problems) {
      const line = lineAt(file.lineStarts, p.span.start)
      const column = p.span.start - (file.lineStarts[line] ?? 0) + 1
      if (p.incomplete) this.skipped.push({ path: file.path, reason: p.message })
      else this.notes.push({ path: file.path, line: line + 1, column, message: p.message })
    }
  }

  private take(path: string, local: boolean, outcome: Outcome): void {
    if (this.seen.has(path) && !this.later.delete(path)) return
    if (!this.seen.has(path)) this.paths.push(path)
    this.seen.add(path)
    if (outcome.kind === 'skipped') this.skipped.push({ path, reason: outcome.reason })
    if (outcome.kind === 'binary') this.binary++
    if (outcome.kind === 'later') this.later.set(path, local)
    if (local && (outcome.kind === 'facts' || outcome.kind === 'quiet')) this.localRead.push(path)
    if (outcome.kind !== 'facts') return
    this.facts.set(path, local ? { ...outcome.facts, local: true } : outcome.facts)
    this.texts.set(path, outcome.decoded)
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

  /** Source files without a key word that a file with one imports: constants, settings modules, packages of one folder. */
  private async followImports(): Promise<void> {
    for (let round = 0; round < MAX_HOPS && this.later.size > 0; round++) {
      const wanted = importedAmong([...this.later.keys()], this.facts)
      if (wanted.length === 0) return
      for (const path of wanted) {
        const local = this.later.get(path) === true
        this.take(path, local, await this.outcomeOf(path, true))
      }
    }
  }

  /** Files that are known only by reference, inside the root, until nothing new is named. */
  private async followReferences(): Promise<void> {
    const done = new Set<string>()
    for (let round = 0; round < 8; round++) {
      const wanted: string[] = []
      for (const file of this.facts.values()) {
        for (const ref of file.references) {
          if (!bringsIn(ref)) continue
          for (const target of targetsOf(file, ref, this.facts)) {
            if (this.facts.has(target)) break
            if (done.has(target)) continue
            done.add(target)
            wanted.push(target)
          }
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
      this.take(path, true, await this.outcomeOf(path))
      return
    }
    // an env file of any name is read as one
    const overlay = this.options.overlay?.get(path)
    const read =
      overlay === undefined
        ? await textOf(path, this.reading)
        : { text: overlay, encoding: 'utf-8' as const, bom: false }
    if ('kind' in read) {
      if (read.kind === 'skipped') this.skipped.push({ path, reason: read.reason })
      return
    }
    const walked = this.seen.has(path)
    this.seen.add(path)
    if (!walked) this.paths.push(path)
    const facts = readFile(`${path}.env`, read.text, this.context)
    if (!facts) return
    this.facts.set(path, walked ? { ...facts, path } : { ...facts, path, local: true })
    this.texts.set(path, read)
    if (!walked) this.localRead.push(path)
  }

  private async optionalText(path: string): Promise<string | null> {
    const overlay = this.options.overlay?.get(path)
    if (overlay !== undefined) return overlay
    try {
      const bytes = await this.context.host.read(path)
      const { machine } = this.context
      // a policy that is no plain text is a bad policy, never none
      const decoded = decode(bytes, machine) ?? { text: machine.decodeUtf8(bytes), encoding: 'utf-8', bom: false }
      this.texts.set(path, decoded)
      return decoded.text
    } catch {
      return null
    }
  }
}
