/** Typing: every prefix of real files, and random edits compared with a server that starts from the result. */
import assert from 'node:assert/strict'
import { type Files, project } from '../helpers'
import { type Client, start } from './harness'

const FILES: Readonly<Record<string, string>> = {
  '.env':
    'A=1\nOPENAI_BASE_URL=${GATEWAY:-https://yunwu.ai/v1}\nOPENAI_API_KEY="sk-proj-CanaryCanaryCanaryCanaryCanary"\n',
  'compose.yaml':
    'services:\n  api:\n    image: acme/api # x\n    env_file: [.env]\n    environment:\n      - ANTHROPIC_BASE_URL=https://llm.brackenfield-hub.net\n      - "HTTPS_PROXY=http://proxy:3128"\n',
  'src/app.py':
    'import os\nfrom openai import OpenAI\nBASE = "https://packyapi.com/v1"\nclient = OpenAI(base_url=os.getenv("X", BASE), api_key=f"{k}")\n',
  'web/index.ts':
    "import OpenAI from 'openai'\nconst base = process.env.OPENAI_BASE_URL ?? `https://yunwu.ai/${v}`\nexport const ai = new OpenAI({ baseURL: base })\n",
  '.claude/settings.json': '{ "env": { "ANTHROPIC_BASE_URL": "https://yunwu.ai" } } \n',
  'relaylint.yaml': 'version: 1\ngateways:\n  - { host: llm.brackenfield-hub.net, reason: "ours" }\n',
}

async function on(files: Files, run: (client: Client) => Promise<void>): Promise<void> {
  const at = project(files)
  const client = await start(at.root)
  try {
    await run(client)
    assert.deepEqual(client.errors, [])
  } finally {
    client.stop()
    at.remove()
  }
}

/** A small generator of its own, so that a failing seed can be run again. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

const SNIPPETS = [
  '"',
  "'",
  '\n',
  '  ',
  '# ',
  '${',
  '}',
  'https://yunwu.ai/v1',
  'OPENAI_BASE_URL=',
  '[',
  '{',
  '\r\n',
  '\u{1F600}',
  ': ',
  'é',
]

const state = (client: Client, path: string) =>
  client
    .diagnostics(path)
    .map((d) => `${path} ${JSON.stringify(d.range)} ${d.severity} ${d.code} ${d.message}`)
    .sort()

describe('typing', () => {
  for (const path of Object.keys(FILES))
    it(`no prefix of ${path} stops the server`, async () => {
      await on({}, async (client) => {
        const text = FILES[path] ?? ''
        await client.open(path, '')
        const { project: p } = client.session.folderOf(client.uri(path))?.folder ?? {}
        assert.ok(p)
        for (let i = 0; i <= text.length; i++) {
          p.edit(path, text.slice(0, i))
          for (const f of p.findings(path)) assert.ok(f.span.start >= 0 && f.span.end <= i, `${f.rule} at ${i}`)
        }
        await client.change(path, 2, [{ text }])
        assert.equal(client.session.documents.get(client.uri(path))?.text, text)
      })
    })

  for (const seed of [1, 2, 3, 4, 5, 6])
    it(`after random edits (seed ${seed}) the findings equal those of a fresh start`, async () => {
      const next = random(seed)
      const texts = new Map(Object.entries(FILES))
      // an invalid policy leaves the last good one in force, which a fresh start cannot know: it is not edited here
      const paths = [...texts.keys()].filter((p) => p !== 'relaylint.yaml')
      await on(FILES, async (client) => {
        for (const path of paths) await client.open(path, texts.get(path) ?? '')
        for (let step = 0; step < 25; step++) {
          const path = paths[next(paths.length)] as string
          const text = texts.get(path) ?? ''
          const lines = text.split('\n')
          const line = next(lines.length)
          const a = next((lines[line] ?? '').replace(/\r$/, '').length + 1)
          const b = Math.min((lines[line] ?? '').replace(/\r$/, '').length, a + next(6))
          if (splits(lines[line] ?? '', a) || splits(lines[line] ?? '', b)) continue
          const insert = next(3) === 0 ? '' : (SNIPPETS[next(SNIPPETS.length)] as string)
          const at = lines.slice(0, line).reduce((n, l) => n + l.length + 1, 0)
          texts.set(path, text.slice(0, at + a) + insert + text.slice(at + b))
          await client.change(path, step + 2, [
            { range: { start: { line, character: a }, end: { line, character: b } }, text: insert },
          ])
          if (step % 5 === 0) texts.set(path, FILES[path] ?? '')
          if (step % 5 === 0) await client.change(path, step + 100, [{ text: FILES[path] ?? '' }])
        }
        for (const path of paths) assert.equal(client.session.documents.get(client.uri(path))?.text, texts.get(path))
        const got = paths.flatMap((p) => state(client, p))
        await on(Object.fromEntries(texts), async (other) => {
          assert.deepEqual(other.errors, [])
          assert.deepEqual(other.diagnostics('relaylint.yaml'), [])
          assert.equal(other.session.folders[0]?.project.indexed, true)
          assert.deepEqual(
            got,
            paths.flatMap((p) => state(other, p)),
          )
        })
      })
    })
})

/** A position inside of a surrogate pair belongs to no editor. */
function splits(line: string, at: number): boolean {
  const code = line.charCodeAt(at)
  return code >= 0xdc00 && code <= 0xdfff
}
