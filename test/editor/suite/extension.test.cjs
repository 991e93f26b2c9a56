// The extension in a real extension host: node and, bundled, the web worker. Uses nothing but the editor's API.
const vscode = require('vscode')

const uriOf = (path) => vscode.Uri.joinPath(vscode.workspace.workspaceFolders[0].uri, path)

function same(got, wanted, what = '') {
  if (JSON.stringify(got) !== JSON.stringify(wanted))
    throw new Error(`${what} expected ${JSON.stringify(wanted)}, got ${JSON.stringify(got)}`)
}
const ok = (condition, what) => same(Boolean(condition), true, what)

/** Asks again until the answer satisfies, at most 20 s. */
async function until(ask, satisfies, what) {
  const end = Date.now() + 20_000
  for (;;) {
    const got = await ask()
    if (satisfies(got)) return got
    if (Date.now() > end) throw new Error(`${what}: still ${JSON.stringify(got)}`)
    await new Promise((r) => setTimeout(r, 50))
  }
}

const own = (uri) => vscode.languages.getDiagnostics(uri).filter((d) => d.source === 'relaylint')
const rules = (uri) =>
  own(uri)
    .map((d) => String(d.code?.value ?? d.code))
    .sort()

describe('relaylint in the editor', () => {
  it('starts by itself', async () => {
    await vscode.window.showTextDocument(uriOf('.env'))
    const extension = vscode.extensions.getExtension('relaylint.relaylint')
    await until(
      () => extension.isActive,
      (active) => active,
      'isActive',
    )
  })

  it('reports an open file', async () => {
    await vscode.window.showTextDocument(uriOf('.env'))
    await until(
      () => rules(uriOf('.env')),
      (r) => r.includes('relay-endpoint'),
      'rules of .env',
    )
  })

  it('links a finding to its page, without a network', async () => {
    const d = own(uriOf('.env')).find((x) => String(x.code?.value) === 'relay-endpoint')
    same(d.code.target.scheme, 'command')
    same(d.code.target.path, 'relaylint.explain')
    const page = await vscode.commands.executeCommand(d.code.target.path, ...JSON.parse(d.code.target.query))
    ok(page.startsWith('# relay-endpoint'), page.slice(0, 80))
    await until(
      () => own(uriOf('.env')).flatMap((x) => (x.relatedInformation ?? []).map((r) => r.location.uri.path)),
      (paths) => paths.some((path) => path.endsWith('/app.py')),
      'related places',
    )
    ok(d.range.start.line === 0 && d.range.start.character === 16, JSON.stringify(d.range))
  })

  it('registers every command of its manifest', async () => {
    const all = await vscode.commands.getCommands(true)
    const mine = vscode.extensions.getExtension('relaylint.relaylint').packageJSON.contributes.commands
    same(
      mine.map((c) => c.command).filter((c) => !all.includes(c)),
      [],
    )
    same(mine.length, 8)
  })

  it('hovers with evidence', async () => {
    const hovers = await vscode.commands.executeCommand(
      'vscode.executeHoverProvider',
      uriOf('.env'),
      new vscode.Position(0, 24),
    )
    const text = hovers.flatMap((h) => h.contents.map((c) => c.value ?? c)).join('\n')
    ok(text.includes('yunwu.ai') && text.includes('who says so'), text)
    // the editor shows the diagnostics of the place above it
    const said = own(uriOf('.env'))
      .find((d) => String(d.code?.value) === 'relay-endpoint')
      .message.split('\n')
    ok(said.length > 1 && !text.includes(said[said.length - 1]), text)
    ok(!text.includes('CanaryCanary'), 'a key in the hover')
  })

  it('opens the page of a rule from a hover, and runs nothing else from there', async () => {
    const hovers = await vscode.commands.executeCommand(
      'vscode.executeHoverProvider',
      uriOf('.env'),
      new vscode.Position(0, 24),
    )
    const own = hovers.flatMap((h) => h.contents).filter((c) => String(c.value).includes('who says so'))
    same(own.length, 1)
    ok(own[0].value.includes('(command:relaylint.explain?'), own[0].value)
    same(own[0].isTrusted, { enabledCommands: ['relaylint.explain'] })
  })

  it('explains the line under the cursor', async () => {
    const editor = await vscode.window.showTextDocument(uriOf('.env'))
    editor.selection = new vscode.Selection(0, 20, 0, 20)
    const page = await vscode.commands.executeCommand('relaylint.explain')
    ok(page.startsWith('```text\n.env:1  read as dotenv'), page.slice(0, 200))
    ok(page.includes('\n# relay-endpoint'), page)
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor')
  })

  it('hints at the use which host is reached', async () => {
    await vscode.window.showTextDocument(uriOf('app.py'))
    const ask = async () =>
      (
        await vscode.commands.executeCommand(
          'vscode.executeInlayHintProvider',
          uriOf('app.py'),
          new vscode.Range(0, 0, 9, 0),
        )
      ).map((h) => String(h.label))
    await until(ask, (h) => h.some((l) => l.includes('yunwu.ai')), 'hints of app.py')
  })

  it('fixes what is safe to fix', async () => {
    const uri = uriOf('web/index.ts')
    await vscode.window.showTextDocument(uri)
    await until(
      () => rules(uri),
      (r) => r.includes('plaintext-endpoint'),
      'rules of web/index.ts',
    )
    const [d] = own(uri)
    const actions = await vscode.commands.executeCommand('vscode.executeCodeActionProvider', uri, d.range)
    const fix = actions.find((a) => a.title === 'Use https')
    ok(fix?.edit, actions.map((a) => a.title).join())
    await vscode.workspace.applyEdit(fix.edit)
    await until(
      () => rules(uri),
      (r) => r.length === 0,
      'rules after the fix',
    )
  })

  it('reports a sample that lies nowhere', async () => {
    await vscode.commands.executeCommand('relaylint.openSample')
    const uri = vscode.window.activeTextEditor.document.uri
    same(uri.scheme, 'untitled')
    await until(
      () => rules(uri).join(),
      (r) => r === 'plaintext-endpoint,unknown-endpoint',
      'rules of the sample',
    )
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor')
    await until(
      () => rules(uri).length,
      (n) => n === 0,
      'rules of the closed sample',
    )
  })

  it('completes the policy', async () => {
    const document = await vscode.workspace.openTextDocument(uriOf('.relaylint.yaml').with({ scheme: 'untitled' }))
    const edit = new vscode.WorkspaceEdit()
    edit.insert(document.uri, new vscode.Position(0, 0), 'version: 1\npersona: ')
    await vscode.workspace.applyEdit(edit)
    const list = await vscode.commands.executeCommand(
      'vscode.executeCompletionItemProvider',
      document.uri,
      new vscode.Position(1, 9),
    )
    const labels = list.items.map((i) => String(i.label?.label ?? i.label))
    ok(labels.includes('auditor'), labels.join())
  })

  it('shows the map of the traffic', async () => {
    await vscode.commands.executeCommand('relaylint.showTrafficMap')
    await until(
      () => vscode.window.tabGroups.all.flatMap((g) => g.tabs.map((t) => t.label)).join(),
      (labels) => labels.includes('traffic-map'),
      'tabs',
    )
  })

  it('scans the workspace and reports closed files', async () => {
    const summary = await vscode.commands.executeCommand('relaylint.scanWorkspace')
    ok(summary.complete && summary.files >= 4 && summary.findings >= 2, JSON.stringify(summary))
    await until(
      () => rules(uriOf('compose.yaml')),
      (r) => r.includes('unknown-endpoint'),
      'rules of compose.yaml',
    )
  })

  it('follows an edit of the policy', async () => {
    const uri = uriOf('compose.yaml')
    const policy = 'version: 1\ngateways:\n  - { host: llm.brackenfield-hub.net, reason: "ours" }\n'
    await vscode.workspace.fs.writeFile(uriOf('relaylint.yaml'), new TextEncoder().encode(policy))
    await vscode.window.showTextDocument(uriOf('relaylint.yaml'))
    await until(
      () => rules(uri),
      (r) => r.length === 0,
      'rules of compose.yaml under the policy',
    )
  })

  it('forgets the files of a folder that is deleted', async () => {
    await vscode.workspace.fs.createDirectory(uriOf('gone'))
    const uri = uriOf('gone/.env')
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode('OPENAI_BASE_URL=https://packyapi.com/v1\n'))
    await until(
      () => rules(uri),
      (r) => r.includes('relay-endpoint'),
      'rules of a new file',
    )
    await vscode.workspace.fs.delete(uriOf('gone'), { recursive: true })
    await until(
      () => rules(uri),
      (r) => r.length === 0,
      'rules of a deleted folder',
    )
  })

  it('restarts its server', async () => {
    await vscode.commands.executeCommand('relaylint.restartServer')
    await until(
      () => rules(uriOf('.env')),
      (r) => r.includes('relay-endpoint'),
      'rules after the restart',
    )
  })
})
