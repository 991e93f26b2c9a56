import assert from 'node:assert/strict'
import { checks } from '../../rules'
import { parsePolicy } from '../../server/workspace/policy-file'

const ids = new Set(checks.map((c) => c.id))
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
]

describe('policy errors', () => {
  for (const [text, line, column, message] of cases) {
    it(JSON.stringify(text.slice(0, 60)), () => {
      const { errors } = parsePolicy(text, 'relaylint.yaml', ids, true)
      assert.ok(errors.length > 0)
      assert.match(errors.map((e) => e.message).join('\n'), message)
      assert.deepEqual([errors[0]?.line, errors[0]?.column], [line, column])
    })
  }
  it('a full policy has no error', () => {
    const text =
      'version: 1\npersona: reviewer\nfail-on: error\norganization: { headquarters: SG, owners: [{ country: SG, share: 100 }], developers: [SG, JP], end-users: [JP] }\naccounts: [{ provider: anthropic, kind: api, country: SG }]\ngateways: [{ host: llm.corp.example, operator: self, upstream: [anthropic, openai], reason: "platform team" }]\nendpoints: { default: allow, deny: [{ host: "*.relay.example", reason: "x" }], allow: [{ host: a.example, reason: "y", owner: "@t", until: 2027-01-31 }] }\ntools: { deny: [{ tool: claude-code, reason: "z" }] }\ndeployments: [{ paths: ["infra/**"], provider: vercel, region: sin1 }]\nrules: { unknown-endpoint: warning, stale-facts: off }\nexceptions: [{ rule: relay-endpoint, path: "demo/**", host: a.b, reason: "r", owner: "@t", until: 2027-01-31 }]\nexclude: ["third_party/**"]\n'
    const { errors, policy } = parsePolicy(text, 'relaylint.yaml', ids, true)
    assert.deepEqual(errors, [])
    assert.equal(policy.exceptions[0]?.value.until, '2027-01-31')
  })
})
