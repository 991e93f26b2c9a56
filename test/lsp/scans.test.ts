/** Whole scans: progress, cancelling, the newer over the older, typing beside one, and large projects whose rest follows. */
import assert from 'node:assert/strict'
import { CancellationTokenSource } from 'vscode-languageserver/node'
import { type Files, project } from '../helpers'
import { type Client, start, withClient } from './harness'

const RELAY = 'OPENAI_BASE_URL=https://yunwu.ai/v1\n'
const OFFICIAL = 'OPENAI_BASE_URL=https://api.openai.com/v1\n'
const USE = 'import os\nfrom openai import OpenAI\nclient = OpenAI(base_url=os.environ["OPENAI_BASE_URL"])\n'

interface Summary {
  readonly files: number
  readonly warning: number
  readonly complete: boolean
  readonly cancelled: boolean
}

/** Enough text that the scan rests many times. */
const FILLER = Array.from(
  { length: 200 },
  (_, i) => `# ${i}: a line of text that says nothing at all, only that it is long\n`,
).join('')

const many = (count: number, long = 1): Files =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`d${i}/.env`, `${RELAY}${FILLER.repeat(long)}`]))

const scanWorkspace = (client: Client, params: object = {}, token = new CancellationTokenSource().token) =>
  client.rpc.sendRequest(
    'workspace/executeCommand',
    { command: 'relaylint.scanWorkspace', ...params },
    token,
  ) as Promise<Summary>

const reported = (client: Client) => [...client.published.values()].filter((p) => p.diagnostics.length > 0).length

const QUIET = { initializationOptions: { scanOnOpen: false } }

describe('scans', () => {
  it('tell how far they are, under the token of the client', async () => {
    await withClient(many(40), QUIET, async (client) => {
      const seen: { kind: string; percentage?: number }[] = []
      client.rpc.onNotification('$/progress', (p: { token: string; value: (typeof seen)[0] }) => {
        if (p.token === 'mine') seen.push(p.value)
      })
      const summary = await scanWorkspace(client, { workDoneToken: 'mine' })
      assert.deepEqual([summary.files, summary.warning, summary.complete], [40, 40, true])
      await client.settle()
      assert.deepEqual([seen[0]?.kind, seen.at(-1)?.kind], ['begin', 'end'])
      const percent = seen.flatMap((s) => (s.percentage === undefined ? [] : [s.percentage]))
      assert.deepEqual(
        percent,
        [...percent].sort((a, b) => a - b),
      )
      assert.equal(percent.at(-1), 100)
    })
  })

  it('stop when they are cancelled, and keep what they found', async () => {
    const at = project(many(120))
    const client = await start(at.root, QUIET)
    try {
      // as in a workspace that was never scanned
      const folder = client.session.folders[0]
      assert.ok(folder)
      const source = new CancellationTokenSource()
      client.rpc.onNotification('$/progress', (p: { value: { percentage?: number } }) => {
        if ((p.value.percentage ?? 0) >= 10) source.cancel()
      })
      const summary = await scanWorkspace(client, { workDoneToken: 't' }, source.token)
      assert.deepEqual([summary.cancelled, summary.complete], [true, false])
    } finally {
      client.stop()
      at.remove()
    }
  })

  it('a first scan that is cancelled leaves its part in view', async () => {
    const at = project(many(120, 8))
    let source: CancellationTokenSource | undefined
    const client = await start(at.root, { params: { workspaceFolders: [] } })
    try {
      const { pathToFileURL } = await import('node:url')
      client.session.settings = { ...client.session.settings, scanOnOpen: false }
      // the folder comes without the scan that follows the handshake
      const homes = (client.session as unknown as { homes: { add(uri: string): void } }).homes
      homes.add(pathToFileURL(at.root).href)
      source = new CancellationTokenSource()
      client.rpc.onNotification('$/progress', (p: { value: { percentage?: number } }) => {
        if ((p.value.percentage ?? 0) >= 20) source?.cancel()
      })
      const summary = await scanWorkspace(client, { workDoneToken: 't' }, source.token)
      assert.equal(summary.cancelled, true)
      await client.settle()
      assert.ok(reported(client) >= 10 && reported(client) < 120, String(reported(client)))
      const whole = await scanWorkspace(client)
      assert.deepEqual([whole.cancelled, whole.warning], [false, 120])
      await client.settle()
      assert.equal(reported(client), 120)
    } finally {
      client.stop()
      at.remove()
    }
  })

  it('the newer one wins, and both callers hear its result', async () => {
    await withClient(many(60), QUIET, async (client) => {
      const [a, b] = await Promise.all([scanWorkspace(client), scanWorkspace(client)])
      assert.deepEqual(a, b)
      assert.deepEqual([b.warning, b.complete, b.cancelled], [60, true, false])
    })
  })

  it('nobody waits for one while typing: the edited document is right before the scan ends', async () => {
    await withClient({ ...many(150), 'a.env': OFFICIAL }, QUIET, async (client) => {
      await client.open('a.env', OFFICIAL)
      let done = false
      const scan = scanWorkspace(client).then((s) => {
        done = true
        return s
      })
      await client.rpc.sendNotification('textDocument/didChange', {
        textDocument: { uri: client.uri('a.env'), version: 2 },
        contentChanges: [{ text: `# a line more\n${RELAY}` }],
      })
      // an answer sees the newest text
      await client.rpc.sendRequest('textDocument/hover', {
        textDocument: { uri: client.uri('a.env') },
        position: { line: 1, character: 20 },
      })
      const sent = client.published.get(client.uri('a.env'))
      assert.equal(done, false)
      assert.deepEqual([sent?.version, sent?.diagnostics[0]?.range.start.line], [2, 1])
      await scan
      await client.settle()
      const last = client.published.get(client.uri('a.env'))
      assert.deepEqual([last?.version, last?.diagnostics[0]?.range.start.line], [2, 1])
    })
  })

  it('before the first one ends, an open document is judged by itself at every change', async () => {
    await withClient({ '.env': OFFICIAL }, {}, async (client) => {
      const folder = client.session.folders[0]
      assert.ok(folder)
      await client.open('b.env', RELAY)
      const { project: p } = folder
      p.edit('b.env', `\n\n${RELAY}`)
      assert.equal(p.findings('b.env')[0]?.span.start, 2 + 'OPENAI_BASE_URL='.length)
    })
  })
})

