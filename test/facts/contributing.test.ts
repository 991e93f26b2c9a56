import assert from 'node:assert/strict'
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

interface Pack {
  readonly endpoints: readonly { readonly host: string }[]
  readonly clients: readonly { readonly id: string }[]
  readonly providers: readonly { readonly id: string }[]
  readonly regions: readonly { readonly id: string }[]
}
type Compile = (root: string) => { errors: string[]; pack: Pack }

/** Fenced blocks whose first line names the fact file that they belong to. */
const blocks = [
  ...readFileSync(join(process.cwd(), 'CONTRIBUTING.md'), 'utf8').matchAll(
    /^```yaml\n# (rules\/\S+)\n([\s\S]*?)^```$/gm,
  ),
].map((m) => ({ file: m[1] ?? '', text: m[2] ?? '' }))

const keyOf = (row: string) =>
  /^ {2}- (?:\{ )?(?:provider: (\S+), id: ([^,\s]+)|(?:host|id): "?([^",\s]+))/
    .exec(row)
    ?.slice(1)
    .filter(Boolean)
    .join(' ') ?? ''

/** Puts a row of a list where its order has it. */
function insert(text: string, row: string): string {
  const rows = text.split(/^(?= {2}- )/m)
  const at = rows.findIndex((r, k) => k > 0 && keyOf(r) > keyOf(row))
  rows.splice(at < 0 ? rows.length : at, 0, row)
  return rows.join('')
}

describe('CONTRIBUTING, followed word by word', () => {
  it('gives a fact base that builds and holds what was added', async () => {
    const { compilePack } = (await import(pathToFileURL(join(process.cwd(), 'scripts/pack.mjs')).href)) as {
      compilePack: Compile
    }
    const root = mkdtempSync(join(tmpdir(), 'relaylint-contributing-'))
    try {
      cpSync(join(process.cwd(), 'rules'), join(root, 'rules'), { recursive: true })
      for (const { file, text } of blocks) {
        const path = join(root, file)
        writeFileSync(path, existsSync(path) ? insert(readFileSync(path, 'utf8'), text) : text)
      }
      const { errors, pack } = compilePack(root)
      assert.deepEqual(errors, [])
      assert.ok(pack.endpoints.some((r) => r.host === 'api.acme-models.com'))
      assert.ok(pack.clients.some((r) => r.id === 'acme-python'))
      assert.ok(pack.providers.some((r) => r.id === 'acme'))
      assert.ok(pack.regions.some((r) => r.id === 'eu-acme-1'))
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })
})
