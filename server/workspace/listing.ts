/** Which files a scan looks at: those of the walk, single files that were asked for, and texts that are on no disk. */
import { isWithin } from '../engine/link/paths'
import type { Host } from './host'
import { IgnoreStack, leftOut } from './ignore'
import type { ScanContext, ScanOptions } from './types'
import { type Walked, walk } from './walk'

/** Patterns in gitignore syntax as a question. */
const matching = (patterns: readonly string[]): ((path: string) => boolean) => {
  const stack = IgnoreStack.empty().with('', patterns.length > 0 ? [patterns.join('\n')] : [])
  return (path) => stack.ignores(path, false)
}

/** Says of a path whether it is left out by `exclude` patterns (gitignore syntax), or as vendored code or build output. */
export function leavingOut(exclude: readonly string[], noIgnore: boolean): (path: string) => boolean {
  const isExcluded = matching(exclude)
  return (path) => (!noIgnore && leftOut(path)) || isExcluded(path)
}

export interface Listed extends Walked {
  /** Single files that were asked for and that `exclude` leaves out. */
  readonly excluded: readonly string[]
}

/** Never fails: folders that cannot be listed are problems of the result. */
export async function listFiles(
  { host, machine }: Pick<ScanContext, 'host' | 'machine'>,
  options: ScanOptions,
  exclude: readonly string[],
): Promise<Listed> {
  const isLeftOut = leavingOut(exclude, options.noIgnore)
  const isExcluded = matching(exclude)
  const excluded: string[] = []
  const overlay = [...(options.overlay?.keys() ?? [])]
  const files = new Map<string, boolean>()
  const problems: { path: string; reason: string }[] = []
  const special: string[] = []
  for (const from of options.from.length > 0 ? options.from : ['']) {
    if (from && (overlay.includes(from) || !(await isFolder(host, from)))) {
      if (isExcluded(from)) excluded.push(from)
      else files.set(from, false)
      continue
    }
    const walked = await walk(host, from, {
      noIgnore: options.noIgnore || options.untrusted,
      enterOutput: options.noIgnore,
      exclude,
      decode: (b) => machine.decodeUtf8(b),
      pause: () => machine.pause(),
      ...(options.cancelled ? { cancelled: options.cancelled } : {}),
    })
    problems.push(...walked.problems)
    special.push(...walked.special)
    for (const f of walked.files) if (!files.has(f.path)) files.set(f.path, f.local)
    for (const path of overlay) if (isWithin(path, from) && !files.has(path) && !isLeftOut(path)) files.set(path, false)
  }
  return { files: [...files].map(([path, local]) => ({ path, local })), problems, special, excluded }
}

async function isFolder(host: Host, path: string): Promise<boolean> {
  try {
    await host.list(path)
    return true
  } catch {
    return false
  }
}
