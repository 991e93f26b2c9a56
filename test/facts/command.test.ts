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
    [
      /^yunwu\.ai: relay, describes itself as a relay \(/,
      /\(self-described, 20\d\d[-)]/,
      /\(listed, 20\d\d-/,
      /^ {2}limit {4}a listing says/m,
    ],
  ],
  ['aihubmix.com', [/: gateway that also stands on relay lists \(/, /limit/]],
  ['https://api.deepseek.com/anthropic', [/: official, /, /^ {2}row {6}api\.deepseek\.com\/anthropic$/m]],
  ['https://api.deepseek.com/anthropic/v1/messages?beta=1', [/row {6}api\.deepseek\.com\/anthropic$/m]],
  ['https://api.deepseek.com/anthropics', [/row {6}api\.deepseek\.com$/m]],
  ['bedrock-runtime.eu-central-1.amazonaws.com', [/: cloud, /, /region in the host: eu-central-1/]],
  ['bedrock-runtime.{region}.amazonaws.com', [/^bedrock-runtime\.\{region\}\.amazonaws\.com: cloud, /]],
  ['*.openai.azure.com', [/^\*\.openai\.azure\.com: cloud, /]],
  ['gb.api.openai.com', [/: official, /, /row {6}\*\.api\.openai\.com/]],
  ['https://someone@API.OpenAI.com.:443/v1', [/^api\.openai\.com: official, /]],
  ['api.packyapi.com', [/: relay, /, /row {6}packyapi\.com/]],
  ['acme.trycloudflare.com', [/: tunnel \(/]],
  ['acme.workers.dev', [/: tunnel, hosting of user content \(/]],
  ['workers.dev', [/no row/, /rows below.*\*\.workers\.dev/]],
  ['api.tavily.com', [/: known, not a model endpoint \(/]],
  ['api.gptsapi.net', [/confidence low, speaks to auditors only/]],
  ['closeai.deno.dev', [/seen {5}2023-03-22 to 2023-08-19/, /note {5}.*closed by its operator/]],
  ['api.openai.com.evil.example', [/no row/, /says nothing about it/, /look-alike: imitates api\.openai\.com/]],
  ['\u0430pi.openai.com', [/^\u0430pi\.openai\.com \(xn--pi-6kc\.openai\.com\): no row/, /look-alike/]],
  ['m\u00fcller-llm.de', [/^m\u00fcller-llm\.de \(xn--mller-llm-q9a\.de\): no row/]],
  ['localhost:11434', [/no row/, /private/]],
  ['not a host', [/^not a host: no host\.$/m]],
]

describe('the facts command', () => {
  for (const [host, says] of shown) {
    it(`shows ${host}`, async () => {
      const { code, out } = await facts(['show', host])
      assert.equal(code, 0)
      for (const what of says) assert.match(out, what)
    })
  }

  it('counts every row once, by class and by status', async () => {
    const { out } = await facts(['list', '--counts'])
    const rows = loadPack().endpoints
    const [, byConfidence = '', byStatus = ''] = out.split(/^endpoints by .*$/m)
    for (const table of [byConfidence, byStatus.split('what else')[0] ?? '']) {
      const lines = [...table.matchAll(/^ {2}(\w+)((?: +\d+)+)$/gm)].map(
        (m) => [m[1], (m[2] ?? '').trim().split(/ +/).map(Number)] as const,
      )
      for (const [name, numbers] of lines) {
        const all = numbers.at(-1)
        assert.equal(
          numbers.slice(0, -1).reduce((a, b) => a + b, 0),
          all,
          name,
        )
        assert.equal(all, name === 'all' ? rows.length : rows.filter((r) => r.class === name).length, name)
      }
      assert.equal(lines.length, new Set(rows.map((r) => r.class)).size + 1)
    }
    assert.match(out, /^ {2}regions +\d+$/m)
  })

  it('lists one class, and refuses what is none', async () => {
    const { out } = await facts(['list', 'tunnel'])
    assert.ok(out.length > 0)
    for (const line of out.trimEnd().split('\n')) assert.match(line, /^tunnel {4}(?:high|medium|low) /)
    const { code, err } = await facts(['list', 'relays'])
    assert.equal(code, 2)
    assert.match(err, /relays is no class of endpoints: official, cloud/)
  })

  it('prints a pack that a later version compares itself with', async () => {
    const { out } = await facts(['list', '--format', 'json'])
    const same = await facts(['diff', 'old.json'], { 'old.json': out })
    assert.equal(same.code, 0)
    assert.match(same.out, /^pack (\S+ \S+) -> \1\n$/)
  })

  it('cuts a key that is given for a host', async () => {
    const key = `sk-ant-api03-${'a1B2'.repeat(24)}AA`
    const { out } = await facts(['show', `https://llm.brackenfield-hub.net/${key}`])
    assert.ok(!out.includes(key))
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

  for (const text of ['{', '[]', 'null', '{"endpoints":1}'])
    it(`refuses ${text} as a pack`, async () => {
      const { code, err } = await facts(['diff', 'old.json'], { 'old.json': text })
      assert.equal(code, 2)
      assert.match(err, /old\.json/)
    })
})
