/** Where documents live: roots of every kind, folders that come and go, documents outside of all folders, files that change on disk. */
import assert from 'node:assert/strict'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { project } from '../helpers'
import { type Client, type ClientOptions, start, withClient } from './harness'

const RELAY = 'OPENAI_BASE_URL=https://yunwu.ai/v1\n'
const OFFICIAL = 'OPENAI_BASE_URL=https://api.openai.com/v1\n'

const codes = (client: Client, path: string) => client.diagnostics(path).map((d) => d.code)
const uriOf = (root: string, path = '') => pathToFileURL(join(root, path)).href

describe('roots', () => {
  const kinds: readonly (readonly [name: string, params: (root: string) => object, wide: boolean])[] = [
    ['rootUri', (root) => ({ workspaceFolders: null, rootUri: uriOf(root) }), true],
    ['rootPath', (root) => ({ workspaceFolders: null, rootPath: root }), true],
    [
      'a folder with a slash at its end',
      (root) => ({ workspaceFolders: [{ uri: `${uriOf(root)}/`, name: 'x' }] }),
      true,
    ],
    ['none', () => ({ workspaceFolders: null }), false],
    ['an empty list', () => ({ workspaceFolders: [] }), false],
    [
      'options that are no object',
      (root) => ({ workspaceFolders: null, rootUri: uriOf(root), initializationOptions: 'x' }),
      true,
    ],
  ]
  for (const [name, params, wide] of kinds)
    it(`${name}: an open file is reported, a closed one only inside of a folder`, async () => {
      const files = { '.env': RELAY, 'sub/.env': RELAY }
      const at = project(files)
      const client = await start(at.root, { params: params(at.root) })
      try {
        await client.open('.env', RELAY)
        assert.deepEqual(codes(client, '.env'), ['relay-endpoint'])
        assert.deepEqual(codes(client, 'sub/.env'), wide ? ['relay-endpoint'] : [])
        await client.close('.env')
        assert.deepEqual(codes(client, '.env'), wide ? ['relay-endpoint'] : [])
      } finally {
        client.stop()
        at.remove()
      }
    })

  it('a folder inside of another one speaks for its own files, once', async () => {
    const policy = 'version: 1\nexceptions:\n  - { rule: relay-endpoint, reason: "known" }\n'
    const files = { '.env': RELAY, 'sub/.env': RELAY, 'sub/relaylint.yaml': policy }
    await withClient(files, { folders: ['', 'sub'] }, async (client) => {
      assert.deepEqual(codes(client, '.env'), ['relay-endpoint'])
      assert.deepEqual(codes(client, 'sub/.env'), [])
      assert.ok(!client.history.some((h) => h.uri === client.uri('sub/.env') && h.diagnostics.length > 0))
    })
  })

  it('folders come and go, and open documents move with them', async () => {
    await withClient(
      { 'a/.env': RELAY, 'b/.env': RELAY, 'b/x/.env': RELAY },
      { folders: ['a'] },
      async (client, root) => {
        await client.open('b/.env', RELAY)
        assert.equal(client.session.folders.length, 2)
        const change = async (added: string[], removed: string[]) => {
          const list = (paths: string[]) => paths.map((p) => ({ uri: uriOf(root, p), name: p }))
          await client.rpc.sendNotification('workspace/didChangeWorkspaceFolders', {
            event: { added: list(added), removed: list(removed) },
          })
          await client.settle()
        }
        await change(['b'], [])
        assert.deepEqual(
          client.session.folders.map((f) => f.file),
          ['', ''],
        )
        assert.deepEqual(
          ['a/.env', 'b/.env', 'b/x/.env'].map((p) => codes(client, p).length),
          [1, 1, 1],
        )
        await change([], ['b', 'a'])
        assert.deepEqual(
          ['a/.env', 'b/.env', 'b/x/.env'].map((p) => codes(client, p).length),
          [0, 1, 0],
        )
      },
    )
  })
})