describe('large projects', () => {
  const COUNT = 200
  const files: Record<string, string> = { 'package.json': '{"name":"root"}' }
  for (let i = 0; i < COUNT; i++) {
    files[`p${i}/app.py`] = USE
    files[`p${i}/.env`] = i % 5 === 0 ? RELAY : OFFICIAL
    if (i % 2 === 0) files[`p${i}/package.json`] = `{"name":"p${i}","dependencies":{"openai":"1"}}`
  }

  const all = (client: Client) =>
    Object.keys(files)
      .flatMap((p) =>
        client
          .diagnostics(p)
          .map((d) => `${p} ${d.code} ${JSON.stringify(d.range)} ${JSON.stringify(d.relatedInformation ?? [])}`),
      )
      .sort()

  it('the edited document comes first and is right, the rest equals a fresh start', async () => {
    const at = project(files)
    const client = await start(at.root)
    const fresh: { client?: Client } = {}
    try {
      const { project: p } = client.session.folders[0] ?? assert.fail('a folder')
      const steps: readonly (readonly [path: string, text: string])[] = [
        ['p1/.env', `# moved\n${RELAY}`],
        ['p2/app.py', 'from openai import OpenAI\nc = OpenAI(base_url="https://packyapi.com/v1")\n'],
        ['p4/.env', OFFICIAL],
        ['p5/app.py', `# moved\n\n${USE}`],
        ['p1/.env', `${RELAY}OPENAI_API_KEY=sk-proj-CanaryCanaryCanaryCanaryCanaryCanaryCanary\n`],
      ]
      for (const [path, text] of steps) {
        if (client.session.documents.get(client.uri(path))) await client.change(path, 9, [{ text }])
        else await client.open(path, text)
        files[path] = text
      }
      // one edit more, looked at before the rest has followed
      const last = `OPENAI_BASE_URL=https://llm.brackenfield-hub.net/v1\n`
      p.edit('p10/.env', last)
      assert.equal(p.isBehind, true)
      assert.deepEqual(
        p.findings('p10/.env').map((f) => f.rule),
        ['unknown-endpoint'],
      )
      await client.open('p10/.env', last)
      files['p10/.env'] = last
      await client.settle()
      assert.equal(p.isBehind, false)
      const again = project(files)
      fresh.client = await start(again.root)
      const strip = (lines: string[], root: string) => lines.map((l) => l.replaceAll(root, ''))
      assert.deepEqual(strip(all(client), at.root), strip(all(fresh.client), again.root))
      assert.ok(all(client).length > 40)
      again.remove()
    } finally {
      client.stop()
      fresh.client?.stop()
      at.remove()
    }
  })
})

describe('large files', () => {
  it('five megabytes of JSON, whole and cut, are read in time and keep the server alive', async () => {
    const entry = '{"name":"x","kind":"entry","list":[1,2,3]},'
    const address = '{"model":"gpt","baseUrl":"https://yunwu.ai/v1"}'
    const text = `[${entry.repeat(Math.ceil(5_000_000 / entry.length))}${address}]`
    await withClient({ '.env': RELAY }, {}, async (client) => {
      await client.open('big.json', text)
      assert.deepEqual(
        client.diagnostics('big.json').map((d) => d.code),
        ['relay-endpoint'],
      )
      await client.change('big.json', 2, [{ text: text.slice(0, 2_500_007) }])
      await client.change('big.json', 3, [
        { range: { start: { line: 0, character: 10 }, end: { line: 0, character: 99_999_999 } }, text: '"' },
      ])
      assert.equal(client.session.documents.get(client.uri('big.json'))?.text, `${text.slice(0, 10)}"`)
      assert.deepEqual(
        client.diagnostics('.env').map((d) => d.code),
        ['relay-endpoint'],
      )
    })
  })

  it('a file of twelve thousand addresses takes time that grows with their number', async function () {
    this.timeout(60_000)
    const entry = (i: number) => `"k${i}":{"url":"https://files.brackenfield-hub.net/${i}"}`
    const text = `{"env":{"OPENAI_BASE_URL":"https://yunwu.ai/v1"},\n${Array.from({ length: 12_000 }, (_, i) => entry(i)).join(',\n')}}`
    await withClient({}, {}, async (client) => {
      const started = process.cpuUsage()
      await client.open('big.json', text)
      const { user } = process.cpuUsage(started)
      assert.equal(client.diagnostics('big.json').length, 1)
      // two to three seconds on a slow machine; ten times that when each address looks at all others
      assert.ok(user < 12e6, `${(user / 1e6).toFixed(1)} s of processor time`)
    })
  })
})
