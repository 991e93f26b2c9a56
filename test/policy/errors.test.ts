import assert from 'node:assert/strict'
import { checks, loadPack } from '../../rules'
import { createFactBase } from '../../server/engine/factbase'
import { parsePolicy } from '../../server/workspace/policy-file'
import { policyWords } from '../../server/workspace/policy-words'
import { scanned } from '../helpers'

const words = policyWords(createFactBase(loadPack()), new Set(checks.map((c) => c.id)))
const cases: readonly (readonly [text: string, line: number, column: number, message: RegExp])[] = [
  ['', 1, 1, /map/],
  ['version: 2\n', 1, 10, /version: 1/],
  ['version: 1\npersona: boss\n', 2, 10, /developer, reviewer, auditor/],
  ['version: 1\nfail-on: hint\n', 2, 10, /error, warning, info, never/],
  ['version: 1\nnope: 1\n', 2, 1, /unknown key `nope`/],
  ['version: 1\ngateways: {}\n', 2, 11, /list/],
  ['version: 1\ngateways:\n  - { host: "https://a.b", reason: "x" }\n', 3, 13, /without scheme/],
  ['version: 1\ngateways:\n  - { host: a.b, reason: "" }\n', 3, 26, /not empty/],
  ['version: 1\ngateways:\n  - { host: a.b }\n', 3, 5, /needs `reason`/],
  ['version: 1\nexceptions:\n  - { rule: relay-endpoint, reason: "x", until: 2026-02-30 }\n', 3, 49, /day that exists/],
  ['version: 1\nexceptions:\n  - { rule: relay-endpont, reason: "x" }\n', 3, 13, /relay-endpoint/],
  ['version: 1\nrules: { relay-endpoint: loud }\n', 2, 26, /severity/],
  ['version: 1\norganization: { owners: [{ country: China, share: 60 }] }\n', 2, 37, /ISO 3166/],
  ['version: 1\norganization: { end-users: [SG, UK] }\n', 2, 33, /ISO 3166.*GB/],
  ['version: 1\norganization: { headquarters: ZZ }\n', 2, 31, /ISO 3166/],
  ['version: 1\norganization: { owners: [{ country: CN, share: 160 }] }\n', 2, 48, /percentage/],
  ['version: 1\nendpoints: { default: block }\n', 2, 23, /require-gateway/],
  ['version: 1\n  bad: [\n', 1, 10, /.+/],
  ['version: 1\nversion: 1\n', 2, 1, /unique|twice|again/],
  ['version: 1\ngatways: []\n', 2, 1, /unknown key `gatways`.*`gateways`/],
  ['version: 1\ntools: { deny: [{ tool: claud-code, reason: x }] }\n', 2, 25, /`claude-code` meant/],
  ['version: 1\ntools: { deny: [{ tool: codexx, reason: x }] }\n', 2, 25, /`codex` meant/],
  ['version: 1\naccounts: [{ provider: antropic, kind: api, country: SG }]\n', 2, 24, /`anthropic` meant/],
  ['version: 1\naccounts: [{ provider: openai, kind: api, country: sg }]\n', 2, 52, /ISO 3166.*SG/],
  ['version: 1\ngateways:\n  - { host: a.b, upstream: [openai, anthropci], reason: x }\n', 3, 37, /`anthropic` meant/],
  ['version: 1\ndeployments: [{ paths: ["a/**"], provider: versel, region: hkg1 }]\n', 2, 44, /`vercel` meant/],
  ['version: 1\ndeployments: [{ paths: ["a/**"], provider: amazon, region: us-east-1 }]\n', 2, 44, /`aws` meant/],
  ['version: 1\ndeployments: [{ paths: ["a/**"], provider: on-site, region: x }]\n', 2, 44, /not a platform/],
  ['version: 1\ndeployments: [{ paths: ["a/**"], provider: vercel, region: hgk1 }]\n', 2, 60, /`hkg1` meant/],
  ['version: 1\ndeployments: [{ paths: ["a/**"], provider: aws, region: moon-1 }]\n', 2, 57, /not a region of aws/],
  ['version: 1\ndeployments: [{ paths: [], provider: aws, region: us-east-1 }]\n', 2, 15, /needs `paths`/],
  ['version: 1\nexceptions: [{ rule: relay-endpoint, reason: " " }]\n', 2, 46, /not empty/],
  ['version: 1\nexceptions: [{ rule: relay-endpoint, reason: x, untill: 2026-12-01 }]\n', 2, 49, /`until` meant/],
  ['version: 1\nexceptions: [{ rule: relay-endpoint, reason: x, until: tomorrow }]\n', 2, 56, /day that exists/],
  ['version: 1\norganization: { owners: [{ country: SG, share: 60 }, { country: JP, share: 60 }] }\n', 2, 25, /100/],
]

