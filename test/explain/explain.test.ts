/**
 * Questions about one line of a small project. A case names lines of the answer, blanks counted once:
 *
 *   ask     `FILE:LINE [FLAG ...]`        in   the folder that the command runs in
 *   says    lines that stand in the answer          never   texts that do not
 *   exit    exit status, default 0
 *
 * On every case: each rule has a word, and what `scan` reports on that line stands in the answer.
 */
import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { checks } from '../../rules'
import { command, type Files, project, type Report } from '../helpers'

interface Case {
  readonly name: string
  readonly why: string
  readonly files: Files
  readonly git?: true
  readonly in?: string
  readonly ask: string
  readonly says: readonly string[]
  readonly never?: readonly string[]
  readonly exit?: number
}

const folder = join(process.cwd(), 'test/explain/cases')
const plain = (text: string) => text.trim().replace(/\s+/g, ' ')

for (const file of readdirSync(folder).sort()) {
  describe(`explain, ${file.replace('.yaml', '')}`, () => {
    for (const one of parse(readFileSync(join(folder, file), 'utf8')) as Case[])
      it(one.name, async () => {
        const at = project(one.files)
        try {
          if (one.git) mkdirSync(join(at.root, '.git'))
          const cwd = join(at.root, one.in ?? '')
          const [place = '', ...flags] = one.ask.split(' ')
          const { code, out, err } = await command(['explain', ...flags, place], cwd)
          assert.equal(code, one.exit ?? 0, err)
          const lines = new Set(out.split('\n').map(plain))
          for (const line of one.says) assert.ok(lines.has(plain(line)), `${one.why}\nmissing: ${line}\n${out}`)
          for (const text of one.never ?? []) assert.ok(!out.includes(text), `${one.why}\nunexpected: ${text}\n${out}`)
          if (!out.includes('\nrules (')) return
          for (const rule of checks) assert.ok(out.includes(rule.id), `${rule.id} says nothing`)
          const scan = await command(['scan', '--format', 'json', '--fail-on', 'never', ...flags, '.'], at.root)
          const asked = join(one.in ?? '', place)
          for (const f of (JSON.parse(scan.out) as Report).findings)
            if (`${f.path}:${f.range.start.line}` === asked)
              assert.ok(lines.has(plain(`${f.severity} ${f.rule} ${f.message}`)), `${f.rule} is missing\n${out}`)
        } finally {
          at.remove()
        }
      })
  })
}

describe('explain, baseline', () => {
  it('says that a finding stands in the baseline', async () => {
    const at = project({ '.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n' })
    try {
      await command(['baseline', 'create', '--baseline', 'b.json', '.'], at.root)
      const { out } = await command(['explain', '--baseline', 'b.json', '.env:1'], at.root)
      assert.match(out, /^ {2}baselined +relay-endpoint .* It stands in the baseline and does not count\.$/m)
    } finally {
      at.remove()
    }
  })
})
