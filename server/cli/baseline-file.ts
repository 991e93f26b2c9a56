/** The baseline: one entry per line, sorted, no line numbers, no timestamps; the key is the fingerprint. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { anchorOf, BASELINE_NAME, nearestWith } from '../disk/policy'
import { fingerprintOf } from '../engine/lint'
import type { Finding } from '../engine/types'
import { POLICY_NAMES } from '../workspace/policy-file'
import type { ScanResult } from '../workspace/types'
import { UsageError } from './args'
import type { Session, Target } from './session'

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
  const old = readBaseline(file)
  const known = new Set(old.map((e) => e.fingerprint))
  const { entryOf } = keysOf(file, target, result.findings, old)
  const isKnown = (f: Finding) => known.has(entryOf(f).fingerprint)
  return { ...result, findings: result.findings.map((f) => (isKnown(f) ? { ...f, baselined: true } : f)) }
}

export interface Keys {
  /** Absolute folder that the paths of the baseline count from. */
  readonly base: string
  entryOf(f: Finding): BaselineEntry
}

/**
 * How a baseline names findings: as this scan does, or as a scan of its own folder does, a project of its own below the scanned
 * one. What it holds decides: the entries that this scan finds again, then the files that are where an entry says.
 */
export function keysOf(
  file: string,
  { root, anchor }: Target,
  findings: readonly Finding[],
  old: readonly BaselineEntry[],
): Keys {
  const from = (base: string): Keys => ({
    base,
    entryOf(f) {
      const path = relative(base, join(root, ...f.path.split('/')))
        .split(sep)
        .join('/')
      const fingerprint = base === anchor ? f.fingerprint : fingerprintOf(f, path, f.identity ?? '')
      return { rule: f.rule, path, host: f.host, fingerprint }
    },
  })
  const here = from(anchor)
  const below = anchorOf(dirname(file))
  if (below === anchor || !below.startsWith(anchor + sep)) return here
  const there = from(below)
  const known = new Set(old.map((e) => e.fingerprint))
  const hits = ({ entryOf }: Keys) => findings.filter((f) => known.has(entryOf(f).fingerprint)).length
  const files = ({ base }: Keys) => old.filter((e) => existsSync(join(base, ...e.path.split('/')))).length
  return (hits(there) - hits(here) || files(there) - files(here)) > 0 ? there : here
}
