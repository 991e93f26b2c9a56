import assert from 'node:assert/strict'
import type { CodeAction, DocumentLink, Hover, InlayHint, TextEdit } from 'vscode-languageserver'
import { command, type Files, project, type Report } from '../helpers'
import { type Client, type ClientOptions, start } from './harness'

const PROJECT: Files = {
  '.env':
    'OPENAI_BASE_URL=https://yunwu.ai/v1\nOPENAI_API_KEY=sk-proj-CanaryCanaryCanaryCanaryCanaryCanaryCanaryCanary\n',
  'app.py': 'import os\nfrom openai import OpenAI\nclient = OpenAI(base_url=os.environ["OPENAI_BASE_URL"])\n',
  'web/index.ts':
    "import OpenAI from 'openai'\nexport const ai = new OpenAI({ baseURL: 'http://api.openai.com/v1' }) // \u{1F600}\n",
  'compose.yaml':
    'services:\n  api:\n    image: acme/api\n    environment:\n      ANTHROPIC_BASE_URL: https://llm.brackenfield-hub.net\n',
  '.claude/settings.json': '{\n  "env": { "ANTHROPIC_BASE_URL": "https://yunwu.ai" }\n}\n',
}

async function with_(
  files: Files,
  options: ClientOptions,
  run: (c: Client, root: string) => Promise<void>,
): Promise<void> {
  const at = project(files)
  const client = await start(at.root, options)
  try {
    await run(client, at.root)
  } finally {
    client.stop()
    at.remove()
  }
}

const text = (files: Files, path: string): string => String(files[path])

function applied(before: string, edits: readonly TextEdit[]): string {
  const starts = [0]
  for (let i = 0; i < before.length; i++) if (before[i] === '\n') starts.push(i + 1)
  const at = (p: { line: number; character: number }) => (starts[p.line] ?? before.length) + p.character
  let out = before
  for (const e of [...edits].sort((a, b) => at(b.range.start) - at(a.range.start)))
    out = out.slice(0, at(e.range.start)) + e.newText + out.slice(at(e.range.end))
  return out
}

