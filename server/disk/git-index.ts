/** Reads `.git/index` (versions 2 to 4) for the paths that git tracks. No git process runs: a repository's configuration could make it run others. */
import { readFile, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'

/** Tracked paths relative to `root`, or null when there is no readable index. */
export async function trackedPaths(root: string): Promise<ReadonlySet<string> | null> {
  const found = await findTop(root)
  if (!found) return null
  try {
    const all = parseIndex(await readFile(join(found.git, 'index')))
    const prefix = relative(found.top, root).split(sep).join('/')
    const out = new Set<string>()
    for (const path of all) {
      if (prefix === '') out.add(path)
      else if (path.startsWith(`${prefix}/`)) out.add(path.slice(prefix.length + 1))
    }
    return out
  } catch {
    return null
  }
}

/** Ignore files between the top of the repository and the parent of `root`, outermost first; none outside of a repository. */
export async function ignoresAbove(root: string): Promise<{ prefix: string; text: string }[]> {
  const found = await findTop(root)
  if (!found) return []
  const out: { prefix: string; text: string }[] = []
  for (let at = dirname(root); at.length >= found.top.length && at !== dirname(at); at = dirname(at)) {
    const prefix = relative(at, root).split(sep).join('/')
    for (const name of ['.ignore', '.gitignore']) {
      const text = await readFile(join(at, name), 'utf8').catch(() => null)
      if (text !== null) out.unshift({ prefix, text })
    }
  }
  return out
}

/** Top folder of the work tree, and the folder of its index: `.git` itself, or where a linked work tree's `.git` file points. */
async function findTop(root: string): Promise<{ top: string; git: string } | null> {
  for (let at = root; ; at = dirname(at)) {
    const git = join(at, '.git')
    try {
      if ((await stat(git)).isDirectory()) return { top: at, git }
      const pointer = /^gitdir: (.+)$/m.exec(await readFile(git, 'utf8'))
      return pointer ? { top: at, git: resolve(at, (pointer[1] as string).trim()) } : null
    } catch {
      if (dirname(at) === at) return null
    }
  }
}

export function parseIndex(bytes: Buffer): string[] {
  if (bytes.length < 12 || bytes.toString('latin1', 0, 4) !== 'DIRC') return []
  const version = bytes.readUInt32BE(4)
  const count = bytes.readUInt32BE(8)
  const paths: string[] = []
  let previous = ''
  for (let i = 0, at = 12; i < count && at + 62 < bytes.length; i++) {
    const flags = bytes.readUInt16BE(at + 60)
    let name = at + 62 + (version >= 3 && flags & 0x4000 ? 2 : 0)
    let prefix = ''
    if (version === 4) {
      let strip = (bytes[name] as number) & 127
      while ((bytes[name++] as number) & 128) strip = ((strip + 1) << 7) | ((bytes[name] as number) & 127)
      prefix = previous.slice(0, previous.length - strip)
    }
    const end = bytes.indexOf(0, name)
    if (end < 0) break
    previous = prefix + bytes.toString('utf8', name, end)
    paths.push(previous)
    at = version === 4 ? end + 1 : at + ((end - at + 8) & ~7)
  }
  return paths
}
