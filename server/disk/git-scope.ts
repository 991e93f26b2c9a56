/** Which files a change touches: `--staged` and `--since`. A missing merge base is a loud failure, never an empty scan. */
import { spawnSync } from 'node:child_process'
import { decode } from '../workspace/decode'
import type { Machine } from '../workspace/host'

export interface GitScope {
  readonly paths: ReadonlySet<string>
  /** Staged text by path; empty for `--since`. */
  readonly overlay: ReadonlyMap<string, string>
}

export class GitError extends Error {}

/** No prompt, no lock, nothing fetched on demand: asking a repository must neither change it nor open a connection. */
const QUIET = { GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', GIT_NO_LAZY_FETCH: '1' }

function run(root: string, args: readonly string[], config: readonly string[], input?: string) {
  const switches = ['core.fsmonitor=false', 'core.hooksPath=/dev/null', ...config].flatMap((c) => ['-c', c])
  return spawnSync('git', [...switches, '-C', root, ...args], {
    maxBuffer: 1 << 29,
    env: { ...process.env, ...QUIET },
    ...(input === undefined ? {} : { input }),
  })
}

function git(
  root: string,
  args: readonly string[],
  config: readonly string[] = [],
  input?: string,
  otherwise = `${args[0]} failed`,
): Buffer {
  const done = run(root, args, config, input)
  if (done.error) throw new GitError(`git could not be started: ${(done.error as NodeJS.ErrnoException).code ?? ''}`)
  if (done.status !== 0) throw new GitError(`git: ${String(done.stderr).trim().split('\n')[0] || otherwise}`)
  return done.stdout
}

const list = (out: Buffer) => out.toString('utf8').split('\0').filter(Boolean)

export function stagedScope(root: string, machine: Machine): GitScope {
  inWorkTree(root)
  const raw = list(
    git(root, ['diff', '--cached', '--raw', '--relative', '--no-ext-diff', '--no-renames', '--abbrev=64', '-z']),
  )
  const blobs = new Map<string, string>()
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [, mode = '', , id = '', status = ''] = (raw[i] as string).split(' ')
    // links and submodules are no files of this project
    if (status !== 'D' && mode.startsWith('100')) blobs.set(raw[i + 1] as string, id)
  }
  const contents = contentsOf(root, [...new Set(blobs.values())])
  const overlay = new Map<string, string>()
  for (const [path, id] of blobs) {
    const bytes = contents.get(id)
    const decoded = bytes && decode(bytes, machine)
    if (decoded) overlay.set(path, decoded.text)
  }
  return { paths: new Set(blobs.keys()), overlay }
}

/** Bytes of blobs, all from one process. */
function contentsOf(root: string, ids: readonly string[]): Map<string, Uint8Array> {
  const out = new Map<string, Uint8Array>()
  if (ids.length === 0) return out
  const bytes = git(root, ['cat-file', '--batch'], [], `${ids.join('\n')}\n`)
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(10, at)
    if (end < 0) break
    const [id = '', kind, size = '0'] = bytes.toString('latin1', at, end).split(' ')
    if (kind !== 'blob') throw new GitError(`git: a staged file cannot be read (${id.slice(0, 12)})`)
    out.set(id, bytes.subarray(end + 1, end + 1 + Number(size)))
    at = end + 2 + Number(size)
  }
  return out
}

export function sinceScope(root: string, ref: string): GitScope {
  if (ref.startsWith('-')) throw new GitError(`${ref} is not a revision`)
  inWorkTree(root)
  const base = mergeBase(root, ref)
  const changed = list(
    git(
      root,
      [
        'diff',
        '--name-only',
        '--relative',
        '--no-ext-diff',
        '--no-textconv',
        '--ignore-submodules',
        '--diff-filter=ACMRT',
        '-z',
        base,
      ],
      withoutFilters(root),
    ),
  )
  const untracked = list(git(root, ['ls-files', '--others', '--exclude-standard', '-z']))
  return { paths: new Set([...changed, ...untracked]), overlay: new Map() }
}

function mergeBase(root: string, ref: string): string {
  for (const revision of [ref, 'HEAD'])
    git(
      root,
      ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`],
      [],
      undefined,
      `${revision} is no commit here`,
    )
  return git(root, ['merge-base', ref, 'HEAD'], [], undefined, `${ref} and HEAD have no common commit`)
    .toString('utf8')
    .trim()
}

function inWorkTree(root: string): void {
  if (git(root, ['rev-parse', '--is-inside-work-tree']).toString('utf8').trim() !== 'true')
    throw new GitError('git: there is no work tree here')
}

/** Configuration that switches off every filter of the repository: comparing files would run them. */
function withoutFilters(root: string): string[] {
  const named = run(
    root,
    ['config', '--null', '--name-only', '--get-regexp', '^filter\\..*\\.(clean|smudge|process|required)$'],
    [],
  )
  return list(named.stdout ?? Buffer.alloc(0)).map((name) => `${name}=${name.endsWith('.required') ? 'false' : ''}`)
}
