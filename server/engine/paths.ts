/** Paths of the project: relative to the root, with `/`, the root itself empty. */

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash < 0 ? '' : path.slice(0, slash)
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Resolves `./a/../b` against a folder; null when it leaves the root. */
export function resolvePath(folder: string, target: string): string | null {
  const parts = target.startsWith('/') ? [] : folder.split('/').filter(Boolean)
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') {
      if (parts.length === 0) return null
      parts.pop()
    } else parts.push(part)
  }
  return parts.join('/')
}

/** Whether `folder` is `ancestor` or lies below it. */
export function isWithin(folder: string, ancestor: string): boolean {
  return ancestor === '' || folder === ancestor || folder.startsWith(`${ancestor}/`)
}

/** The folder and the folders above it, the root last. */
export function upward(folder: string): string[] {
  const line = [folder]
  for (let at = folder; at !== ''; ) {
    at = folderOf(at)
    line.push(at)
  }
  return line
}

/** How many folders two folders have in common, counted from the root. */
export function shared(a: string, b: string): number {
  const left = a.split('/').filter(Boolean)
  const right = b.split('/').filter(Boolean)
  let n = 0
  while (n < left.length && left[n] === right[n]) n++
  return n
}

/** Of paths that answer to one name, those nearest to `folder`: in it, else under the deepest folder that both lie in. */
export function nearest<T>(items: readonly T[], folder: string, pathOf: (item: T) => string): T[] {
  let best = -1
  let found: T[] = []
  for (const item of items) {
    const own = folderOf(pathOf(item))
    const score = own === folder ? Number.MAX_SAFE_INTEGER : shared(own, folder)
    if (score < best) continue
    if (score > best) found = []
    best = score
    found.push(item)
  }
  return found
}
