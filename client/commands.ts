/** Commands of the palette and of quick fixes. */
import * as vscode from 'vscode'
import { type BaseLanguageClient, ProgressType } from 'vscode-languageclient'
import {
  commands,
  type EndpointItem,
  type ExplainRequest,
  type ReportAnswer,
  type ReportRequest,
  requests,
  type ScanSummary,
  type SuppressArguments,
} from '../server/protocol'
import type { Pages } from './pages'

export interface CommandContext {
  running(): Promise<BaseLanguageClient | undefined>
  restart(): Promise<unknown>
  readonly output: vscode.OutputChannel
  readonly pages: Pages
}

export function registerCommands(context: CommandContext): vscode.Disposable[] {
  const on = (name: string, run: (argument?: unknown) => Promise<unknown>) =>
    vscode.commands.registerCommand(`relaylint.${name}`, async (argument?: unknown) => {
      try {
        return await run(argument)
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        void vscode.window.showErrorMessage(`relaylint: ${message}`)
        return undefined
      }
    })
  const server = async (): Promise<BaseLanguageClient> => {
    const client = await context.running()
    if (!client) throw new Error('the server does not run; see the output, and relaylint.enable in the settings')
    return client
  }
  const { pages } = context
  return [
    on('scanWorkspace', async () => scan(await server())),
    on('explain', async (argument) => explain(await server(), argument, pages)),
    on('showTrafficMap', async () => pages.show('traffic-map', (await print(await server(), ['map'])).text)),
    on('openReport', async () => openReport(await server(), ['html', 'markdown', 'text'])),
    on('exportInventory', async () => exportInventory(await server())),
    on('createPolicy', async () => createPolicy(await context.running())),
    on('restartServer', async () => context.restart()),
    on('showOutput', async () => context.output.show()),
    on('openSample', async () => openSample()),
    vscode.commands.registerCommand(commands.suppress, (given: SuppressArguments) => suppress(given)),
  ]
}

async function scan(client: BaseLanguageClient): Promise<ScanSummary> {
  const summary = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: 'relaylint', cancellable: true },
    (progress, token) => {
      const workDoneToken = `relaylint-scan-${Date.now()}`
      let last = 0
      const listening = client.onProgress(
        new ProgressType<{ message?: string; percentage?: number }>(),
        workDoneToken,
        (value) => {
          const increment = Math.max(0, (value.percentage ?? last) - last)
          last += increment
          progress.report({ increment, ...(value.message ? { message: value.message } : {}) })
        },
      )
      const request = { command: commands.scanWorkspace, arguments: [], workDoneToken }
      return client
        .sendRequest<ScanSummary>('workspace/executeCommand', request, token)
        .finally(() => listening.dispose())
    },
  )
  const found = (['error', 'warning', 'info'] as const)
    .filter((s) => summary[s] > 0)
    .map((s) => (s === 'info' ? `${summary.info} info` : `${summary[s]} ${s}${summary[s] === 1 ? '' : 's'}`))
  const what = found.length > 0 ? found.join(', ') : 'No findings'
  const rest = summary.cancelled ? ' (cancelled)' : summary.complete ? '' : ' (incomplete: something could not be read)'
  const text = `relaylint: ${what} in ${summary.files} files, ${summary.endpoints} endpoints${rest}`
  void vscode.window.showInformationMessage(text, 'Show Problems').then((choice) => {
    if (choice) void vscode.commands.executeCommand('workbench.actions.view.problems')
  })
  return summary
}

async function explain(client: BaseLanguageClient, argument: unknown, pages: Pages): Promise<string> {
  const given = (argument && typeof argument === 'object' ? argument : askedHere(client)) as ExplainRequest | undefined
  const wanted = given ?? (await askSubject())
  if (!wanted) return ''
  const page = await client.sendRequest<string>('workspace/executeCommand', {
    command: commands.explain,
    arguments: [wanted],
  })
  await pages.show(wanted.rule ?? wanted.host ?? 'this line', page)
  return page
}

/** The line under the cursor, and the finding there. */
function askedHere(client: BaseLanguageClient): ExplainRequest | undefined {
  const editor = vscode.window.activeTextEditor
  if (!editor || !/^(?:file|untitled|vscode-)/.test(editor.document.uri.scheme)) return undefined
  const uri = client.code2ProtocolConverter.asUri(editor.document.uri)
  const { line } = editor.selection.active
  const found = vscode.languages
    .getDiagnostics(editor.document.uri)
    .find((d) => d.source === 'relaylint' && d.range.contains(editor.selection.active))
  const code = found?.code
  return { uri, line, ...(code ? { rule: typeof code === 'object' ? String(code.value) : String(code) } : {}) }
}

async function askSubject(): Promise<ExplainRequest | undefined> {
  const text = await vscode.window.showInputBox({
    prompt: 'The id of a rule, or a host',
    placeHolder: 'relay-endpoint',
  })
  if (!text) return undefined
  return text.includes('.') ? { host: text } : { rule: text }
}

