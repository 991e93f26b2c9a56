// `npm run test:editor`: installs the editors, builds and packs the extension, and runs every suite one after the other.
// The last line is `N passed, N failed`, from counts that each suite left behind, never from exit codes.
import { spawnSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '../..')
const NPM = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']

function must(what, command, args, cwd) {
  const run = spawnSync(command, args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' })
  if (run.status === 0) return
  console.error(`${what} failed`)
  console.log('0 passed, 1 failed')
  process.exit(1)
}

if (!existsSync(join(root, 'node_modules/esbuild'))) must('npm ci', 'npm', ['ci', ...NPM], root)
if (!existsSync(join(here, 'node_modules/.package-lock.json'))) must('npm ci', 'npm', ['ci', ...NPM], here)
// code-server leaves the dependencies of the VS Code inside it to a script that is not run here; nothing has to be compiled
const vscode = join(here, 'node_modules/code-server/lib/vscode')
if (!existsSync(join(vscode, 'node_modules/.package-lock.json')))
  must('npm install', 'npm', ['install', '--omit=dev', ...NPM], vscode)
must('the build', process.execPath, ['scripts/build.mjs', '--if-needed'], root)

const { pack } = await import('./pack.mjs')
const { checkPackage } = await import('./package-test.mjs')
const { nodeHost, webHost } = await import('./host-tests.mjs')
const { inWorker, restricted, trusted } = await import('./ui.mjs')
const { neovim } = await import('./neovim.mjs')

const { vsix, listed, stage } = pack()
const suites = [
  ['package', () => checkPackage(listed, statSync(vsix).size)],
  ['Neovim', () => neovim(stage)],
  ['extension host', () => nodeHost(stage)],
  ['web worker host', () => webHost(stage)],
  ['window', () => trusted(vsix)],
  ['window with the worker', () => inWorker(vsix)],
  ['window in Restricted Mode', () => restricted(vsix)],
]
let passed = 0
let failed = 0
for (const [name, suite] of suites) {
  const started = Date.now()
  console.log(`  ${name}`)
  let stats = { passes: 0, failures: 1 }
  try {
    stats = await suite()
  } catch (error) {
    console.error(`    ✖ ${name}: ${error}`)
  }
  // a suite in which nothing ran has failed
  if (stats.passes + stats.failures === 0) stats.failures = 1
  passed += stats.passes
  failed += stats.failures
  console.log(
    `  ${name}: ${stats.passes} passed, ${stats.failures} failed, ${((Date.now() - started) / 1000).toFixed(1)} s`,
  )
}
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
