import { stateOf, summary } from './counts'
import { shownClass, visible } from './json'
import { escapeMarkup, FOOTER } from './markup'
import { createPlacer } from './place'
import type { Printer } from './types'

const STYLE =
  'body{font:15px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}table{border-collapse:collapse;width:100%}td,th{border-bottom:1px solid #ddd;padding:.4rem .6rem;text-align:left;vertical-align:top}code{font-family:ui-monospace,monospace}footer{margin-top:2rem;color:#555}@media(prefers-color-scheme:dark){body{background:#161616;color:#e8e8e8}td,th{border-color:#444}footer{color:#aaa}}'

/** One page without scripts or outside resources. */
export const html: Printer = (input) => {
  const place = createPlacer(input.result)
  const cut = (text: string) => escapeMarkup(input.redactor.cut(text))
  const findings = visible(input)
  const source = (id: string) => input.facts.source(id)
  const evidence = findings.map((f) =>
    f.evidence
      .map(
        (e) =>
          `<li>${cut(e.claim)} (${e.status}, ${e.date})${source(e.source) ? ` <a href="${escapeMarkup(source(e.source)?.url ?? '')}">source</a>` : ''}</li>`,
      )
      .join(''),
  )
  const rows = findings.map(
    (f, i) =>
      `<tr><td><code>${escapeMarkup(f.path)}:${place(f.path, f.span).start.line}</code></td><td>${f.severity}</td><td>${f.rule}</td><td><strong>${cut(f.message)}</strong>${stateOf(f) ? ` (${cut(stateOf(f))})` : ''}<br>${cut(f.why)}<br><em>${cut(f.todo)}</em>${evidence[i] ? `<ul>${evidence[i]}</ul>` : ''}</td></tr>`,
  )
  const endpoints = input.result.model.endpoints
    .filter((e) => !e.auditorOnly || input.persona === 'auditor')
    .map((e) => shownClass(e, input.persona === 'auditor'))
  const list = endpoints.map(
    (e) =>
      `<tr><td><code>${escapeMarkup(e.path)}:${place(e.path, e.span).start.line}</code></td><td>${cut(e.host)}</td><td>${cut(e.basis)}</td><td><code>${cut(e.key)}</code></td></tr>`,
  )
  const incomplete = input.result.complete
    ? ''
    : `<p><strong>Incomplete:</strong> ${input.result.skipped.length} files could not be read.</p>`
  return `<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>AI traffic of this project</title><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><style>${STYLE}</style></head><body><h1>AI traffic of this project</h1><p>${summary(input.result)}.</p>${incomplete}<table><thead><tr><th>where</th><th>severity</th><th>rule</th><th>what</th></tr></thead><tbody>${rows.join('')}</tbody></table><h2>Endpoints</h2><table><thead><tr><th>where</th><th>host</th><th>basis</th><th>through</th></tr></thead><tbody>${list.join('')}</tbody></table><footer><p>${FOOTER} Fact base of ${input.facts.pack.date}, ${input.facts.pack.hash}.</p></footer></body></html>\n`
}
