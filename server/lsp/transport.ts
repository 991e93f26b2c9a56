/** The wire on node: `--stdio`, `--socket=PORT`, `--pipe=NAME` or `--node-ipc`. A stream that cannot be read any more ends the server. */
import { createConnection, type Socket } from 'node:net'
import type { Readable } from 'node:stream'
import {
  ErrorCodes,
  IPCMessageReader,
  IPCMessageWriter,
  type Message,
  type MessageReader,
  type MessageWriter,
  type ResponseMessage,
  SocketMessageReader,
  SocketMessageWriter,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver/node'
import { Frames } from './frames'

export interface Transport {
  readonly reader: MessageReader
  readonly writer: MessageWriter
}

/** Opens what the arguments name. `ended` is called once the other side is gone, with a reason when the stream was broken. */
export function openTransport(args: readonly string[], ended: (reason: string) => void): Transport | null {
  const raw = rawTransport(args, ended)
  if (!raw) return null
  raw.reader.onClose(() => ended(''))
  raw.reader.onError((error) => {
    // text that is no JSON is one bad message; a bad header means that nobody knows where the next message begins
    if (error instanceof SyntaxError) answerNobody(raw.writer, ErrorCodes.ParseError, 'the message is not JSON')
    else ended(broken(error.message.split('\n')[0] ?? ''))
  })
  return { reader: objectsOnly(raw), writer: raw.writer }
}

function rawTransport(args: readonly string[], ended: (reason: string) => void): Transport | null {
  const value = (name: string) => {
    const at = args.findIndex((a) => a === name || a.startsWith(`${name}=`))
    return at < 0 ? '' : ((args[at]?.slice(name.length + 1) || args[at + 1]) ?? '')
  }
  const pair = ([reader, writer]: [MessageReader, MessageWriter]): Transport => ({ reader, writer })
  if (args.includes('--node-ipc')) {
    process.on('disconnect', () => ended(''))
    return pair([new IPCMessageReader(process), new IPCMessageWriter(process)])
  }
  if (args.includes('--stdio')) {
    // whatever a library prints must not end up between two messages
    console.log = console.info = console.debug = console.error
    process.stdin.on('end', () => ended(''))
    watchFrames(process.stdin, ended)
    return pair([new StreamMessageReader(process.stdin), new StreamMessageWriter(process.stdout)])
  }
  const on = (socket: Socket): Transport => {
    watchFrames(socket, ended)
    return pair([new SocketMessageReader(socket), new SocketMessageWriter(socket)])
  }
  if (value('--socket')) return on(createConnection(Number(value('--socket')), '127.0.0.1'))
  if (value('--pipe')) return on(createConnection(value('--pipe')))
  return null
}

/** Hears the bytes before the library does. */
function watchFrames(input: Readable, ended: (reason: string) => void): void {
  const frames = new Frames()
  input.on('data', (chunk: Uint8Array) => {
    const wrong = frames.take(chunk)
    if (wrong) ended(broken(wrong))
  })
}

const broken = (why: string): string => `the stream of messages is broken: ${why}`

/** The library would let a list or a bare number pass without a word. */
function objectsOnly({ reader, writer }: Transport): MessageReader {
  return {
    onError: reader.onError,
    onClose: reader.onClose,
    onPartialMessage: reader.onPartialMessage,
    dispose: () => reader.dispose(),
    listen: (callback) =>
      reader.listen((message) => {
        if (isMessage(message)) callback(message)
        else answerNobody(writer, ErrorCodes.InvalidRequest, 'a message is a JSON object with a method, or an answer')
      }),
  }
}

function isMessage(message: unknown): message is Message {
  if (typeof message !== 'object' || message === null || Array.isArray(message)) return false
  return 'method' in message || 'id' in message
}

function answerNobody(writer: MessageWriter, code: number, message: string): void {
  const answer: ResponseMessage = { jsonrpc: '2.0', id: null, error: { code, message } }
  writer.write(answer).catch(() => {})
}
