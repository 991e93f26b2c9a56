/** Which files a scan looks at: those of the walk, single files that were asked for, and texts that are on no disk. */
import { isWithin } from '../engine/paths'
import type { Host } from './host'
import { IgnoreStack, leftOut } from './ignore'
import type { ScanContext, ScanOptions } from './types'
import { type Walked, walk } from './walk'

/** Patterns of what is left out: those of the policy, from its folder when that stands above the root, and those of whoever scans. */
export function excluding(
  own: readonly string[],
  above: string | undefined,
  asked: readonly string[] = [],
): IgnoreStack {
  const base = IgnoreStack.empty()
  const ruled = above && own.length > 0 ? base.withAbove(above.slice(0, -1), own.join('\n')) : base
  const rest = above ? asked : [...own, ...asked]
  return rest.length > 0 ? ruled.with('', [rest.join('\n')]) : ruled
}

/** Says of a path whether it is left out by patterns, or as vendored code or build output. */
export function leavingOut(exclude: IgnoreStack, noIgnore: boolean): (path: string) => boolean {
  return (path) => (!noIgnore && leftOut(path)) || exclude.ignores(path, false)
}

export interface Listed extends Walked {
  /** Single files that were asked for and that `exclude` leaves out. */
  readonly excluded: readonly string[]
}

/** Never fails: folders that cannot be listed are problems of the result. */
export async function listFiles(
  { host, machine }: Pick<ScanContext, 'host' | 'machine'>,
  options: ScanOptions,
  exclude: IgnoreStack,
): Promise<Listed> {
  const isLeftOut = leavingOut(exclude, options.noIgnore)
  const excluded: string[] = []
  const overlay = [...(options.overlay?.keys() ?? [])]
  const files = new Map<string, boolean>()
  const problems: { path: string; reason: string }[] = []
  const special: string[] = []
  for (const from of options.from.length > 0 ? options.from : ['']) {
    if (from && (overlay.includes(from) || !(await isFolder(host, from)))) {
      if (exclude.ignores(from, false)) excluded.push(from)
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
