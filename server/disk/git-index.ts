/** Reads `.git/index` (versions 2 to 4) for the paths that git tracks. No git process runs: a repository's configuration could make it run others. */
import { readFile, stat } from 'node:fs/promises'
import { dirname, join, relative, sep } from 'node:path'

/** Tracked paths relative to `root`, or null when there is no readable index. */
export async function trackedPaths(root: string): Promise<ReadonlySet<string> | null> {
  const top = await findTop(root)
  if (!top) return null
  try {
    const all = parseIndex(await readFile(join(top, '.git', 'index')))
    const prefix = relative(top, root).split(sep).join('/')
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

async function findTop(root: string): Promise<string | null> {
  for (let at = root; ; at = dirname(at)) {
    try {
      if ((await stat(join(at, '.git'))).isDirectory()) return at
      return null
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
