/**
 * Suppression comments in every format that has comments. The cases stand in `cases/suppressions.txt`: `%N%` is a directive for the next line,
 * `%S%` one for its own line, `␍` a line that ends with CRLF. Each is tried valid, dated, malformed, for another rule, and expired.
 */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Report, scanned } from '../helpers'

interface Case {
  readonly name: string
  readonly path: string
  readonly text: string
  readonly rule: string
}

const cases: readonly Case[] = readFileSync(join(process.cwd(), 'test/policy/cases/suppressions.txt'), 'utf8')
  .split(/^### /m)
  .slice(1)
  .map((section) => {
    const [name = '', place = '', ...text] = section.split('\n')
    const rule = /\(([a-z-]+)\)$/.exec(name)?.[1] ?? 'relay-endpoint'
    return { name, path: place.slice('@@ '.length), text: text.join('\n').replaceAll('␍\n', '\r\n'), rule }
  })

interface Variant {
  body(rule: string): string
  /** Rule of the finding that speaks about the comment itself. */
  readonly said?: string
}

const variants: Readonly<Record<string, Variant>> = {
  valid: { body: (rule) => `${rule} -- pilot` },
  dated: { body: (rule) => `${rule} until=2099-01-01 -- 试点` },
  malformed: { body: (rule) => rule, said: 'invalid-suppression' },
  unused: { body: () => 'tunnel-endpoint -- pilot', said: 'unused-exception' },
  expired: { body: (rule) => `${rule} until=2020-01-01 -- pilot`, said: 'expired-exception' },
}
const HYGIENE = /^(?:invalid-suppression|unused-exception|expired-exception)$/

describe('suppression comments by format', () => {
  let report: Report
  const folder = (index: number, variant: string) => `case-${index}-${variant}`

  before(async () => {
    const files: Record<string, string> = {}
    for (const [i, { path, text, rule }] of cases.entries())
      for (const [name, { body }] of Object.entries(variants)) {
        const at = folder(i, name)
        files[`${at}/${path}`] = text
          .replaceAll('%N%', `relaylint-ignore-next-line ${body(rule)}`)
          .replaceAll('%S%', `relaylint-ignore ${body(rule)}`)
        if (/\/templates\//.test(path)) files[`${at}/c/Chart.yaml`] = 'apiVersion: v2\nname: a\nversion: 1.0.0\n'
      }
    report = (await scanned(files, '--persona', 'auditor', '--show-suppressed')).report
  })

  for (const [i, { name, path, rule }] of cases.entries())
    it(name, () => {
      for (const [variant, { said }] of Object.entries(variants)) {
        const found = report.findings.filter((f) => f.path === `${folder(i, variant)}/${path}`)
        const own = found.filter((f) => f.rule === rule)
        assert.ok(own.length > 0, `${variant}: nothing to suppress`)
        assert.ok(
          own.every((f) => f.suppressed === (said === undefined)),
          `${variant}: ${own.map((f) => f.suppressed)}`,
        )
        assert.deepEqual(
          found.filter((f) => HYGIENE.test(f.rule)).map((f) => f.rule),
          said ? [said] : [],
          variant,
        )
      }
    })
})
