/** Commands and requests beyond the protocol: scan, explain, the tree's endpoints, reports. */
import type { CancellationToken, WorkDoneProgressReporter } from 'vscode-languageserver'
import { pages } from '../../rules'
import type { Finding, Place } from '../engine/types'
import type { EndpointItem, EndpointPlace, ExplainRequest, ReportAnswer, ReportRequest, ScanSummary } from '../protocol'
import { printers } from '../report'
import { explainPlace, whyUnread } from '../report/explain'
import { Placer, shown } from './convert'
import type { Folder } from './folder'
import { visibleEndpoints } from './hover'
import type { Session } from './session'
import { OWN_HOST, ownHost, providerOf, trafficMap, vendorName } from './traffic-map'

/** Scans every folder and publishes all that is found. */
export async function scanWorkspace(
  session: Session,
  token: CancellationToken,
  progress: WorkDoneProgressReporter,
): Promise<ScanSummary> {
  const folders = workspaceOf(session)
  let cancelled = false
  progress.begin('relaylint', 0, 'looking at the workspace', true)
  try {
    for (const [i, folder] of folders.entries()) {
      if (!folder.file) folder.wide = true
      let last = -1
      const report = (done: number, total: number) => {
        const percent = Math.floor(((i + done / Math.max(1, total)) / folders.length) * 100)
        if (percent <= last) return
        last = percent
        progress.report(percent, `${done} of ${total} files`)
      }
      const stop = () => token.isCancellationRequested
      if (!(await session.scans.run(folder, { progress: report, cancelled: stop }))) cancelled = true
      if (stop()) break
    }
  } finally {
    progress.done()
  }
  return summary(session, cancelled)
}

/** The folders of the workspace; without any, the lone documents. */
function workspaceOf(session: Session): readonly Folder[] {
  const folders = session.folders.filter((f) => !f.file)
  return folders.length > 0 ? folders : [...session.folders]
}

function summary(session: Session, cancelled: boolean): ScanSummary {
  const results = workspaceOf(session).flatMap((f) => f.project.result ?? [])
  const findings: Finding[] = results.flatMap((r) => shown(r.findings))
  const count = (severity: string) => findings.filter((f) => f.severity === severity).length
  return {
    files: results.reduce((n, r) => n + r.files, 0),
    findings: findings.length,
    error: count('error'),
    warning: count('warning'),
    info: count('info'),
    hint: count('hint'),
    endpoints: results.reduce((n, r) => n + r.model.endpoints.length, 0),
    complete: !cancelled && results.every((r) => r.complete),
    cancelled,
  }
}

/** What stands on a line and how it was judged, the page of a rule, what is known about a host: whatever is asked for, as Markdown. */
export async function explain(request: ExplainRequest, session: Session): Promise<string> {
  const { facts, rules } = session.engine
  const parts: string[] = []
  if (request.uri !== undefined && request.line !== undefined)
    parts.push(await explainedPlace(request.uri, request.line, session))
  if (request.rule) {
    const rule = rules.find((r) => r.id === request.rule)
    const page = pages[request.rule]
    if (page) parts.push(page)
    else if (rule) parts.push(`# ${rule.id}\n\n${rule.title}.\n`)
  }
  if (request.host) {
    const match = facts.host(request.host, '')
    const rows = (match?.row.sources ?? []).map((id) => {
      const s = facts.source(id)
      return s ? `- [${s.title}](${s.url}) (${s.status}, ${s.date})` : `- ${id}`
    })
    parts.push(
      match
        ? `## ${request.host}\n\n${match.row.name}: ${match.row.class}, last seen ${match.row.seen.last}.\n\n${rows.join('\n')}\n`
        : `## ${request.host}\n\nNobody has declared or listed it. That says nothing about its operator.\n`,
    )
  }
  if (parts.length === 0) parts.push('There is no such rule, no such host and no such place.\n')
  return session.engine.redactor.cut(parts.join('\n'))
}

/** The answer of `explain FILE:LINE`, as a block of code. */
async function explainedPlace(uri: string, line: number, session: Session): Promise<string> {
  session.flush(uri)
  const home = session.folderOf(uri)
  if (!home) return 'The document lies in no folder that is looked at.\n'
  const { folder, path } = home
  if (!folder.project.indexed || folder.project.needsRefresh) await session.scans.run(folder)
  await folder.project.settle()
  const { result } = folder.project
  if (!result) return 'The folder is not scanned yet.\n'
  const { facts, rules, redactor } = session.engine
  const text = explainPlace({
    ...{ result, facts, rules, redactor, path, line: line + 1 },
    platform: session.platform.machine,
    day: session.platform.today(),
    untrusted: !session.settings.trusted,
  })
  return fenced(text ?? `${path}: ${whyUnread(path, result)}\n`)
}

/** Text as it is, whatever signs it holds. */
function fenced(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))
  const fence = '`'.repeat(longest + 1)
  return `${fence}text\n${text}${fence}\n`
}

export function endpointItems(session: Session): EndpointItem[] {
  const { facts, redactor } = session.engine
  return workspaceOf(session).flatMap((folder) => {
    const auditor = folder.project.persona('') === 'auditor'
    const placer = new Placer(folder.project, session.encoding)
    const at = (place: Place): EndpointPlace => ({
      uri: session.publisher.uriOf(folder, place.path),
      range: placer.range(place.path, place.span),
      path: place.path,
    })
    const endpoints = visibleEndpoints(folder.project, auditor).map((e) => ({
      ...at(e),
      provider: providerOf(e, facts),
      host: e.host,
      class: e.class as string,
      basis: e.declared?.operator === 'self' ? 'declared, self-run' : e.basis,
      key: redactor.cut(e.key),
      client: e.client,
      uses: e.chain.map(at),
    }))
    const uses = (folder.project.model?.uses ?? []).map((u) => ({
      ...at(u),
      provider: vendorName(u.vendor, facts),
      host: ownHost(u, facts),
      class: 'official',
      basis: OWN_HOST,
      key: facts.client(u.client)?.name ?? u.client,
      client: u.client,
      uses: [],
    }))
    return [...endpoints, ...uses]
  })
}

/** Prints the state of one folder in one of the formats of the command; `map` is the traffic map of all. */
export async function report({ format, folder: wanted }: ReportRequest, session: Session): Promise<ReportAnswer> {
  const formats = ['map', ...Object.keys(printers)]
  const folders = workspaceOf(session)
  const chosen = folders.find((f) => f.uri === wanted?.replace(/\/+$/, '')) ?? folders[0]
  if (!chosen) return { text: '', formats }
  const { facts, rules, redactor } = session.engine
  for (const folder of format === 'map' ? folders : [chosen])
    if (!folder.project.indexed || folder.project.needsRefresh) await session.scans.run(folder)
    else await folder.project.settle()
  if (format === 'map') return { text: redactor.cut(trafficMap(folders, facts, session.encoding)), formats }
  const { result } = chosen.project
  const printer = Object.hasOwn(printers, format) ? printers[format] : undefined
  if (!result || !printer) return { text: '', formats }
  const text = printer({
    result,
    facts,
    rules,
    redactor,
    version: session.platform.version,
    persona: chosen.project.persona(''),
    day: session.platform.today(),
    showSuppressed: true,
    quiet: false,
    verbose: false,
    remarks: true,
    width: 100,
    colour: false,
  })
  return { text, formats }
}
