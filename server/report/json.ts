import type { Endpoint, Evidence, Finding } from '../engine/types'
import { createPlacer } from './place'
import type { Printer, ReportInput } from './types'

/** `relaylint/report@1`: docs/schema/report.schema.json describes it. Every text passes the redactor, paths stay as they are. */
export const json: Printer = (input) => `${JSON.stringify(report(input), null, 2)}\n`

export function report(input: ReportInput): Record<string, unknown> {
  const { result, facts, redactor } = input
  const place = createPlacer(result)
  const cut = (text: string) => redactor.cut(text)
  const evidence = (e: Evidence) => ({
    status: e.status,
    claim: cut(e.claim),
    source: facts.source(e.source)?.url ?? '',
    sourceId: e.source,
    date: e.date,
  })
  const endpoint = (e: Endpoint) => ({
    path: e.path,
    range: place(e.path, e.span),
    key: cut(e.key),
    client: e.client,
    vendor: e.vendor,
    url: cut(e.url),
    host: e.host,
    ...(e.hostUnicode !== e.host ? { hostUnicode: e.hostUnicode } : {}),
    ...(e.hostWritten ? { hostWritten: cut(e.hostWritten) } : {}),
    class: e.class,
    operator: e.operator,
    serves: e.serves,
    resolution: e.resolution,
    effective: e.effective,
    reach: e.reach,
    basis: e.basis,
    evidence: e.evidence.map(evidence),
    chain: e.chain.map((p) => ({ path: p.path, range: place(p.path, p.span) })),
    local: e.local,
  })
  const shown = visible(input)
  const counted = result.findings.filter((f) => !f.suppressed && !f.baselined)
  const count = (severity: string) => shown.filter((f) => f.severity === severity).length
  const finding = (f: Finding) => ({
    rule: f.rule,
    severity: f.severity,
    severitySource: f.severitySource,
    confidence: f.confidence,
    message: cut(f.message),
    why: cut(f.why),
    todo: cut(f.todo),
    path: f.path,
    range: place(f.path, f.span),
    host: f.host,
    evidence: f.evidence.map(evidence),
    related: f.related.map((r) => ({ path: r.path, range: place(r.path, r.span), message: cut(r.message) })),
    suppressed: f.suppressed,
    ...(f.suppressedBy
      ? {
          suppressedBy: {
            kind: f.suppressedBy.kind,
            reason: cut(f.suppressedBy.reason),
            ...(f.suppressedBy.until ? { until: f.suppressedBy.until } : {}),
          },
        }
      : {}),
    baselined: f.baselined,
    local: f.local,
    fixes: f.fixes.map((x) => ({ title: cut(x.title), safe: x.safe })),
    fingerprint: f.fingerprint,
  })
  return {
    schema: 'relaylint/report@1',
    tool: { name: 'relaylint', version: input.version },
    rulebase: { date: facts.pack.date, hash: facts.pack.hash },
    summary: {
      files: result.files,
      binary: result.binary,
      localFiles: result.localRead,
      skipped: result.skipped.map((s) => ({ path: s.path, reason: s.reason })),
      notes: result.notes.map((n) => ({ path: n.path, line: n.line, column: n.column, message: cut(n.message) })),
      error: count('error'),
      warning: count('warning'),
      info: count('info'),
      hint: count('hint'),
      suppressed: result.findings.filter((f) => f.suppressed).length,
      baselined: result.findings.filter((f) => f.baselined && !f.suppressed).length,
      complete: result.complete,
      reported: counted.length,
    },
    endpoints: result.model.endpoints
      .filter((e) => !e.auditorOnly || input.persona === 'auditor' || e.row?.confidence === 'low')
      .filter((e) => !e.setting.quoted || input.persona === 'auditor')
      .map((e) => endpoint(shownClass(e, input.persona === 'auditor'))),
    uses: result.model.uses.map((u) => ({
      path: u.path,
      range: place(u.path, u.span),
      client: u.client,
      vendor: u.vendor,
    })),
    findings: shown.map(finding),
  }
}

/** A row of low confidence is `unknown` to the developer and reviewer personas. */
export function shownClass(e: Endpoint, auditor: boolean): Endpoint {
  if (auditor || e.class !== 'relay' || e.row?.confidence !== 'low') return e
  return { ...e, class: 'unknown', basis: 'unlisted', evidence: [] }
}

/** Findings that are printed: the suppressed and baselined ones only when asked for. */
export function visible(input: ReportInput): readonly Finding[] {
  return input.result.findings.filter((f) => input.showSuppressed || (!f.suppressed && !f.baselined))
}