describe('policy errors', () => {
  for (const [text, line, column, message] of cases) {
    it(JSON.stringify(text.slice(0, 60)), () => {
      const { errors } = parsePolicy(text, 'relaylint.yaml', words, true)
      assert.ok(errors.length > 0)
      assert.match(errors.map((e) => e.message).join('\n'), message)
      assert.deepEqual([errors[0]?.line, errors[0]?.column], [line, column])
    })
  }
  it('a full policy has no error', () => {
    const text =
      'version: 1\npersona: reviewer\nfail-on: error\norganization: { headquarters: SG, owners: [{ country: SG, share: 100 }], developers: [SG, JP], end-users: [JP] }\naccounts: [{ provider: anthropic, kind: api, country: SG }]\ngateways: [{ host: llm.corp.example, operator: self, upstream: [anthropic, openai], reason: "platform team" }]\nendpoints: { default: allow, deny: [{ host: "*.relay.example", reason: "x" }], allow: [{ host: a.example, reason: "y", owner: "@t", until: 2027-01-31 }] }\ntools: { deny: [{ tool: claude-code, reason: "z" }] }\ndeployments: [{ paths: ["infra/**"], provider: vercel, region: sin1 }]\nrules: { unknown-endpoint: warning, stale-facts: off }\nexceptions: [{ rule: relay-endpoint, path: "demo/**", host: a.b, reason: "r", owner: "@t", until: 2027-01-31 }]\nexclude: ["third_party/**"]\n'
    const { errors, policy } = parsePolicy(text, 'relaylint.yaml', words, true)
    assert.deepEqual(errors, [])
    assert.equal(policy.exceptions[0]?.value.until, '2027-01-31')
  })
  it("words of the fact base are taken as people write them, and those that may be somebody's own are noted", () => {
    const text =
      'version: 1\naccounts: [{ provider: OpenAI, kind: api, country: SG }, { provider: google-cloud, kind: cloud, country: SG }, { provider: groq, kind: api, country: US }, { provider: brackenfield, kind: api, country: US }]\ngateways: [{ host: a.b, upstream: [openai, bracken-models], reason: x }]\ndeployments: [{ paths: ["a"], provider: aws, region: us-east-1a }, { paths: ["b"], provider: azure, region: East Asia }]\ntools: { deny: [{ tool: Claude Code, reason: x }, { tool: acme-agent, reason: x }, { tool: "@anthropic-ai/claude-code", reason: x }] }\n'
    const { errors, notes } = parsePolicy(text, 'relaylint.yaml', words, true)
    assert.deepEqual(errors, [])
    assert.deepEqual(
      notes.map((n) => `${n.line}:${n.column} ${/`(.*?)`/.exec(n.message)?.[1]}`),
      ['2:168 brackenfield', '3:44 bracken-models', '5:59 acme-agent'],
    )
  })
  it('a note of the policy stands in the report, and does not make a strict scan incomplete', async () => {
    const { ran, report } = await scanned(
      { 'relaylint.yaml': 'version: 1\ntools: { deny: [{ tool: acme-agent, reason: x }] }\n' },
      '--strict',
    )
    assert.equal(ran.code, 0)
    assert.deepEqual(
      (report.summary.notes as { path: string }[]).map((n) => n.path),
      ['relaylint.yaml'],
    )
  })
  it('a slip of the pen ends the scan, wherever the policy came from', async () => {
    const policy = 'version: 1\ntools: { deny: [{ tool: claud-code, reason: x }] }\n'
    for (const files of [
      { 'relaylint.yaml': policy },
      { 'a/relaylint.yaml': policy },
      { 'relaylint.yaml': 'version: 1\nextends: base/b.yaml\n', 'base/b.yaml': policy },
    ]) {
      const { ran, report } = await scanned({ ...files, '.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n' })
      assert.equal(ran.code, 2)
      assert.deepEqual(
        report.findings.map((f) => `${f.rule} ${f.range.start.line}:${f.range.start.column}`),
        ['invalid-policy 2:25'],
      )
    }
  })
})
