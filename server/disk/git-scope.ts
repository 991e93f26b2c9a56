/** Which files a change touches: `--staged` and `--since`. A missing merge base is a loud failure, never an empty scan. */
import { spawnSync } from 'node:child_process'

export interface GitScope {
  readonly paths: ReadonlySet<string>
  /** Staged text by path; empty for `--since`. */
  readonly overlay: ReadonlyMap<string, string>
}

export class GitError extends Error {}

function git(root: string, args: readonly string[]): Buffer {
  const run = spawnSync('git', ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '-C', root, ...args], {
    maxBuffer: 1 << 28,
  })
  if (run.error) throw new GitError(`git could not be started: ${run.error.message}`)
  if (run.status !== 0) throw new GitError(`git: ${String(run.stderr).trim().split('\n')[0] || `${args[0]} failed`}`)
  return run.stdout
}

const list = (out: Buffer) => out.toString('utf8').split('\0').filter(Boolean)

export function stagedScope(root: string): GitScope {
  git(root, ['rev-parse', '--show-toplevel'])
  const paths = list(
    git(root, ['diff', '--cached', '--name-only', '--relative', '--no-ext-diff', '--diff-filter=ACMR', '-z']),
  )
  const overlay = new Map<string, string>()
  for (const path of paths)
    overlay.set(
      path,
      git(root, ['show', `:./${path}`])
        .toString('utf8')
        .replace(/^\ufeff/, ''),
    )
  return { paths: new Set(paths), overlay }
}

export function sinceScope(root: string, ref: string): GitScope {
  if (ref.startsWith('-')) throw new GitError(`${ref} is not a revision`)
  const base = git(root, ['merge-base', ref, 'HEAD']).toString('utf8').trim()
  const changed = list(
    git(root, ['diff', '--name-only', '--relative', '--no-ext-diff', '--diff-filter=ACMR', '-z', base]),
  )
  const untracked = list(git(root, ['ls-files', '--others', '--exclude-standard', '-z']))
  return { paths: new Set([...changed, ...untracked]), overlay: new Map() }
}
