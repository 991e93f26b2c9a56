/** Why nothing was read of a file that exists. */
import { readerFor } from '../../engine/read'
import { readers } from '../../engine/readers'
import { leftOut } from '../../workspace/ignore'
import type { ScanResult } from '../../workspace/types'

/** The reason, as an end of `PATH: …`. */
export function whyUnread(path: string, result: ScanResult): string {
  const skipped = result.skipped.find((s) => s.path === path)
  if (skipped) return `not read: ${skipped.reason}.`
  if (leftOut(path))
    return 'left out of the scan: vendored code, build output or a folder of tools (`--no-ignore` enters it).'
  if (result.excludes(path)) return 'left out of the scan: `exclude` of the policy or a setting names it.'
  if (!result.paths.includes(path)) return 'left out of the scan by an ignore file, and nothing names it.'
  if (result.policies.some((p) => p.path === path))
    return 'the policy of the project: it says what may be reported, and names no address that a client calls.'
  const found = readerFor(readers, path)
  if (!found) return 'not read: no reader is for files of that name, and no other file names it as an env file.'
  if (found.reader.audience) return `not read: what it says is shown to the persona ${found.reader.audience} only.`
  return `nothing was taken from it: the ${found.reader.id} reader knows it, but it holds no word, host or tool of an AI client.`
}
