import assert from 'node:assert/strict'
import { loadPack } from '../../rules'
import { daysBetween } from '../../rules/wording'
import { createFactBase } from '../../server/engine/factbase'
import type { EndpointRow } from '../../server/engine/facts'
import { scanned } from '../helpers'

const DECAY = 180
const pack = loadPack()
const facts = createFactBase(pack)

/** An address that the row itself answers for. */
const addressOf = (row: EndpointRow) => `https://${row.host}`
const groupsOf = (row: EndpointRow) => new Set(row.sources.map((id) => facts.source(id)?.group)).size
const isHistory = (row: EndpointRow) => daysBetween(row.seen.last, pack.date) > DECAY && !row.self && groupsOf(row) < 2
const after = (days: number) => new Date(Date.parse(pack.date) + days * 86_400_000).toISOString().slice(0, 10)

describe('freshness of relay rows', () => {
  const rows = pack.endpoints.filter((r) => r.class === 'relay' && !/[*{]/.test(r.host))
  const files = Object.fromEntries(rows.map((r, k) => [`r${k}/.env`, `OPENAI_BASE_URL=${addressOf(r)}\n`]))
  const at = (k: number) => `r${k}/.env`

  it('a row that nobody saw for 180 days speaks as history, unless it describes itself or stands in two groups of lists', async () => {
    const { report } = await scanned(files, '--persona', 'auditor', '--as-of', pack.date)
    const found = new Map(report.findings.filter((f) => f.rule === 'relay-endpoint').map((f) => [f.path, f]))
    for (const [k, row] of rows.entries()) {
      const finding = found.get(at(k))
      assert.ok(finding, row.host)
      const expected = row.confidence === 'low' || row.dispute || isHistory(row) ? 'info' : 'warning'
      assert.equal(finding.severity, expected, row.host)
      const old = daysBetween(row.seen.last, pack.date) > DECAY
      const short = `${row.host} self-described relay`.length < 60
      assert.equal(/, last seen \d{4}/.test(finding.message), old && short, `${row.host}: ${finding.message}`)
    }
    assert.ok(rows.some(isHistory), 'some rows are history')
  })

  it('rows of low confidence are silent to developers, others are not', async () => {
    const { report } = await scanned(files, '--as-of', pack.date)
    const spoken = new Set(report.findings.filter((f) => f.rule === 'relay-endpoint').map((f) => f.path))
    for (const [k, row] of rows.entries()) assert.equal(spoken.has(at(k)), row.confidence !== 'low', row.host)
  })

  it('a later day changes words, never severities', async () => {
    const now = await scanned(files, '--persona', 'auditor', '--as-of', pack.date)
    const later = await scanned(files, '--persona', 'auditor', '--as-of', after(400))
    const severities = (r: typeof now.report) =>
      r.findings.filter((f) => f.rule === 'relay-endpoint').map((f) => `${f.path} ${f.severity}`)
    assert.deepEqual(severities(later.report), severities(now.report))
    for (const f of later.report.findings.filter((x) => x.rule === 'relay-endpoint'))
      assert.match(f.message, f.host.length < 40 ? /, last seen \d{4}/ : /\.$/)
  })
})

describe('age of the fact base', () => {
  const ages: readonly (readonly [days: number, stale: boolean])[] = [
    [0, false],
    [180, false],
    [181, true],
    [2000, true],
    [-30, false],
  ]
  for (const [days, stale] of ages)
    it(`${days} days after its date it is ${stale ? 'stale' : 'fresh'}`, async () => {
      const { report } = await scanned({ '.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n' }, '--as-of', after(days))
      assert.equal(
        report.findings.some((f) => f.rule === 'stale-facts'),
        stale,
      )
    })

  it('every source was read on a day, not before it was written and not after the pack', () => {
    for (const s of pack.sources) {
      assert.match(s.read, /^\d{4}-\d\d-\d\d$/, s.id)
      assert.ok(s.date <= s.read && s.read <= pack.date, s.id)
    }
  })
})