async function openReport(client: BaseLanguageClient, wanted: readonly string[]): Promise<void> {
  const folder = await oneFolder()
  if (folder === null) return
  const { format, text } = await print(client, wanted, folder)
  if (format === 'html') {
    const panel = vscode.window.createWebviewPanel('relaylint.report', 'relaylint report', vscode.ViewColumn.Active)
    panel.webview.html = text
    return
  }
  const language = format === 'markdown' ? 'markdown' : format === 'json' ? 'json' : 'plaintext'
  const document = await vscode.workspace.openTextDocument({ content: text, language })
  await vscode.window.showTextDocument(document, { preview: true })
}

/** The first of the wanted formats that the server can print. */
async function print(
  client: BaseLanguageClient,
  wanted: readonly string[],
  folder?: vscode.WorkspaceFolder,
): Promise<{ format: string; text: string }> {
  for (const format of wanted) {
    const request: ReportRequest = {
      format,
      ...(folder ? { folder: client.code2ProtocolConverter.asUri(folder.uri) } : {}),
    }
    const answer = await client.sendRequest<ReportAnswer>(requests.report, request)
    if (answer.formats.includes(format)) return { format, text: answer.text }
  }
  throw new Error(`none of ${wanted.join(', ')} can be printed`)
}

async function exportInventory(client: BaseLanguageClient): Promise<void> {
  const folder = await oneFolder()
  if (folder === null) return
  const { format, text } = await print(client, ['cyclonedx', 'json'], folder)
  const name = format === 'cyclonedx' ? 'ai-services.cdx.json' : 'relaylint-report.json'
  const target = await vscode.window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder.uri, name) } : {}),
    filters: { JSON: ['json'] },
  })
  if (target) await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(text))
}

/** The folder to speak about, asked for when there are several; null when nobody chose, undefined without any. */
async function oneFolder(): Promise<vscode.WorkspaceFolder | null | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? []
  if (folders.length < 2) return folders[0]
  return (await vscode.window.showWorkspaceFolderPick()) ?? null
}

async function createPolicy(client: BaseLanguageClient | undefined): Promise<void> {
  const folder = await oneFolder()
  if (folder === null) return
  if (!folder) throw new Error('open a folder first: the policy lies at its root')
  const uri = vscode.Uri.joinPath(folder.uri, 'relaylint.yaml')
  const exists = await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  )
  if (!exists) {
    const endpoints = (await client?.sendRequest<EndpointItem[]>(requests.endpoints)) ?? []
    const hosts = endpoints.filter((e) => e.class === 'unknown' || e.class === 'gateway').map((e) => e.host)
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(starter([...new Set(hosts)].sort())))
  }
  await vscode.window.showTextDocument(uri)
}

function starter(hosts: readonly string[]): string {
  const known = hosts.length > 0 ? hosts : ['llm.corp.example']
  const gateways = known.map((h) => `#   - { host: "${h}", operator: self, reason: "who runs it, and why" }`).join('\n')
  return `# What this organisation says about its own AI traffic.
version: 1
persona: developer          # developer, reviewer, auditor

# Gateways that you run or have chosen. A declared host is never reported as unknown.
# gateways:
${gateways}

# Exceptions end by themselves.
# exceptions:
#   - { rule: relay-endpoint, path: "demo/**", reason: "trial", owner: "@team", until: 2027-01-31 }
`
}

/** Asks why, then writes the suppression. Without a reason nothing is suppressed. */
async function suppress(given: SuppressArguments): Promise<void> {
  const reason = await vscode.window.showInputBox({
    prompt: `Why is ${given.rule} acceptable here? The reason is written into the file.`,
    validateInput: (text) => (text.trim() === '' ? 'A suppression needs a reason.' : undefined),
  })
  if (!reason) return
  const { start } = given.range
  const edit = new vscode.WorkspaceEdit()
  const text = `${given.before}${reason.trim().replace(/\s+/g, ' ')}${given.after}`
  edit.insert(vscode.Uri.parse(given.uri), new vscode.Position(start.line, start.character), text)
  await vscode.workspace.applyEdit(edit)
}

const SAMPLE = `# Open the quick fixes of the first address, and hover over the second.
OPENAI_BASE_URL=http://api.openai.com/v1
ANTHROPIC_BASE_URL=https://llm.brackenfield-hub.net
`

/** A text that lies nowhere and holds no key. */
async function openSample(): Promise<void> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('untitled:sample.env'))
  if (document.getText() === '') {
    const edit = new vscode.WorkspaceEdit()
    edit.insert(document.uri, new vscode.Position(0, 0), SAMPLE)
    await vscode.workspace.applyEdit(edit)
  }
  await vscode.window.showTextDocument(document)
}
