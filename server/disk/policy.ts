/** Policy files that stand outside of the scanned folder. */
import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { POLICY_NAMES } from '../workspace/policy-file'
import type { GivenPolicy } from '../workspace/types'

/**
 * The policy at an absolute path for a scan of `root`, null when it cannot be read. One of the same repository means what it
 * means when it is found there; one from outside is shown as `name`, and its paths count from the scan root.
 */
export function policyAt(file: string, name: string, root: string): GivenPolicy | null {
  const text = textOf(file)
  if (text === null) return null
  const read = (path: string) => textOf(resolve(dirname(file), path))
  const way = relative(root, file).split(sep).join('/')
  const up = way.split('/').filter((step) => step === '..').length
  if (up === 0 && !isAbsolute(way)) return { text, path: way, read }
  const isAbove = way.replace(/^(?:\.\.\/)+/, '') === basename(file)
  const anchor = anchorOf(root)
  if (!isAbove || !isInside(file, anchor)) return { text, path: name, outside: true, read }
  return { text, path: way, above: `${relative(dirname(file), root).split(sep).join('/')}/`, read }
}

const isInside = (file: string, folder: string) => file.startsWith(folder.endsWith(sep) ? folder : folder + sep)

/** Reads files of the repository above a scan root, by the way from that root. */
function readerAbove(root: string, anchor: string): (path: string) => string | null {
  return (path) => {
    const file = resolve(root, path)
    return isInside(file, anchor) && isInside(realOf(file), realOf(anchor)) ? textOf(file) : null
  }
}

function realOf(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    return ''
  }
}

/** The nearest policy above a folder, up to the root of the repository; it extends files of the repository only. */
export function policyAbove(root: string): GivenPolicy | undefined {
  for (let at = root; !existsSync(join(at, '.git')) && dirname(at) !== at; ) {
    at = dirname(at)
    for (const name of POLICY_NAMES) {
      const text = textOf(join(at, name))
      if (text !== null)
        return {
          text,
          path: relative(root, join(at, name)).split(sep).join('/'),
          above: `${relative(at, root).split(sep).join('/')}/`,
          read: readerAbove(at, anchorOf(at)),
        }
    }
  }
  return undefined
}

export const BASELINE_NAME = 'relaylint-baseline.json'
const ANCHORS = [...POLICY_NAMES, BASELINE_NAME]

/**
 * The folder that keys of findings count from, so that they are the same for every scan of a repository: its root, else the
 * farthest folder upward with a policy or a baseline, else the scanned folder itself.
 */
export function anchorOf(root: string): string {
  let found = root
  for (let at = root; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (ANCHORS.some((name) => existsSync(join(at, name)))) found = at
    if (dirname(at) === at) return found
  }
}

/** Where a folder stands in its repository: the way down to it, with a slash at its end, and a reader of files above it. */
export function placeInRepository(root: string): {
  readonly anchor: string
  readonly prefix: string
  readAbove(path: string): string | null
} {
  const anchor = anchorOf(root)
  const way = relative(anchor, root).split(sep).join('/')
  return { anchor, prefix: way ? `${way}/` : '', readAbove: readerAbove(root, anchor) }
}

/** The nearest folder upward, up to `top`, that holds one of these files; undefined when none does. */
export function nearestWith(root: string, top: string, names: readonly string[]): string | undefined {
  for (let at = root; ; at = dirname(at)) {
    if (names.some((name) => existsSync(join(at, name)))) return at
    if (at === top || dirname(at) === at) return undefined
  }
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8').replace(/^\ufeff/, '')
  } catch {
    return null
  }
}