describe('documents outside of folders', () => {
  const opened = async (client: Client, uri: string, languageId: string, text: string) => {
    await client.rpc.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId, version: 3, text },
    })
    await client.settle()
    return client.published.get(uri)
  }

  it('a text without a name is read as its language says', async () => {
    await withClient({}, {}, async (client) => {
      const env = await opened(client, 'untitled:Untitled-1', 'dotenv', RELAY)
      assert.deepEqual([env?.version, env?.diagnostics[0]?.code], [3, 'relay-endpoint'])
      const python = 'from openai import OpenAI\nc = OpenAI(base_url="https://yunwu.ai/v1")\n'
      assert.equal((await opened(client, 'untitled:Untitled-2', 'python', python))?.diagnostics.length, 1)
      assert.equal(await opened(client, 'untitled:Untitled-3', 'latex', RELAY), undefined)
      assert.equal(await opened(client, 'git:/x/.env?HEAD', 'dotenv', RELAY), undefined)
      assert.equal((await opened(client, 'untitled:/nowhere/.env', 'plaintext', RELAY))?.diagnostics.length, 1)
      await client.rpc.sendNotification('textDocument/didClose', { textDocument: { uri: 'untitled:Untitled-1' } })
      await client.settle()
      assert.deepEqual(client.published.get('untitled:Untitled-1')?.diagnostics, [])
    })
  })

  it('an address that is none does no harm', async () => {
    await withClient({}, {}, async (client) => {
      for (const uri of ['', 'x', 'file:', 'file:///%zz/%/.env', 'file://host/share/.env', 'untitled:', 'a:b:c'])
        await opened(client, uri, 'dotenv', RELAY)
      assert.equal(client.published.get('file:///%zz/%/.env')?.diagnostics.length, 1)
    })
  })

  it('a change before the document was opened is not taken', async () => {
    await withClient({}, {}, async (client) => {
      await client.change('.env', 1, [{ text: RELAY }])
      assert.equal(client.published.size, 0)
      await client.open('.env', OFFICIAL)
      assert.deepEqual(codes(client, '.env'), [])
    })
  })
})

describe('files on disk', () => {
  const told = async (client: Client, ...changes: (readonly [path: string, type: 1 | 2 | 3])[]) => {
    await client.rpc.sendNotification('workspace/didChangeWatchedFiles', {
      changes: changes.map(([path, type]) => ({ uri: client.uri(path), type })),
    })
    await client.settle()
  }
  const USE = 'import os\nfrom openai import OpenAI\nclient = OpenAI(base_url=os.environ["OPENAI_BASE_URL"])\n'

  it('a changed file updates closed and open readers of it', async () => {
    await withClient({ '.env': OFFICIAL, 'app.py': USE }, {}, async (client, root) => {
      assert.deepEqual(codes(client, '.env'), [])
      writeFileSync(join(root, '.env'), RELAY)
      await told(client, ['.env', 2])
      assert.deepEqual(codes(client, '.env'), ['relay-endpoint'])
      await client.open('app.py', USE)
      const hints = (await client.rpc.sendRequest('textDocument/inlayHint', {
        textDocument: { uri: client.uri('app.py') },
        range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } },
      })) as { label: string }[]
      assert.match(hints.map((h) => h.label).join(), /yunwu\.ai/)
    })
  })

  it('an open document counts more than the file below it', async () => {
    await withClient({ '.env': OFFICIAL }, {}, async (client, root) => {
      await client.open('.env', OFFICIAL)
      writeFileSync(join(root, '.env'), RELAY)
      await told(client, ['.env', 2])
      assert.deepEqual(codes(client, '.env'), [])
      await client.close('.env')
      assert.deepEqual(codes(client, '.env'), ['relay-endpoint'])
    })
  })

  it('files appear, are renamed with their folder, and vanish with it', async () => {
    await withClient({}, {}, async (client, root) => {
      mkdirSync(join(root, 'a.b'))
      writeFileSync(join(root, 'a.b/.env'), RELAY)
      await told(client, ['a.b', 1])
      assert.deepEqual(codes(client, 'a.b/.env'), ['relay-endpoint'])
      renameSync(join(root, 'a.b'), join(root, 'c'))
      await told(client, ['a.b', 3], ['c', 1])
      assert.deepEqual([codes(client, 'a.b/.env'), codes(client, 'c/.env')], [[], ['relay-endpoint']])
      rmSync(join(root, 'c'), { recursive: true })
      await told(client, ['c', 3])
      assert.deepEqual(codes(client, 'c/.env'), [])
    })
  })

  it('vendored code is never looked at, open or not', async () => {
    await withClient({ 'node_modules/x/.env': RELAY }, {}, async (client) => {
      await client.open('node_modules/x/.env', RELAY)
      await told(client, ['node_modules/x/.env', 2])
      assert.deepEqual(codes(client, 'node_modules/x/.env'), [])
    })
  })

  it('is told of files by registration where the client offers it, and looks again on saving where it does not', async () => {
    const asked: string[] = []
    const watching = { workspace: { didChangeWatchedFiles: { dynamicRegistration: true } } }
    const onRequest: ClientOptions['onRequest'] = (rpc) =>
      rpc.onRequest('client/registerCapability', (p: { registrations: { method: string }[] }) => {
        asked.push(...p.registrations.map((r) => r.method))
        return null
      })
    await withClient({ '.env': OFFICIAL, 'app.py': USE }, { capabilities: watching, onRequest }, async (client) => {
      assert.deepEqual(asked, ['workspace/didChangeWatchedFiles'])
      assert.ok(client.session.watches)
    })
    await withClient({ '.env': OFFICIAL, 'app.py': USE }, {}, async (client, root) => {
      await client.open('app.py', USE)
      writeFileSync(join(root, '.env'), RELAY)
      await client.rpc.sendNotification('textDocument/didSave', { textDocument: { uri: client.uri('app.py') } })
      await client.settle()
      assert.deepEqual(codes(client, '.env'), ['relay-endpoint'])
    })
  })

  it('a folder that vanishes during a scan is no error', async () => {
    const files = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`d${i}/.env`, RELAY]))
    await withClient(files, { initializationOptions: { scanOnOpen: false } }, async (client, root) => {
      const scan = client.rpc.sendRequest('workspace/executeCommand', { command: 'relaylint.scanWorkspace' })
      rmSync(root, { recursive: true })
      const summary = (await scan) as { files: number; cancelled: boolean }
      assert.equal(summary.cancelled, false)
      await client.settle()
      assert.deepEqual([...client.published.values()].flatMap((p) => p.diagnostics).length <= 300, true)
    })
  })
})

