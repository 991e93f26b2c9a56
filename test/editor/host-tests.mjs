// mocha in the extension host: node through @vscode/test-electron and the shim, the web worker directly.
import { existsSync, mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runTests as runElectron } from '@vscode/test-electron'
import { build } from 'esbuild'
import { runTests } from './vscode.mjs'
import { makeWorkspace } from './workspace.mjs'

const here = dirname(fileURLToPath(import.meta.url))
const none = { passes: 0, failures: 1 }

/** `extension` is the folder of an unpacked package: what users get, and nothing else. */
export async function nodeHost(extension) {
  const stats = join(mkdtempSync(join(tmpdir(), 'relaylint-stats-')), 'stats.json')
  try {
    await runElectron({
      vscodeExecutablePath: join(here, 'vscode-shim/code'),
      extensionDevelopmentPath: extension,
      extensionTestsPath: join(here, 'suite/index.cjs'),
      extensionTestsEnv: { RELAYLINT_STATS: stats },
      launchArgs: [makeWorkspace()],
    })
  } catch (error) {
    console.error(String(error))
  }
  return existsSync(stats) ? JSON.parse(readFileSync(stats, 'utf8')) : none
}

export async function webHost(extension) {
  // the workbench runs a suite in the host of the extension whose folder holds it
  const out = join(extension, 'suite/index.js')
  await build({
    entryPoints: [join(here, 'suite/index.web.cjs')],
    outfile: out,
    bundle: true,
    platform: 'browser',
    format: 'cjs',
    external: ['vscode'],
    define: { global: 'globalThis' },
    logLevel: 'error',
  })
  let stats = none
  await runTests({
    extensionDevelopmentPath: extension,
    extensionTestsPath: out,
    workspace: makeWorkspace(),
    settings: { 'remote.extensionKind': { 'relaylint.relaylint': ['web'] } },
    log(line) {
      const m = /relaylint-stats (\{.*\})/.exec(line)
      if (m) stats = JSON.parse(m[1])
      else console.log(line)
    },
  })
  return stats
}
