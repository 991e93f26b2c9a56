/** Everything one run of the command shares: facts, readers, redactor, the scan of a path. */
import { existsSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import { checks, loadPack } from '../../rules'
import { createCrew } from '../disk/crew'
import { GitError, sinceScope, stagedScope } from '../disk/git-scope'
import { createDiskHost, createMachine } from '../disk/host'
import { placeInRepository, policyAbove, policyAt } from '../disk/policy'
import { createFactBase } from '../engine/factbase'
import { nearestWord } from '../engine/nearest'
import { readers } from '../engine/readers'
import { createRedactor } from '../engine/redact'
import { printable } from '../report/terminal'
import { decode } from '../workspace/decode'
import { scan } from '../workspace/scan'
import type { GivenPolicy, ScanContext, ScanOptions, ScanResult } from '../workspace/types'
import { type Args, UsageError } from './args'
import { COMMANDS } from './commands'
import type { Io } from './io'

export interface Session extends Omit<ScanContext, 'host'> {
  readonly io: Io
  readonly args: Args
  readonly day: string
}

export function createSession(args: Args, io: Io): Session {
  const pack = loadPack()
  return {
    io,
    args,
    day: args.asOf || io.today,
    machine: createMachine(),
    facts: createFactBase(pack),
    readers,
    redactor: createRedactor(pack.keys),
    rules: checks,
  }
}

export interface Target {
  /** Absolute folder that paths of the report are relative to. */
  readonly root: string
  /** Files and folders below the root; empty for all of it. */
  readonly from: readonly string[]
  /** Absolute folder that keys of findings count from, and the way from there to the root (`apps/web/` or empty). */
  readonly anchor: string
  readonly prefix: string
  readAbove(path: string): string | null
  /** PATHs beside others that are not there: the scan goes on without them, and is not complete. */
  readonly missing: readonly string[]
}

/** The scan root of a PATH: the folder itself, or the folder of a file. Several PATHs share the nearest folder above all of them. */
export function targetOf(paths: string | readonly string[], io: Io): Target {
  const given = [paths].flat()
  const there = given.filter((path) => existsSync(resolve(io.cwd, path)))
  const missing = there.length > 0 ? given.filter((path) => !there.includes(path)) : []
  const places = (there.length > 0 ? there : given).map((path) => placeOf(path, io))
  const root = places.map((p) => p.folder).reduce(commonFolder)
  const from = places.map((p) => relative(root, p.full).split(sep).join('/'))
  return { root, from: from.includes('') ? [] : [...new Set(from)].sort(), ...placeInRepository(root), missing }
}

function placeOf(path: string, io: Io): { full: string; folder: string } {
  const given = resolve(io.cwd, path)
  if (!existsSync(given)) throw new UsageError(`${path}: there is no such file or folder${meant(path)}`)
  const info = statSync(given)
  if (info.isDirectory()) return { full: realpathSync(given), folder: realpathSync(given) }
  if (!info.isFile()) throw new UsageError(`${path}: is neither a file nor a folder`)
  // a link that is named outright is meant
  const full = realpathSync(given)
  return { full, folder: dirname(full) }
}

/** A word that is neither a command nor a path may be a command misspelt. */
function meant(path: string): string {
  const best = /^[a-z]+$/i.test(path)
    ? nearestWord(
        path,
        COMMANDS.map((c) => c.name),
      )
    : undefined
  return best ? `; is the command ${best} meant?` : ''
}

function commonFolder(a: string, b: string): string {
  let at = a
  while (at !== b && !b.startsWith(at.endsWith(sep) ? at : at + sep)) at = dirname(at)
  return at
}

export async function scanTarget(target: Target, session: Session): Promise<ScanResult> {
  const { args, io } = session
  const untrusted = args.flags.has('untrusted')
  const noPolicy = args.flags.has('no-policy')
  const policy = args.policy ? policyFile(args.policy, target, session) : undefined
  const outer = !policy && !noPolicy ? policyAbove(target.root) : undefined
  const scope = await scopeOf(target, session)
  const options: ScanOptions = {
    from: scope.from,
    day: session.day,
    prefix: target.prefix,
    readAbove: target.readAbove,
    untrusted,
    noPolicy,
    noIgnore: args.flags.has('no-ignore'),
    cancelled: () => io.signal.aborted,
    ...(args.persona ? { persona: args.persona } : {}),
    ...(policy ? { policy } : {}),
    ...(outer ? { outerPolicy: outer } : {}),
    ...(scope.overlay ? { overlay: scope.overlay } : {}),
    ...(scope.only ? { only: scope.only } : {}),
    ...progressOf(io, args),
  }
  const result = await scan(
    { ...session, ...helpersOf(target.root, session), host: createDiskHost(target.root) },
    options,
  )
  const skipped = target.missing.map((path) => ({ path, reason: 'there is no such file or folder' }))
  if (scope.binary) skipped.push({ path: scope.binary, reason: 'standard input is no text' })
  if (skipped.length === 0) return result
  return { ...result, skipped: [...result.skipped, ...skipped], complete: false }
}

/** What of the target is looked at and reported on. */
interface Scope {
  readonly from: readonly string[]
  /** Texts that replace what is on disk. */
  readonly overlay?: ReadonlyMap<string, string>
  /** Only findings of these paths are reported. */
  readonly only?: ReadonlySet<string>
  /** Name of a standard input that is no text. */
  readonly binary?: string
}

async function scopeOf(target: Target, { args, io, machine }: Session): Promise<Scope> {
  if (args.flags.has('staged') || args.since) {
    const changed = args.flags.has('staged') ? stagedScope(target.root, machine) : sinceScope(target.root, args.since)
    return { from: target.from, overlay: changed.overlay, only: changed.paths }
  }
  if (!args.flags.has('stdin')) return { from: target.from }
  const given = args.stdinFilename
  if (!given) throw new UsageError('--stdin needs --stdin-filename NAME, so that the format is known')
  const name = (isAbsolute(given) ? relative(target.root, given) : given)
    .split(sep)
    .join('/')
    .replace(/^(?:\.\/+)+/, '')
  if (/^\.\.(?:\/|$)/.test(name)) throw new UsageError(`--stdin-filename ${given} lies outside of the scanned folder`)
  const decoded = decode(await io.readStdin(), machine)
  return {
    from: [name],
    overlay: new Map([[name, decoded?.text ?? '']]),
    only: new Set([name]),
    ...(decoded ? {} : { binary: name }),
  }
}

/** Helper threads for `--jobs`. None where the helper's script was not built. */
function helpersOf(root: string, { args, io, facts }: Session): Pick<ScanContext, 'crew'> {
  const helpers = (args.jobs || Math.min(io.processors, DEFAULT_JOBS)) - 1
  const script = join(__dirname, 'worker.js')
  if (helpers < 1 || !existsSync(script)) return {}
  return { crew: createCrew(script, root, helpers, { pack: facts.pack }) }
}

/** A second thread costs some 45 MB and a quarter of the processor time (2,600 files of an AI tool); more of them are asked for by flag. */
const DEFAULT_JOBS = 2

/** Errors of policy files, on standard error with their places. */
export function printPolicyErrors({ policyErrors }: ScanResult, { io, redactor }: Session): void {
  for (const e of policyErrors)
    io.err(`${printable(e.path)}:${e.line}:${e.column}: ${printable(redactor.cut(e.message))}\n`)
}

function progressOf(io: Io, args: Args): Pick<ScanOptions, 'progress'> {
  if (!io.errTty || args.flags.has('quiet')) return {}
  let last = 0
  return {
    progress(done, total) {
      const now = io.now()
      if (done === total) io.err('\r\u001b[K')
      else if (now - last > 100) {
        last = now
        io.err(`\r${done} of ${total} files`)
      }
    },
  }
}

export function policyFile(path: string, { root }: Target, session: Session): GivenPolicy {
  const found = policyAt(realOr(resolve(session.io.cwd, path)), path.split(sep).join('/'), root)
  if (!found) throw new UsageError(`--policy ${path}: the file cannot be read`)
  return found
}

/** Scan roots are real paths; a policy is compared with them. */
function realOr(path: string): string {
  try {
    return realpathSync(path)
  } catch {
    return path
  }
}

export { GitError }
