// Ratios side by side in one run: a scan of a generated tree against `node -e 0`, against walking and reading the same bytes, and, where
// it is installed, against ripgrep searching for the same key words; then the language server while somebody types. Prints, judges nothing.
//   npm run bench [-- FILES]      default 10000 files
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchEditor } from './bench-editor.mjs'
import { root } from './setup.mjs'

const dir = mkdtempSync(join(tmpdir(), 'relaylint-bench-'))
const files = Number(process.argv[2] ?? 10_000)
const KINDS = [
  ['ts', (i) => `import x from 'x'\nexport const f${i} = (a: number) => a + ${i}\n`.repeat(40)],
  ['py', (i) => `def f${i}(a):\n    return a + ${i}\n`.repeat(40)],
  ['yaml', (i) => `name: n${i}\nitems:\n${'  - { a: 1, b: two }\n'.repeat(30)}`],
  ['env', (i) => `OPENAI_BASE_URL=https://api.openai.com/v1\nN=${i}\n`],
]
for (let i = 0; i < files; i++) {
  const folder = join(dir, `p${i % 50}`)
  mkdirSync(folder, { recursive: true })
  const [ext, text] = KINDS[i % KINDS.length]
  writeFileSync(join(folder, `f${i}.${ext}`), text(i))
}

/** The best of three runs in milliseconds, and what the last one said. */
function best(run) {
  let least = Number.POSITIVE_INFINITY
  let last
  for (let n = 0; n < 3; n++) {
    const start = process.hrtime.bigint()
    last = run()
    least = Math.min(least, Number(process.hrtime.bigint() - start) / 1e6)
  }
  return [least, last]
}
const walk = (at) => {
  let n = 0
  for (const e of readdirSync(at, { withFileTypes: true }))
    n += e.isDirectory() ? walk(join(at, e.name)) : readFileSync(join(at, e.name)).length
  return n
}
// the peak of resident memory, told by the process itself when it ends
const peak = join(dir, '..', `relaylint-peak-${process.pid}.cjs`)
writeFileSync(peak, "process.on('exit', () => process.stderr.write(`peak ${process.resourceUsage().maxRSS}\\n`))\n")
const scan = (path, ...flags) =>
  spawnSync(
    process.execPath,
    ['-r', peak, join(root, 'dist/cli.js'), 'scan', '--fail-on', 'never', '--quiet', ...flags, path],
    { encoding: 'utf8' },
  )
const memory = (ran) => Number(/^peak (\d+)/m.exec(ran.stderr)?.[1]) / 1024

const [node] = best(() => spawnSync(process.execPath, ['-e', '0']))
const [floor] = best(() => walk(dir))
const [one] = best(() => scan(join(dir, 'p3', readdirSync(join(dir, 'p3')).find((f) => f.endsWith('.env')) ?? '')))
const [all, ran] = best(() => scan(dir))
const [alone, single] = best(() => scan(dir, '--jobs', '1'))
const words = ['-ci', 'openai|anthropic|claude|gemini|llm|gpt|base_?url', dir]
const hasRipgrep = spawnSync('rg', ['--version']).status === 0
const row = (name, text) => console.log(`${name.padEnd(28)} ${text}`)
row('node -e 0', `${node.toFixed(0)} ms`)
row('one file', `${one.toFixed(0)} ms, ${(one - node).toFixed(0)} ms over node`)
row(`walk and read ${files} files`, `${floor.toFixed(0)} ms`)
row('scan', `${all.toFixed(0)} ms, ${((all - node) / floor).toFixed(1)} x walk and read, ${memory(ran).toFixed(0)} MB`)
row(
  'scan --jobs 1',
  `${alone.toFixed(0)} ms, ${((alone - node) / floor).toFixed(1)} x walk and read, ${memory(single).toFixed(0)} MB`,
)
if (hasRipgrep) {
  const [start] = best(() => spawnSync('rg', ['--version']))
  const [search] = best(() => spawnSync('rg', words))
  row(
    'ripgrep',
    `${search.toFixed(0)} ms; the scan takes ${((all - node) / Math.max(1, search - start)).toFixed(1)} x of it`,
  )
}
rmSync(peak)
rmSync(dir, { recursive: true, force: true })

await benchEditor(files)
