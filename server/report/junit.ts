import { visible } from './json'
import { escapeMarkup } from './markup'
import { createPlacer } from './place'
import type { Printer } from './types'

/** JUnit XML: a test case a finding; a clean scan is one passing case. */
export const junit: Printer = (input) => {
  const place = createPlacer(input.result)
  const findings = visible(input)
  const cut = (text: string) => escapeMarkup(input.redactor.cut(text))
  const cases = findings.map((f) => {
    const r = place(f.path, f.span)
    const failed = f.severity === 'error' || f.severity === 'warning'
    const body = failed
      ? `<failure type="${f.severity}" message="${cut(f.message)}">${cut(`${f.why} ${f.todo}`)}</failure>`
      : `<system-out>${cut(`${f.severity}: ${f.message}`)}</system-out>`
    return `    <testcase classname="${f.rule}" name="${escapeMarkup(f.path)}:${r.start.line}:${r.start.column}" file="${escapeMarkup(f.path)}" line="${r.start.line}">${body}</testcase>\n`
  })
  if (!input.result.complete)
    cases.push(
      `    <testcase classname="relaylint" name="complete"><failure type="incomplete" message="${input.result.skipped.length} files could not be read"/></testcase>\n`,
    )
  if (cases.length === 0) cases.push('    <testcase classname="relaylint" name="no findings"/>\n')
  const failures =
    findings.filter((f) => f.severity === 'error' || f.severity === 'warning').length + (input.result.complete ? 0 : 1)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n  <testsuite name="relaylint" tests="${cases.length}" failures="${failures}">\n    <properties><property name="rulebase" value="${input.facts.pack.date} ${input.facts.pack.hash}"/></properties>\n${cases.join('')}  </testsuite>\n</testsuites>\n`
}
