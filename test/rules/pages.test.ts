import assert from 'node:assert/strict'
import { checks, pages } from '../../rules'
import { type Files, scanned } from '../helpers'
import { examples } from './examples'

const SECTIONS = ['What', 'Why', 'Who says so', 'Examples', 'How to fix', 'How to suppress', 'What it cannot know']

describe('rule pages', () => {
  it('every rule has a page and every page a rule', () => {
    assert.deepEqual(Object.keys(pages).sort(), checks.map((c) => c.id).sort())
  })
  for (const [id, page] of Object.entries(pages)) {
    it(`${id}: sections`, () => {
      assert.deepEqual(
        [...page.matchAll(/^## (.+)$/gm)].map((m) => m[1]),
        SECTIONS,
      )
    })
    examples(page).forEach((example, i) => {
      it(`${id}: example ${i + 1} (${example.title})`, async () => {
        const { report } = await scanned(example.files as Files)
        const came = report.findings.map(
          (f) => `${f.path}:${f.range.start.line}:${f.range.start.column} ${f.severity} ${f.rule}`,
        )
        assert.deepEqual(came, example.expected)
        for (const f of report.findings) assert.ok(f.message.length <= 200 && /[.?]$/.test(f.message), f.message)
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
