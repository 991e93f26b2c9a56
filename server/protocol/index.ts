/** Names and types that the client and the server share. Requests go through the ordinary language server connection. */

export const SECTION = 'relaylint'

const PAGES = 'https://github.com/relaylint/relaylint/blob/main/rules/checks'

/** Address of the page of a rule. The extension shows its own copy instead, which needs no network. */
export const pageOf = (rule: string): string => `${PAGES}/${rule}.md`

/** The rule whose page an address names, or null. */
export function ruleOfPage(address: string): string | null {
  const name = address.startsWith(`${PAGES}/`) ? address.slice(PAGES.length + 1) : ''
  return /^([a-z-]+)\.md$/.exec(name)?.[1] ?? null
}

/** Settings as the editor holds them under `relaylint`. */
export interface Settings {
  readonly enable: boolean
  readonly persona: '' | 'developer' | 'reviewer' | 'auditor'
  /** A policy file that counts for every folder, also for those that are not trusted; empty for none. */
  readonly policyFile: string
  readonly exclude: readonly string[]
  /** Report the whole workspace as soon as it is open, not only open files. */
  readonly scanOnOpen: boolean
  readonly inlayHints: boolean
}

/** What a client may say in `initializationOptions`, beside any of the settings. */
export interface InitializationOptions extends Partial<Settings> {
  /** False in a workspace that nobody has trusted: its own policy and suppressions are shown, but silence nothing. */
  readonly trusted?: boolean
  /** The client answers `readFile`, `listFolder`, `fileSize` for folders that are not on the disk. */
  readonly files?: boolean
  /** The client registers the commands by itself and asks for the reason of a suppression. */
  readonly ownCommands?: boolean
  /** The client shows the diagnostics of a place in its hover: what they say is not said twice. */
  readonly hoverShowsDiagnostics?: boolean
}

export const commands = {
  scanWorkspace: 'relaylint.scanWorkspace',
  explain: 'relaylint.explain',
  /** Of the client: asks for a reason and inserts the suppression. */
  suppress: 'relaylint.suppress',
} as const

/** From the client to the server. */
export const requests = {
  endpoints: 'relaylint/endpoints',
  report: 'relaylint/report',
  trust: 'relaylint/trust',
  changed: 'relaylint/changed',
  readFile: 'relaylint/readFile',
  listFolder: 'relaylint/listFolder',
  fileSize: 'relaylint/fileSize',
} as const

/** A place for the tree view. Positions are those of the protocol. */
export interface EndpointPlace {
  readonly uri: string
  readonly range: WireRange
  readonly path: string
}

/** One endpoint, or one client that calls its maker's own address. */
export interface EndpointItem extends EndpointPlace {
  /** Whose models are wanted. */
  readonly provider: string
  readonly host: string
  readonly class: string
  readonly basis: string
  readonly key: string
  readonly client: string
  /** Where the value is used. */
  readonly uses: readonly EndpointPlace[]
}

export interface WirePosition {
  readonly line: number
  readonly character: number
}

export interface WireRange {
  readonly start: WirePosition
  readonly end: WirePosition
}

export interface ReportRequest {
  /** `map`, or a format of the command: `text`, `json`, `html`, `cyclonedx` ... */
  readonly format: string
  /** URI of the workspace folder; the first one without it. */
  readonly folder?: string
}

export interface ReportAnswer {
  readonly text: string
  /** Formats that this server can print. */
  readonly formats: readonly string[]
}

export interface ScanSummary {
  readonly files: number
  readonly findings: number
  readonly error: number
  readonly warning: number
  readonly info: number
  readonly hint: number
  readonly endpoints: number
  readonly complete: boolean
  readonly cancelled: boolean
}

/** What is to be explained: any of a rule, a host, and a line of a document. */
export interface ExplainRequest {
  readonly rule?: string
  readonly host?: string
  readonly uri?: string
  /** 0-based, as in the protocol. */
  readonly line?: number
}

export interface SuppressArguments {
  readonly uri: string
  readonly range: WireRange
  /** Text of the comment up to the reason, and after it. */
  readonly before: string
  readonly after: string
  readonly rule: string
}

export interface FolderEntry {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link' | 'other'
}
