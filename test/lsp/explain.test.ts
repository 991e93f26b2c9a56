/** What a person reads who asks: the explanation of a line, the hover, and what does not count in a workspace that nobody trusts. */
import assert from 'node:assert/strict'
import type { Hover } from 'vscode-languageserver'
import { command, type Files, project } from '../helpers'
import { type Client, start, withClient } from './harness'

const FILES: Files = {
  'relaylint.yaml':
    'version: 1\ngateways:\n  - { host: llm.brackenfield-hub.net, operator: self, reason: "ours" }\nexceptions:\n  - { rule: relay-endpoint, host: packyapi.com, reason: "trial", until: 2027-01-31 }\n',
  '.env':
    'A=1\nOPENAI_BASE_URL=https://yunwu.ai/v1\nOPENAI_API_KEY=sk-proj-CanaryCanaryCanaryCanaryCanary\n# relaylint-ignore-next-line relay-endpoint -- known\nANTHROPIC_BASE_URL=https://packyapi.com\n',
  'app.py':
    'import os\nfrom openai import OpenAI\n\nclient = OpenAI(base_url=os.environ["OPENAI_BASE_URL"])\nprint(1)\n',
  'web/index.ts': "export const base = 'https://llm.brackenfield-hub.net/v1'\n",
}

const explained = (client: Client, request: object) =>
  client.rpc.sendRequest<string>('workspace/executeCommand', { command: 'relaylint.explain', arguments: [request] })

async function hover(client: Client, path: string, line: number, character: number): Promise<string> {
  const found = await client.rpc.sendRequest<Hover | null>('textDocument/hover', {
    textDocument: { uri: client.uri(path) },
    position: { line, character },
  })
  return found && typeof found.contents === 'object' && 'value' in found.contents ? found.contents.value : ''
}

describe('explaining a line', () => {
  for (const trusted of [true, false])
    it(`says what the command says${trusted ? '' : ' of a project that is not trusted'}`, async () => {
      const at = project(FILES)
      const client = await start(at.root, { initializationOptions: { trusted } })
      try {
        for (const [path, text] of Object.entries(FILES) as [string, string][]) {
          for (let line = 1; line < text.split('\n').length; line++) {
            const flags = trusted ? [] : ['--untrusted']
            const ran = await command(['explain', ...flags, `${path}:${line}`], at.root)
            const page = await explained(client, { uri: client.uri(path), line: line - 1 })
            assert.equal(page, `\`\`\`text\n${ran.out}\`\`\`\n`, `${path}:${line}`)
            assert.ok(!page.includes('CanaryCanary'), page)
          }
        }
      } finally {
        client.stop()
        at.remove()
      }
    })

  it('speaks of the text as it is typed', async () => {
    await withClient(FILES, {}, async (client) => {
      await client.open('.env', String(FILES['.env']))
      await client.change('.env', 2, [
        { range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, text: '\n\n' },
      ])
      assert.match(
        await explained(client, { uri: client.uri('.env'), line: 3 }),
        /^```text\n\.env:4 {2}read as dotenv[\s\S]*yunwu\.ai/,
      )
    })
  })

  it('comes before the page of the rule, and a place that nobody knows is an answer', async () => {
    await withClient(FILES, {}, async (client) => {
      const both = await explained(client, { uri: client.uri('.env'), line: 1, rule: 'relay-endpoint' })
      assert.match(both, /^```text\n\.env:2[\s\S]*\n```\n\n# relay-endpoint/)
      assert.match(await explained(client, { uri: client.uri('none.bin'), line: 0 }), /none\.bin: left out of the scan/)
      assert.match(await explained(client, { uri: 'git:/x/y.env', line: 0 }), /in no folder/)
    })
  })
})

describe('hover', () => {
  it('is complete by itself, and repeats nothing where the client shows the diagnostics beside it', async () => {
    for (const hoverShowsDiagnostics of [false, true])
      await withClient(FILES, { initializationOptions: { hoverShowsDiagnostics } }, async (client) => {
        await client.open('.env', String(FILES['.env']))
        const text = await hover(client, '.env', 1, 25)
        assert.match(text, /\*\*yunwu\.ai\*\* · .*\n[\s\S]*who says so[\s\S]*used in `app\.py:4`/)
        assert.match(text, /relay-endpoint · warning · confidence high · \[Why this is reported\]/)
        const [own] = client.diagnostics('.env').filter((d) => d.code === 'relay-endpoint')
        const [, why = '', todo = ''] = String(own?.message ?? '').split('\n')
        for (const said of [why, todo]) {
          const words = said.replace(/[\\[\]<>|!]/g, '\\$&')
          assert.ok(words.length > 20)
          assert.equal(text.includes(words), !hoverShowsDiagnostics, text)
        }
        // the diagnostic stands elsewhere: nobody else says it here
        await client.open('app.py', String(FILES['app.py']))
        assert.match(await hover(client, 'app.py', 3, 40), /Reported where the value stands[\s\S]*\*\*What to do:\*\*/)
      })
  })
})

describe('a workspace that nobody trusts', () => {
  const notes = (client: Client, path: string) =>
    client
      .diagnostics(path)
      .filter((d) => d.code === undefined)
      .map((d) => `${path}:${d.range.start.line + 1}:${d.range.start.character + 1} ${d.severity} ${d.message}`)

  it('shows what does not count, at its place, until it is trusted', async () => {
    await withClient(FILES, { initializationOptions: { trusted: false } }, async (client) => {
      const told = () => [...notes(client, 'relaylint.yaml'), ...notes(client, '.env')]
      assert.deepEqual(told(), [
        'relaylint.yaml:1:1 3 Not counted, for the repository is not trusted: 1 gateway, 1 exception.',
        '.env:4:1 3 Not counted, for the repository is not trusted: the suppression of relay-endpoint.',
      ])
      assert.equal(client.diagnostics('.env').filter((d) => d.code === 'relay-endpoint').length, 2)
      await client.rpc.sendNotification('relaylint/trust', { trusted: true })
      await client.settle()
      assert.deepEqual(told(), [])
      assert.equal(client.diagnostics('.env').filter((d) => d.code === 'relay-endpoint').length, 1)
    })
  })

  it('tells the same as the notes of the command', async () => {
    const at = project(FILES)
    const client = await start(at.root, { initializationOptions: { trusted: false } })
    try {
      const ran = await command(['scan', '--untrusted', '--format', 'json', at.root], at.root)
      const report = JSON.parse(ran.out) as { summary: { notes: { path: string; line: number; message: string }[] } }
      const said = report.summary.notes.map((n) => `${n.path}:${n.line} ${n.message}`).sort()
      const shown = Object.keys(FILES)
        .flatMap((path) => client.diagnostics(path).map((d) => ({ path, d })))
        .filter(({ d }) => d.code === undefined)
        .map(({ path, d }) => `${path}:${d.range.start.line + 1} n${String(d.message).slice(1, -1)}`)
      assert.deepEqual(shown.sort(), said)
    } finally {
      client.stop()
      at.remove()
    }
  })
})
