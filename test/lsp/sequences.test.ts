/**
 * Whatever happens to a workspace of two folders, in whatever order, the server ends where one would start that sees the result: documents are
 * opened, edited and closed, files appear, change, move and vanish, policies and ignore files change, folders come and go.
 */
import assert from 'node:assert/strict'
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import fc from 'fast-check'
import { project } from '../helpers'
import { type Client, start } from './harness'

const APP = 'import os\nfrom openai import OpenAI\nclient = OpenAI(base_url=os.environ["OPENAI_BASE_URL"])\n'
const COMPOSE = (env: string) =>
  `services:\n  api:\n    image: acme/api\n    env_file: [prod.vars]\n    environment:\n${env}`

/** What each file may hold: texts that agree and contradict, whole and half-typed. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  '.env': [
    'OPENAI_BASE_URL=https://yunwu.ai/v1\n',
    'OPENAI_BASE_URL=https://api.openai.com/v1\nOPENAI_API_KEY=sk-proj-CanaryCanaryCanaryCanaryCanary\n',
    '# relaylint-ignore-next-line relay-endpoint -- known\nOPENAI_BASE_URL=https://yunwu.ai/v1\n',
    'OPENAI_BASE_URL="https://yun',
    '',
  ],
  '.env.local': ['OPENAI_BASE_URL=https://packyapi.com/v1\n', 'OTHER=1\n'],
  'prod.vars': ['ANTHROPIC_BASE_URL=https://llm.brackenfield-hub.net\n', 'ANTHROPIC_BASE_URL=https://yunwu.ai\n'],
  'app.py': [
    APP,
    `${APP.slice(0, -3)}`,
    `from settings import BASE\nfrom openai import OpenAI\nclient = OpenAI(base_url=BASE)\n`,
    'print(1)\n',
  ],
  'settings.py': ['BASE = "https://packyapi.com/v1"\n', 'BASE = "https://api.openai.com/v1"\n', 'BASE = 1\n'],
  'compose.yaml': [
    COMPOSE('      ANTHROPIC_BASE_URL: https://packyapi.com\n'),
    COMPOSE('      LOG_LEVEL: info\n'),
    'services:\n  api:\n    environment: {',
  ],
  'relaylint.yaml': [
    'version: 1\n',
    'version: 1\ngateways:\n  - { host: llm.brackenfield-hub.net, reason: "ours" }\n',
    'version: 1\nexceptions:\n  - { rule: relay-endpoint, host: yunwu.ai, reason: "trial", until: 2027-01-31 }\n',
    'version: 1\nexclude: ["sub/**"]\n',
    'version: 1\npersona: auditor\nrules: { relay-endpoint: error }\n',
  ],
  '.gitignore': ['sub/\n', '*.py\n', '\n'],
}
const NAMES = Object.keys(TEXTS)
const PLACES = ['a', 'a/sub', 'b']

interface Step {
  readonly what: 'edit' | 'close' | 'write' | 'remove' | 'move' | 'leave'
  readonly name: string
  readonly place: string
  readonly to: string
  readonly pick: number
}

const steps = fc.array(
  fc.record<Step>({
    what: fc.constantFrom('edit', 'edit', 'edit', 'close', 'write', 'write', 'remove', 'move', 'leave'),
    name: fc.constantFrom(...NAMES),
    place: fc.constantFrom(...PLACES),
    to: fc.constantFrom(...PLACES),
    pick: fc.nat(20),
  }),
  { minLength: 4, maxLength: 14 },
)

/** The disk, the open documents and the folders, as the client sees them. */
class World {
  readonly disk = new Map<string, string>()
  readonly open = new Map<string, { text: string; version: number }>()
  folders = ['a', 'b']

  constructor(
    private readonly client: Client,
    private readonly root: string,
  ) {}

  async take({ what, name, place, to, pick }: Step): Promise<void> {
    const path = `${place}/${name}`
    const texts = TEXTS[name] as readonly string[]
    const text = texts[pick % texts.length] as string
    if (what === 'edit') await this.edit(path, text)
    else if (what === 'close') await this.close(path)
    else if (what === 'write') await this.write(path, text)
    else if (what === 'remove') await this.remove(path)
    else if (what === 'move') await this.move(path, `${to}/${name}`)
    else await this.toggle(place.slice(0, 1))
  }

