// Bundles test files with esbuild and runs them with mocha.
//   node scripts/test.mjs [FILE...]      default: every test/**/*.test.ts outside of test/editor
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { virtualModules } from './bundle.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const skip = new Set(['editor', 'fixtures', 'projects', 'cases', 'node_modules'])
const find = (dir) =>
  readdirSync(dir, { withFileTypes: true }).flatMap((e) => {
    const path = join(dir, e.name)
    if (e.isDirectory()) return skip.has(e.name) ? [] : find(path)
    return e.name.endsWith('.test.ts') ? [path] : []
  })
const args = process.argv.slice(2)
const files = args.filter((a) => a.endsWith('.ts')).map((f) => join(process.cwd(), f))
const tests = files.length > 0 ? files : find(join(root, 'test')).sort()
const out = join(root, 'out/test', files.length > 0 ? `some-${process.pid}` : 'all')
rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
await build({
  absWorkingDir: root,
  entryPoints: Object.fromEntries(
    tests.map((t) => [relative(join(root, 'test'), t).replace(/\.ts$/, '').replaceAll(/[\\/]/g, '.'), t]),
  ),
  outdir: out,
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  sourcemap: 'inline',
  logLevel: 'warning',
  external: ['mocha', 'esbuild', 'vscode', 'fast-check', 'ajv', 'ajv/*', 'typescript'],
  plugins: [virtualModules(root)],
  define: { RELAYLINT_VERSION: '"0.0.0-test"' },
  mainFields: ['module', 'main'],
})
const run = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/mocha/bin/mocha.js'),
    '--parallel',
    '--jobs',
    String(Math.min(availableParallelism(), 4)),
    '--timeout',
    '60000',
    '--reporter',
    'dot',
    ...args.filter((a) => !a.endsWith('.ts')),
    `${out}/*.js`,
  ],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_OPTIONS: '--enable-source-maps' },
  },
)
if (files.length > 0) rmSync(out, { recursive: true, force: true })
process.exit(run.status ?? 1)
