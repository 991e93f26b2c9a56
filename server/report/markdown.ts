import { stateOf, summary } from './counts'
import { shownClass, visible } from './json'
import { escapeMarkdown, FOOTER } from './markup'
import { createPlacer } from './place'
import type { Printer } from './types'

/** A report for a pull request or a page: findings, then every endpoint. */
export const markdown: Printer = (input) => {
  const place = createPlacer(input.result)
  const cut = (text: string) => escapeMarkdown(input.redactor.cut(text))
  const findings = visible(input)
  const out = ['# AI traffic of this project', '']
  out.push(`${summary(input.result)}.`, '')
  if (!input.result.complete) out.push(`**Incomplete**: ${input.result.skipped.length} files could not be read.`, '')
  if (findings.length > 0) out.push('| where | severity | rule | what | why |', '|---|---|---|---|---|')
  for (const f of findings)
    out.push(
      `| ${escapeMarkdown(f.path)}:${place(f.path, f.span).start.line} | ${f.severity} | ${f.rule} | ${cut(f.message)}${stateOf(f) ? ` (${cut(stateOf(f))})` : ''} | ${cut(f.why)} |`,
    )
  const endpoints = input.result.model.endpoints
    .filter((e) => !e.auditorOnly || input.persona === 'auditor')
    .map((e) => shownClass(e, input.persona === 'auditor'))
  out.push('', '## Endpoints', '', '| where | host | basis | through |', '|---|---|---|---|')
  for (const e of endpoints)
    out.push(
      `| ${escapeMarkdown(e.path)}:${place(e.path, e.span).start.line} | ${cut(e.host)} | ${cut(e.basis)} | ${cut(e.key)} |`,
    )
  out.push('', '---', '', `${FOOTER} Fact base of ${input.facts.pack.date}, ${input.facts.pack.hash}.`, '')
  return out.join('\n')
}
