/** The server in a web worker: every file comes from the client. */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser'
import { createMachine } from '../disk/machine'
import { createGate } from './gate'
import { serve } from './serve'

declare const RELAYLINT_VERSION: string
declare const self: DedicatedWorkerGlobalScope

const connection = createConnection(
  ProposedFeatures.all,
  new BrowserMessageReader(self),
  new BrowserMessageWriter(self),
  { messageStrategy: createGate() },
)
serve(connection, {
  version: RELAYLINT_VERSION,
  machine: createMachine(),
  diskFor: () => null,
  policyFile: async () => null,
  outerPolicy: () => undefined,
  today: () => {
    const d = new Date()
    return new Date(d.getTime() - d.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
  },
  now: () => performance.now(),
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds)
    return () => clearTimeout(timer)
  },
})
connection.listen()
