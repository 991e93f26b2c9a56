// Builds dist/: the pack, the command, the server and the extension. Entries that do not exist yet are left out.
//   node scripts/build.mjs [--if-needed]
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { virtualModules } from './bundle.mjs'
import { writeLaunchers } from './code-cache.mjs'
import { writePack } from './pack.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const stamp = join(root, 'dist/.stamp')

function newest(dir) {
  let latest = 0
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) latest = Math.max(latest, newest(path))
    else if (entry.isFile()) latest = Math.max(latest, statSync(path).mtimeMs)
  }
  return latest
}

const upToDate = () =>
  existsSync(stamp) &&
  Math.max(
    ...['client', 'server', 'rules', 'scripts'].map((d) => newest(join(root, d))),
    statSync(join(root, 'package.json')).mtimeMs,
  ) < Number(readFileSync(stamp, 'utf8'))

if (process.argv.includes('--if-needed') && upToDate()) process.exit(0)
const started = Date.now()
mkdirSync(join(root, 'dist'), { recursive: true })
const { errors } = writePack(root)
if (errors.length > 0) {
  for (const e of errors) console.error(e)
  console.error(`${errors.length} errors in the fact base: nothing was built`)
  process.exit(1)
}
const version = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version
const common = {
  absWorkingDir: root,
  bundle: true,
  target: 'es2022',
  legalComments: 'none',
  minify: true,
  keepNames: false,
  logLevel: 'warning',
  plugins: [virtualModules(root)],
  define: { RELAYLINT_VERSION: JSON.stringify(version) },
  mainFields: ['module', 'main'],
}
const entries = [
  { in: 'server/cli/main.ts', out: 'dist/cli.bundle.js', platform: 'node', format: 'cjs' },
  { in: 'server/lsp/main.node.ts', out: 'dist/server.bundle.js', platform: 'node', format: 'cjs' },
  { in: 'server/lsp/main.browser.ts', out: 'dist/server.web.js', platform: 'browser', format: 'iife' },
  { in: 'client/main.node.ts', out: 'dist/extension.js', platform: 'node', format: 'cjs' },
  { in: 'client/main.browser.ts', out: 'dist/extension.web.js', platform: 'browser', format: 'cjs' },
  { in: 'server/cli/worker.ts', out: 'dist/worker.js', platform: 'node', format: 'cjs' },
]
// compiled code of an older bundle must never meet a newer one
for (const f of readdirSync(join(root, 'dist'))) if (f.endsWith('.cache')) rmSync(join(root, 'dist', f))
await Promise.all(
  entries
    .filter((e) => existsSync(join(root, e.in)))
    .map((e) =>
      build({
        ...common,
        entryPoints: [e.in],
        outfile: e.out,
        platform: e.platform,
        format: e.format,
        external: ['vscode'],
        ...(e.platform === 'browser' ? { mainFields: ['browser', 'module', 'main'] } : {}),
      }),
    ),
)
await writeLaunchers(join(root, 'dist'))
mkdirSync(join(root, 'dist/rules'), { recursive: true })
for (const f of readdirSync(join(root, 'rules/checks')))
  if (f.endsWith('.md')) cpSync(join(root, 'rules/checks', f), join(root, 'dist/rules', f))
writeFileSync(stamp, String(started))
