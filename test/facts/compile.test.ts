import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'

type Compile = (root: string, check: unknown) => { errors: string[] }
/** The compiler is a script of its own; it is loaded as it stands, not bundled. */
const script = async (name: string) =>
  (await import(pathToFileURL(join(process.cwd(), 'scripts', name)).href)) as {
    compilePack: Compile
    schemaChecker: (folder: string) => unknown
  }

/** What every case may point at: two lists of one group, one of another, an operator's page, a list that called its hosts. */
const SOURCES = (
  [
    ['a', 'g', 'listed', ''],
    ['a2', 'g', 'listed', ''],
    ['b', 'h', 'listed', ''],
    ['called', 'i', 'listed', ', measured: true'],
    ['own', 'operator', 'self-described', ''],
  ] as const
)
  .map(
    ([id, group, status, more]) =>
      `  - { id: ${id}, title: T, url: "https://a.b", publisher: P, group: ${group}, date: 2026-01-01, read: 2026-01-02, status: ${status}${more} }\n`,
  )
  .join('')

interface Case {
  readonly name: string
  readonly files: ReadonlyMap<string, string>
  readonly errors: readonly string[]
}

/** `# name`, then files behind `--- path`, then what the build has to say behind `=>`: the beginning of every error. */
function casesOf(text: string): readonly Case[] {
  return text
    .split(/^# /m)
    .slice(1)
    .map((part) => {
      const [given = '', expected = ''] = part.split(/^=>\n/m)
      const [name = '', ...files] = given.split(/^--- /m)
      return {
        name: name.trim(),
        files: new Map(files.map((f) => [f.slice(0, f.indexOf('\n')), f.slice(f.indexOf('\n') + 1)])),
        errors: expected.split('\n').filter((line) => line !== ''),
      }
    })
}

describe('the compiler of the fact base', () => {
  const folder = join(process.cwd(), 'test/facts/broken')
  let compile: (root: string) => readonly string[]
  before(async () => {
    const { schemaChecker } = await script('pack-schema.mjs')
    const { compilePack } = await script('pack.mjs')
    const check = schemaChecker(join(process.cwd(), 'rules/schema'))
    compile = (root) => compilePack(root, check).errors
  })
  for (const file of readdirSync(folder).sort())
    for (const { name, files, errors } of casesOf(readFileSync(join(folder, file), 'utf8'))) {
      it(`${file.replace('.txt', '')}: ${name}`, () => {
        const root = mkdtempSync(join(tmpdir(), 'relaylint-pack-'))
        try {
          for (const [path, text] of new Map([['rules/sources.yaml', `sources:\n${SOURCES}`], ...files])) {
            mkdirSync(dirname(join(root, path)), { recursive: true })
            writeFileSync(join(root, path), text)
          }
          const found = compile(root)
          assert.equal(found.length, errors.length, found.join('\n'))
          for (const [k, error] of errors.entries())
            assert.ok(found[k]?.startsWith(error), `${found[k]}\ndoes not begin with\n${error}`)
          for (const e of found) assert.match(e, /^rules\/[\w./-]+:\d+: /)
        } finally {
          rmSync(root, { recursive: true, force: true })
        }
      })
    }
})
