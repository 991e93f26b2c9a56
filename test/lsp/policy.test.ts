/** Completion and hover in the policy file; `|` is the cursor. */
import assert from 'node:assert/strict'
import type { CompletionItem, Hover } from 'vscode-languageserver'
import { checks, loadPack } from '../../rules'
import { createFactBase } from '../../server/engine/factbase'
import { policyCursor } from '../../server/lsp/policy-cursor'
import { parsePolicy } from '../../server/workspace/policy-file'
import { policyWords } from '../../server/workspace/policy-words'
import { project } from '../helpers'
import { start } from './harness'

const CURSORS: readonly (readonly [text: string, path: string, at: 'key' | 'value', word: string])[] = [
  ['|', '', 'key', ''],
  ['ver|', '', 'key', 'ver'],
  ['version: |', 'version', 'value', ''],
  ['persona: rev|', 'persona', 'value', 'rev'],
  ['persona: "rev|', 'persona', 'value', 'rev'],
  ['version: 1\ngate|', '', 'key', 'gate'],
  ['gateways:\n  - |', 'gateways.[]', 'key', ''],
  ['gateways:\n- |', 'gateways.[]', 'key', ''],
  ['gateways:\n  - host: a.b\n    op|', 'gateways.[]', 'key', 'op'],
  ['gateways:\n  - host: a.b\n    operator: |', 'gateways.[].operator', 'value', ''],
  ['gateways:\n  - host: a.b\n  - |', 'gateways.[]', 'key', ''],
  ['gateways:\n  - host: a.b\nrules:\n  rel|', 'rules', 'key', 'rel'],
  ['rules:\n  relay-endpoint: |', 'rules.relay-endpoint', 'value', ''],
  ['rules: { relay-endpoint: w|', 'rules.relay-endpoint', 'value', 'w'],
  ['rules: { relay-endpoint: warning, |', 'rules', 'key', ''],
  ['gateways:\n  - { host: a.b, |', 'gateways.[]', 'key', ''],
  ['gateways:\n  - { host: a.b, upstream: [op|', 'gateways.[].upstream.[]', 'value', 'op'],
  ['gateways:\n  - { host: a.b, upstream: [openai], re|', 'gateways.[]', 'key', 're'],
  ['gateways: [{ host: "a.b" }, { |', 'gateways.[]', 'key', ''],
  ['endpoints:\n  default: |', 'endpoints.default', 'value', ''],
  ['endpoints:\n  deny:\n    - host: x\n      until: |', 'endpoints.deny.[].until', 'value', ''],
  ['endpoints:\n  default: allow\n  |', 'endpoints', 'key', ''],
  ['exceptions:\n  - rule: |\n    reason: x', 'exceptions.[].rule', 'value', ''],
  ['organization:\n  owners:\n    - country: SG # a comment\n      sh|', 'organization.owners.[]', 'key', 'sh'],
  ['organization: { owners: [{ country: SG,\n    sh|', 'organization.owners.[]', 'key', 'sh'],
  ['version: 1\r\npersona: |', 'persona', 'value', ''],
]

async function ask<T>(text: string, method: 'completion' | 'hover', files = {}): Promise<T> {
  const offset = text.indexOf('|')
  const plain = text.replace('|', '')
  const at = project({ 'relaylint.yaml': plain, ...files })
  const client = await start(at.root)
  try {
    await client.open('relaylint.yaml', plain)
    const before = plain.slice(0, offset).split('\n')
    return (await client.rpc.sendRequest(`textDocument/${method}`, {
      textDocument: { uri: client.uri('relaylint.yaml') },
      position: { line: before.length - 1, character: (before.at(-1) ?? '').length },
    })) as T
  } finally {
    client.stop()
    at.remove()
  }
}

const labels = async (text: string, files = {}) =>
  (await ask<CompletionItem[]>(text, 'completion', files)).map((i) => i.label)

describe('policy file in the editor', () => {
  for (const [text, path, at, word] of CURSORS)
    it(`knows where the cursor stands in ${JSON.stringify(text)}`, () => {
      const cursor = policyCursor(text.replace('|', ''), text.indexOf('|'))
      assert.deepEqual([cursor.path.join('.'), cursor.at, cursor.word], [path, at, word])
    })

  it('survives every cut of a long policy', () => {
    const text =
      'version: 1\norganization: { headquarters: SG, owners: [{ country: SG, share: 100 }] }\ngateways:\n  - { host: "a.b", reason: \'x\' } # y\nexceptions:\n- rule: relay-endpoint\n  reason: >\n    long\n'
    for (let i = 0; i <= text.length; i++) assert.ok(policyCursor(text.slice(0, i), i).start <= i)
  })

  it('offers the keys that are missing, and only those', async () => {
    assert.ok((await labels('|')).includes('gateways'))
    assert.deepEqual(await labels('version: 1\ngateways:\n  - host: a.b\n    reason: x\n    |'), [
      'operator',
      'upstream',
    ])
    assert.deepEqual(await labels('gateways:\n  - { host: a.b, reason: x, |'), ['operator', 'upstream'])
  })

  const values: readonly (readonly [string, string])[] = [
    ['persona: |', 'reviewer'],
    ['rules:\n  |', 'relay-endpoint'],
    ['rules:\n  relay-endpoint: |', 'off'],
    ['exceptions:\n  - rule: |', 'unknown-endpoint'],
    ['accounts:\n  - provider: |', 'anthropic'],
    ['gateways:\n  - host: a.b\n    upstream:\n      - |', 'openai'],
    ['tools:\n  deny:\n    - tool: |', 'claude-code'],
    ['deployments:\n  - provider: |', 'vercel'],
    ['deployments:\n  - region: |', 'hkg1'],
    ['endpoints:\n  default: |', 'require-gateway'],
    ['exceptions:\n  - until: |', '2026-12-24'],
  ]
  for (const [text, wanted] of values)
    it(`offers ${wanted} in ${JSON.stringify(text)}`, async () => {
      assert.ok((await labels(text)).includes(wanted), (await labels(text)).slice(0, 12).join())
    })

  it('offers the hosts of the project that nobody has declared', async () => {
    const files = {
      '.env': 'OPENAI_BASE_URL=https://llm.brackenfield-hub.net/v1\nANTHROPIC_BASE_URL=https://api.anthropic.com\n',
    }
    assert.deepEqual(await labels('version: 1\ngateways:\n  - host: |', files), ['llm.brackenfield-hub.net'])
  })

  it('what it inserts is a key that the policy accepts', async () => {
    const words = policyWords(createFactBase(loadPack()), new Set(checks.map((r) => r.id)))
    for (const item of await ask<CompletionItem[]>('|', 'completion')) {
      const errors = parsePolicy(`${item.textEdit?.newText}\n`, 'relaylint.yaml', words, true).errors
      assert.ok(!errors.some((e) => /unknown key/.test(e.message)), item.label)
    }
  })

  it('explains keys and rules on hover, and nothing else', async () => {
    const hover = async (text: string) => {
      const got = await ask<Hover | null>(text, 'hover')
      return got ? (got.contents as { value: string }).value : ''
    }
    assert.match(await hover('version: 1\nfail|-on: warning\n'), /lowest severity/)
    assert.match(await hover('version: 1\nrules:\n  relay-end|point: error\n'), /relay-endpoint.*warning by default/)
    assert.match(await hover('version: 1\nendpoints:\n  def|ault: allow\n'), /`require-gateway`/)
    assert.equal(await hover('version: 1 # so| it is\n'), '')
  })
})
