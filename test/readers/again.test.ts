/** A text that is read again after an edit, with what readers kept of the last one, gives the facts of a first reading. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { parse } from 'yaml'
import { loadPack } from '../../rules'
import { readFile } from '../../server/engine/read'
import { ReaderMemory } from '../../server/engine/reader'
import { readers } from '../../server/engine/readers'
import { createRedactor } from '../../server/engine/redact'

const options = { readers, redactor: createRedactor(loadPack().keys) }

/** Texts of all formats: the files of the linking cases, and long ones whose parts are read by themselves. */
const folder = join(process.cwd(), 'test/link/cases')
const cases = readdirSync(folder).flatMap((file) =>
  (parse(readFileSync(join(folder, file), 'utf8')) as { files: Record<string, string> }[]).flatMap(({ files }) =>
    Object.entries(files),
  ),
)
const service = (i: number) =>
  `  api${i}:\n    image: acme/api:${i}\n    # who: ours\n    environment:\n      OPENAI_BASE_URL: https://yunwu.ai/v1\n    command: |\n      curl https://api.openai.com/v1/models\n\n`
const many = (of: (i: number) => string) => Array.from({ length: 12 }, (_, i) => of(i)).join('')
const workload = (i: number) =>
  `---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: c${i} }\ndata:\n  OPENAI_BASE_URL: "https://yunwu.ai/v1"\n`
const LONG: readonly [path: string, text: string][] = [
  ['compose.yaml', `# ours\nservices:\n${many(service)}volumes: {}\n`],
  ['k8s/all.yaml', many(workload)],
  ['anchors/compose.yaml', `x-env: &env\n  A: 1\nservices:\n${many(service)}  last:\n    environment: *env\n`],
]

const SNIPPETS = [
  'x',
  '\n',
  ' ',
  '  ',
  ':',
  '"',
  '#',
  '- ',
  '---\n',
  '  a: b\n',
  '&a ',
  '*a',
  '|',
  '{',
  '\t',
  'null: 1\n',
  '',
]
const edits = fc.array(fc.record({ at: fc.nat(100_000), gone: fc.nat(12), come: fc.constantFrom(...SNIPPETS) }), {
  minLength: 1,
  maxLength: 6,
})

function follows(path: string, first: string, list: readonly { at: number; gone: number; come: string }[]): void {
  const memory = new ReaderMemory()
  let text = first
  readFile(path, text, { ...options, memory })
  for (const { at, gone, come } of list) {
    const from = at % (text.length + 1)
    text = text.slice(0, from) + come + text.slice(come ? from : from + gone)
    assert.deepEqual(readFile(path, text, { ...options, memory }), readFile(path, text, options))
  }
}

describe('reading again', () => {
  for (const [path, text] of LONG)
    it(`${path}: the facts of a first reading`, () => {
      fc.assert(
        fc.property(edits, (list) => follows(path, text, list)),
        { numRuns: 60 },
      )
    })

  it('texts of every format: the facts of a first reading', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), edits, ([path, text], list) => follows(path, text, list)),
      { numRuns: 300 },
    )
  })
})
