/** The server on node: `--stdio`, `--socket=PORT` or `--node-ipc`. Ends with its client, also when the client dies. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node'
import { createDiskHost, createMachine } from '../disk/host'
import { POLICY_NAMES } from '../workspace/policy-file'
import type { LspPlatform } from './platform'
import { serve } from './serve'

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
    async policyText(path, folderUri) {
      const folder = folderPath(folderUri)
      if (folder === null && !isAbsolute(path)) return null
      try {
        return readFileSync(isAbsolute(path) ? path : join(folder ?? '', path), 'utf8').replace(/^\ufeff/, '')
      } catch {
        return null
      }
    },
    outerPolicy(folderUri) {
      const root = folderPath(folderUri)
      return root === null ? undefined : policyAbove(root)
    },
    today: () => {
      const d = new Date()
      return new Date(d.getTime() - d.getTimezoneOffset() * 60_000).toISOString().slice(0, 10)
    },
    now: () => performance.now(),
    after(milliseconds, callback) {
      const timer = setTimeout(callback, milliseconds)
      return () => clearTimeout(timer)
    },
  }
}

/** The nearest policy above a folder, up to the root of the repository. */
function policyAbove(root: string): { text: string; path: string } | undefined {
  for (let at = root; !existsSync(join(at, '.git')) && dirname(at) !== at; ) {
    at = dirname(at)
    for (const name of POLICY_NAMES) {
      const file = join(at, name)
      if (existsSync(file))
        return {
          text: readFileSync(file, 'utf8').replace(/^\ufeff/, ''),
          path: relative(root, file).split(sep).join('/'),
        }
    }
  }
  return undefined
}

const connection = createConnection(ProposedFeatures.all)
serve(connection, createPlatform())
connection.listen()
