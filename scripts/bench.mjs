// Figures side by side: the scan of a generated tree against `node -e 0` and against reading the same bytes, and the language server
// while somebody types. Prints, judges nothing.
//   node scripts/bench.mjs [FILES]     default: 2000 for the scan, 10000 for the editor
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { benchEditor } from './bench-editor.mjs'
import { root } from './setup.mjs'

const dir = mkdtempSync(join(tmpdir(), 'relaylint-bench-'))
const files = Number(process.argv[2] ?? 2000)
for (let i = 0; i < files; i++) {
  const folder = join(dir, `p${i % 50}`)
  mkdirSync(folder, { recursive: true })
  const kinds = [
    ['ts', `import x from 'x'\nexport const f${i} = (a: number) => a + ${i}\n`.repeat(40)],
    ['py', `def f${i}(a):\n    return a + ${i}\n`.repeat(40)],
    ['yaml', `name: n${i}\nitems:\n${'  - { a: 1, b: two }\n'.repeat(30)}`],
    ['env', `OPENAI_BASE_URL=https://api.openai.com/v1\nN=${i}\n`],
  ]
  const [ext, text] = kinds[i % 4]
  writeFileSync(join(folder, `f${i}.${ext}`), text)
}
const time = (run) => {
  const t = process.hrtime.bigint()
  run()
  return Number(process.hrtime.bigint() - t) / 1e6
}
const best = (run) => Math.min(...[1, 2, 3].map(() => time(run)))
const node = best(() => spawnSync(process.execPath, ['-e', '0']))
const walk = (d) => {
  let n = 0
  for (const e of readdirSync(d, { withFileTypes: true }))
    n += e.isDirectory() ? walk(join(d, e.name)) : readFileSync(join(d, e.name)).length
  return n
}
const floor = best(() => walk(dir))
const cli = join(root, 'dist/cli.js')
const one = best(() =>
  spawnSync(process.execPath, [
    cli,
    'scan',
    '--fail-on',
    'never',
    join(dir, 'p3', readdirSync(join(dir, 'p3')).find((f) => f.endsWith('.env')) ?? ''),
  ]),
)
const all = best(() => spawnSync(process.execPath, [cli, 'scan', '--fail-on', 'never', '--quiet', dir]))
console.log(`node -e 0            ${node.toFixed(0)} ms`)
console.log(`one file             ${one.toFixed(0)} ms (${(one - node).toFixed(0)} ms over node)`)
console.log(`walk and read floor  ${floor.toFixed(0)} ms for ${files} files`)
console.log(`scan                 ${all.toFixed(0)} ms (${((all - node) / floor).toFixed(1)} x the floor)`)
rmSync(dir, { recursive: true, force: true })
await benchEditor(Number(process.argv[2] ?? 10_000))
