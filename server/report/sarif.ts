import type { Finding } from '../engine/types'
import { createPlacer, type Range } from './place'
import type { Printer } from './types'

const LEVEL: Readonly<Record<string, string>> = { error: 'error', warning: 'warning', info: 'note', hint: 'note' }
const PAGES = 'https://github.com/relaylint/relaylint/blob/main/rules/checks'

/** SARIF 2.1.0 with rule metadata, fingerprints, related locations and suppressions. */
export const sarif: Printer = (input) => {
  const { result, redactor } = input
  const place = createPlacer(result)
  const cut = (text: string) => redactor.cut(text)
  const region = (r: Range) => ({
    startLine: r.start.line,
    startColumn: r.start.column,
    endLine: r.end.line,
    endColumn: r.end.column,
  })
  const location = (path: string, range: Range) => ({
    physicalLocation: { artifactLocation: { uri: encodeURI(path), uriBaseId: '%SRCROOT%' }, region: region(range) },
  })
  const findings = result.findings.filter((f) => !f.baselined || input.showSuppressed)
  const used = [...new Set(findings.map((f) => f.rule))].sort()
  const rules = input.rules.map((r) => ({
    id: r.id,
    name: r.id.replace(/(?:^|-)([a-z])/g, (_m, c: string) => c.toUpperCase()),
    shortDescription: { text: r.title },
    helpUri: `${PAGES}/${r.id}.md`,
    defaultConfiguration: { level: LEVEL[r.severity] ?? 'note' },
  }))
  for (const id of used)
    if (!rules.some((r) => r.id === id))
      rules.push({
        id,
        name: id,
        shortDescription: { text: id },
        helpUri: `${PAGES}/${id}.md`,
        defaultConfiguration: { level: 'warning' },
      })
  const one = (f: Finding) => ({
    ruleId: f.rule,
    ruleIndex: rules.findIndex((r) => r.id === f.rule),
    level: LEVEL[f.severity] ?? 'note',
    message: { text: cut(`${f.message} ${f.why} ${f.todo}`.trim()) },
    locations: [location(f.path, place(f.path, f.span))],
    ...(f.related.length > 0
      ? {
          relatedLocations: f.related.map((r, id) => ({
            id,
            ...location(r.path, place(r.path, r.span)),
            message: { text: cut(r.message) },
          })),
        }
      : {}),
    partialFingerprints: { 'relaylint/v1': f.fingerprint },
    ...(f.suppressed
      ? {
          suppressions: [
            {
              kind: f.suppressedBy?.kind === 'comment' ? 'inSource' : 'external',
              justification: cut(f.suppressedBy?.reason ?? ''),
            },
          ],
        }
      : {}),
    properties: { host: f.host, confidence: f.confidence, severity: f.severity, severitySource: f.severitySource },
  })
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'relaylint',
            version: input.version,
            semanticVersion: input.version,
            informationUri: 'https://github.com/relaylint/relaylint',
            rules,
          },
        },
        properties: { rulebase: { date: input.facts.pack.date, hash: input.facts.pack.hash } },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The scanned folder.' } } },
        invocations: [
          {
            executionSuccessful: result.complete,
            toolExecutionNotifications: result.skipped.map((s) => ({
              level: 'warning',
              message: { text: `${s.path}: ${s.reason}` },
            })),
          },
        ],
        results: findings.map(one),
      },
    ],
  }
  return `${JSON.stringify(log, null, 2)}\n`
}
