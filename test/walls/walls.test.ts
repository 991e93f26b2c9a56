/** The rooms of the house and who may enter which: the compiler refuses every import that the reference lists do not allow. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

/** Every room: a module of it, a name that the module exports, and the rooms that it may use. */
const ROOMS: Readonly<
  Record<string, { readonly module: string; readonly exports: string; readonly uses: readonly string[] }>
> = {
  'server/engine': { module: 'link/index', exports: 'link', uses: [] },
  rules: { module: 'index', exports: 'loadPack', uses: ['server/engine'] },
  'server/workspace': { module: 'scan', exports: 'scan', uses: ['server/engine', 'rules'] },
  'server/disk': { module: 'host', exports: 'createDiskHost', uses: ['server/workspace'] },
  'server/report': { module: 'index', exports: 'printers', uses: ['server/engine', 'rules', 'server/workspace'] },
  'server/protocol': { module: 'index', exports: 'SECTION', uses: [] },
  'server/cli': {
    module: 'run',
    exports: 'run',
    uses: ['server/engine', 'rules', 'server/workspace', 'server/disk', 'server/report'],
  },
  'server/lsp': {
    module: 'serve',
    exports: 'serve',
    uses: ['server/engine', 'rules', 'server/workspace', 'server/disk', 'server/report', 'server/protocol'],
  },
  client: { module: 'tree', exports: 'EndpointTree', uses: ['server/protocol'] },
}

/** What no line of a room may name, whatever is installed. */
const UNKNOWN: readonly (readonly [room: string, line: string])[] = [
  ['server/engine', "import { readFileSync } from 'node:fs'\nexport const x = readFileSync"],
  ['server/engine', 'export const x = new URL("https://a.b")'],
  ['server/engine', 'console.log("x")'],
  ['server/engine', 'setTimeout(() => {}, 1)'],
  ['server/engine', 'void fetch("https://a.b")'],
  ['server/workspace', "import { readFileSync } from 'node:fs'\nexport const x = readFileSync"],
  ['server/workspace', 'console.log("x")'],
  ['server/report', "import { readFileSync } from 'node:fs'\nexport const x = readFileSync"],
  ['rules', "import { readFileSync } from 'node:fs'\nexport const x = readFileSync"],
  ['server/protocol', "import { readFileSync } from 'node:fs'\nexport const x = readFileSync"],
]

describe('walls', function () {
  this.timeout(240_000)
  const root = process.cwd()
  const names = Object.keys(ROOMS)

  for (const room of names) {
    const { uses } = ROOMS[room] as (typeof ROOMS)[string]
    const others = names.filter((other) => other !== room && !uses.includes(other))
    const lines = [
      ...others.map((other) => {
        const { module, exports } = ROOMS[other] as (typeof ROOMS)[string]
        return `import { ${exports} } from '${relative(room, other)}/${module}'\nexport const x = ${exports}`
      }),
      ...UNKNOWN.filter(([r]) => r === room).map(([, line]) => line),
    ]

    it(`${room} refers to the rooms it may use, and to no other`, () => {
      const { references } = JSON.parse(readFileSync(join(root, room, 'tsconfig.json'), 'utf8'))
      const named = references.map((r: { path: string }) => join(room, r.path)).filter((r: string) => r in ROOMS)
      assert.deepEqual(named.sort(), [...uses].sort())
    })

    it(`${room} cannot have ${lines.length} lines: ${others.join(', ')}`, () => {
      const copy = mkdtempSync(join(tmpdir(), 'relaylint-walls-'))
      try {
        for (const part of ['client', 'server', 'rules', 'tsconfig.base.json'])
          cpSync(join(root, part), join(copy, part), { recursive: true })
        symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
        for (const [i, line] of lines.entries()) writeFileSync(join(copy, room, `trespass${i}.ts`), `${line}\n`)
        const run = spawnSync(
          process.execPath,
          [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(copy, room)],
          { encoding: 'utf8' },
        )
        assert.notEqual(run.status, 0)
        for (const [i, line] of lines.entries())
          assert.match(run.stdout, new RegExp(`trespass${i}\\.ts`), `nothing is said against: ${line}`)
      } finally {
        rmSync(copy, { recursive: true, force: true })
      }
    })
  }
})
