import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { pages } from '../../rules'
import { lineAt } from '../engine/text'
import { createPlacer } from '../report/place'
import { UsageError } from './args'
import { describeHost } from './facts'
import { type Session, scanTarget, targetOf } from './session'

/** `explain RULE | HOST | FILE:LINE`. */
export async function explain(session: Session): Promise<number> {
  const subject = session.args.positional[0]
  if (!subject) throw new UsageError('explain needs a rule, a host or FILE:LINE')
  const place = /^(.*):(\d+)(?::\d+)?$/.exec(subject)
  if (place && existsSync(resolve(session.io.cwd, place[1] as string)))
    return explainPlace(place[1] as string, Number(place[2]), session)
  const rule = session.rules.find((r) => r.id === subject)
  if (rule || pages[subject]) {
    session.io.out(`${pages[subject] ?? `# ${subject}\n\n${rule?.title ?? ''}\n`}`)
    return 0
  }
  return explainHost(subject, session)
}

function explainHost(subject: string, session: Session): number {
  const known = describeHost(subject, session)
  if (known) session.io.out(known)
  else if (/^[\w.*-]+\.[a-z\u0080-\uffff]{2,}|^localhost|^\[/i.test(subject.replace(/^[a-z]+:\/\//i, ''))) {
    session.io.out(
      `${subject}: nobody has declared or listed it. Behind an AI variable it is reported as unknown-endpoint (info).\nBeing unlisted says nothing about its operator; declare it under gateways in relaylint.yaml when it is yours.\n`,
    )
  } else throw new UsageError(`${subject} is no rule, no host and no FILE:LINE`)
  return 0
}

async function explainPlace(file: string, line: number, session: Session): Promise<number> {
  const { io, redactor } = session
  const target = targetOf(file, io)
  const folder = { ...target, from: [] }
  const path = target.from[0] as string
  const result = await scanTarget(folder, session)
  const facts = result.model.files.get(path)
  const at = createPlacer(result)
  const say = (text: string) => io.out(`${redactor.cut(text)}\n`)
  if (!facts) {
    say(`${file}: nothing in it was read: no reader knows it, or it holds no word that could matter.`)
    return 0
  }
  const on = (file: string, span: { start: number; end: number }) =>
    file === path && at(file, span).start.line <= line && at(file, span).end.line >= line
  say(`${file}:${line}  read as ${facts.reader}/${facts.dialect}`)
  const settings = facts.settings.filter(
    (s) => on(path, s.value.span) || lineAt(facts.lineStarts, s.keySpan.start) + 1 === line,
  )
  for (const s of settings) say(`  ${s.kind} ${s.path.join('.')}${s.callee ? ` of ${s.callee}` : ''}`)
  const endpoints = result.model.endpoints.filter((e) => on(e.path, e.span))
  for (const e of endpoints) {
    say(
      `  endpoint ${e.host}: ${e.class} (${e.basis}), ${e.resolution}, ${e.effective}${e.client ? `, read by ${e.client}` : ''}`,
    )
    for (const c of e.chain) say(`    used at ${c.path}:${at(c.path, c.span).start.line}`)
  }
  const findings = result.findings.filter((f) => on(f.path, f.span))
  for (const f of findings) say(`  ${f.severity} ${f.rule}: ${f.message}${f.suppressed ? ' (suppressed)' : ''}`)
  if (settings.length === 0 && endpoints.length === 0)
    say('  nothing is stated here that could be an address, a credential or a region')
  else if (endpoints.length === 0) say('  not an AI endpoint: neither its name nor its host nor its path says so')
  else if (findings.length === 0)
    say(`  ${session.rules.length} rules looked; none reports a ${endpoints[0]?.class} address here`)
  const org = result.policies[0]?.organization
  if (!org) say('  ownership, developers and end users: not assessed (nothing is declared in a policy)')
  const context = facts.settings.filter((s) => /^(?:TZ|LANG|LC_ALL|LANGUAGE)$/.test(s.name))
  for (const s of context)
    say(`  context, proves nothing: ${s.name} is set at line ${lineAt(facts.lineStarts, s.keySpan.start) + 1}`)
  return 0
}
