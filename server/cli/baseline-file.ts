/** The baseline: one entry per line, sorted, no line numbers, no timestamps; the key is the fingerprint. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { anchorOf, nearestWith } from '../disk/policy'
import { fingerprintOf } from '../engine/lint'
import type { Finding } from '../engine/types'
import { POLICY_NAMES } from '../workspace/policy-file'
import type { ScanResult } from '../workspace/types'
import { UsageError } from './args'
import { BASELINE_NAME, type Session, type Target } from './session'

export interface BaselineEntry {
  readonly rule: string
  readonly path: string
  readonly host: string
  readonly fingerprint: string
}

/** The file that counts: the one given, else the nearest upward, else a new one beside the policy, else in the scanned folder. */
export function baselinePath(target: Target, session: Session): string {
  if (session.args.baseline) return resolve(session.io.cwd, session.args.baseline)
  const near = (names: readonly string[]) => nearestWith(target.root, target.anchor, names)
  return join(near([BASELINE_NAME]) ?? near(POLICY_NAMES) ?? target.root, BASELINE_NAME)
}

export function readBaseline(file: string): BaselineEntry[] {
  const { findings } = parsed(file)
  if (!Array.isArray(findings)) throw new UsageError(`${file}: a baseline holds a list "findings"`)
  return findings.map((entry: Partial<BaselineEntry> | null) => {
    const { rule, path, host, fingerprint } = entry ?? {}
    if (typeof fingerprint !== 'string' || typeof path !== 'string')
      throw new UsageError(`${file}: every finding of a baseline has a path and a fingerprint`)
    return { rule: String(rule ?? ''), path, host: String(host ?? ''), fingerprint }
  })
}

function parsed(file: string): { findings?: unknown } {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    throw new UsageError(`${file}: the baseline cannot be read`)
  }
  try {
    return JSON.parse(text) ?? {}
  } catch {
    throw new UsageError(`${file}: the baseline is not valid JSON; create it again with relaylint baseline create`)
  }
}

export function printBaseline(entries: readonly BaselineEntry[]): string {
  const key = (e: BaselineEntry) => `${e.path}\u0000${e.rule}\u0000${e.host}\u0000${e.fingerprint}`
  const rows = [...new Map(entries.map((e) => [key(e), e])).values()].sort((a, b) => (key(a) < key(b) ? -1 : 1))
  const line = (e: BaselineEntry) =>
    `    ${JSON.stringify({ path: e.path, rule: e.rule, host: e.host, fingerprint: e.fingerprint })}`
  return `{\n  "schema": "relaylint/baseline@1",\n  "findings": [\n${rows.map(line).join(',\n')}\n  ]\n}\n`
}

/** Marks findings that stand in the baseline. In untrusted scans only a baseline given by flag counts. */
export function markBaseline(result: ScanResult, target: Target, session: Session): ScanResult {
  const file = baselinePath(target, session)
  if (!session.args.baseline && (session.args.flags.has('untrusted') || !existsSync(file))) return result
  if (!existsSync(file)) throw new UsageError(`--baseline ${session.args.baseline}: there is no such file`)
  const known = new Set(readBaseline(file).map((e) => e.fingerprint))
  const key = keyFor(file, target, result.findings, known)
  const isKnown = (f: Finding) => known.has(key(f))
  return { ...result, findings: result.findings.map((f) => (isKnown(f) ? { ...f, baselined: true } : f)) }
}

/** The fingerprints that a baseline holds: those of this scan, or those of a scan of its own folder, a project of its own below. */
function keyFor(
  file: string,
  { root, anchor }: Target,
  findings: readonly Finding[],
  known: ReadonlySet<string>,
): (f: Finding) => string {
  const here = (f: Finding) => f.fingerprint
  const below = anchorOf(dirname(file), [...POLICY_NAMES, BASELINE_NAME])
  if (below === anchor || !below.startsWith(anchor)) return here
  const there = (f: Finding) =>
    fingerprintOf(
      f,
      relative(below, join(root, ...f.path.split('/')))
        .split(sep)
        .join('/'),
      f.identity ?? '',
    )
  const hits = (key: typeof here) => findings.filter((f) => known.has(key(f))).length
  return hits(there) > hits(here) ? there : here
}
