/** The server on node: `--stdio`, `--socket=PORT` or `--node-ipc`. Ends with its client, also when the client dies. */
import { dirname, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node'
import { createDiskHost, createMachine } from '../disk/host'
import { placeInRepository, policyAbove, policyAt } from '../disk/policy'
import { clock } from './clock'
import { createGate } from './gate'
import { keepHeapSmall } from './heap'
import type { LspPlatform } from './platform'
import { serve } from './serve'
import { openTransport } from './transport'

declare const RELAYLINT_VERSION: string

function folderPath(uri: string): string | null {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : null
  } catch {
    return null
  }
}

function createPlatform(): LspPlatform {
  return {
    version: RELAYLINT_VERSION,
    machine: createMachine(),
    diskFor(uri) {
      const path = folderPath(uri)
      return path === null ? null : createDiskHost(path)
    },
    async policyFile(path, folderUri) {
      const folder = folderPath(folderUri)
      if (folder === null && !isAbsolute(path)) return null
      return policyAt(isAbsolute(path) ? path : join(folder ?? '', path), path, folder ?? dirname(path))
    },
    outerPolicy(folderUri) {
      const root = folderPath(folderUri)
      return root === null ? undefined : policyAbove(root)
    },
    repository(folderUri) {
      const root = folderPath(folderUri)
      return root === null ? {} : placeInRepository(root)
    },
    ...clock,
  }
}

function leave(reason: string): void {
  if (reason) console.error(`relaylint: ${reason}`)
  process.exit(gate.down ? 0 : 1)
}

keepHeapSmall()
const gate = createGate()
const transport = openTransport(process.argv.slice(2), leave)
if (transport) {
  const { reader, writer } = transport
  const connection = createConnection(ProposedFeatures.all, reader, writer, { messageStrategy: gate })
  serve(connection, createPlatform())
  connection.listen()
} else leave('say how to talk: --stdio, --socket=PORT, --pipe=NAME or --node-ipc')
