/** What is sent to the client, and when: one file at once, the rest of its folder after it, nothing twice. */
import type { Connection, Diagnostic } from 'vscode-languageserver'
import type { Redactor } from '../engine/redact'
import { requests } from '../protocol'
import { policyFindings } from '../workspace/policy-findings'
import { Placer, shown, toDiagnostic, toNote } from './convert'
import type { Documents } from './documents'
import type { Folder } from './folder'
import type { Folders } from './folders'
import type { Encoding } from './positions'

const POLICY_TODO = 'Correct it; until then the last valid policy stays in force.'

/** What the publisher asks at every turn. */
export interface PublisherState {
  readonly encoding: Encoding
  readonly enabled: boolean
  readonly refreshesHints: boolean
  readonly tellsOfChanges: boolean
}

export class Publisher {
  constructor(
    private readonly connection: Connection,
    private readonly folders: Folders,
    private readonly documents: Documents,
    private readonly redactor: Redactor,
    private readonly state: () => PublisherState,
  ) {}

  /** Publishes one file. Synchronous from findings to wire. */
  file(folder: Folder, path: string, placer = new Placer(folder.project, this.state().encoding)): void {
    const uri = this.uriOf(folder, path)
    const version = this.documents.get(uri) ? folder.versions.get(path) : undefined
    const diagnostics = this.state().enabled ? this.diagnosticsOf(folder, path, placer) : []
    const visible = version !== undefined || folder.wide || hasPolicyError(folder, path)
    if (!visible && diagnostics.length > 0 && !folder.sent.has(uri)) return
    const wanted = visible ? diagnostics : []
    if (folder.differs(uri, wanted, version)) this.send(uri, version, wanted)
  }

  /** Publishes everything of a folder that differs from what was sent. */
  all(folder: Folder): void {
    const placer = new Placer(folder.project, this.state().encoding)
    for (const path of this.pathsOf(folder)) this.file(folder, path, placer)
    if (this.state().refreshesHints) quietly(this.connection.languages.inlayHint.refresh())
    if (this.state().tellsOfChanges) quietly(this.connection.sendNotification(requests.changed))
  }

  /** Takes back what was sent for a folder that is no longer looked at. */
  clear(folder: Folder): void {
    for (const uri of folder.sent.keys()) this.send(uri, undefined, [])
    folder.sent.clear()
  }

  /** The URI as the client wrote it when the document is open, so that both speak of the same one. */
  uriOf(folder: Folder, path: string): string {
    const uri = folder.uriOf(path)
    if (this.documents.get(uri)) return uri
    for (const document of this.documents.all()) if (folder.pathOf(document.uri) === path) return document.uri
    return uri
  }

  private diagnosticsOf(folder: Folder, path: string, placer: Placer): Diagnostic[] {
    const { project } = folder
    const errors = project.policyErrors.filter((e) => e.path === path)
    const findings = [...policyFindings(errors, POLICY_TODO), ...shown(project.findings(path))]
    return [
      ...findings.map((f) => toDiagnostic(f, folder, placer, this.redactor)),
      ...project.asides(path).map((aside) => toNote(aside, placer, this.redactor)),
    ]
  }

  private pathsOf(folder: Folder): ReadonlySet<string> {
    const paths = new Set([...folder.project.pathsWithFindings(), ...folder.project.pathsWithAsides()])
    for (const e of folder.project.policyErrors) paths.add(e.path)
    for (const document of this.documents.all()) {
      const path = folder.pathOf(document.uri)
      if (path !== null) paths.add(path)
    }
    for (const uri of folder.sent.keys()) paths.add(folder.pathOf(uri) ?? '')
    paths.delete('')
    // a folder inside another one speaks for its own files
    if (this.folders.list.length > 1)
      for (const path of paths) {
        const home = this.folders.find(folder.uriOf(path))
        if (home && home.folder !== folder) paths.delete(path)
      }
    return paths
  }

  private send(uri: string, version: number | undefined, diagnostics: readonly Diagnostic[]): void {
    const given = version === undefined ? {} : { version }
    quietly(this.connection.sendDiagnostics({ uri, diagnostics: [...diagnostics], ...given }))
  }
}

/** A client that goes away in the middle of an answer is no error. */
function quietly(promise: Promise<unknown>): void {
  promise.catch(() => {})
}

function hasPolicyError(folder: Folder, path: string): boolean {
  return folder.project.policyErrors.some((e) => e.path === path)
}
