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
const python = (i: number) =>
  `class Client${i}(Base):\n    base = "https://yunwu.ai/v1"\n\n    def __init__(self, url="https://yunwu.ai/v${i}"):\n        self.client = OpenAI(base_url=os.getenv("BASE_${i}", url), api_key="sk-proj-CanaryCanaryCanaryCanaryCanary")\n\n    @property\n    def name(self):\n        return {"kind": "x", "list": [1, 2]}\n\n\nclient${i} = OpenAI(base_url=BASE)\nOPENAI_BASE_URL = "https:\\x2f\\x2fyunwu.ai/v1"\n`
const script = (i: number) =>
  `export class Service${i} extends Base {\n  private readonly url = process.env.BASE_${i} ?? 'https://yunwu.ai/v1'\n  async run(items: Item[]): Promise<void> {\n    const ai = new OpenAI({ baseURL: this.url, defaultHeaders: { a: \`b\${items.length}\` } })\n    await fetch('https://api.openai.com/v1/chat/completions', { method: 'POST' })\n  }\n}\n// after\nexport const ai${i} = (x: number) => x / 2 / 3\n`
const java = (i: number) =>
  `  /** Number ${i}. */\n  public OpenAIClient client${i}(String key) {\n    if (key == null) { throw new IllegalStateException("no key"); }\n    return OpenAIOkHttpClient.builder().baseUrl("https://yunwu.ai/v${i}").apiKey(key).build();\n  }\n`
const fallBacks = (i: number) =>
  `base${i} = os.getenv("OPENAI_BASE_URL")\nnote${i} = {"kind": "x", "list": [1, 2, 3], "more": {"a": "b", "c": [4, 5, 6, 7, 8, 9]}}\nif not base${i}:\n    base${i} = "https://yunwu.ai/v${i}"\n\ndef upstream${i}():\n    url = os.environ.get("RELAY_${i}")\n    if url:\n        return url\n    return "https://yunwu.ai/v${i}"\n\n`
const LONG: readonly [path: string, text: string][] = [
  ['app/clients.py', `import os\nfrom openai import OpenAI\nBASE = "https://yunwu.ai/v1"\n${many(python)}`],
  ['src/services.ts', `import OpenAI from 'openai'\n${many(script)}`],
  [
    'src/Clients.java',
    `package acme;\nimport com.openai.client.OpenAIClient;\npublic class Clients {\n${many(java)}}\n`,
  ],
  ['app/fall_backs.py', `import os\n${many(fallBacks)}`],
  ['compose.yaml', `# ours\nservices:\n${many(service)}volumes: {}\n`],
  ['k8s/all.yaml', many(workload)],
  ['anchors/compose.yaml', `x-env: &env\n  A: 1\nservices:\n${many(service)}  last:\n    environment: *env\n`],
]

const SNIPPETS = [
  "'",
  '`',
  '/*',
  '"""',
  '(',
  ')',
  '}',
  'class A {',
  'def f():\n',
  '//',
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

  it('takes over what an edit of source code does not reach', () => {
    for (const [path, part] of LONG.slice(0, 3)) {
      const text = part.repeat(4)
      const memory = new ReaderMemory()
      const once = readFile(path, text, { ...options, memory })
      const at = text.lastIndexOf('yunwu')
      const again = readFile(path, `${text.slice(0, at)}x${text.slice(at)}`, { ...options, memory })
      const known = new Set(once?.settings)
      const kept = again?.settings.filter((setting) => known.has(setting)).length ?? 0
      assert.ok(kept > 0 && kept < (again?.settings.length ?? 0), `${path}: ${kept} of ${again?.settings.length}`)
    }
  })

  it('a text of every format that is typed from its first sign to its last: the facts of a first reading', () => {
    const byEnding = new Map(cases.map(([path, text]) => [/[^./]*$/.exec(path)?.[0] ?? '', [path, text] as const]))
    assert.ok(byEnding.size >= 20, [...byEnding.keys()].join())
    for (const [path, text] of byEnding.values()) {
      const memory = new ReaderMemory()
      for (let end = 0; end <= text.length; end++) {
        const again = readFile(path, text.slice(0, end), { ...options, memory })
        if (end % 5 === 0) assert.deepEqual(again, readFile(path, text.slice(0, end), options), `${path} up to ${end}`)
      }
    }
  })
})
