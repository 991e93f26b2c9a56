/** The baseline: one entry per line, sorted, no line numbers, no timestamps; the key is the fingerprint. */
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { nearestWith } from '../disk/policy'
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
  let parsed: unknown
  try {
    parsed = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new UsageError(`${file}: the baseline cannot be read: ${(error as Error).message}`)
  }
  const entries = (parsed as { findings?: unknown }).findings
  if (!Array.isArray(entries)) throw new UsageError(`${file}: a baseline holds a list "findings"`)
  return entries as BaselineEntry[]
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
  return { ...result, findings: result.findings.map((f) => (known.has(f.fingerprint) ? { ...f, baselined: true } : f)) }
}
