/** The extension, the same in every host: it starts the server, shows what the server says, and asks for what only an editor can ask. */
import * as vscode from 'vscode'
import type { BaseLanguageClient, LanguageClientOptions } from 'vscode-languageclient'
import { type InitializationOptions, requests, SECTION, type Settings } from '../server/protocol'
import { registerCommands } from './commands'
import { answerFiles } from './files'
import { createPages, pageLinks } from './pages'
import { createStatus } from './status'
import { EndpointTree } from './tree'

/** Makes a client that is not started yet. */
export type MakeClient = (options: LanguageClientOptions) => Promise<BaseLanguageClient>

/** What tests of the extension look at. */
export interface Api {
  readonly client: () => BaseLanguageClient | undefined
}

/** Schemes whose texts are worked on, besides those of the folders; the sides of a comparison, output and history are not. */
const SCHEMES = ['file', 'untitled', 'vscode-vfs', 'vscode-remote', 'vscode-test-web', 'memfs']

export async function activate(context: vscode.ExtensionContext, make: MakeClient): Promise<Api> {
  const output = vscode.window.createOutputChannel('relaylint', { log: true })
  const status = createStatus()
  const pages = createPages()
  const tree = new EndpointTree(async () => (await running())?.sendRequest(requests.endpoints) ?? [])
  let client: BaseLanguageClient | undefined
  let starting: Promise<BaseLanguageClient | undefined> | undefined

  async function start(): Promise<BaseLanguageClient | undefined> {
    if (!vscode.workspace.getConfiguration(SECTION).get<boolean>('enable', true)) {
      status.off()
      return undefined
    }
    status.busy()
    const made = await make(clientOptions(output))
    answerFiles(made)
    made.onNotification(requests.changed, () => {
      tree.refresh()
      void status.update()
    })
    await made.start()
    client = made
    status.ready()
    return made
  }

  async function stop(): Promise<void> {
    const old = client
    client = undefined
    await old?.stop().catch(() => undefined)
    await old?.dispose().catch(() => undefined)
  }

  function restart(): Promise<BaseLanguageClient | undefined> {
    starting = stop()
      .then(start)
      .catch((error: unknown) => {
        output.error(`the server did not start: ${error instanceof Error ? error.message : String(error)}`)
        status.failed()
        return undefined
      })
    return starting
  }

  async function running(): Promise<BaseLanguageClient | undefined> {
    return client ?? starting
  }

  context.subscriptions.push(
    output,
    status,
    tree,
    pages,
    vscode.window.createTreeView('relaylint.endpoints', { treeDataProvider: tree, showCollapseAll: true }),
    ...registerCommands({ running, restart, output, pages }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void client?.sendNotification(requests.trust, { trusted: true })),
    vscode.workspace.onDidChangeConfiguration((e) => {
      if (e.affectsConfiguration(`${SECTION}.enable`)) void restart().then(() => tree.refresh())
    }),
    { dispose: () => void stop() },
  )
  await restart()
  return { client: () => client }
}

function clientOptions(output: vscode.LogOutputChannel): LanguageClientOptions {
  const get = vscode.workspace.getConfiguration(SECTION)
  const folders = vscode.workspace.workspaceFolders ?? []
  const given: InitializationOptions = {
    trusted: vscode.workspace.isTrusted,
    files: true,
    ownCommands: true,
    hoverShowsDiagnostics: true,
    scanOnOpen: get.get<Settings['scanOnOpen']>('scanOnOpen', true),
    inlayHints: get.get<Settings['inlayHints']>('inlayHints', true),
  }
  return {
    documentSelector: [...new Set([...SCHEMES, ...folders.map((f) => f.uri.scheme)])].map((scheme) => ({ scheme })),
    outputChannel: output,
    initializationOptions: given,
    diagnosticCollectionName: 'relaylint',
    markdown: { isTrusted: false, supportHtml: false },
    middleware: pageLinks,
  }
}
