import assert from 'node:assert/strict'
import { checks, loadPack, pages } from '../../rules'
import { STATUSES } from '../../server/engine/evidence'
import { HYGIENE } from '../../server/engine/hygiene'
import { type Files, scanned } from '../helpers'
import { examples } from './examples'

const SECTIONS = ['What', 'Why', 'Who says so', 'Examples', 'How to fix', 'How to suppress', 'What it cannot know']
const pack = loadPack()
/** `official 2026-01-01`: every statement of the fact base that a page may cite. */
const SAID: ReadonlySet<string> = new Set([
  ...pack.sources.map((s) => `${s.status} ${s.date}`),
  ...pack.events.map((e) => `${e.status} ${e.date}`),
  ...pack.providers.flatMap((p) => (p.clauses ?? []).map((c) => `${c.status} ${c.since}`)),
])
/** Without a table, the section says whose word the rule rests on. */
const OWN_WORD =
  /fact of the configuration|policy of the organisation|policy file|own contract|published schema|Nobody:|day of the fact base|sources of the row/

function sections(page: string): Map<string, string> {
  const parts = page.split(/^## (.+)\n/m).slice(1)
  return new Map(parts.flatMap((p, i) => (i % 2 === 0 ? [[p, (parts[i + 1] ?? '').trim()] as const] : [])))
}

/** Rows of `| who | says what | status | date |`. */
function statements(section: string): string[][] {
  const table = /^\| who \| says what \| status \| date \|\n\|[-|]+\|\n((?:\|.*\|\n?)+)/m.exec(section)?.[1] ?? ''
  return table
    .split('\n')
    .filter(Boolean)
    .map((row) =>
      row
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    )
}

const suppress = (id: string) =>
  HYGIENE.has(id)
    ? 'This rule looks after the tool itself and cannot be suppressed.'
    : `On the line: \`relaylint-ignore ${id} until=2027-01-31 -- reason\`, or on the line before: \`relaylint-ignore-next-line ${id} -- reason\`. For a path, and for formats without comments: an entry under \`exceptions\` of \`relaylint.yaml\` with reason, owner and end date.`

describe('rule pages', () => {
  it('every rule has a page and every page a rule', () => {
    assert.deepEqual(Object.keys(pages).sort(), checks.map((c) => c.id).sort())
  })
  for (const [id, page] of Object.entries(pages)) {
    it(`${id}: sections`, () => {
      const found = sections(page)
      assert.ok(page.startsWith(`# ${id}\n`))
      assert.deepEqual([...found.keys()], SECTIONS)
      for (const [name, text] of found) {
        assert.ok(text.length > 0, `${name} is empty`)
        assert.ok(/[.|`]$/.test(text), `${name} ends in the middle of a sentence`)
      }
      assert.equal(found.get('How to suppress'), suppress(id))
      const [first = ''] = (found.get('What') ?? '').replaceAll('\n', ' ').split(/(?<=[.?!])\s/)
      assert.ok(first.length <= 120 && first.endsWith('.'), `${first.length}: ${first}`)
    })
    it(`${id}: who says so, with status and day`, () => {
      const section = sections(page).get('Who says so') ?? ''
      const rows = statements(section)
      if (rows.length === 0) assert.match(section, OWN_WORD)
      for (const row of rows) {
        assert.equal(row.length, 4, row.join(' | '))
        const [who, , status, date] = row as [string, string, string, string]
        assert.ok(who.length > 2)
        for (const word of status.split(', ')) {
          assert.ok(
            STATUSES.some((s) => s === word),
            `${word} is no status`,
          )
          for (const day of date.split(', '))
            assert.ok(SAID.has(`${word} ${day}`), `nothing in the fact base says ${word} ${day}: ${row.join(' | ')}`)
        }
      }
      // what is not confirmed says what it does not prove
      if (rows.some((r) => !/^(?:official|acknowledged)/.test(r[2] ?? '')))
        assert.match(section, /\b(?:not|no|only|nothing|whether)\b/i)
    })
    it(`${id}: an example that shows it and one that is silent`, () => {
      const shows = examples(page).map((e) => e.expected.some((line) => line.endsWith(` ${id}`)))
      assert.ok(shows.includes(true) && shows.includes(false), `${shows}`)
    })
    examples(page).forEach((example, i) => {
      it(`${id}: example ${i + 1} (${example.title})`, async () => {
        const { report } = await scanned(example.files as Files, ...example.flags)
        const came = report.findings.map(
          (f) => `${f.path}:${f.range.start.line}:${f.range.start.column} ${f.severity} ${f.rule}`,
        )
        assert.deepEqual(came, example.expected)
        for (const f of report.findings) assert.ok(f.message.length <= 120 && /[.?]$/.test(f.message), f.message)
      })
    })
  }
  it('first sentences fit in 120 characters', async () => {
    const { report } = await scanned({
      '.env': 'OPENAI_BASE_URL=https://llm.a-very-long-name-of-a-host-that-goes-on-and-on.brackenfield-hub.net/v1\n',
    })
    assert.ok((report.findings[0]?.message.length ?? 999) <= 120)
  })
})
