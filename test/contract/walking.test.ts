import assert from 'node:assert/strict'
import { command, project, scanned } from '../helpers'

const hosts = (report: Awaited<ReturnType<typeof scanned>>['report']) =>
  report.endpoints.map((e) => `${e.path} ${e.host}`)

describe('walking', () => {
  it('respects nested ignore files and still reads ignored env files', async () => {
    const { report } = await scanned({
      '.gitignore': '.env\nsecret/\n*.yaml\n!keep.yaml\n',
      '.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n',
      'gone.yaml': 'OPENAI_BASE_URL: https://packyapi.com/v1\n',
      'keep.yaml': 'OPENAI_BASE_URL: https://api.openai.com/v1\n',
      'sub/.ignore': 'app.py\n',
      'sub/app.py': 'from openai import OpenAI\nc = OpenAI(base_url="https://yunwu.ai/v1")\n',
      'secret/a.json': '{"OPENAI_BASE_URL": "https://yunwu.ai/v1"}',
    })
    assert.deepEqual(hosts(report), ['.env yunwu.ai', 'keep.yaml api.openai.com'])
    assert.deepEqual(report.summary.localFiles, ['.env'])
  })

  it('looks for env files and agent settings in ignored folders, not too deep, and never in vendored ones', async () => {
    const relay = 'OPENAI_BASE_URL=https://yunwu.ai/v1\n'
    const { report } = await scanned({
      '.gitignore': 'private/\ndata/\nnode_modules/\n',
      'private/.env': relay,
      'private/a.yaml': 'OPENAI_BASE_URL: https://packyapi.com/v1\n',
      'private/deploy/prod.env': relay,
      'private/.claude/settings.json': '{ "env": { "ANTHROPIC_BASE_URL": "https://yunwu.ai" } }',
      'private/a/b/c/d/.env': relay,
      'private/node_modules/x/.env': relay,
      'data/x/.env': relay,
      ...Object.fromEntries([...Array(300).keys()].map((i) => [`data/${i}.bin`, ''])),
    })
    const found = ['private/.claude/settings.json', 'private/.env', 'private/deploy/prod.env']
    assert.deepEqual(report.summary.localFiles, found)
    assert.deepEqual(
      report.endpoints.map((e) => e.path),
      found,
    )
  })

  it('never enters vendored folders and never follows links', async () => {
    const { report } = await scanned({
      'node_modules/x/.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n',
      'dist/.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n',
      'real/.env': 'OPENAI_BASE_URL=https://api.openai.com/v1\n',
      link: { link: 'real' },
    })
    assert.deepEqual(hosts(report), ['real/.env api.openai.com'])
  })

  it('reads an env file of any name that a service loads', async () => {
    const { report } = await scanned({
      '.gitignore': 'prod.settings\n',
      'compose.yaml': 'services:\n  api:\n    image: acme/api\n    env_file: prod.settings\n',
      'prod.settings': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n',
    })
    assert.deepEqual(hosts(report), ['prod.settings yunwu.ai'])
  })

  it('counts binary files and reads UTF-16', async () => {
    const { report } = await scanned({
      'a.env': Uint8Array.from([0, 1, 2, 0, 0, 9, 200, 0, 0, 0]),
      'b.env': Buffer.from('\ufeffOPENAI_BASE_URL=https://yunwu.ai/v1\r\n', 'utf16le'),
    })
    assert.equal(report.summary.binary, 1)
    assert.deepEqual(hosts(report), ['b.env yunwu.ai'])
    assert.equal(report.endpoints[0]?.range.start.column, 17)
  })

  it('makes one report of several paths, with paths from the folder above all of them', async () => {
    const at = project({
      'a/.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n',
      'b/c/.env': 'OPENAI_BASE_URL=https://api.openai.com/v1\n',
      'd/.env': 'OPENAI_BASE_URL=https://packyapi.com/v1\n',
    })
    try {
      const ran = await command(['scan', '--format', 'json', 'a', 'b/c/.env'], at.root)
      assert.equal(ran.code, 1)
      assert.deepEqual(hosts(JSON.parse(ran.out)), ['a/.env yunwu.ai', 'b/c/.env api.openai.com'])
    } finally {
      at.remove()
    }
  })

  it('respects ignore files above the scanned folder, up to the top of the repository', async () => {
    const at = project({
      '.gitignore': 'OPENAI.yaml\n',
      'repo/.git/HEAD': 'ref: refs/heads/main\n',
      'repo/.gitignore': '/app/tmp/\n*.json\n',
      'repo/app/tmp/a.yaml': 'OPENAI_BASE_URL: https://yunwu.ai/v1\n',
      'repo/app/b.json': '{"OPENAI_BASE_URL": "https://yunwu.ai/v1"}',
      'repo/app/OPENAI.yaml': 'OPENAI_BASE_URL: https://api.openai.com/v1\n',
    })
    try {
      for (const path of ['repo/app', 'repo']) {
        const { out } = await command(['scan', '--format', 'json', path], at.root)
        assert.deepEqual(
          JSON.parse(out).endpoints.map((e: { host: string }) => e.host),
          ['api.openai.com'],
          path,
        )
      }
    } finally {
      at.remove()
    }
  })

  it('leaves out what the policy of a folder excludes, in that folder only', async () => {
    const files = {
      'app/relaylint.yaml': 'version: 1\nexclude: ["gen/**"]\n',
      'app/gen/.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n',
      'gen/.env': 'OPENAI_BASE_URL=https://packyapi.com/v1\n',
    }
    assert.deepEqual(hosts((await scanned(files)).report), ['gen/.env packyapi.com'])
    const untrusted = (await scanned(files, '--untrusted')).report
    assert.deepEqual(hosts(untrusted), ['app/gen/.env yunwu.ai', 'gen/.env packyapi.com'])
  })

  it('names a large file as not read when it holds a key word in any encoding, and only then', async () => {
    const filler = '# 注释 nothing to see here\n'.repeat(220_000)
    const { ran, report } = await scanned({
      'plain.yaml': filler,
      'word.yaml': `${filler}OPENAI_BASE_URL: https://yunwu.ai/v1\n`,
      'wide.yaml': Buffer.from(`\ufeff${filler}OPENAI_BASE_URL: https://yunwu.ai/v1\n`, 'utf16le'),
    })
    assert.deepEqual(
      report.summary.skipped.map((s) => s.path),
      ['wide.yaml', 'word.yaml'],
    )
    assert.equal(ran.code, 3)
  })
})
