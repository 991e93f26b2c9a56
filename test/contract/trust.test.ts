import assert from 'node:assert/strict'
import { scanned } from '../helpers'

/** A hostile repository declares itself clean in every way it can. */
const HOSTILE = {
  '.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n',
  'a.py':
    'from openai import OpenAI\n# relaylint-ignore-next-line relay-endpoint -- fine\nc = OpenAI(base_url="https://packyapi.com/v1")\n',
  'b/.env': 'OPENAI_BASE_URL=https://packyapi.com/v1\n',
  '.gitignore': 'c.yaml\n',
  'c.yaml': 'OPENAI_BASE_URL: https://yunwu.ai/v1\n',
  'relaylint.yaml':
    'version: 1\nfail-on: never\ngateways: [{ host: yunwu.ai, operator: self, upstream: [openai], reason: "ours" }]\nrules: { relay-endpoint: off }\nexclude: ["b/**"]\n',
}

const relays = (report: Awaited<ReturnType<typeof scanned>>['report']) =>
  report.findings.filter((f) => f.rule === 'relay-endpoint' && !f.suppressed).map((f) => f.path)

describe('whose word counts', () => {
  it('a trusted policy silences', async () => {
    const { ran, report } = await scanned(HOSTILE)
    assert.deepEqual(relays(report), [])
    assert.equal(ran.code, 0)
  })
  it('an untrusted one never does', async () => {
    const { ran, report } = await scanned(HOSTILE, '--untrusted')
    assert.deepEqual(relays(report), ['.env', 'a.py', 'b/.env', 'c.yaml'])
    assert.equal(ran.code, 1)
  })
})
