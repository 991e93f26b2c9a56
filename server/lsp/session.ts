/** The state of one connection: folders, open documents, settings, and when what is published. */
import type {
  ClientCapabilities,
  Connection,
  Diagnostic,
  InitializeParams,
  WorkspaceFolder,
} from 'vscode-languageserver'
import type { FactBase } from '../engine/facts'
import type { Reader } from '../engine/reader'
import type { Redactor } from '../engine/redact'
import type { Rule } from '../engine/types'
import { type InitializationOptions, requests, SECTION } from '../protocol'
import { Project, type ProjectSettings } from '../workspace/project'
import { createClientHost, createEmptyHost } from './client-host'
import { Placer, policyDiagnostic, shown, toDiagnostic } from './convert'
import { Documents } from './documents'
import { Folder } from './folder'
import type { LspPlatform } from './platform'
import { chooseEncoding, type Encoding } from './positions'
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
/** Wait before a whole scan after a change that only a scan can follow, in milliseconds. */
const RESCAN = 150

export class Session {
  readonly documents = new Documents(() => this.encoding)
  readonly folders: Folder[] = []
  encoding: Encoding = 'utf-16'
  settings: ServerSettings = DEFAULTS
  capabilities: ClientCapabilities = {}
  initialization: InitializationOptions = {}
  private readonly pending = new Map<string, () => void>()
  private readonly rescans = new Map<Folder, () => void>()

  constructor(
    readonly connection: Connection,
    readonly platform: LspPlatform,
    readonly engine: Engine,
  ) {}

  initialize(params: InitializeParams): void {
    this.capabilities = params.capabilities
    this.encoding = chooseEncoding(params.capabilities.general?.positionEncodings)
    this.initialization = (params.initializationOptions ?? {}) as InitializationOptions
    this.settings = withSettings(DEFAULTS, this.initialization)
    const folders = params.workspaceFolders ?? (params.rootUri ? [{ uri: params.rootUri, name: '' }] : [])
    for (const folder of folders) this.addFolder(folder)
  }

  // ------------------------------------------------------------------ folders

  addFolder(folder: WorkspaceFolder): Folder {
    const added = this.makeFolder(folder.uri.replace(/\/+$/, ''), '')
    this.folders.push(added)
    return added
  }

  removeFolder(folder: WorkspaceFolder): void {
    const uri = folder.uri.replace(/\/+$/, '')
    const at = this.folders.findIndex((f) => f.uri === uri && f.file === '')
    if (at < 0) return
    const [gone] = this.folders.splice(at, 1)
    for (const sent of gone?.sent.keys() ?? []) this.send(sent, undefined, [])
  }

  /** The innermost folder of a document; a lone file gets a folder of its own. */
  folderOf(uri: string): { folder: Folder; path: string } | null {
    let best: { folder: Folder; path: string } | null = null
    for (const folder of this.folders) {
      const path = folder.pathOf(uri)
      if (path !== null && path !== '' && (!best || folder.uri.length > best.folder.uri.length)) best = { folder, path }
    }
    if (best || !uri.startsWith('file:')) return best
    const slash = uri.lastIndexOf('/')
    const file = decodeURIComponent(uri.slice(slash + 1))
    const folder = this.makeFolder(uri.slice(0, slash), file)
    this.folders.push(folder)
    return { folder, path: file }
  }

  private makeFolder(uri: string, file: string): Folder {
    const host =
      this.platform.diskFor(uri) ??
      (this.initialization.files ? createClientHost(this.connection, uri) : createEmptyHost())
    const project = new Project(
      { ...this.engine, host, machine: this.platform.machine },
      this.projectSettings(uri, file),
      (message) => this.connection.console.error(this.engine.redactor.cut(message)),
    )
    return new Folder(uri, project, file)
  }

  private projectSettings(uri: string, file: string, policy?: { text: string; path: string }): ProjectSettings {
    const { settings, platform } = this
    const outer = settings.trusted ? platform.outerPolicy(uri) : undefined
    return {
      day: platform.today(),
      untrusted: !settings.trusted,
      exclude: settings.exclude,
      from: file,
      ...(settings.persona ? { persona: settings.persona } : {}),
      ...(policy ? { policy } : {}),
      ...(outer ? { outerPolicy: outer } : {}),
    }
  }

  // ------------------------------------------------------------------ settings

  /** Asks the client for its settings, where it can be asked. */
  async pullSettings(): Promise<void> {
    let settings = withSettings({ ...DEFAULTS, trusted: this.settings.trusted }, this.initialization)
    if (this.capabilities.workspace?.configuration) {
      const given: unknown = await this.connection.workspace.getConfiguration(SECTION)
      settings = withSettings(settings, given)
    }
    await this.apply({ ...settings, trusted: this.settings.trusted })
  }

  async apply(settings: ServerSettings): Promise<void> {
    this.settings = settings
    for (const folder of this.folders) {
      const policy = settings.policyFile ? await this.platform.policyFile(settings.policyFile, folder.uri) : null
      if (settings.policyFile && policy === null)
        this.connection.window.showWarningMessage(
          `relaylint.policyFile: ${settings.policyFile} cannot be read; no policy from outside is in force.`,
        )
      folder.project.configure(this.projectSettings(folder.uri, folder.file, policy ?? undefined))
    }
  }

  // ------------------------------------------------------------------ documents

