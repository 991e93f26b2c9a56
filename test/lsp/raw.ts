/** A client that speaks bytes: it can say what a library would never let it say. */
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'

export interface RawMessage {
  readonly id?: number | string | null
  readonly method?: string
  // biome-ignore lint/suspicious/noExplicitAny: whatever the wire brings
  readonly params?: any
  // biome-ignore lint/suspicious/noExplicitAny: whatever the wire brings
  readonly result?: any
  readonly error?: { readonly code: number; readonly message: string }
}

export class RawClient {
  readonly seen: RawMessage[] = []
  private buffer = Buffer.alloc(0)
  private next = 1
  private readonly waiting: { readonly test: (m: RawMessage) => boolean; readonly done: (m: RawMessage) => void }[] = []

  constructor(
    private readonly input: Writable,
    output: Readable,
  ) {
    input.on('error', () => {})
    output.on('data', (chunk: Buffer) => this.take(chunk))
  }

  raw(bytes: string | Buffer): void {
    this.input.write(bytes)
  }

  send(message: object): void {
    const body = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }))
    this.raw(`Content-Length: ${body.length}\r\n\r\n`)
    this.raw(body)
  }

  note(method: string, params?: unknown): void {
    this.send({ method, ...(params === undefined ? {} : { params }) })
  }

  async ask(method: string, params?: unknown): Promise<RawMessage> {
    const id = this.next++
    const answer = this.wait((m) => m.id === id && m.method === undefined)
    this.send({ id, method, ...(params === undefined ? {} : { params }) })
    return answer
  }

  /** The first message, seen or to come, that satisfies. */
  wait(test: (m: RawMessage) => boolean): Promise<RawMessage> {
    const known = this.seen.find(test)
    return known ? Promise.resolve(known) : new Promise((done) => this.waiting.push({ test, done }))
  }

  private take(chunk: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, chunk])
    for (;;) {
      const head = this.buffer.indexOf('\r\n\r\n')
      const length = head < 0 ? -1 : Number(/Content-Length: (\d+)/.exec(this.buffer.toString('latin1', 0, head))?.[1])
      if (head < 0 || this.buffer.length < head + 4 + length) return
      const message = JSON.parse(this.buffer.toString('utf8', head + 4, head + 4 + length)) as RawMessage
      this.buffer = this.buffer.subarray(head + 4 + length)
      this.seen.push(message)
      for (const w of [...this.waiting])
        if (w.test(message)) {
          this.waiting.splice(this.waiting.indexOf(w), 1)
          w.done(message)
        }
    }
  }
}

export interface Spawned {
  readonly client: RawClient
  readonly process: ChildProcess
  /** Exit status, or the signal that ended it. */
  readonly ended: Promise<number | string | null>
  /** What went to standard error so far. */
  errors(): string
}

/** The built command, as an editor starts it. Mocha bundles this file into `out/test/…`, two folders below the root. */
export function spawnServer(args: readonly string[] = ['lsp', '--stdio']): Spawned {
  const child = spawn(process.execPath, [join(process.cwd(), 'dist/cli.js'), ...args])
  let text = ''
  child.stderr.on('data', (d: Buffer) => {
    text += d
  })
  return {
    client: new RawClient(child.stdin, child.stdout),
    process: child,
    ended: new Promise((done) => child.on('close', (code, signal) => done(code ?? signal))),
    errors: () => text,
  }
}
