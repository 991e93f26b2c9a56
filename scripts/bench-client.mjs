// A language client of the benchmark and of the build: as little as it takes to type and to hear how long the server needed.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './setup.mjs'

export class LanguageServer {
  #child
  #buffer = Buffer.alloc(0)
  #answers = new Map()
  #listeners = new Set()
  #ids = 0
  #versions = new Map()
  #workspace
  /** Longest time between a change and the word that it was published, in milliseconds. */
  longestWait = 0

  static async start(workspace, initializationOptions = {}, program = 'dist/server.js') {
    const server = new LanguageServer(workspace, program)
    const uri = pathToFileURL(workspace).href
    await server.request('initialize', {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: 'bench' }],
      capabilities: {},
      trace: 'verbose',
      initializationOptions,
    })
    server.notify('initialized', {})
    return server
  }

  constructor(workspace, program) {
    this.#workspace = workspace
    this.#child = spawn(process.execPath, [resolve(root, program), '--stdio'], {
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    this.#child.stdout.on('data', (bytes) => this.#take(bytes))
  }

  /** Opens a document; resolves with its first diagnostics. */
  async open(path, text) {
    const uri = this.#uri(path)
    const shown = this.#heard((m) => m.method === 'textDocument/publishDiagnostics' && m.params.uri === uri)
    this.#versions.set(path, 1)
    this.notify('textDocument/didOpen', { textDocument: { uri, languageId: 'x', version: 1, text } })
    return shown
  }

  /** One key stroke; the milliseconds that the server took from the change to its diagnostics. */
  async stroke(path, line, character, text) {
    const version = (this.#versions.get(path) ?? 0) + 1
    this.#versions.set(path, version)
    const said = this.#heard(
      (m) => m.method === '$/logTrace' && m.params.message.startsWith(`published ${path} version ${version} `),
    )
    const at = { line, character }
    const started = performance.now()
    this.notify('textDocument/didChange', {
      textDocument: { uri: this.#uri(path), version },
      contentChanges: [{ range: { start: at, end: at }, text }],
    })
    const { params } = await said
    this.longestWait = Math.max(this.longestWait, performance.now() - started)
    return Number(/in ([\d.]+) ms/.exec(params.message)?.[1])
  }

  scan() {
    return this.request('workspace/executeCommand', { command: 'relaylint.scanWorkspace' })
  }

  /** Resident memory in KiB, where the system tells it. */
  memory() {
    try {
      return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${this.#child.pid}/status`, 'utf8'))?.[1])
    } catch {
      return 0
    }
  }

  async stop() {
    const gone = new Promise((done) => this.#child.once('exit', done))
    await this.request('shutdown')
    this.notify('exit')
    await gone
  }

  request(method, params) {
    const id = ++this.#ids
    this.#send({ id, method, params })
    return new Promise((done, fail) => this.#answers.set(id, { done, fail }))
  }

  notify(method, params) {
    this.#send({ method, params })
  }

  #uri(path) {
    return pathToFileURL(join(this.#workspace, path)).href
  }

  #heard(wanted) {
    return new Promise((done) => {
      const listener = (message) => {
        if (!wanted(message)) return
        this.#listeners.delete(listener)
        done(message)
      }
      this.#listeners.add(listener)
    })
  }

  #send(message) {
    const body = JSON.stringify({ jsonrpc: '2.0', ...message })
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
  }

  #take(bytes) {
    this.#buffer = Buffer.concat([this.#buffer, bytes])
    for (;;) {
      const head = this.#buffer.indexOf('\r\n\r\n')
      if (head < 0) return
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.toString('latin1', 0, head))?.[1])
      if (this.#buffer.length < head + 4 + length) return
      const message = JSON.parse(this.#buffer.toString('utf8', head + 4, head + 4 + length))
      this.#buffer = this.#buffer.subarray(head + 4 + length)
      const waiting = message.method ? undefined : this.#answers.get(message.id)
      if (waiting) {
        this.#answers.delete(message.id)
        if (message.error) waiting.fail(new Error(message.error.message))
        else waiting.done(message.result)
      }
      for (const listener of [...this.#listeners]) listener(message)
    }
  }
}