  private async edit(path: string, text: string): Promise<void> {
    const known = this.open.get(path)
    const version = (known?.version ?? 0) + 1
    this.open.set(path, { text, version })
    if (known) await this.client.change(path, version, [{ text }])
    else await this.client.open(path, text, version)
  }

  /** Half of the documents are saved before. */
  private async close(path: string): Promise<void> {
    const known = this.open.get(path)
    if (!known) return
    if (known.version % 2 === 0) await this.write(path, known.text)
    this.open.delete(path)
    await this.client.close(path)
  }

  private async write(path: string, text: string): Promise<void> {
    const type = this.disk.has(path) ? 2 : 1
    this.put(path, text)
    await this.tell([path, type])
  }

  private async remove(path: string): Promise<void> {
    if (!this.disk.delete(path)) return
    rmSync(join(this.root, path))
    await this.tell([path, 3])
  }

  private async move(from: string, to: string): Promise<void> {
    const text = this.disk.get(from)
    if (text === undefined || from === to) return
    const type = this.disk.has(to) ? 2 : 1
    this.disk.delete(from)
    this.disk.set(to, text)
    mkdirSync(dirname(join(this.root, to)), { recursive: true })
    renameSync(join(this.root, from), join(this.root, to))
    await this.tell([from, 3], [to, type])
  }

  private async toggle(folder: string): Promise<void> {
    const gone = this.folders.includes(folder)
    this.folders = gone ? this.folders.filter((f) => f !== folder) : [...this.folders, folder].sort()
    const named = [{ uri: this.client.uri(folder), name: folder }]
    await this.client.rpc.sendNotification('workspace/didChangeWorkspaceFolders', {
      event: { added: gone ? [] : named, removed: gone ? named : [] },
    })
    await this.client.settle()
  }

  put(path: string, text: string): void {
    this.disk.set(path, text)
    mkdirSync(dirname(join(this.root, path)), { recursive: true })
    writeFileSync(join(this.root, path), text)
  }

  private async tell(...changes: (readonly [path: string, type: number])[]): Promise<void> {
    await this.client.rpc.sendNotification('workspace/didChangeWatchedFiles', {
      changes: changes.map(([path, type]) => ({ uri: this.client.uri(path), type })),
    })
    await this.client.settle()
  }
}

const stateOf = (client: Client) =>
  PLACES.flatMap((place) => NAMES.map((name) => `${place}/${name}`)).flatMap((path) =>
    client
      .diagnostics(path)
      .map((d) => `${path} ${JSON.stringify(d.range)} ${d.severity} ${d.code} ${d.message}`)
      .sort(),
  )

describe('any sequence of events', () => {
  it('ends where a fresh start ends', async function () {
    this.timeout(120_000)
    const watching = { workspace: { workspaceFolders: true, didChangeWatchedFiles: { dynamicRegistration: true } } }
    await fc.assert(
      fc.asyncProperty(steps, async (list) => {
        const at = project({ 'a/.env': TEXTS['.env']?.[0] ?? '', 'a/app.py': APP, 'b/.env': 'A=1\n' })
        const client = await start(at.root, { folders: ['a', 'b'], capabilities: watching })
        try {
          const world = new World(client, at.root)
          for (const path of ['a/.env', 'a/app.py', 'b/.env']) world.disk.set(path, '')
          for (const step of list) await world.take(step)
          assert.deepEqual(client.errors, [])
          const got = stateOf(client)
          const fresh = await start(at.root, { folders: world.folders, capabilities: watching })
          try {
            for (const [path, { text, version }] of world.open) await fresh.open(path, text, version)
            assert.deepEqual(got, stateOf(fresh))
          } finally {
            fresh.stop()
          }
        } finally {
          client.stop()
          at.remove()
        }
      }),
      {
        numRuns: Number(process.env.RELAYLINT_RUNS ?? 40),
        ...(process.env.RELAYLINT_SEED ? { seed: Number(process.env.RELAYLINT_SEED) } : {}),
      },
    )
  })
})
