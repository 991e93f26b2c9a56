/** Policy files that stand outside of the scanned folder. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { POLICY_NAMES } from '../workspace/policy-file'
import type { GivenPolicy } from '../workspace/types'

/** The policy at an absolute path, null when it cannot be read. `name` is shown in messages; what it extends is looked up beside it. */
export function policyAt(file: string, name: string): GivenPolicy | null {
  const text = textOf(file)
  return text === null ? null : { text, path: name, read: (path) => textOf(resolve(dirname(file), path)) }
}

/** The nearest policy above a folder, up to the root of the repository; it extends files of its own folder only. */
export function policyAbove(root: string): GivenPolicy | undefined {
  for (let at = root; !existsSync(join(at, '.git')) && dirname(at) !== at; ) {
    at = dirname(at)
    for (const name of POLICY_NAMES) {
      const found = policyAt(join(at, name), relative(root, join(at, name)).split(sep).join('/'))
      if (found)
        return {
          ...found,
          above: `${relative(at, root).split(sep).join('/')}/`,
          read: (path) => (resolve(at, path).startsWith(at + sep) ? textOf(resolve(at, path)) : null),
        }
    }
  }
  return undefined
}

/**
 * The folder that keys of findings count from, so that they are the same for every scan of a repository: its root, else the
 * farthest folder upward with a policy or a baseline, else the scanned folder itself.
 */
export function anchorOf(root: string, names: readonly string[]): string {
  let found = root
  for (let at = root; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at
    if (names.some((name) => existsSync(join(at, name)))) found = at
    if (dirname(at) === at) return found
  }
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
