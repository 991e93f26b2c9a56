/** The state of one connection: folders, open documents, settings, and what follows from a message. */
import type { ClientCapabilities, Connection, InitializeParams } from 'vscode-languageserver'
import type { FactBase } from '../engine/facts'
import type { Reader } from '../engine/reader'
import type { Redactor } from '../engine/redact'
import type { Rule } from '../engine/types'
import { type InitializationOptions, SECTION } from '../protocol'
import { Project } from '../workspace/project'
import type { ProjectSettings } from '../workspace/project-settings'
import type { GivenPolicy } from '../workspace/types'
import { createClientHost, createEmptyHost } from './client-host'
import { Documents, type OpenDocument } from './documents'
import { encodeSegment, Folder } from './folder'
import { Folders, type Home } from './folders'
import type { LspPlatform } from './platform'
import { chooseEncoding, type Encoding } from './positions'
import { Publisher } from './publisher'
import { Scans } from './scans'
import { DEFAULTS, type ServerSettings, withSettings } from './settings'

/** What the engine needs and no protocol knows. */
export interface Engine {
  readonly facts: FactBase
  readonly readers: readonly Reader[]
  readonly redactor: Redactor
  readonly rules: readonly Rule[]
}

/** Longest wait between a key stroke and its diagnostics, in milliseconds. */
const DEBOUNCE = 40
/** Longest wait for a client that is asked for its settings, in milliseconds. */
const ASKING = 1000

export class Session {
  readonly documents = new Documents(() => this.encoding)
  readonly publisher: Publisher
  readonly scans: Scans
  encoding: Encoding = 'utf-16'
  settings: ServerSettings = DEFAULTS
  capabilities: ClientCapabilities = {}
  initialization: InitializationOptions = {}
  /** The client says when a file changes on disk. */
  watches = false
  private readonly homes: Folders
  private readonly pending = new Map<string, () => void>()

  constructor(
    readonly connection: Connection,
    readonly platform: LspPlatform,
    readonly engine: Engine,
  ) {
    this.homes = new Folders(engine.readers, (uri, file, lone) => this.makeFolder(uri, file, lone))
    this.publisher = new Publisher(connection, this.homes, this.documents, engine.redactor, () => ({
      encoding: this.encoding,
      enabled: this.settings.enable,
      refreshesHints: this.capabilities.workspace?.inlayHint?.refreshSupport ?? false,
      tellsOfChanges: this.initialization.ownCommands ?? false,
    }))
    this.scans = new Scans({
      after: (ms, callback) => platform.after(ms, callback),
      now: () => platform.now(),
      publish: (folder) => this.publisher.all(folder),
      failed: (message) => connection.console.error(engine.redactor.cut(message)),
    })
  }

  get folders(): readonly Folder[] {
    return this.homes.list
  }

  initialize(params: InitializeParams): void {
    this.capabilities = params.capabilities ?? {}
    this.encoding = chooseEncoding(this.capabilities.general?.positionEncodings)
    const given: unknown = params.initializationOptions
    this.initialization = given && typeof given === 'object' ? (given as InitializationOptions) : {}
    this.settings = withSettings(DEFAULTS, this.initialization)
    for (const uri of rootsOf(params)) this.homes.add(uri)
  }

  // ------------------------------------------------------------------ folders

  folderOf(uri: string): Home | null {
    return this.homes.find(uri)
  }

  /** Folders that came and went; open documents move to the folder that is theirs now. */
  async changeFolders(added: readonly string[], removed: readonly string[]): Promise<void> {
    const before = new Set(this.folders)
    for (const uri of removed) this.drop(this.homes.remove(uri))
    for (const uri of added) this.homes.add(uri)
    for (const document of this.documents.all()) {
      const home = this.homes.find(document.uri)
      for (const lone of [...this.folders]) {
        if (lone.file && lone !== home?.folder && lone.pathOf(document.uri) !== null) this.drop(lone)
      }
      if (!home || !before.has(home.folder)) await this.opened(document)
    }
    await this.apply(this.settings)
    await this.scanAll()
  }

  private drop(folder: Folder | undefined): void {
    if (!folder) return
    this.scans.forget(folder)
    this.homes.drop(folder)
    this.publisher.clear(folder)
  }

  private makeFolder(uri: string, file: string, lone: string): Folder {
    const host =
      this.platform.diskFor(uri) ??
      (this.initialization.files && !file ? createClientHost(this.connection, uri) : createEmptyHost())
    const project = new Project(
      { ...this.engine, host, machine: this.platform.machine },
      this.projectSettings(uri, file),
      (message) => this.connection.console.error(this.engine.redactor.cut(message)),
    )
    return new Folder(uri, project, file, lone)
  }

  private projectSettings(uri: string, file: string, policy?: GivenPolicy): ProjectSettings {
    const { settings, platform } = this
    const outer = platform.outerPolicy(uri)
    return {
      day: platform.today(),
      untrusted: !settings.trusted,
      exclude: settings.exclude,
      from: file,
      ...platform.repository?.(uri),
      ...(settings.persona ? { persona: settings.persona } : {}),
      ...(policy ? { policy } : {}),
      ...(outer ? { outerPolicy: outer } : {}),
    }
  }

  // ------------------------------------------------------------------ settings