describe('settings', () => {
  const pull = { workspace: { configuration: true } }

  it('a client that refuses to tell its settings is served with those of the start', async () => {
    const onRequest: ClientOptions['onRequest'] = (rpc) =>
      rpc.onRequest('workspace/configuration', () => Promise.reject(new Error('no')))
    await withClient({ '.env': RELAY }, { capabilities: pull, onRequest }, async (client) => {
      assert.deepEqual(codes(client, '.env'), ['relay-endpoint'])
    })
  })

  it('a client that never tells them is not waited for, and what it tells late counts', async () => {
    let tell = (_: unknown) => {}
    const late = new Promise((done) => {
      tell = done
    })
    const onRequest: ClientOptions['onRequest'] = (rpc) => rpc.onRequest('workspace/configuration', () => late)
    await withClient({ '.env': RELAY }, { capabilities: pull, onRequest }, async (client) => {
      assert.deepEqual(codes(client, '.env'), ['relay-endpoint'])
      tell([{ exclude: ['.env'] }])
      await client.settle()
      assert.deepEqual(codes(client, '.env'), [])
    })
  })

  it('what is excluded is not reported in an open document either', async () => {
    await withClient({ '.env': RELAY, 'x/.env': RELAY }, { configuration: { exclude: ['x/'] } }, async (client) => {
      await client.open('x/.env', RELAY)
      await client.open('.env', RELAY)
      assert.deepEqual([codes(client, '.env'), codes(client, 'x/.env')], [['relay-endpoint'], []])
    })
  })

  it('the word of a client that pushes its settings counts, except about trust', async () => {
    const policy = 'version: 1\nexceptions:\n  - { rule: relay-endpoint, reason: "trust me" }\n'
    const files = { '.env': RELAY, 'relaylint.yaml': policy }
    await withClient(files, { initializationOptions: { trusted: false } }, async (client) => {
      const push = async (relaylint: object) => {
        await client.rpc.sendNotification('workspace/didChangeConfiguration', { settings: { relaylint } })
        await client.settle()
      }
      await push({ trusted: true, persona: 'policy' })
      assert.deepEqual(codes(client, '.env'), ['relay-endpoint'])
      await push({ enable: false })
      assert.deepEqual(codes(client, '.env'), [])
      await push({ enable: true })
      assert.deepEqual(codes(client, '.env'), ['relay-endpoint'])
    })
  })
})
