import assert from 'node:assert/strict'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { command, project, type Report } from '../helpers'

const FILES = {
  'relaylint.yaml': 'version: 1\n',
  '.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n',
  'apps/a/.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\nANTHROPIC_BASE_URL=https://packyapi.com\n',
  'apps/b/requirements.txt': 'openai\n',
  'apps/b/app.py':
    'from openai import OpenAI\nc = OpenAI(base_url="https://yunwu.ai/v1")\nd = OpenAI(base_url="https://yunwu.ai/v1")\n',
}
const report = async (argv: readonly string[], root: string, stdin = '') =>
  JSON.parse((await command([...argv, '--format', 'json'], root, stdin)).out) as Report

describe('baseline', () => {
  /** Every way to scan the same files: all of it, a folder, a file, an editor buffer, another persona. */
  const modes: readonly (readonly [string[], number])[] = [
    [['scan', '.'], 5],
    [['scan', 'apps/a'], 2],
    [['scan', 'apps/b'], 2],
    [['scan', 'apps/a/.env'], 2],
    [['scan', 'apps/a/.env', '.env'], 3],
    [['scan', '--stdin', '--stdin-filename', 'apps/a/.env'], 2],
    [['scan', '--persona', 'auditor', '.'], 5],
    [['scan', '--as-of', '2027-06-01', '.'], 5],
  ]
  it('has the same key in every mode', async () => {
    const at = project(FILES)
    try {
      assert.equal((await command(['baseline', 'create', '.'], at.root)).code, 0)
      for (const [argv, count] of modes) {
        const { summary, findings } = await report(argv, at.root, FILES['apps/a/.env'])
        assert.equal(summary.baselined, count, argv.join(' '))
        assert.deepEqual(
          findings.filter((f) => f.rule !== 'stale-facts'),
          [],
          argv.join(' '),
        )
      }
      const inside = await report(['scan', '.'], join(at.root, 'apps/a'))
      assert.equal(inside.summary.baselined, 2)
    } finally {
      at.remove()
    }
  })
  it('of a folder holds when the folder above is scanned', async () => {
    const at = project({ 'x/.env': FILES['apps/a/.env'], 'x/b/.env': FILES['.env'], '.env': FILES['.env'] })
    try {
      await command(['baseline', 'create', 'x'], at.root)
      const { summary, findings } = await report(['scan', '.', '--baseline', 'x/relaylint-baseline.json'], at.root)
      assert.equal(summary.baselined, 3)
      assert.deepEqual(
        findings.map((f) => f.path),
        ['.env'],
      )
    } finally {
      at.remove()
    }
  })
  it('is sorted, one entry per line, and the same whichever half was added first', async () => {
    const at = project(FILES)
    const file = join(at.root, 'relaylint-baseline.json')
    const text = () => readFileSync(file, 'utf8')
    try {
      await command(['baseline', 'create', '.'], at.root)
      const all = text()
      const rows = all.split('\n').filter((l) => l.includes('fingerprint'))
      assert.deepEqual(
        rows.map((r) => r.replace(/,$/, '')),
        rows.map((r) => r.replace(/,$/, '')).sort(),
      )
      assert.equal(rows.length, 5)
      assert.doesNotMatch(all, /"line"|"date"|2026/)
      rmSync(file)
      await command(['baseline', 'create', 'apps/a'], at.root)
      assert.ok(text().split('\n').length < all.split('\n').length)
      await command(['baseline', 'update', '.'], at.root)
      assert.equal(text(), all)
    } finally {
      at.remove()
    }
  })
  it('prune of a part keeps what stands elsewhere', async () => {
    const at = project(FILES)
    try {
      await command(['baseline', 'create', '.'], at.root)
      rmSync(join(at.root, 'apps/a/.env'))
      rmSync(join(at.root, '.env'))
      await command(['baseline', 'prune', 'apps/a'], at.root)
      const left = JSON.parse(readFileSync(join(at.root, 'relaylint-baseline.json'), 'utf8')) as {
        findings: { path: string }[]
      }
      assert.deepEqual(
        left.findings.map((f) => f.path),
        ['.env', 'apps/b/app.py', 'apps/b/app.py'],
      )
    } finally {
      at.remove()
    }
  })
  it('a repository that is not trusted does not bring its own', async () => {
    const at = project(FILES)
    try {
      await command(['baseline', 'create', '.'], at.root)
      assert.equal((await command(['scan', '--untrusted', '.'], at.root)).code, 1)
      assert.equal(
        (await command(['scan', '--untrusted', '--baseline', 'relaylint-baseline.json', '.'], at.root)).code,
        0,
      )
    } finally {
      at.remove()
    }
  })
})
