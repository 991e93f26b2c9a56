/** Walks a tree through a Host: sorted, links never followed, ignored folders entered only as far as a client may read a file inside. */
import type { Host } from './host'
import { IgnoreStack, isLockFile, isNeverEntered, isReadAllTheSame } from './ignore'

export interface Walked {
  /** Files to read, sorted. */
  readonly files: readonly { readonly path: string; readonly local: boolean }[]
  readonly problems: readonly { readonly path: string; readonly reason: string }[]
  /** Pipes, sockets and devices that stand where a file may be. */
  readonly special: readonly string[]
}

export interface WalkOptions {
  readonly noIgnore: boolean
  /** Build output is looked at too. */
  readonly enterOutput: boolean
  /** What the policy and whoever scans leave out. */
  readonly exclude: IgnoreStack
  readonly decode: (bytes: Uint8Array) => string
  readonly cancelled?: () => boolean
  /** Called now and then, so that others get their turn. */
  readonly pause?: () => Promise<void>
}

/** Folders listed between two pauses: a few milliseconds. */
const BREATH = 32
/** How far env files and agent settings are looked for below an ignored folder: data and caches may be deep and wide. */
const IGNORED_LEVELS = 3
const IGNORED_ENTRIES = 200

export async function walk(host: Host, from: string, options: WalkOptions): Promise<Walked> {
  const files: { path: string; local: boolean }[] = []
  const problems: { path: string; reason: string }[] = []
  const special: string[] = []
  const tracked = options.noIgnore ? null : ((await host.tracked?.()) ?? null)
  const trackedFolders = foldersOf(tracked ?? [])
  const excluded = options.exclude

  let listed = 0
  async function folder(path: string, stack: IgnoreStack, ignored: number): Promise<void> {
    if (++listed % BREATH === 0) await options.pause?.()
    if (options.cancelled?.()) return
    let entries: Awaited<ReturnType<Host['list']>>
    try {
      entries = await host.list(path)
    } catch (error) {
      problems.push({ path: path || '.', reason: reasonOf(error) })
      return
    }
    const names = new Set(entries.map((e) => e.name))
    const here = options.noIgnore ? stack : stack.with(path, await ignoreTexts(host, path, names, options))
    for (const entry of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const full = join(path, entry.name)
      if (entry.kind === 'folder') {
        if (isNeverEntered(entry.name, options.enterOutput) || excluded.ignores(full, true)) continue
        // levels below the outermost ignored folder, that one included
        const out = ignored > 0 || here.ignores(full, true) ? ignored + 1 : 0
        const near = out <= IGNORED_LEVELS && (out === 1 || entries.length <= IGNORED_ENTRIES)
        if (out > 0 && !near && !AGENT_FOLDER.test(entry.name) && !trackedFolders.has(full)) continue
        await folder(full, here, out)
      } else if (entry.kind === 'file') {
        if (isLockFile(entry.name) || excluded.ignores(full, false)) continue
        const out = (ignored > 0 || here.ignores(full, false)) && !tracked?.has(full)
        if (!out) files.push({ path: full, local: false })
        else if (isReadAllTheSame(full)) files.push({ path: full, local: true })
      } else if (entry.kind === 'other' && !excluded.ignores(full, false)) special.push(full)
    }
  }
  const outer = options.noIgnore ? IgnoreStack.empty() : await stackAbove(host, from, options)
  await folder(from, outer, 0)
  return { files, problems, special }
}

const AGENT_FOLDER = /^\.(?:claude|codex|gemini|qwen|continue|vscode)$/

/** Every folder above a path. */
function foldersOf(paths: Iterable<string>): ReadonlySet<string> {
  const out = new Set<string>()
  for (const path of paths)
    for (let at = path.lastIndexOf('/'); at > 0 && !out.has(path.slice(0, at)); at = path.lastIndexOf('/', at - 1))
      out.add(path.slice(0, at))
  return out
}

const IGNORE_FILES = ['.gitignore', '.ignore']

/** Ignore files count from the top of the repository down, wherever the scan starts. */
async function stackAbove(host: Host, from: string, options: WalkOptions): Promise<IgnoreStack> {
  let stack = IgnoreStack.empty()
  for (const { prefix, text } of (await host.ignoresAbove?.()) ?? []) stack = stack.withAbove(prefix, text)
  const parts = from === '' ? [] : from.split('/')
  for (let i = 0; i < parts.length; i++) {
    const path = parts.slice(0, i).join('/')
    stack = stack.with(path, await ignoreTexts(host, path, new Set(IGNORE_FILES), options))
  }
  return stack
}

/** Texts of the ignore files of a folder; `names` are the entries that may be there. */
async function ignoreTexts(
  host: Host,
  path: string,
  names: ReadonlySet<string>,
  options: WalkOptions,
): Promise<string[]> {
  const texts: string[] = []
  for (const name of IGNORE_FILES) if (names.has(name)) texts.push(await textOf(host, join(path, name), options))
  return texts
}

async function textOf(host: Host, path: string, options: WalkOptions): Promise<string> {
  try {
    return options.decode(await host.read(path))
  } catch {
    return ''
  }
}

export function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`
}

/** A short reason for people; never a stack trace. */
export function reasonOf(error: unknown): string {
  const code = (error as { code?: string } | null)?.code
  if (code === 'EACCES' || code === 'EPERM') return 'permission denied'
  if (code === 'ENOENT') return 'vanished while it was read'
  if (code === 'ELOOP') return 'a link, which is not followed'
  if (code === 'EISDIR') return 'no regular file'
  if (code === 'ENAMETOOLONG') return 'its name is too long'
  if (code === 'EMFILE' || code === 'ENFILE') return 'too many files are open'
  return code ? `could not be read (${code})` : 'could not be read'
}
