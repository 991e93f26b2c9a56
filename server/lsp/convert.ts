/** Findings to diagnostics: the last step before the wire. */
import { type Diagnostic, DiagnosticSeverity } from 'vscode-languageserver'
import type { Redactor } from '../engine/redact'
import type { Finding, Severity, Span } from '../engine/types'
import { pageOf } from '../protocol'
import type { Project } from '../workspace/project'
import type { Aside } from '../workspace/set-aside'
import type { Folder } from './folder'
import { type Encoding, Lines } from './positions'

export const SOURCE = 'relaylint'
const SEVERITY: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
}

/** Lines of the files of one project; made once per file and answer. */
export class Placer {
  private readonly lines = new Map<string, Lines>()

  constructor(
    private readonly project: Project,
    private readonly encoding: Encoding,
  ) {}

  of(path: string): Lines {
    let lines = this.lines.get(path)
    if (!lines) {
      lines = new Lines(this.project.text(path) ?? '', this.encoding)
      this.lines.set(path, lines)
    }
    return lines
  }

  range(path: string, span: Span) {
    return this.of(path).range(span)
  }
}

/** Suppressed findings are not shown in an editor. */
export const shown = (findings: readonly Finding[]): readonly Finding[] => findings.filter((f) => !f.suppressed)

/** A note, not a finding: what stands there does not count. */
export function toNote({ path, span, message }: Aside, placer: Placer, redactor: Redactor): Diagnostic {
  const text = redactor.cut(`${message.charAt(0).toUpperCase()}${message.slice(1)}.`)
  return { range: placer.range(path, span), severity: DiagnosticSeverity.Information, source: SOURCE, message: text }
}

export function toDiagnostic(finding: Finding, folder: Folder, placer: Placer, redactor: Redactor): Diagnostic {
  const cut = (text: string) => redactor.cut(text)
  return {
    range: placer.range(finding.path, finding.span),
    severity: SEVERITY[finding.severity],
    source: SOURCE,
    code: finding.rule,
    codeDescription: { href: pageOf(finding.rule) },
    message: cut([finding.message, finding.why.trim(), finding.todo].filter(Boolean).join('\n')),
    ...(finding.related.length > 0
      ? {
          relatedInformation: finding.related.map((r) => ({
            location: { uri: folder.uriOf(r.path), range: placer.range(r.path, r.span) },
            message: cut(r.message),
          })),
        }
      : {}),
    data: { fingerprint: finding.fingerprint },
  }
}