describe('language server', () => {
  it('reports what the command reports: rules, severities and ranges', async () => {
    await with_(PROJECT, {}, async (client, root) => {
      const ran = await command(['scan', '--format', 'json', root], root)
      const report = JSON.parse(ran.out) as Report
      const wanted = report.findings
        .filter((f) => !f.suppressed)
        .map(
          (f) =>
            `${f.path} ${f.range.start.line - 1}:${f.range.start.column - 1}-${f.range.end.line - 1}:${f.range.end.column - 1} ${f.rule}`,
        )
      const got = Object.keys(PROJECT).flatMap((path) =>
        client
          .diagnostics(path)
          .map(
            (d) =>
              `${path} ${d.range.start.line}:${d.range.start.character}-${d.range.end.line}:${d.range.end.character} ${d.code}`,
          ),
      )
      assert.deepEqual(got.sort(), wanted.sort())
      assert.ok(wanted.length >= 5, wanted.join('\n'))
    })
  })

  it('carries version, source, page, related places, and never a key', async () => {
    await with_(PROJECT, {}, async (client) => {
      await client.open('.env', text(PROJECT, '.env'), 7)
      const sent = client.published.get(client.uri('.env'))
      assert.equal(sent?.version, 7)
      const relay = sent?.diagnostics.find((d) => d.code === 'relay-endpoint')
      assert.equal(relay?.source, 'relaylint')
      assert.match(String(relay?.codeDescription?.href), /rules\/checks\/relay-endpoint\.md$/)
      assert.deepEqual([...new Set(relay?.relatedInformation?.map((r) => r.location.uri))], [client.uri('app.py')])
      assert.doesNotMatch(JSON.stringify(client.history), /CanaryCanary/)
    })
  })

  it('a hover says what, who, which evidence and what to do', async () => {
    await with_(PROJECT, {}, async (client) => {
      await client.open('.env', text(PROJECT, '.env'))
      const hover = (await client.rpc.sendRequest('textDocument/hover', {
        textDocument: { uri: client.uri('.env') },
        position: { line: 0, character: 25 },
      })) as Hover
      const value = (hover.contents as { value: string }).value
      for (const part of [
        /\*\*yunwu\.ai\*\*/,
        /\| who says so \| status \| date \|/,
        /What to do/,
        /\.env:1/,
        /app\.py:3/,
      ])
        assert.match(value, part)
      assert.doesNotMatch(value, /Canary/)
      const none = await client.rpc.sendRequest('textDocument/hover', {
        textDocument: { uri: client.uri('app.py') },
        position: { line: 0, character: 2 },
      })
      assert.equal(none, null)
    })
  })

  it('inlay hints stand at the literal and at its use, and follow edits of the other file', async () => {
    await with_(PROJECT, {}, async (client) => {
      const hints = async (path: string) =>
        (
          (await client.rpc.sendRequest('textDocument/inlayHint', {
            textDocument: { uri: client.uri(path) },
            range: { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } },
          })) as InlayHint[]
        ).map((h) => String(h.label))
      await client.open('app.py', text(PROJECT, 'app.py'))
      await client.open('.env', text(PROJECT, '.env'))
      assert.match((await hints('app.py')).join(), /^→ yunwu\.ai · .*relay/)
      await client.change('.env', 2, [{ text: 'OPENAI_BASE_URL=https://api.openai.com/v1\n' }])
      assert.deepEqual(await hints('app.py'), ['→ api.openai.com · official'])
      assert.deepEqual(await hints('.env'), ['→ api.openai.com · official'])
    })
  })

  it('links the name of a setting to the source', async () => {
    await with_(PROJECT, {}, async (client) => {
      await client.open('.env', text(PROJECT, '.env'))
      const links = (await client.rpc.sendRequest('textDocument/documentLink', {
        textDocument: { uri: client.uri('.env') },
      })) as DocumentLink[]
      assert.match(String(links[0]?.target), /^https:\/\//)
      assert.deepEqual(links[0]?.range, { start: { line: 0, character: 0 }, end: { line: 0, character: 15 } })
    })
  })

  const actionsFor = async (client: Client, path: string, rule: string) => {
    const d = client.diagnostics(path).find((x) => x.code === rule)
    assert.ok(d, `${rule} in ${path}`)
    return (await client.rpc.sendRequest('textDocument/codeAction', {
      textDocument: { uri: client.uri(path) },
      range: d.range,
      context: { diagnostics: [d] },
    })) as CodeAction[]
  }

  it('a safe fix, applied, makes its finding vanish', async () => {
    await with_(PROJECT, {}, async (client) => {
      const path = 'web/index.ts'
      await client.open(path, text(PROJECT, path))
      const fix = (await actionsFor(client, path, 'plaintext-endpoint')).find((a) => a.isPreferred)
      assert.equal(fix?.title, 'Use https')
      const after = applied(text(PROJECT, path), fix?.edit?.changes?.[client.uri(path)] ?? [])
      await client.change(path, 2, [{ text: after }])
      assert.deepEqual(client.diagnostics(path), [])
    })
  })

  const suppressed: readonly (readonly [path: string, rule: string])[] = [
    ['.env', 'relay-endpoint'],
    ['web/index.ts', 'plaintext-endpoint'],
    ['compose.yaml', 'unknown-endpoint'],
  ]
  for (const [path, rule] of suppressed)
    it(`a suppression in ${path} is valid, ends after 30 days and silences ${rule} alone`, async () => {
      await with_(PROJECT, {}, async (client) => {
        await client.open(path, text(PROJECT, path))
        const before = client.diagnostics(path).map((d) => String(d.code))
        const action = (await actionsFor(client, path, rule)).find((a) => a.title.startsWith('Suppress'))
        const edits = action?.edit?.changes?.[client.uri(path)] ?? []
        assert.match(edits[0]?.newText ?? '', /until=2026-12-24 -- \S/)
        await client.change(path, 2, [{ text: applied(text(PROJECT, path), edits) }])
        assert.deepEqual(
          client
            .diagnostics(path)
            .map((d) => String(d.code))
            .sort(),
          before.filter((r) => r !== rule).sort(),
        )
      })
    })

  it('JSON without comments is offered no suppression', async () => {
    await with_(PROJECT, {}, async (client) => {
      await client.open('.claude/settings.json', text(PROJECT, '.claude/settings.json'))
      const titles = (await actionsFor(client, '.claude/settings.json', 'agent-redirect')).map((a) => a.title)
      assert.ok(titles.includes('Explain agent-redirect'), titles.join())
      assert.ok(!titles.some((t) => t.startsWith('Suppress')), titles.join())
    })
  })

  it('declaring a host writes a policy that makes the finding vanish', async () => {
    for (const policy of [
      '',
      'version: 1\n',
      'version: 1\ngateways:\n  - { host: a.b.net, reason: "x" }\n',
      'version: 1\ngateways: []\n',
    ]) {
      const files: Files = policy ? { ...PROJECT, 'relaylint.yaml': policy } : PROJECT
      await with_(files, {}, async (client) => {
        await client.open('compose.yaml', text(PROJECT, 'compose.yaml'))
        const action = (await actionsFor(client, 'compose.yaml', 'unknown-endpoint')).find((a) =>
          a.title.startsWith('Declare'),
        )
        const uri = client.uri('relaylint.yaml')
        const edits = policy
          ? (action?.edit?.changes?.[uri] ?? [])
          : ((action?.edit?.documentChanges?.[1] as { edits: TextEdit[] } | undefined)?.edits ?? [])
        assert.equal(edits.length, 1, policy)
        await client.open('relaylint.yaml', applied(policy, edits))
        assert.deepEqual(
          client.diagnostics('relaylint.yaml').map((d) => d.message),
          [],
        )
        assert.deepEqual(client.diagnostics('compose.yaml'), [])
      })
    }
  })

  it('an invalid policy is reported on its file while the last good one stays in force', async () => {
    const good = 'version: 1\ngateways:\n  - { host: llm.brackenfield-hub.net, reason: "ours" }\n'
    await with_({ ...PROJECT, 'relaylint.yaml': good }, {}, async (client) => {
      assert.deepEqual(client.diagnostics('compose.yaml'), [])
      await client.open('relaylint.yaml', good)
      await client.change('relaylint.yaml', 2, [{ text: `${good}gatewayz: []\n` }])
      assert.deepEqual(
        client.diagnostics('relaylint.yaml').map((d) => [d.code, d.range.start.line]),
        [['invalid-policy', 3]],
      )
      assert.deepEqual(client.diagnostics('compose.yaml'), [])
      await client.change('relaylint.yaml', 3, [{ text: 'version: 1\n' }])
      assert.deepEqual(client.diagnostics('relaylint.yaml'), [])
      assert.deepEqual(
        client.diagnostics('compose.yaml').map((d) => d.code),
        ['unknown-endpoint'],
      )
    })
  })

  it('an untrusted workspace cannot silence anything by its own word, until it is trusted', async () => {
    const files: Files = {
      'relaylint.yaml': 'version: 1\nexceptions:\n  - { rule: relay-endpoint, reason: "trust me" }\n',
      '.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n',
    }
    await with_(files, { initializationOptions: { trusted: false } }, async (client) => {
      assert.deepEqual(
        client.diagnostics('.env').map((d) => d.code),
        ['relay-endpoint'],
      )
      await client.rpc.sendNotification('relaylint/trust', { trusted: true })
      await client.settle()
      assert.deepEqual(client.diagnostics('.env'), [])
    })
  })

  for (const encoding of ['utf-8', 'utf-16', 'utf-32'] as const)
    it(`positions are right in ${encoding}, also for incremental changes`, async () => {
      const line = '# \u{1F600}é中 '
      const source = `a: "${line}"\nservices: { s: { image: "\u{1F600}é中", environment: { OPENAI_BASE_URL: "https://yunwu.ai/v1" } } }\n`
      await with_({ 'compose.yaml': source }, { positionEncodings: [encoding] }, async (client) => {
        assert.equal(client.result.capabilities.positionEncoding, encoding)
        await client.open('compose.yaml', source)
        const row = source.split('\n')[1] as string
        const prefix = row.slice(0, row.indexOf('https'))
        const size = { 'utf-8': Buffer.byteLength(prefix), 'utf-16': prefix.length, 'utf-32': [...prefix].length }[
          encoding
        ]
        const [d] = client.diagnostics('compose.yaml')
        assert.deepEqual(d?.range.start, { line: 1, character: size })
        await client.change('compose.yaml', 2, [
          {
            range: { start: { line: 1, character: size + 8 }, end: { line: 1, character: size + 16 } },
            text: 'api.openai.com',
          },
        ])
        assert.equal(
          client.session.documents.get(client.uri('compose.yaml'))?.text,
          source.replace('yunwu.ai', 'api.openai.com'),
        )
        assert.deepEqual(client.diagnostics('compose.yaml'), [])
      })
    })

  it('the edited document comes first, its dependents after', async () => {
    await with_(PROJECT, {}, async (client) => {
      await client.open('app.py', text(PROJECT, 'app.py'))
      await client.open('.env', text(PROJECT, '.env'))
      const before = client.history.length
      await client.change('.env', 2, [{ text: 'OPENAI_BASE_URL=https://packyapi.com/v1\n' }])
      assert.equal(client.history[before]?.uri, client.uri('.env'))
      assert.equal(client.history[before]?.version, 2)
    })
  })

  it('several folders, files that come and go, and the command scanWorkspace', async () => {
    const files: Files = {
      'a/.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n',
      'b/.env': 'OPENAI_BASE_URL=https://packyapi.com/v1\n',
    }
    await with_(files, { folders: ['a', 'b'], initializationOptions: { scanOnOpen: false } }, async (client) => {
      assert.equal(client.published.size, 0)
      const summary = (await client.rpc.sendRequest('workspace/executeCommand', {
        command: 'relaylint.scanWorkspace',
      })) as {
        files: number
        warning: number
        complete: boolean
      }
      assert.deepEqual([summary.files, summary.warning, summary.complete], [2, 2, true])
      await client.settle()
      assert.equal(client.diagnostics('a/.env').length, 1)
      assert.equal(client.diagnostics('b/.env').length, 1)
    })
  })

  it('the configuration of the client decides: exclude, enable, persona', async () => {
    await with_(PROJECT, { configuration: { exclude: ['.env'] } }, async (client) => {
      assert.deepEqual(client.diagnostics('.env'), [])
      assert.equal(client.diagnostics('.claude/settings.json').length > 0, true)
    })
    await with_(PROJECT, { configuration: { enable: false } }, async (client) => {
      await client.open('.env', text(PROJECT, '.env'))
      assert.deepEqual(client.diagnostics('.env'), [])
    })
  })

  it('answers an unknown method and an unknown command as the protocol asks', async () => {
    await with_({}, {}, async (client) => {
      await assert.rejects(client.rpc.sendRequest('textDocument/unheardOf', {}), { code: -32601 })
      await assert.rejects(
        client.rpc.sendRequest('workspace/executeCommand', { command: 'relaylint.nothing' }),
        /not a command/,
      )
      const page = await client.rpc.sendRequest('workspace/executeCommand', {
        command: 'relaylint.explain',
        arguments: [{ host: 'yunwu.ai' }],
      })
      assert.match(String(page), /yunwu\.ai/)
    })
  })
})
