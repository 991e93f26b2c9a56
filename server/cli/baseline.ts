import { existsSync } from 'node:fs'
import { join, sep } from 'node:path'
import { UsageError } from './args'
import { baselinePath, keysOf, printBaseline, readBaseline } from './baseline-file'
import { type Session, scanTarget, targetOf } from './session'
import { writeFile } from './write'

/**
 * `baseline create|update|prune`: update adds new findings and keeps old ones, prune drops entries without a finding. Only
 * entries below the scanned path are dropped, and none when something could not be read.
 */
export async function baseline(session: Session): Promise<number> {
  const [verb = '', path = '.'] = session.args.positional
  if (!['create', 'update', 'prune'].includes(verb)) throw new UsageError('baseline needs create, update or prune')
  const target = targetOf(path, session.io)
  const file = baselinePath(target, session)
  if (verb === 'create' && existsSync(file)) throw new UsageError(`${file} exists; use baseline update or prune`)
  const result = await scanTarget(target, session)
  if (result.policyErrors.length > 0)
    throw new UsageError(
      `${result.policyErrors[0]?.path}:${result.policyErrors[0]?.line}: ${result.policyErrors[0]?.message}`,
    )
  const old = verb === 'create' || !existsSync(file) ? [] : readBaseline(file)
  const { base, entryOf } = keysOf(file, target, result.findings, old)
  const now = result.findings.filter((f) => !f.suppressed).map(entryOf)
  const present = new Set(now.map((e) => e.fingerprint))
  if (verb === 'prune' && !result.complete) {
    session.io.err('the scan is incomplete; nothing was taken out of the baseline\n')
    return 3
  }
  const scanned = target.from.length > 0 ? target.from.map((f) => join(target.root, ...f.split('/'))) : [target.root]
  const looked = (path: string) => {
    const full = join(base, ...path.split('/'))
    return scanned.some((s) => full === s || full.startsWith(s.endsWith(sep) ? s : s + sep))
  }
  const kept = verb === 'prune' ? old.filter((e) => present.has(e.fingerprint) || !looked(e.path)) : [...old, ...now]
  writeFile(file, printBaseline(kept))
  session.io.err(`${new Set(kept.map((e) => e.fingerprint)).size} findings in the baseline\n`)
  return result.complete ? 0 : 3
}
