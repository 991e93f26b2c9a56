import assert from 'node:assert/strict'
import { command, project, scanned } from '../helpers'

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

  /** What a repository says in its own favour, with what is told about it. */
  const favours: readonly (readonly [path: string, text: string, note: RegExp])[] = [
    [
      'relaylint.yaml',
      'version: 1\ngateways: [{ host: yunwu.ai, operator: self, upstream: [openai], reason: "ours" }]\n',
      /: 1 gateway$/,
    ],
    [
      'relaylint.yaml',
      'version: 1\nexceptions: [{ rule: relay-endpoint, reason: "r" }, { rule: tunnel-endpoint, reason: "r" }]\n',
      /: 2 exceptions$/,
    ],
    ['b/relaylint.yaml', 'version: 1\nexclude: ["**"]\n', /: `exclude`$/],
    ['relaylint.yaml', 'version: 1\nrules: { relay-endpoint: off }\nfail-on: never\n', /: 1 rule setting, `fail-on`$/],
    [
      'c.env',
      'A=1\n  # relaylint-ignore-next-line relay-endpoint -- fine\nOPENAI_BASE_URL=https://yunwu.ai/v1\n',
      /: the suppression of relay-endpoint$/,
    ],
  ]
  for (const [path, text, message] of favours)
    it(`what is set aside is shown: ${text.trim().slice(10, 70)}`, async () => {
      const files = { 'b/.env': HOSTILE['b/.env'], [path]: text }
      const { ran, report } = await scanned(files, '--untrusted', '--strict')
      const notes = report.summary.notes as { path: string; line: number; column: number; message: string }[]
      assert.equal(notes.length, 1)
      assert.equal(notes[0]?.path, path)
      assert.match(notes[0]?.message ?? '', message)
      if (path === 'c.env') assert.equal(notes[0]?.line, 2)
      assert.equal(ran.code, 1)
      assert.deepEqual((await scanned(files)).report.summary.notes, [])
      const at = project(files)
      try {
        const told = await command(['scan', '--untrusted', '.'], at.root)
        assert.match(told.out + told.err, /note: .*not counted/)
      } finally {
        at.remove()
      }
    })
  it('a policy that only asks for more counts, and is not told about', async () => {
    const policy = 'version: 1\nendpoints: { default: deny }\n'
    const { report } = await scanned({ 'relaylint.yaml': policy, '.env': HOSTILE['.env'] }, '--untrusted')
    assert.deepEqual(report.summary.notes, [])
  })
})
