// Makes the launchers of the bundles and records the compiled code that they start from: each bundle runs once on a small sample, so that
// what a short run needs is compiled too.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LanguageServer } from './bench-client.mjs'
import { launcher, recorder } from './launcher.mjs'

const SAMPLE = {
  '.env': 'OPENAI_API_KEY=\nOPENAI_BASE_URL=https://llm.brackenfield-hub.net/v1\n',
  'compose.yaml':
    'services:\n  app:\n    image: app\n    environment:\n      ANTHROPIC_BASE_URL: ${UPSTREAM:-https://api.anthropic.com}\n',
  'settings.json': '{ "openai": { "baseUrl": "https://api.openai.com/v1", "model": "gpt-4o" } }\n',
  'app.py':
    'import os\nfrom openai import OpenAI\n\nclient = OpenAI(base_url=os.environ.get("CHAT_URL", "https://api.openai.com/v1"))\n',
  'app.ts':
    "import OpenAI from 'openai'\n\nexport const client = new OpenAI({ baseURL: process.env.CHAT_URL ?? 'https://api.openai.com/v1' })\n",
}

/** Writes `<name>.js` and `<name>.cache` beside the bundles of the command and of the server. */
export async function writeLaunchers(dist) {
  const sample = mkdtempSync(join(tmpdir(), 'relaylint-sample-'))
  try {
    for (const [name, text] of Object.entries(SAMPLE)) writeFileSync(join(sample, name), text)
    await write(dist, 'cli', (program) => scan(program, sample))
    await write(dist, 'server', (program) => edit(program, sample))
  } finally {
    rmSync(sample, { recursive: true })
  }
}

async function write(dist, name, use) {
  writeAscii(join(dist, `${name}.bundle.js`))
  writeFileSync(join(dist, `${name}.js`), launcher(name), { mode: 0o755 })
  const program = join(dist, `${name}.record.js`)
  writeFileSync(program, recorder(name))
  try {
    await use(program)
  } finally {
    rmSync(program)
  }
}

/** The bundler leaves other letters as they are in regular expressions; a text of ASCII alone is read and compiled faster. */
function writeAscii(file) {
  const text = readFileSync(file, 'utf8')
  const escaped = text.replace(/[^\0-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`)
  if (escaped !== text) writeFileSync(file, escaped)
}

function scan(program, sample) {
  const run = spawnSync(process.execPath, [program, 'scan', '--fail-on', 'never', sample], { encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`the command does not run: ${run.stderr}`)
}

async function edit(program, sample) {
  const server = await LanguageServer.start(sample, {}, program)
  for (const [name, text] of Object.entries(SAMPLE)) await server.open(name, text)
  await server.stroke('.env', 0, 0, ' ')
  await server.stop()
}
