/** `--staged` and `--since` on real repositories: every state that a repository can be in. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { command, project, type Report } from '../helpers'

const RELAY = 'OPENAI_BASE_URL=https://yunwu.ai/v1\n'
const CLEAN = 'OPENAI_BASE_URL=https://api.openai.com/v1\n'

interface Repository {
  readonly root: string
  git(...args: string[]): string
  write(path: string, content: string | Uint8Array): void
  /** Paths with a relay finding, of a scan with these flags below `folder`. */
  found(flags: string, folder?: string): Promise<string[]>
}

async function inRepository(work: (r: Repository) => Promise<void>): Promise<void> {
  const at = project({})
  const root = join(at.root, 'work')
  mkdirSync(root)
  const git = (...args: string[]) => {
    const named = ['-c', 'user.name=x', '-c', 'user.email=x@localhost', '-c', 'commit.gpgsign=false']
    const ran = spawnSync('git', [...named, ...args], { cwd: root, encoding: 'utf8' })
    assert.equal(ran.status, 0, ran.stderr)
    return ran.stdout.trim()
  }
  git('init', '-q', '-b', 'main')
  try {
    await work({
      root,
      git,
      write(path, content) {
        mkdirSync(dirname(join(root, path)), { recursive: true })
        writeFileSync(join(root, path), content)
      },
      async found(flags, folder = '.') {
        const ran = await command(['scan', ...flags.split(' '), '--format', 'json', folder], root)
        if (ran.code === 2) throw new Error(ran.err)
        return (JSON.parse(ran.out) as Report).findings.map((f) => f.path)
      },
    })
  } finally {
    at.remove()
  }
}

describe('--staged', function () {
  this.timeout(30_000)
  it('reads what is staged, not what stands in the folder', () =>
    inRepository(async ({ git, write, found }) => {
      write('a.env', RELAY)
      git('add', 'a.env')
      write('a.env', CLEAN)
      write('b.env', RELAY)
      assert.deepEqual(await found('--staged'), ['a.env'], 'before the first commit')
      git('commit', '-qm', 'a')
      assert.deepEqual(await found('--staged'), [])
    }))
  it('renamed, deleted, linked, in UTF-16, in a subfolder, and a repository inside', () =>
    inRepository(async ({ root, git, write, found }) => {
      write('a.env', RELAY)
      write('gone.env', RELAY)
      git('add', '.')
      git('commit', '-qm', 'a')
      git('mv', 'a.env', 'b.env')
      git('rm', '-q', 'gone.env')
      write('sub/w.env', Buffer.from(RELAY, 'utf16le'))
      symlinkSync('b.env', join(root, 'link.env'))
      git('init', '-q', 'inner')
      spawnSync(
        'git',
        ['-c', 'user.name=x', '-c', 'user.email=x@localhost', 'commit', '-q', '--allow-empty', '-m', 'x'],
        { cwd: join(root, 'inner') },
      )
      git('add', '.')
      assert.deepEqual(await found('--staged'), ['b.env', 'sub/w.env'])
      assert.deepEqual(await found('--staged', 'sub'), ['w.env'])
    }))
})

describe('--since', function () {
  this.timeout(30_000)
  it('what changed since the branch left, committed or not, tracked or not', () =>
    inRepository(async ({ git, write, found }) => {
      write('old.env', RELAY)
      git('add', '.')
      git('commit', '-qm', 'old')
      git('checkout', '-qb', 'topic')
      write('new.env', RELAY)
      git('add', '.')
      git('commit', '-qm', 'new')
      write('untracked.env', RELAY)
      assert.deepEqual(await found('--since main'), ['new.env', 'untracked.env'])
      git('worktree', 'add', '-q', '../other')
      assert.deepEqual(await found('--since main', '../other'), ['new.env'])
    }))
  it('an unknown revision, a missing merge base, no commits, a bare repository, no repository: loud', () =>
    inRepository(async ({ root, git, write, found }) => {
      write('a.env', RELAY)
      await assert.rejects(found('--since main'), /main is no commit here/)
      git('add', '.')
      git('commit', '-qm', 'a')
      await assert.rejects(found('--since nowhere'), /nowhere is no commit here/)
      await assert.rejects(found('--since=--output=x'), /not a revision/)
      git('checkout', '-q', '--orphan', 'alone')
      git('commit', '-qm', 'alone')
      await assert.rejects(found('--since main'), /main and HEAD have no common commit/)
      git('clone', '-q', '--bare', '.', '../bare.git')
      for (const flags of ['--since main', '--staged']) {
        await assert.rejects(found(flags, '../bare.git'), /no work tree/)
        await assert.rejects(found(flags, join(root, '..')), /git/)
      }
    }))
  it('runs nothing that the repository configures', () =>
    inRepository(async ({ root, git, write, found }) => {
      write('a.env', CLEAN)
      write('.gitattributes', '*.env filter=x diff=x\n')
      git('add', '.')
      git('commit', '-qm', 'a')
      const touch = `touch '${join(root, 'ran')}'; cat`
      git('config', 'filter.x.clean', touch)
      git('config', 'filter.x.process', touch)
      git('config', 'filter.x.required', 'true')
      git('config', 'diff.x.textconv', touch)
      git('config', 'diff.external', touch)
      git('config', 'core.fsmonitor', touch)
      write('a.env', RELAY)
      assert.deepEqual(await found('--since HEAD'), ['a.env'])
      assert.deepEqual(await found('--staged'), [])
      assert.equal(existsSync(join(root, 'ran')), false)
    }))
})