  /** Asks the client for its settings, where it can be asked. One that does not answer is not waited for. */
  async pullSettings(): Promise<void> {
    const base = withSettings({ ...DEFAULTS, trusted: this.settings.trusted }, this.initialization)
    if (!this.capabilities.workspace?.configuration) return this.apply(base)
    const answer = this.connection.workspace.getConfiguration(SECTION).then(
      (given: unknown) => withSettings(base, given),
      (error: unknown) => {
        this.connection.console.warn(`the client did not tell its settings: ${String(error)}`)
        return base
      },
    )
    let cancel = () => {}
    const late = new Promise<null>((done) => {
      cancel = this.platform.after(ASKING, () => done(null))
    })
    const first = await Promise.race([answer, late])
    cancel()
    await this.apply(first ?? base)
    if (!first) void answer.then((settings) => this.apply(settings).then(() => this.scanAll()))
  }

  /** Trust is never a setting: it is the editor's word about the workspace, not the workspace's own. */
  async apply(settings: ServerSettings, trusted = this.settings.trusted): Promise<void> {
    const before = this.settings
    this.settings = { ...settings, trusted }
    for (const folder of this.folders) await this.configure(folder, before.policyFile !== settings.policyFile)
  }

  private async configure(folder: Folder, warn: boolean): Promise<void> {
    const { policyFile } = this.settings
    const policy = policyFile ? await this.platform.policyFile(policyFile, folder.uri) : null
    if (policyFile && policy === null && warn)
      this.connection.window.showWarningMessage(
        `relaylint.policyFile: ${policyFile} cannot be read; no policy from outside is in force.`,
      )
    folder.project.configure(this.projectSettings(folder.uri, folder.file, policy ?? undefined))
  }

  // ------------------------------------------------------------------ documents

  /** Publishes a new document at once. */
  async opened(document: OpenDocument): Promise<void> {
    this.documents.opened(document)
    const known = this.homes.find(document.uri)
    const home = this.homes.open(document)
    if (!home) return
    const { folder, path } = home
    if (!known) await this.configure(folder, false)
    this.take(home, document)
    if (!folder.project.ready) await folder.project.preview(path)
    this.publisher.file(folder, path)
    this.follow(folder)
  }

  /** Takes a change and publishes within the debounce; a burst of changes is published once. */
  changed(uri: string): void {
    this.pending.get(uri)?.()
    this.pending.set(
      uri,
      this.platform.after(DEBOUNCE, () => this.flush(uri)),
    )
  }

  /** Brings the findings of a document up to date now: before an answer that depends on them. */
  flush(uri: string): void {
    const cancel = this.pending.get(uri)
    if (!cancel) return
    cancel()
    this.pending.delete(uri)
    const document = this.documents.get(uri)
    const home = document ? this.homes.find(uri) : null
    if (!document || !home) return
    const started = this.platform.now()
    this.take(home, document)
    this.publisher.file(home.folder, home.path)
    const ms = (this.platform.now() - started).toFixed(1)
    this.connection.tracer.log(`published ${home.path} version ${document.version} in ${ms} ms`)
    this.follow(home.folder)
  }

  /** What is on disk counts again. Without a scan that owns the file, its diagnostics go at once. */
  closed(uri: string): void {
    this.pending.get(uri)?.()
    this.pending.delete(uri)
    const home = this.homes.find(uri)
    this.documents.closed(uri)
    if (!home) return
    const { folder, path } = home
    folder.versions.delete(path)
    folder.project.close(path)
    if (folder.file) this.drop(folder)
    else {
      this.publisher.file(folder, path)
      this.scans.soon(folder)
    }
  }

  /** A client that tells of no changes on disk says at least when it writes. */
  saved(uri: string): void {
    this.flush(uri)
    const home = this.homes.find(uri)
    if (home && !this.watches && !home.folder.file) this.scans.soon(home.folder)
  }

  private take({ folder, path }: Home, document: OpenDocument): void {
    folder.versions.set(path, document.version)
    folder.project.edit(path, document.text)
  }

  /** What follows a change of one file in the rest of its folder. */
  follow(folder: Folder): void {
    if (folder.project.needsRefresh) {
      if (!folder.running) this.scans.soon(folder)
    } else if (folder.project.isBehind) this.scans.restSoon(folder)
    else this.platform.after(0, () => this.publisher.all(folder))
  }

  // ------------------------------------------------------------------ scanning

  async scanAll(): Promise<void> {
    if (!this.settings.enable) {
      for (const folder of this.folders) this.publisher.all(folder)
      return
    }
    for (const folder of [...this.folders]) {
      folder.wide = folder.wide || (this.settings.scanOnOpen && folder.file === '')
      await this.scans.run(folder)
    }
  }
}

/** Older clients name one root only, as a URI or as a path. */
function rootsOf(params: InitializeParams): string[] {
  if (params.workspaceFolders) return params.workspaceFolders.map((f) => f.uri)
  if (params.rootUri) return [params.rootUri]
  const { rootPath } = params
  if (!rootPath) return []
  const path = rootPath.replaceAll('\\', '/').split('/').map(encodeSegment).join('/')
  return [`file://${path.startsWith('/') ? '' : '/'}${path}`]
}
