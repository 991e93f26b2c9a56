import assert from 'node:assert/strict'
import { command, project, scanned } from '../helpers'

const RELAY = { '.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n' }
const CLEAN = { '.env': 'OPENAI_BASE_URL=https://api.openai.com/v1\n' }

const cases: readonly {
  name: string
  files: Parameters<typeof project>[0]
  args: string[]
  code: number
  err?: RegExp
}[] = [
  { name: 'clean', files: CLEAN, args: ['scan', '.'], code: 0 },
  { name: 'a finding at the gate', files: RELAY, args: ['scan', '.'], code: 1 },
  { name: 'scan is the default command', files: RELAY, args: ['.'], code: 1 },
  { name: 'a gate above the finding', files: RELAY, args: ['scan', '--fail-on', 'error', '.'], code: 0 },
  { name: 'never', files: RELAY, args: ['scan', '--fail-on', 'never', '.'], code: 0 },
  { name: 'the same for SARIF', files: RELAY, args: ['scan', '--format', 'sarif', '.'], code: 1 },
  { name: 'an unknown flag', files: CLEAN, args: ['scan', '--fial-on', 'error', '.'], code: 2, err: /fail-on/ },
  {
    name: 'a bad value',
    files: CLEAN,
    args: ['scan', '--persona', 'boss', '.'],
    code: 2,
    err: /developer, reviewer, auditor/,
  },
  {
    name: 'a day that does not exist',
    files: CLEAN,
    args: ['scan', '--as-of', '2026-02-30', '.'],
    code: 2,
    err: /not a day/,
  },
  { name: 'a missing path', files: CLEAN, args: ['scan', 'nowhere'], code: 2, err: /no such file or folder/ },
  {
    name: 'a missing path beside one that is there',
    files: CLEAN,
    args: ['scan', '.env', 'nowhere'],
    code: 3,
    err: /nowhere.*no such file or folder/s,
  },
  {
    name: 'a missing path beside findings',
    files: RELAY,
    args: ['scan', 'nowhere', '.'],
    code: 1,
    err: /nowhere.*no such file or folder/s,
  },
  {
    name: 'a bad policy',
    files: { ...CLEAN, 'relaylint.yaml': 'version: 1\ngatewayz: []\n' },
    args: ['scan', '.'],
    code: 2,
    err: /relaylint\.yaml:2:1/,
  },
  { name: 'staged outside of git', files: CLEAN, args: ['scan', '--staged', '.'], code: 2, err: /git/ },
]

describe('exit status', () => {
  for (const c of cases) {
    it(`${c.name}: ${c.code}`, async () => {
      const at = project(c.files)
      try {
        const ran = await command(c.args, at.root)
        assert.equal(ran.code, c.code, ran.err || ran.out)
        if (c.err) assert.match(ran.err, c.err)
      } finally {
        at.remove()
      }
    })
  }

  it('an incomplete scan is 3 and says what was not read', async () => {
    const { ran, report } = await scanned({
      'deep.json': `{"OPENAI_BASE_URL": ${'['.repeat(5000)}${']'.repeat(5000)}}`,
    })
    assert.equal(ran.code, 3)
    assert.equal(report.summary.complete, false)
    assert.deepEqual(
      report.summary.skipped.map((s) => s.path),
      ['deep.json'],
    )
  })
})
