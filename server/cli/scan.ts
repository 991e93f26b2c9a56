import { resolve } from 'node:path'
import { atLeast } from '../engine/lint'
import type { Severity } from '../engine/types'
import { printers } from '../report'
import { takenBack } from '../report/counts'
import { remarks } from '../report/text'
import type { ReportInput } from '../report/types'
import { policyFindings } from '../workspace/policy-findings'
import type { ScanResult } from '../workspace/types'
import { UsageError } from './args'
import { markBaseline } from './baseline-file'
import { applyFixes } from './fix'
import { printPolicyErrors, type Session, scanTarget, targetOf } from './session'
import { writeFile } from './write'

/** `relaylint scan`: one scan and one report, however many paths are given. */
export async function scanCommand(session: Session): Promise<number> {
  const { args, io } = session
  const target = targetOf(args.positional.length > 0 ? args.positional : ['.'], io)
  const started = io.now()
  let result = await scanTarget(target, session)
  if (io.signal.aborted) return 130
  if (args.flags.has('fix') || args.flags.has('diff')) {
    const changed = applyFixes(result, target, session, isPatch(session) ? io.out : io.err)
    if (changed) result = await scanTarget(target, session)
  }
  result = withPolicyErrors(markBaseline(result, target, session), args.flags.has('untrusted') && !args.policy)
  print(result, session, (io.now() - started) / 1000)
  return exitCode(result, session)
}

/**
 * A bad policy never means no policy: its errors are the only findings of the report. That of a repository which is not
 * trusted hides nothing, so there the findings stay.
 */
function withPolicyErrors(result: ScanResult, untrusted: boolean): ScanResult {
  if (result.policyErrors.length === 0) return result
  const findings = policyFindings(result.policyErrors, 'Correct it; `relaylint policy check` shows every error.')
  return { ...result, findings: untrusted ? [...findings, ...result.findings] : findings, complete: false }
}

export function reportInput(result: ScanResult, session: Session, seconds?: number): ReportInput {
  const { args, io } = session
  const policy = result.policies[0]
  const persona = args.persona || (policy?.trusted ? policy.persona : undefined) || 'developer'
  return {
    result,
    facts: session.facts,
    rules: session.rules,
    redactor: session.redactor,
    version: io.version,
    persona,
    day: session.day,
    showSuppressed: args.flags.has('show-suppressed'),
    quiet: args.flags.has('quiet'),
    verbose: args.flags.has('verbose'),
    remarks: true,
    width: io.outTty ? Math.max(40, Math.min(io.columns, 140)) : 80,
    colour: io.colour,
    ...(seconds !== undefined ? { seconds } : {}),
  }
}

/** `--diff` without a format: the patch alone goes to standard output, so that it can be piped; the report goes to standard error. */
const isPatch = ({ args }: Session): boolean => args.flags.has('diff') && args.formats.every((f) => f.file !== '')

/** Every report is printed or written before the first that could not be is complained of. */
function print(result: ScanResult, session: Session, seconds: number): void {
  const { args, io } = session
  printPolicyErrors(result, session)
  const formats = args.formats.length > 0 ? args.formats : [{ format: 'text', file: '' }]
  const failed: UsageError[] = []
  for (const { format, file } of formats) {
    const printer = printers[format]
    if (!printer) throw new UsageError(`--format ${format} belongs to another command`)
    const shown = format === 'text' && !file
    const input = reportInput(result, session, shown ? seconds : undefined)
    const text = printer(shown ? { ...input, remarks: false } : input)
    if (shown && !input.quiet)
      for (const line of remarks({ ...input, colour: io.colour && io.errTty })) io.err(`${line}\n`)
    if (!file) (isPatch(session) ? io.err : io.out)(text)
    else
      try {
        writeFile(resolve(io.cwd, file), text, file)
      } catch (error) {
        if (!(error instanceof UsageError)) throw error
        failed.push(error)
      }
  }
  // formats for machines have no place for it; `text` says it in its last line
  const counts = takenBack(result)
  if (counts.length > 0 && !args.flags.has('quiet') && formats.every((f) => f.format !== 'text' || f.file))
    io.err(`${counts.join(', ')}\n`)
  if (failed[0]) throw failed[0]
}

/** 2 for a bad policy, 1 for findings at the gate even when incomplete, 3 for an incomplete scan. */
export function exitCode(result: ScanResult, session: Session): number {
  if (result.policyErrors.length > 0) return 2
  const policy = result.policies[0]
  const gate = session.args.failOn || (policy?.trusted ? policy.failOn : undefined) || 'warning'
  const counted = result.findings.filter((f) => !f.suppressed && !f.baselined)
  if (gate !== 'never' && counted.some((f) => atLeast(f.severity, gate as Severity))) return 1
  if (!result.complete || (session.args.flags.has('strict') && result.notes.some((n) => !n.aside))) return 3
  return 0
}
