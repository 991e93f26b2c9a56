import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import Ajv from 'ajv'
import { command, type Files, project } from '../helpers'

const PROJECTS: Readonly<Record<string, Files>> = {
  empty: {},
  relay: {
    '.env':
      'OPENAI_BASE_URL=https://yunwu.ai/v1\r\nOPENAI_API_KEY=sk-proj-Canary0000000000000000000000000000000000000000000000000000\r\n',
  },
  chain: {
    'compose.yaml':
      'services:\n  a:\n    image: acme/a\n    environment:\n      OPENAI_BASE_URL: ${UP:-https://packyapi.com/v1}\n',
    '.env': 'UP=https://yunwu.ai/v1\n',
  },
  agent: { '.claude/settings.json': '{ "env": { "ANTHROPIC_BASE_URL": "https://packyapi.com" } }' },
  broken: { 'a.yaml': 'a: [\n', 'b.json': '{ "OPENAI_BASE_URL": "https://yunwu.ai/v1",' },
  policy: {
    '.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n',
    'relaylint.yaml': 'version: 1\nexceptions: [{ rule: relay-endpoint, reason: "pilot", until: 2027-01-31 }]\n',
  },
  invalid: { 'relaylint.yaml': 'version: 2\n' },
}

describe('published schema', () => {
  const schema = JSON.parse(readFileSync('docs/schema/report.schema.json', 'utf8')) as object
  const validate = new Ajv({ allErrors: true, strict: false }).compile(schema)
  const sarif = new Ajv({ allErrors: true, strict: false, validateFormats: false, unicodeRegExp: false }).compile(
    JSON.parse(readFileSync('test/schemas/sarif-2.1.0.json', 'utf8')) as object,
  )
  for (const [name, files] of Object.entries(PROJECTS)) {
    it(`${name}: JSON is valid and the same twice`, async () => {
      const at = project(files)
      try {
        const first = await command(['scan', '--format', 'json', '--show-suppressed', at.root], at.root)
        const second = await command(['scan', '--format', 'json', '--show-suppressed', at.root], at.root)
        const report = JSON.parse(first.out) as unknown
        assert.ok(validate(report), JSON.stringify(validate.errors))
        assert.equal(first.out, second.out)
      } finally {
        at.remove()
      }
    })
    it(`${name}: SARIF has a rule for every result and no key`, async () => {
      const at = project(files)
      try {
        const { out } = await command(['scan', '--format', 'sarif', at.root], at.root)
        const log = JSON.parse(out) as {
          version: string
          runs: {
            tool: { driver: { rules: { id: string }[] } }
            results: {
              ruleId: string
              ruleIndex: number
              locations: { physicalLocation: { region: { startLine: number; startColumn: number } } }[]
            }[]
          }[]
        }
        assert.ok(sarif(log), JSON.stringify(sarif.errors?.slice(0, 3)))
        assert.equal(log.version, '2.1.0')
        const [run] = log.runs
        assert.ok(run)
        for (const r of run.results) {
          assert.equal(run.tool.driver.rules[r.ruleIndex]?.id, r.ruleId)
          const region = r.locations[0]?.physicalLocation.region
          assert.ok(region && region.startLine >= 1 && region.startColumn >= 1)
        }
      } finally {
        at.remove()
      }
    })
  }
})
