/** A policy given by `--policy`: one of the same repository means what it means when it is found, one from outside counts from the scan root. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { command, type Files, project, type Report } from '../helpers'

const RELAY = 'OPENAI_BASE_URL=https://api.chatanywhere.tech/v1\n'
const allow = (path: string) =>
  `exceptions: [{ rule: relay-endpoint, path: "${path}", reason: r, owner: "@t", until: 2027-12-31 }]\n`
const policy = (path: string) => `version: 1\n${allow(path)}`
const GIT: Files = { '.git/HEAD': 'ref: refs/heads/main\n' }

/** Whether the finding of `app/demo/.env` is taken back. */
const CASES: readonly (readonly [what: string, files: Files, argv: string, cwd: string, taken: boolean])[] = [
  ['outside: the scan root', { 'org/p.yaml': policy('demo/**') }, 'app --policy org/p.yaml', '', true],
  ['outside: not its folder', { 'p.yaml': policy('app/demo/**') }, 'app --policy p.yaml', '', false],
  ['outside, from within', { 'p.yaml': policy('demo/**') }, '. --policy ../p.yaml', 'app', true],
  ['above in the repository: its folder', { ...GIT, 'p.yaml': policy('app/demo/**') }, 'app --policy p.yaml', '', true],
  ['above in the repository: not the root', { ...GIT, 'p.yaml': policy('demo/**') }, 'app --policy p.yaml', '', false],
  [
    'the one that is found',
    { ...GIT, 'relaylint.yaml': policy('app/demo/**') },
    'app --policy relaylint.yaml',
    '',
    true,
  ],
  ['in the scanned folder', { 'app/p.yaml': policy('demo/**') }, 'app --policy app/p.yaml', '', true],
  ['below: the scan root', { 'app/ci/p.yaml': policy('demo/**') }, 'app --policy app/ci/p.yaml', '', true],
  ['below: its folder', { 'app/demo/p.yaml': policy('.env') }, 'app --policy app/demo/p.yaml', '', true],
  ['below: nothing else', { 'app/ci/p.yaml': policy('app/demo/**') }, 'app --policy app/ci/p.yaml', '', false],
  [
    'what it extends, beside it',
    { 'org/p.yaml': 'version: 1\nextends: b/base.yaml\n', 'org/b/base.yaml': policy('demo/**') },
    'app --policy org/p.yaml',
    '',
    true,
  ],
  [
    'what it extends, above it',
    { 'org/x/p.yaml': 'version: 1\nextends: ../base.yaml\n', 'org/base.yaml': policy('demo/**') },
    'app --policy org/x/p.yaml',
    '',
    true,
  ],
  [
    'a folder below extends one of the repository above the scan root',
    { ...GIT, 'app/relaylint.yaml': 'version: 1\nextends: ../base.yaml\n', 'base.yaml': policy('app/demo/**') },
    'app',
    '',
    true,
  ],
  [
    'the same, seen from the root of the repository',
    { ...GIT, 'app/relaylint.yaml': 'version: 1\nextends: ../base.yaml\n', 'base.yaml': policy('app/demo/**') },
    '.',
    '',
    true,
  ],
  ['a nested policy speaks of its own folder', { ...GIT, 'app/relaylint.yaml': policy('app/demo/**') }, '.', '', false],
]

describe('--policy', () => {
  for (const [what, files, argv, cwd, taken] of CASES)
    it(what, async () => {
      const at = project({ ...files, 'app/demo/.env': RELAY })
      try {
        const { out, err } = await command(['scan', '--format', 'json', ...argv.split(' ')], join(at.root, cwd))
        const report = JSON.parse(out) as Report
        const said = report.findings.map((f) => f.rule)
        assert.equal(said.includes('relay-endpoint'), !taken, `${said} ${err}`)
        assert.equal(report.summary.suppressed, taken ? 1 : 0, err)
      } finally {
        at.remove()
      }
    })

  it('is the only policy, and its errors end the scan', async () => {
    const at = project({ 'relaylint.yaml': policy('**'), 'org/p.yaml': 'version: 1\nnope: 1\n', '.env': RELAY })
    try {
      const { code, err } = await command(['scan', '--policy', 'org/p.yaml', '.'], at.root)
      assert.equal(code, 2)
      assert.match(err, /^org\/p\.yaml:2:1: unknown key `nope`/m)
    } finally {
      at.remove()
    }
  })

  it('without a repository nothing above the scanned folder is extended', async () => {
    const at = project({ 'app/relaylint.yaml': 'version: 1\nextends: ../base.yaml\n', 'base.yaml': policy('**') })
    try {
      const { code, err } = await command(['scan', 'app'], at.root)
      assert.equal(code, 2)
      assert.match(err, /^relaylint\.yaml:2:10: extends: \.\.\/base\.yaml is not a readable file of the project/m)
    } finally {
      at.remove()
    }
  })

  it('what a policy above denies is denied in an untrusted scan of a folder too, and nothing it allows', async () => {
    const at = project({
      ...GIT,
      'relaylint.yaml': `version: 1\ntools: { deny: [{ tool: claude-code, reason: x }] }\n${allow('app/**')}`,
      'app/demo/.env': RELAY,
      'app/CLAUDE.md': '# Notes\n',
    })
    try {
      const { out } = await command(['scan', '--format', 'json', '--untrusted', 'app'], at.root)
      assert.deepEqual((JSON.parse(out) as Report).findings.map((f) => f.rule).sort(), [
        'denied-tool',
        'relay-endpoint',
      ])
    } finally {
      at.remove()
    }
  })
})
