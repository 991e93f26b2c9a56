/** One workspace folder, or one lone document: a Project, where it lies, and what was last published for it. */
import type { Diagnostic } from 'vscode-languageserver'
import type { Project } from '../workspace/project'

export class Folder {
  /** Diagnostics as last sent, by URI, so that nothing is sent twice. */
  readonly sent = new Map<string, string>()
  /** Version of the text that the project knows, by path of an open document. */
  readonly versions = new Map<string, number>()
  /** Findings of closed files are published too. */
  wide = false
  /** The scan that runs now, if one does. */
  running: Promise<boolean> | null = null
  /** Counts scans that were asked for: an older one gives way. */
  turn = 0
  /** The scan asked for last. */
  latest: Promise<boolean> = Promise.resolve(false)
  /** The rest of the project being judged after an edit. */
  catching: Promise<boolean> | null = null

  /** `uri` has no slash at its end. `lone` is the URI of the only document that is looked at, `file` its path. */
  constructor(
    readonly uri: string,
    readonly project: Project,
    readonly file = '',
    private readonly lone = '',
  ) {}

  /** Path relative to the folder, decoded; null when the URI lies outside. */
  pathOf(uri: string): string | null {
    if (this.file) return uri === this.lone ? this.file : null
    const prefix = `${this.uri}/`
    if (!sameStart(uri, prefix)) return null
    return uri
      .slice(prefix.length)
      .split('/')
      .map((part) => safeDecode(part))
      .join('/')
  }

  uriOf(path: string): string {
    if (this.file && path === this.file) return this.lone
    return `${this.uri}/${path.split('/').map(encodeSegment).join('/')}`
  }

  /** Whether these diagnostics differ from those sent before; remembers them. */
  differs(uri: string, diagnostics: readonly Diagnostic[], version: number | undefined): boolean {
    const key = `${version ?? ''}\u0000${JSON.stringify(diagnostics)}`
    if (
      (this.sent.get(uri) ?? '') === key ||
      (diagnostics.length === 0 && version === undefined && !this.sent.has(uri))
    )
      return false
    if (diagnostics.length === 0 && version === undefined) this.sent.delete(uri)
    else this.sent.set(uri, key)
    return true
  }
}

/** Clients differ in how they write a drive letter and its colon. */
function sameStart(uri: string, prefix: string): boolean {
  return uri.startsWith(prefix) || plainDrive(uri).startsWith(plainDrive(prefix))
}

const plainDrive = (uri: string): string =>
  uri.replace(/^file:\/\/\/([A-Za-z])(?::|%3A)/i, (_m, letter: string) => `file:///${letter.toLowerCase()}:`)

export function safeDecode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}

/** As editors write URIs: everything but letters, digits and the unreserved signs in percent form. */
export function encodeSegment(part: string): string {
  return encodeURIComponent(part).replace(/[!'()*]/g, (c) => `%${c.charCodeAt(0).toString(16).toUpperCase()}`)
}
