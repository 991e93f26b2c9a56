/** A client and the server in one process, joined by two streams, with a clock that the test turns. */
import assert from 'node:assert/strict'
import { PassThrough } from 'node:stream'
import { fileURLToPath, pathToFileURL } from 'node:url'
import {
  createConnection,
  createProtocolConnection,
  type Diagnostic,
  type InitializeParams,
  type InitializeResult,
  ProposedFeatures,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  type Range,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node'
import { createDiskHost, createMachine } from '../../server/disk/host'
import { createEngine, createGate, serve } from '../../server/lsp'
import type { LspPlatform } from '../../server/lsp/platform'
import type { Session } from '../../server/lsp/session'
import type { GivenPolicy } from '../../server/workspace/types'
import { type Files, project } from '../helpers'

export const TODAY = '2026-11-24'
const engine = createEngine()

export interface Client {
  readonly rpc: ProtocolConnection
  readonly session: Session
  readonly result: InitializeResult
  /** Last published diagnostics by URI. */
  readonly published: ReadonlyMap<string, PublishDiagnosticsParams>
  readonly history: readonly PublishDiagnosticsParams[]
  /** What the server logged as an error; a healthy run has none. */
  readonly errors: readonly string[]
  uri(path: string): string
  open(path: string, text: string, version?: number): Promise<void>
  change(path: string, version: number, changes: readonly { range?: Range; text: string }[]): Promise<void>
  close(path: string): Promise<void>
  /** Waits until the server has nothing left to do. */
  settle(): Promise<void>
  diagnostics(path: string): readonly Diagnostic[]
  stop(): void
}

export interface ClientOptions {
  readonly initializationOptions?: unknown
  readonly positionEncodings?: string[]
  readonly configuration?: unknown
  readonly folders?: readonly string[]
  readonly onRequest?: (rpc: ProtocolConnection) => void
  readonly capabilities?: InitializeParams['capabilities']
  readonly outerPolicy?: (folderUri: string) => GivenPolicy | undefined
  readonly repository?: LspPlatform['repository']
  /** Anything of the handshake, over what the other options say. */
  readonly params?: object
}

export async function start(root: string, options: ClientOptions = {}): Promise<Client> {
  const up = new PassThrough()
  const down = new PassThrough()
  const timers: { at: number; run: () => void }[] = []
  let now = 0
  const reader = new StreamMessageReader(up)
  const connection = createConnection(ProposedFeatures.all, reader, new StreamMessageWriter(down), {
    messageStrategy: createGate(),
  })
  const session = serve(
    connection,
    {
      version: '0.0.0',
      machine: createMachine(),
      diskFor: (uri) => {
        try {
          return uri.startsWith('file:') ? createDiskHost(fileURLToPath(uri)) : null
        } catch {
          return null
        }
      },
      policyFile: async () => null,
      outerPolicy: options.outerPolicy ?? (() => undefined),
      ...(options.repository ? { repository: options.repository } : {}),
      today: () => TODAY,
      now: () => now,
      after(milliseconds, run) {
        const timer = { at: now + milliseconds, run }
        timers.push(timer)
        return () => {
          const i = timers.indexOf(timer)
          if (i >= 0) timers.splice(i, 1)
        }
      },
    },
    engine,
  )
  connection.listen()
  const rpc = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up), {
    error: () => {},
    warn: () => {},
    info: () => {},
    log: () => {},
  })
  const published = new Map<string, PublishDiagnosticsParams>()
  const history: PublishDiagnosticsParams[] = []
  rpc.onNotification('textDocument/publishDiagnostics', (p: PublishDiagnosticsParams) => {
    published.set(p.uri, p)
    history.push(p)
  })
  rpc.onRequest('workspace/configuration', (p: { items: unknown[] }) =>
    p.items.map(() => options.configuration ?? null),
  )
  rpc.onRequest('client/registerCapability', () => null)
  const errors: string[] = []
  rpc.onNotification('window/logMessage', (p: { type: number; message: string }) => {
    if (p.type === 1) errors.push(p.message)
  })
  options.onRequest?.(rpc)
  rpc.listen()
  const uri = (path: string) => pathToFileURL(`${root}/${path}`).href
  const params: InitializeParams = {
    processId: null,
    rootUri: null,
    workspaceFolders: (options.folders ?? ['']).map((f) => ({
      uri: pathToFileURL(f ? `${root}/${f}` : root).href,
      name: f,
    })),
    initializationOptions: options.initializationOptions,
    capabilities: {
      general: { positionEncodings: options.positionEncodings ?? ['utf-16'] },
      workspace: {
        configuration: options.configuration !== undefined,
        workspaceFolders: true,
        workspaceEdit: { documentChanges: true, resourceOperations: ['create'] },
      },
      ...options.capabilities,
    },
    ...options.params,
  }
  const result = (await rpc.sendRequest('initialize', params)) as InitializeResult
  await rpc.sendNotification('initialized', {})
  const client: Client = {
    rpc,
    session,
    result,
    published,
    history,
    uri,
    async open(path, text, version = 1) {
      await rpc.sendNotification('textDocument/didOpen', {
        textDocument: { uri: uri(path), languageId: 'plaintext', version, text },
      })
      await client.settle()
    },
    async change(path, version, contentChanges) {
      await rpc.sendNotification('textDocument/didChange', {
        textDocument: { uri: uri(path), version },
        contentChanges,
      })
      await client.settle()
    },
    async close(path) {
      await rpc.sendNotification('textDocument/didClose', { textDocument: { uri: uri(path) } })
      await client.settle()
    },
    async settle() {
      // an answer means that everything sent before it has been taken; then timers run in their order until none is left
      // (twice idle: what was published in the last turn has to arrive before the second answer)
      for (let idle = 0; idle < 2; ) {
        await rpc.sendRequest('relaylint/endpoints')
        for (let turns = 0; turns < 3; turns++) await new Promise((r) => setImmediate(r))
        const running = session.folders.flatMap((f) => [f.running, f.catching]).filter((r) => r !== null)
        const next = running.length > 0 ? undefined : timers.sort((a, b) => a.at - b.at).shift()
        idle = running.length > 0 || next ? 0 : idle + 1
        await Promise.all(running)
        if (next) {
          now = Math.max(now, next.at)
          next.run()
        }
      }
    },
    errors,
    diagnostics: (path) => published.get(uri(path))?.diagnostics ?? [],
    stop() {
      rpc.dispose()
      connection.dispose()
      up.destroy()
      down.destroy()
    },
  }
  await client.settle()
  return client
}

/** Runs against a server of its own over a project of those files; no error may come back that the test did not take. */
export async function withClient(
  files: Files,
  options: ClientOptions,
  run: (client: Client, root: string) => Promise<void>,
): Promise<void> {
  const at = project(files)
  const client = await start(at.root, options)
  try {
    await run(client, at.root)
    assert.deepEqual(client.errors, [])
  } finally {
    client.stop()
    at.remove()
  }
}
