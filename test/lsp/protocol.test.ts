/** The built server from outside: order of its life, malformed messages, transports, and what becomes of it when its client dies. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createServer, type Socket } from 'node:net'
import { pathToFileURL } from 'node:url'
import { project } from '../helpers'
import { RawClient, type Spawned, spawnServer } from './raw'

const FILES = { '.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n' }

async function with_(run: (server: Spawned, uri: (path: string) => string) => Promise<void>): Promise<void> {
  const at = project(FILES)
  const server = spawnServer()
  try {
    await run(server, (path) => pathToFileURL(`${at.root}/${path}`).href)
  } finally {
    server.process.kill('SIGKILL')
    await server.ended
    at.remove()
  }
}

async function initialize(client: RawClient, rootUri: string | null, more: object = {}): Promise<void> {
  await client.ask('initialize', { processId: null, rootUri, capabilities: {}, ...more })
  client.note('initialized', {})
}

const hover = (uri: string) => ({ textDocument: { uri }, position: { line: 0, character: 24 } })
const code = async (answer: Promise<{ error?: { code: number } }>) => (await answer).error?.code

describe('protocol', () => {
  it('refuses what comes before initialize and after shutdown, and leaves in order', async () => {
    await with_(async ({ client, ended }, uri) => {
      client.note('textDocument/didOpen', { textDocument: { uri: uri('.env'), version: 1, text: 'x' } })
      assert.equal(await code(client.ask('textDocument/hover', hover(uri('.env')))), -32002)
      assert.equal(await code(client.ask('some/thing')), -32002)
      assert.equal(await code(client.ask('initialize', { rootUri: null })), -32602)
      await initialize(client, uri(''))
      assert.equal(await code(client.ask('initialize', { capabilities: {} })), -32600)
      assert.equal(await code(client.ask('some/thing')), -32601)
      assert.equal((await client.ask('shutdown')).result, null)
      assert.equal(await code(client.ask('textDocument/hover', hover(uri('.env')))), -32600)
      client.note('exit')
      assert.equal(await ended, 0)
    })
  })

  it('exit without shutdown is a failure', async () => {
    await with_(async ({ client, ended }, uri) => {
      await initialize(client, uri(''))
      client.note('exit')
      assert.equal(await ended, 1)
    })
  })

  it('names what is wrong with parameters and goes on', async () => {
    await with_(async ({ client }, uri) => {
      await initialize(client, uri(''))
      const bad: readonly (readonly [method: string, params: unknown, words: RegExp])[] = [
        ['textDocument/hover', undefined, /params is not an object/],
        ['textDocument/hover', [], /params is not an object/],
        ['textDocument/hover', { textDocument: { uri: 5 } }, /textDocument\.uri is not a string/],
        ['textDocument/hover', { textDocument: { uri: 'x' }, position: { line: -1, character: 0 } }, /position\.line/],
        ['textDocument/codeAction', { textDocument: { uri: 'x' } }, /range is not an object/],
        ['textDocument/inlayHint', { textDocument: { uri: 'x' }, range: { start: {} } }, /range\.start\.line/],
        ['textDocument/documentLink', null, /params is not an object/],
        ['textDocument/completion', {}, /textDocument is not an object/],
        ['workspace/executeCommand', {}, /command is not a string/],
        ['workspace/executeCommand', { command: 'relaylint.none' }, /relaylint\.none is not a command/],
        ['workspace/executeCommand', { command: 'relaylint.explain', arguments: 'x' }, /arguments is not a list/],
        ['relaylint/report', { format: 1 }, /format is not a string/],
      ]
      for (const [method, params, words] of bad) {
        const { error } = await client.ask(method, params)
        assert.equal(error?.code, -32602, method)
        assert.match(error?.message ?? '', words)
      }
      for (const method of ['textDocument/didOpen', 'textDocument/didChange', 'textDocument/didClose'])
        client.note(method, { textDocument: {} })
      client.note('workspace/didChangeWatchedFiles', { changes: [{}] })
      client.note('workspace/didChangeConfiguration')
      client.note('some/notification', {})
      assert.ok((await client.ask('textDocument/hover', hover(uri('.env')))).error === undefined)
      // what a notification did wrong is a line in the log, never an error of the server
      assert.deepEqual(
        client.seen.filter((m) => m.method === 'window/logMessage' && m.params.type === 1),
        [],
      )
    })
  })

  it('answers what is no message, and still understands the next one', async () => {
    await with_(async ({ client }, uri) => {
      await initialize(client, uri(''))
      const parts: readonly (readonly [body: string, code: number])[] = [
        ['{bad}', -32700],
        ['', -32700],
        ['[]', -32600],
        ['5', -32600],
        ['null', -32600],
      ]
      for (const [body, wanted] of parts) {
        const before = client.seen.length
        client.raw(
          `content-length: ${body.length}\r\nContent-Type: application/vscode-jsonrpc; charset=utf-8\r\n\r\n${body}`,
        )
        await client.ask('textDocument/hover', hover(uri('.env')))
        const answer = client.seen.slice(before).find((m) => m.id === null)
        assert.equal(answer?.error?.code, wanted, body)
      }
    })
  })

  const broken = [
    'no header at all\r\n\r\n',
    'Content-Type: x\r\n\r\n{}',
    ...['many', '-5', '99999999999', '1e3', '0x10', '', '4 4'].map((length) => `Content-Length: ${length}\r\n\r\n{}`),
    `X-Pad: ${'x'.repeat(10_000)}`,
  ]
  for (const bytes of broken)
    it(`ends with a reason when the stream is broken: ${JSON.stringify(bytes.slice(0, 40))}`, async () => {
      await with_(async ({ client, ended, errors }, uri) => {
        await initialize(client, uri(''))
        // in two pieces, as a pipe may bring them
        client.raw(bytes.slice(0, 7))
        client.raw(bytes.slice(7))
        assert.equal(await ended, 1)
        assert.match(errors(), /^relaylint: the stream of messages is broken: /)
      })
    })

  it('ends when its input ends', async () => {
    await with_(async ({ client, process: child, ended }, uri) => {
      await initialize(client, uri(''))
      child.stdin?.end()
      assert.equal(await ended, 1)
    })
  })

  it('is the process that was started: killing it leaves nothing behind', async () => {
    await with_(async ({ client, process: child, ended }, uri) => {
      await initialize(client, uri(''))
      child.kill('SIGTERM')
      assert.equal(await ended, 'SIGTERM')
    })
  })

  it('ends when the process dies that it was told to watch', async () => {
    const parent = spawn(process.execPath, ['-e', 'process.stdin.resume()'])
    await with_(async ({ client, ended }, uri) => {
      await initialize(client, uri(''), { processId: parent.pid })
      parent.kill('SIGKILL')
      assert.equal(await ended, 1)
    })
  })

  it('talks through a socket, and ends with it', async () => {
    const at = project(FILES)
    const listener = createServer()
    await new Promise<void>((done) => listener.listen(0, '127.0.0.1', done))
    const { port } = listener.address() as { port: number }
    const connected = new Promise<Socket>((done) => listener.once('connection', done))
    const server = spawnServer(['lsp', '--socket', String(port)])
    try {
      const socket = await connected
      const client = new RawClient(socket, socket)
      await initialize(client, pathToFileURL(at.root).href)
      const sent = await client.wait((m) => m.method === 'textDocument/publishDiagnostics')
      assert.equal(sent.params.diagnostics[0].code, 'relay-endpoint')
      await client.ask('shutdown')
      socket.end()
      assert.equal(await server.ended, 0)
    } finally {
      server.process.kill('SIGKILL')
      listener.close()
      at.remove()
    }
  })

  it('says how it wants to be started', async () => {
    const server = spawnServer(['lsp'])
    assert.equal(await server.ended, 2)
    assert.match(server.errors(), /--stdio or --socket/)
    const port = spawnServer(['lsp', '--socket', 'abc'])
    assert.equal(await port.ended, 2)
    assert.match(port.errors(), /a number below 65536/)
  })
})
