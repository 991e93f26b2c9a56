/** The server in a web worker: every file comes from the client. */
import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser'
import { createMachine } from '../disk/machine'
import { clock } from './clock'
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
  ...clock,
})
connection.listen()
