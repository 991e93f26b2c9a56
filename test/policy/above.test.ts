/** A policy above the scanned folder: its paths count from its own folder, wherever the scan starts and in the editor. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { policyAbove } from '../../server/disk/policy'
import { command, project, type Report } from '../helpers'
import { start } from '../lsp/harness'

const RELAY = 'OPENAI_BASE_URL=https://api.chatanywhere.tech/v1\n'
const FILES = {
  'relaylint.yaml':
    'version: 1\nexclude: ["a/b/**", "/left.env"]\ndeployments: [{ paths: ["a/src/**"], provider: vercel, region: hkg1 }]\nexceptions:\n  - { rule: relay-endpoint, path: "a/.env", reason: "r", owner: "@t", until: 2027-12-31 }\n  - { rule: relay-endpoint, path: "c/.env", reason: "r", owner: "@t", until: 2027-12-31 }\n',
  'a/.env': RELAY,
  'a/b/x.env': RELAY,
  'a/left.env': RELAY,
  'a/src/app.py': 'from anthropic import Anthropic\nclient = Anthropic()\n',
  'src/app.py': 'from anthropic import Anthropic\nclient = Anthropic()\n',
  'c/.env': RELAY,
  '.git/HEAD': 'ref: refs/heads/main\n',
}
const said = ['relay-endpoint a/left.env', 'unsupported-region relaylint.yaml']

describe('a policy above', () => {
  const modes: readonly (readonly [
    cwd: string,
    paths: readonly string[],
    root: string,
    findings: readonly string[],
  ])[] = [
    ['', ['.'], '', said],
    ['', ['a'], 'a', said],
    ['a', ['.'], 'a', said],
    ['a', [], 'a', said],
    ['', ['a', 'c'], '', said],
    ['', ['a/.env'], 'a', []],
    ['', ['a/left.env'], 'a', ['relay-endpoint a/left.env']],
    ['', ['a/b'], 'a/b', []],
    ['a/b', ['.'], 'a/b', []],
    ['', ['c'], 'c', []],
  ]
  for (const [cwd, paths, root, findings] of modes)
    it(`scan ${paths.join(' ')} in /${cwd}`, async () => {
      const at = project(FILES)
      try {
        const { out } = await command(['scan', '--format', 'json', ...paths], join(at.root, cwd))
        const { findings: found } = JSON.parse(out) as Report
        const from = (path: string) => join(root, path)
        assert.deepEqual(found.map((f) => `${f.rule} ${from(f.path)}`).sort(), findings)
      } finally {
        at.remove()
      }
    })

  it('in the editor', async () => {
    const at = project(FILES)
    const client = await start(join(at.root, 'a'), { outerPolicy: () => policyAbove(join(at.root, 'a')) })
    try {
      const open = async (path: string) => {
        await client.open(path, RELAY)
        return client.diagnostics(path).map((d) => d.code)
      }
      assert.deepEqual(await open('.env'), [])
      assert.deepEqual(await open('b/x.env'), [])
      assert.deepEqual(await open('left.env'), ['relay-endpoint'])
    } finally {
      client.stop()
      at.remove()
    }
  })
})
