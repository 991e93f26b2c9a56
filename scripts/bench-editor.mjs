// The editor's side of `npm run bench`: how long the language server takes from a key stroke to its diagnostics, from its start to the
// first ones, and what a large workspace costs. Prints figures side by side, judges nothing.
import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { LanguageServer } from './bench-client.mjs'

/** Key strokes that are counted, and those before them while the server warms up. */
const KEYS = 60
const WARM = 20
const STARTS = 5

/** Files of 2,000 lines each, as they are edited: mostly about other things, with some AI settings. */
const block = (lines, of) => {
  const out = []
  for (let i = 0; out.length < lines; i++) out.push(...of(i).split('\n'))
  return `${out.slice(0, lines).join('\n')}\n`
}
const LONG = {
  'long.py': block(2000, (i) =>
    i % 20 === 0
      ? `client${i} = OpenAI(base_url=os.environ.get("OPENAI_BASE_URL", "https://api.openai.com/v1"))\nBASE${i} = f"{HOST}/v1"`
      : `def step_${i}(items, limit=${i}):\n    """Takes the first items and says how many there were."""\n    found = [x for x in items if x.size > limit]\n    if not found:\n        raise ValueError("nothing is larger than %d" % limit)\n    return {"count": len(found), "first": found[0], "label": f"step {limit}"}\n`,
  ).replace(/^/, 'import os\nfrom openai import OpenAI\n'),
  'long.ts': block(2000, (i) =>
    i % 20 === 0
      ? `const ai${i} = new OpenAI({ baseURL: process.env.OPENAI_BASE_URL ?? 'https://api.openai.com/v1' })`
      : `export async function step${i}(items: readonly Item[], limit = ${i}): Promise<Result> {\n  const found = items.filter((x) => x.size > limit)\n  if (found.length === 0) throw new Error(\`nothing is larger than \${limit}\`)\n  return { count: found.length, first: found[0], label: 'step' }\n}\n`,
  ).replace(/^/, "import OpenAI from 'openai'\n"),
  'long.json': `${JSON.stringify(
    {
      env: { OPENAI_BASE_URL: 'https://api.openai.com/v1' },
      items: Array.from({ length: 153 }, (_, i) => ({
        title: `item ${i}`,
        size: i,
        enabled: true,
        link: `https://files.brackenfield-hub.net/${i}`,
        tags: ['a', 'b'],
        labels: { team: 'core', owner: 'platform' },
      })),
    },
    null,
    2,
  )}\n`,
  'long.yaml': `services:\n${block(1999, (i) => `  svc${i}:\n    image: acme/svc${i}:1.2.3\n    ports: ["${8000 + i}:80"]\n    environment:\n      LOG_LEVEL: info\n      DATABASE_URL: postgres://db:5432/app${i}${i % 25 === 0 ? '\n      OPENAI_BASE_URL: https://api.openai.com/v1' : ''}\n    restart: unless-stopped`)}`,
}

/** A project of many packages; every tenth file has to do with AI. */
function manyFiles(count) {
  const files = {}
  for (let i = 0; i < count; i++) {
    const folder = `packages/p${i % 200}`
    const ai = i % 10 === 0
    const kinds = [
      [
        `f${i}.ts`,
        ai
          ? LONG['long.ts'].split('\n').slice(0, 12).join('\n')
          : `export const f${i} = (a: number) => a + ${i}\n`.repeat(30),
      ],
      [
        `f${i}.py`,
        ai ? LONG['long.py'].split('\n').slice(0, 12).join('\n') : `def f${i}(a):\n    return a + ${i}\n`.repeat(30),
      ],
      [
        `f${i}.yaml`,
        ai
          ? 'services:\n  a:\n    environment:\n      OPENAI_BASE_URL: https://yunwu.ai/v1\n'
          : `name: n${i}\nitems:\n${'  - { a: 1, b: two }\n'.repeat(20)}`,
      ],
      [i < 800 ? 'package.json' : `f${i}.json`, JSON.stringify({ name: `p${i}`, version: '1.0.0' }, null, 2)],
      [i % 50 === 4 ? '.env' : `f${i}.md`, 'OPENAI_BASE_URL=https://api.openai.com/v1\n'],
    ]
    const [name, text] = kinds[i % 5]
    files[`${folder}/${name}`] = text
  }
  return files
}

function makeTree(files) {
  const at = mkdtempSync(join(tmpdir(), 'relaylint-bench-'))
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(at, path)), { recursive: true })
    writeFileSync(join(at, path), text)
  }
  return at
}

const share = (list, part) =>
  [...list].sort((a, b) => a - b)[Math.min(list.length - 1, Math.floor(list.length * part))] ?? Number.NaN
const ms = (n) => `${n.toFixed(n < 10 ? 1 : 0)} ms`
const spread = (list) => `p50 ${ms(share(list, 0.5))}, p95 ${ms(share(list, 0.95))}`
const line = (what, where, text) => console.log(`${what.padEnd(27)} ${where.padEnd(12)} ${text}`)

/** Types into a document, here and there, one stroke after the other; what the server needed for each, in milliseconds. */
async function type(server, path, keys) {
  const lines = LONG[path].split('\n')
  const taken = []
  for (let i = 0; i < keys; i++) {
    const at = 1 + Math.floor((((i * 7919) % KEYS) / KEYS) * (lines.length - 2))
    taken.push(await server.stroke(path, at, (lines[at] ?? '').length >> 1, 'x'))
  }
  return taken
}

async function keyStrokes(where, workspace, path) {
  const server = await LanguageServer.start(workspace)
  await server.scan()
  await server.open(path, LONG[path])
  await type(server, path, WARM)
  line('key stroke to diagnostics', where, `${path.padEnd(9)} ${spread(await type(server, path, KEYS))} of server time`)
  await server.stop()
}

async function firstDiagnostics(where, workspace) {
  const took = []
  const node = []
  for (let i = 0; i < STARTS; i++) {
    let started = performance.now()
    const server = await LanguageServer.start(workspace)
    await server.open('app.env', 'OPENAI_BASE_URL=https://yunwu.ai/v1\n')
    took.push(performance.now() - started)
    await server.stop()
    started = performance.now()
    spawnSync(process.execPath, ['-e', '0'])
    node.push(performance.now() - started)
  }
  const text = `best ${ms(Math.min(...took))}, median ${ms(share(took, 0.5))} (node -e 0: ${ms(Math.min(...node))})`
  line('start to first diagnostics', where, text)
}

async function largeScan(where, workspace) {
  const server = await LanguageServer.start(workspace, { scanOnOpen: false })
  const path = 'long.py'
  await server.open(path, LONG[path])
  const before = await type(server, path, WARM)
  const started = performance.now()
  let ended = 0
  const scanned = server.scan().then(() => {
    ended = performance.now()
  })
  const beside = []
  while (!ended) beside.push(...(await type(server, path, 1)))
  await scanned
  line('scan of the workspace', where, ms(ended - started))
  line(
    'key stroke beside the scan',
    where,
    `${path.padEnd(9)} ${spread(beside)} of server time, ${beside.length} strokes`,
  )
  line('the same before it', where, `${path.padEnd(9)} ${spread(before)}`)
  line('longest wait for an answer', where, ms(server.longestWait))
  const kib = server.memory()
  if (kib) line('memory after the scan', where, `${(kib / 1024).toFixed(0)} MiB resident`)
  await server.stop()
}

/** `count`: files of the large workspace. */
export async function benchEditor(count) {
  const large = makeTree({ ...LONG, ...manyFiles(count) })
  const small = makeTree({ 'app.py': 'import os\n', '.env': 'OPENAI_BASE_URL=https://api.openai.com/v1\n' })
  try {
    for (const path of Object.keys(LONG)) {
      await keyStrokes('3 files', small, path)
      await keyStrokes(`${count} files`, large, path)
    }
    await firstDiagnostics('3 files', small)
    await firstDiagnostics(`${count} files`, large)
    await largeScan(`${count} files`, large)
  } finally {
    for (const at of [small, large]) rmSync(at, { recursive: true, force: true })
  }
}
