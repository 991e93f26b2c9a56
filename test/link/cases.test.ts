/**
 * Small projects of several files. A case names every endpoint and every finding that a scan has to state, and no other:
 *
 *   endpoints   `PATH:LINE HOST CLASS RESOLUTION [EFFECTIVE] [via PATH:LINE ...]`   via: the chain, exactly
 *   findings    `PATH:LINE SEVERITY RULE`
 *   reach       `PATH:LINE UNIT[=EFFECTIVE] ...`                                    optional, for the endpoints named
 *   keys        `PATH:LINE KEY`                                                     optional
 *   uses        `PATH:LINE VENDOR`                                                  optional, all of them
 *
 * On every case: the text at an endpoint's range is its value.
 */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Report, scanned } from '../helpers'

interface Case {
  readonly name: string
  readonly why: string
  readonly files: Readonly<Record<string, string>>
  readonly flags?: readonly string[]
  readonly endpoints?: readonly string[]
  readonly findings?: readonly string[]
  readonly reach?: readonly string[]
  readonly keys?: readonly string[]
  readonly uses?: readonly string[]
  /** The text at a range differs from its host: an escaped or encoded value. */
  readonly encoded?: true
}

const folder = join(process.cwd(), 'test/link/cases')

type Endpoint = Report['endpoints'][number]

const place = (x: { path: string; range?: { start: { line: number } } }) => `${x.path}:${x.range?.start.line}`

function described(e: Endpoint): string {
  const effect = e.effective === 'yes' ? '' : ` ${e.effective}`
  const via = e.chain.length > 0 ? ` via ${e.chain.map(place).join(' ')}` : ''
  return `${place(e)} ${e.host} ${e.class} ${e.resolution}${effect}${via}`
}

function reached(e: Endpoint): string {
  const units = e.reach.map((r) => `${r.unit}${r.effective === 'yes' ? '' : `=${r.effective}`}`)
  return `${place(e)} ${units.sort().join(' ')}`
}

function textAt(e: Endpoint, files: Case['files']): string {
  const lines = (files[e.path] ?? '').split('\n')
  assert.equal(e.range.start.line, e.range.end.line, 'an address stands on one line')
  return (lines[e.range.start.line - 1] ?? '').slice(e.range.start.column - 1, e.range.end.column - 1)
}

for (const file of readdirSync(folder).sort()) {
  describe(`linking, ${file.replace('.yaml', '')}`, () => {
    for (const one of parse(readFileSync(join(folder, file), 'utf8')) as Case[])
      it(one.name, async () => {
        const { report } = await scanned(one.files, '--as-of', '2026-11-24', ...(one.flags ?? []))
        const findings = report.findings
          .filter((f) => f.rule !== 'stale-facts')
          .map((f) => `${place(f)} ${f.severity} ${f.rule}`)
        assert.deepEqual(report.endpoints.map(described).sort(), [...(one.endpoints ?? [])].sort(), one.why)
        assert.deepEqual(findings.sort(), [...(one.findings ?? [])].sort(), one.why)
        const all = (list: readonly string[] | undefined, show: (e: Endpoint) => string) => {
          if (!list) return
          const named = new Set(list.map((line) => line.split(' ')[0]))
          assert.deepEqual(
            report.endpoints
              .filter((e) => named.has(place(e)))
              .map(show)
              .sort(),
            [...list].sort(),
            one.why,
          )
        }
        all(one.reach, reached)
        all(one.keys, (e) => `${place(e)} ${e.key}`)
        if (one.uses)
          assert.deepEqual(report.uses.map((u) => `${place(u)} ${u.vendor}`).sort(), [...one.uses].sort(), one.why)
        for (const e of report.endpoints) {
          const text = textAt(e, one.files)
          assert.equal(text, text.trim(), 'no blanks at the ends')
          if (!one.encoded)
            assert.ok(
              text.toLowerCase().includes(e.host.replaceAll('*', '')) || e.host.includes('*'),
              `${place(e)}: ${text} holds ${e.host}`,
            )
        }
      })
  })
}
