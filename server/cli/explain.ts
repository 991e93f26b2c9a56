import { existsSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { pages } from '../../rules'
import { anchorOf } from '../disk/policy'
import { explainPlace, whyUnread } from '../report/explain'
import { UsageError } from './args'
import { markBaseline } from './baseline-file'
import { classifiedApart, describeHost, reportedAs } from './facts-host'
import { printPolicyErrors, type Session, scanTarget, type Target, targetOf } from './session'

/** `explain RULE | HOST | FILE:LINE`. */
export async function explain(session: Session): Promise<number> {
  const subject = session.args.positional[0]
  if (!subject) throw new UsageError('explain needs a rule, a host or FILE:LINE')
  const place = /^(.*):(\d+)(?::\d+)?$/.exec(subject)
  const file = place ? (place[1] as string) : ''
  if (file && existsSync(resolve(session.io.cwd, file))) {
    if (statSync(resolve(session.io.cwd, file)).isDirectory())
      throw new UsageError(`${file} is a folder and has no lines`)
    return explainLine(file, Number(place?.[2]), session)
  }
  // a path of several parts, or the name of an env file, is no host with a port
  if (/[\\/]|^\.|\.(?:env|ya?ml|json|toml|py|[cm]?[jt]sx?|sh|cs|rb|php|java|kt)$/.test(file) && !file.includes('://'))
    throw new UsageError(`${file}: there is no such file`)
  const rule = session.rules.find((r) => r.id === subject)
  if (rule || pages[subject]) {
    session.io.out(`${pages[subject] ?? `# ${subject}\n\n${rule?.title ?? ''}\n`}`)
    return 0
  }
  return explainHost(subject, session)
}

function explainHost(subject: string, session: Session): number {
  const known = describeHost(subject, session)
  if (known) session.io.out(known + classifiedApart(subject, session))
  else if (/^[\w.*-]+\.[a-z\u0080-\uffff]{2,}|^localhost|^\[/i.test(subject.replace(/^[a-z]+:\/\//i, ''))) {
    session.io.out(
      `${session.redactor.cut(subject)}: nobody has declared or listed it. ${reportedAs(subject, session)}\nBeing unlisted says nothing about its operator; declare it under gateways in relaylint.yaml when it is yours.\n`,
    )
  } else throw new UsageError(`${subject} is no rule, no host and no FILE:LINE`)
  return 0
}

async function explainLine(file: string, line: number, session: Session): Promise<number> {
  const { io, args, redactor, machine } = session
  const { target, path } = projectOf(file, session)
  const result = markBaseline(await scanTarget(target, session), target, session)
  if (io.signal.aborted) return 130
  const errors = args.flags.has('untrusted') ? [] : result.policyErrors
  if (errors.length > 0) printPolicyErrors(result, session)
  const root = relative(io.cwd, target.root).split(sep).join('/')
  if (root && target.root !== dirname(resolve(io.cwd, file))) io.out(`project  ${root}\n`)
  const lines = result.model.files.get(path)?.lineStarts.length
  if (line < 1 || (lines !== undefined && line > lines))
    throw new UsageError(`${file}:${line}: there is no such line${lines ? `; the file has ${lines}` : ''}`)
  const untrusted = args.flags.has('untrusted')
  const answer = explainPlace({ ...session, platform: machine, result, untrusted, path, line })
  io.out(answer ?? `${redactor.cut(`${file}: ${whyUnread(path, result)}`)}\n`)
  return errors.length > 0 ? 2 : 0
}

/**
 * The project that a file is explained in: what `scan` would look at. The repository or the folder of the farthest policy above the file;
 * else the current folder, where it holds the file and is no home folder or root; else the folder of the file.
 */
function projectOf(file: string, { io }: Session): { target: Target; path: string } {
  const own = targetOf(file, io)
  const full = join(own.root, own.from[0] as string)
  const anchor = anchorOf(own.root)
  const anchored = anchor !== own.root || existsSync(join(anchor, '.git'))
  const within = full.startsWith(io.cwd + sep) && io.cwd !== homedir() && dirname(io.cwd) !== io.cwd
  const root = anchored ? anchor : within ? io.cwd : own.root
  const target = targetOf(root, io)
  return { target, path: relative(target.root, full).split(sep).join('/') }
}
