import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { placeInRepository } from '../../server/disk/policy'
import { command, project, type Report } from '../helpers'
import { start } from '../lsp/harness'

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

const baselined = async (argv: readonly string[], root: string) => {
  const { summary, findings } = await report(argv, root)
  return [summary.baselined, findings.length]
}

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
  it('of a folder is updated and pruned from the folder above with its own keys', async () => {
    const at = project({ 'x/.env': FILES['apps/a/.env'], 'x/b/.env': FILES['.env'] })
    const [file, flag] = [join(at.root, 'x/relaylint-baseline.json'), '--baseline=x/relaylint-baseline.json']
    const text = () => readFileSync(file, 'utf8')
    try {
      await command(['baseline', 'create', '.'], join(at.root, 'x'))
      const own = text()
      for (const [verb, path] of [
        ['update', '.'],
        ['prune', '.'],
        ['update', 'x'],
        ['prune', 'x/b'],
        ['update', 'x/.env'],
      ] as const) {
        await command(['baseline', verb, path, ...flag.split('=')], at.root)
        assert.equal(text(), own, `${verb} ${path}`)
      }
      rmSync(join(at.root, 'x/b/.env'))
      await command(['baseline', 'prune', '.', ...flag.split('=')], at.root)
      const pruned = text()
      assert.equal(pruned.split('\n').filter((l) => l.includes('"path":".env"')).length, 2)
      assert.ok(!pruned.includes('b/.env'))
      await command(['baseline', 'prune', '.'], join(at.root, 'x'))
      assert.equal(text(), pruned)
    } finally {
      at.remove()
    }
  })
  it('has the same key for what is staged, for what changed, and in an editor', async () => {
    const at = project(FILES)
    const git = (...args: string[]) => {
      const named = ['-c', 'user.name=x', '-c', 'user.email=x@localhost', '-c', 'commit.gpgsign=false']
      assert.equal(spawnSync('git', [...named, ...args], { cwd: at.root }).status, 0, args.join(' '))
    }
    try {
      await command(['baseline', 'create', '.'], at.root)
      const file = join(at.root, 'relaylint-baseline.json')
      const keys = (JSON.parse(readFileSync(file, 'utf8')) as { findings: { path: string; fingerprint: string }[] })
        .findings
      git('init', '-q', '-b', 'main')
      git('add', 'relaylint.yaml', 'relaylint-baseline.json')
      git('commit', '-qm', 'a')
      for (const [argv, count] of [
        [['scan', '--since', 'main', '.'], 5],
        [['scan', '--since', 'main', 'apps/a'], 2],
      ] as const)
        assert.deepEqual(await baselined(argv, at.root), [count, 0], argv.join(' '))
      git('add', '.')
      for (const [argv, count] of [
        [['scan', '--staged', '.'], 5],
        [['scan', '--staged', 'apps/b'], 2],
        [['scan', '--staged', 'apps/a/.env'], 2],
      ] as const)
        assert.deepEqual(await baselined(argv, at.root), [count, 0], argv.join(' '))
      const folder = join(at.root, 'apps/a')
      const client = await start(folder, { repository: () => placeInRepository(folder) })
      try {
        await client.open('.env', FILES['apps/a/.env'])
        assert.deepEqual(
          client
            .diagnostics('.env')
            .map((d) => (d.data as { fingerprint: string }).fingerprint)
            .sort(),
          keys
            .filter((k) => k.path === 'apps/a/.env')
            .map((k) => k.fingerprint)
            .sort(),
        )
      } finally {
        client.stop()
      }
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
