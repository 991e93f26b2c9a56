/** Inlay hints and document links: what an address resolves to, at the literal and where it is used. */
import type { DocumentLink, InlayHint, Range } from 'vscode-languageserver'
import type { FactBase } from '../engine/facts'
import type { Redactor } from '../engine/redact'
import type { Span } from '../engine/types'
import type { Project } from '../workspace/project'
import { labelOf, visibleEndpoints } from './hover'
import type { Lines } from './positions'

export function inlayHints(
  project: Project,
  path: string,
  lines: Lines,
  range: Range,
  redactor: Redactor,
  auditor: boolean,
): InlayHint[] {
  const from = lines.offset(range.start)
  const to = lines.offset(range.end)
  const hints = new Map<string, InlayHint>()
  for (const e of visibleEndpoints(project, auditor)) {
    if (!e.host || e.class === 'placeholder') continue
    const spans: Span[] = e.chain.filter((c) => c.path === path && c.loader === undefined).map((c) => c.span)
    if (e.path === path) spans.push(e.span)
    for (const span of spans) {
      if (span.end < from || span.end > to) continue
      const position = lines.position(span.end)
      const label = redactor.cut(`→ ${labelOf(e)}`)
      // a chain may pass one line twice; the last place on it is the client's
      const key = `${position.line}:${label}`
      if ((hints.get(key)?.position.character ?? -1) < position.character)
        hints.set(key, { position, label, paddingLeft: true })
    }
  }
  return [...hints.values()].sort(
    (a, b) => a.position.line - b.position.line || a.position.character - b.position.character,
  )
}

/** The name of a setting links to the source of what is said about its host; the address itself stays the editor's. */
export function documentLinks(
  project: Project,
  path: string,
  lines: Lines,
  facts: FactBase,
  auditor: boolean,
): DocumentLink[] {
  return visibleEndpoints(project, auditor).flatMap((e) => {
    if (e.path !== path || e.setting.keySpan.start >= e.setting.keySpan.end) return []
    const source = e.evidence.map((ev) => facts.source(ev.source)).find((s) => s?.url)
    if (!source) return []
    return [{ range: lines.range(e.setting.keySpan), target: source.url, tooltip: `${e.host}: ${source.title}` }]
  })
}
