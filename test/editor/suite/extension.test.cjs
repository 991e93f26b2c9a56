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

  it('links a finding to its page', async () => {
    const d = own(uriOf('.env')).find((x) => String(x.code?.value) === 'relay-endpoint')
    ok(String(d.code.target).endsWith('/rules/checks/relay-endpoint.md'), String(d.code.target))
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
    ok(!text.includes('CanaryCanary'), 'a key in the hover')
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

  it('restarts its server', async () => {
    await vscode.commands.executeCommand('relaylint.restartServer')
    await until(
      () => rules(uriOf('.env')),
      (r) => r.includes('relay-endpoint'),
      'rules after the restart',
    )
  })
})
