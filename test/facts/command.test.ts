import assert from 'node:assert/strict'
import { loadPack } from '../../rules'
import { command, type Files, project } from '../helpers'

async function facts(argv: readonly string[], files: Files = {}) {
  const { root, remove } = project(files)
  try {
    return await command(['facts', ...argv], root)
  } finally {
    remove()
  }
}

const shown: readonly (readonly [host: string, says: readonly RegExp[]])[] = [
  [
    'yunwu.ai',
    [/^yunwu\.ai: relay /, /describes itself as a relay/, /\(self-described, 20\d\d[-)]/, /\(listed, 20\d\d-/],
  ],
  ['aihubmix.com', [/: gateway /, /also stands on relay lists/]],
  ['https://api.deepseek.com/anthropic', [/: official /, /row api\.deepseek\.com\/anthropic/]],
  ['bedrock-runtime.eu-central-1.amazonaws.com', [/: cloud /, /region in the host: eu-central-1/]],
  ['gb.api.openai.com', [/: official /, /row \*\.api\.openai\.com/]],
  ['api.packyapi.com', [/: relay /, /row packyapi\.com/]],
  ['acme.trycloudflare.com', [/: tunnel /]],
  ['api.openai.com.evil.example', [/no row/, /says nothing about it/]],
]

describe('the facts command', () => {
  for (const [host, says] of shown) {
    it(`shows ${host}`, async () => {
      const { code, out } = await facts(['show', host])
      assert.equal(code, 0)
      for (const what of says) assert.match(out, what)
    })
  }

  it('counts every row once', async () => {
    const { out } = await facts(['list', '--counts'])
    const [classes = '', statuses = ''] = out.split('endpoints by best status of a source')
    const sum = (text: string) => [...text.matchAll(/^ {2}\S.* (\d+)$/gm)].reduce((n, m) => n + Number(m[1]), 0)
    const rows = loadPack().endpoints.length
    assert.equal(sum(classes), rows)
    assert.equal(sum(statuses), rows)
  })

  it('says what changed since an older pack', async () => {
    const { date, hash, endpoints, clients, software } = loadPack()
    const older = endpoints.map((r) => (r.host === 'yunwu.ai' ? { ...r, confidence: 'low' as const } : r))
    const old = {
      date,
      hash,
      endpoints: [
        ...older.filter((r) => r.host !== 'api.openai.com'),
        { ...older[0], host: 'gone.brackenfield-hub.net' },
      ],
      clients: clients.filter((c) => c.id !== 'aider'),
      software,
    }
    const { code, out } = await facts(['diff', 'old.json'], { 'old.json': JSON.stringify(old) })
    assert.equal(code, 0)
    const endpointsAndClients = out
      .split('\n')
      .filter((l) => /^[+~-] (?!(?:providers|regions|keys|events|sources) )/.test(l))
    assert.deepEqual(endpointsAndClients, [
      '+ api.openai.com  official high',
      '~ yunwu.ai  relay low -> relay high',
      `- gone.brackenfield-hub.net  ${endpoints[0]?.class} ${endpoints[0]?.confidence}`,
      '+ clients aider',
    ])
  })

  it('refuses what is no pack', async () => {
    const { code, err } = await facts(['diff', 'old.json'], { 'old.json': '{' })
    assert.equal(code, 2)
    assert.match(err, /old\.json/)
  })
})