  /** Publishes a new document at once. */
  async opened(uri: string, version: number, text: string): Promise<void> {
    this.documents.opened(uri, version, text)
    const found = this.folderOf(uri)
    if (!found) return
    const { folder, path } = found
    folder.project.edit(path, text)
    if (folder.project.indexed) {
      this.publish(folder, path)
      if (folder.project.needsRefresh) this.rescanSoon(folder)
      return
    }
    await folder.project.preview(path)
    this.publish(folder, path)
    if (!folder.running) this.rescanSoon(folder)
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
    const found = document ? this.folderOf(uri) : null
    if (!document || !found) return
    const started = this.platform.now()
    const { folder, path } = found
    folder.project.edit(path, document.text)
    this.publish(folder, path)
    const ms = (this.platform.now() - started).toFixed(1)
    this.connection.tracer.log(`published ${path} version ${document.version} in ${ms} ms`)
    if (folder.project.needsRefresh) this.rescanSoon(folder)
    else this.platform.after(0, () => this.publishAll(folder))
  }

  closed(uri: string): void {
    this.pending.get(uri)?.()
    this.pending.delete(uri)
    this.documents.closed(uri)
    const found = this.folderOf(uri)
    if (!found) return
    found.folder.project.close(found.path)
    if (found.folder.file) {
      this.folders.splice(this.folders.indexOf(found.folder), 1)
      this.send(uri, undefined, [])
    } else this.rescanSoon(found.folder)
  }

  // ------------------------------------------------------------------ scanning

  rescanSoon(folder: Folder): void {
    this.rescans.get(folder)?.()
    this.rescans.set(
      folder,
      this.platform.after(RESCAN, () => {
        this.rescans.delete(folder)
        void this.scan(folder)
      }),
    )
  }

  /** A whole scan of a folder; one at a time. Resolves to false when it was cancelled. */
  async scan(
    folder: Folder,
    progress?: (done: number, total: number) => void,
    cancelled?: () => boolean,
  ): Promise<boolean> {
    while (folder.running) await folder.running
    const run = folder.project
      .refresh({ ...(progress ? { progress } : {}), ...(cancelled ? { cancelled } : {}) })
      .catch((error: unknown) => {
        this.connection.console.error(this.engine.redactor.cut(`the scan failed: ${String(error)}`))
        return false
      })
    folder.running = run
    const done = await run
    folder.running = null
    if (done) this.publishAll(folder)
    return done
  }

  async scanAll(): Promise<void> {
    for (const folder of [...this.folders]) {
      folder.wide = folder.wide || (this.settings.scanOnOpen && folder.file === '')
      await this.scan(folder)
    }
  }

  // ------------------------------------------------------------------ publishing

  /** Publishes one file. Synchronous from findings to wire. */
  publish(folder: Folder, path: string, placer = new Placer(folder.project, this.encoding)): void {
    const uri = this.uriOf(folder, path)
    const document = this.documents.get(uri)
    const { redactor } = this.engine
    const diagnostics = this.settings.enable
      ? [
          ...folder.project.policyErrors.filter((e) => e.path === path).map((e) => policyDiagnostic(e, placer)),
          ...shown(folder.project.findings(path)).map((f) => toDiagnostic(f, folder, placer, redactor)),
        ]
      : []
    if (!document && diagnostics.length > 0 && !folder.wide && !folder.sent.has(uri) && !isPolicyError(folder, path))
      return
    const visible = document || folder.wide || isPolicyError(folder, path) ? diagnostics : []
    if (folder.differs(uri, visible, document?.version)) this.send(uri, document?.version, visible)
  }

  publishAll(folder: Folder): void {
    const placer = new Placer(folder.project, this.encoding)
    const paths = new Set(folder.project.pathsWithFindings())
    for (const e of folder.project.policyErrors) paths.add(e.path)
    for (const document of this.documents.all()) {
      const path = folder.pathOf(document.uri)
      if (path !== null && this.folderOf(document.uri)?.folder === folder) paths.add(path)
    }
    for (const uri of folder.sent.keys()) paths.add(folder.pathOf(uri) ?? '')
    paths.delete('')
    // a folder inside another one speaks for its own files
    if (this.folders.length > 1)
      for (const path of paths) if (this.folderOf(folder.uriOf(path))?.folder !== folder) paths.delete(path)
    for (const path of paths) this.publish(folder, path, placer)
    if (this.capabilities.workspace?.inlayHint?.refreshSupport)
      this.quietly(this.connection.languages.inlayHint.refresh())
    if (this.initialization.ownCommands) this.quietly(this.connection.sendNotification(requests.changed))
  }

  /** The URI as the client wrote it when the document is open, so that both speak of the same one. */
  uriOf(folder: Folder, path: string): string {
    const uri = folder.uriOf(path)
    if (this.documents.get(uri)) return uri
    for (const document of this.documents.all()) if (folder.pathOf(document.uri) === path) return document.uri
    return uri
  }

  private send(uri: string, version: number | undefined, diagnostics: readonly Diagnostic[]): void {
    this.quietly(
      this.connection.sendDiagnostics({
        uri,
        diagnostics: [...diagnostics],
        ...(version === undefined ? {} : { version }),
      }),
    )
  }

  /** A client that goes away in the middle of an answer is no error. */
  private quietly(promise: Promise<unknown>): void {
    promise.catch(() => {})
  }
}

function isPolicyError(folder: Folder, path: string): boolean {
  return folder.project.policyErrors.some((e) => e.path === path)
}
