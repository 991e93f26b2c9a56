import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Each room gets an import that its walls forbid; the compiler has to refuse it. */
const forbidden: readonly (readonly [room: string, line: string])[] = [
  ['server/engine', "import { readFileSync } from 'node:fs'\nexport const x = readFileSync"],
  ['server/engine', 'export const x = new URL("https://a.b")'],
  ['server/engine', 'console.log("x")'],
  ['server/engine', "import { scan } from '../workspace/scan'\nexport const x = scan"],
  ['server/engine', "import { loadPack } from '../../rules'\nexport const x = loadPack"],
  ['rules', "import { scan } from '../server/workspace/scan'\nexport const x = scan"],
  ['server/workspace', "import { run } from '../cli/run'\nexport const x = run"],
  ['server/workspace', "import { readFileSync } from 'node:fs'\nexport const x = readFileSync"],
  ['server/disk', "import { run } from '../cli/run'\nexport const x = run"],
  ['server/report', "import { run } from '../cli/run'\nexport const x = run"],
  ['server/protocol', "import { scan } from '../workspace/scan'\nexport const x = scan"],
  ['client', "import { loadPack } from '../rules'\nexport const x = loadPack"],
  ['client', "import { link } from '../server/engine/link'\nexport const x = link"],
]

describe('walls', function () {
  this.timeout(120_000)
  const root = process.cwd()
  for (const [room, line] of forbidden) {
    it(`${room} cannot have: ${line.split('\n')[0]}`, () => {
      const copy = mkdtempSync(join(tmpdir(), 'relaylint-walls-'))
      try {
        for (const part of ['client', 'server', 'rules', 'tsconfig.base.json'])
          cpSync(join(root, part), join(copy, part), { recursive: true })
        symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'))
        mkdirSync(join(copy, room), { recursive: true })
        writeFileSync(join(copy, room, 'trespass.ts'), `${line}\n`)
        const run = spawnSync(
          process.execPath,
          [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(copy, room)],
          { encoding: 'utf8' },
        )
        assert.notEqual(run.status, 0)
        assert.match(run.stdout, /trespass\.ts/)
      } finally {
        rmSync(copy, { recursive: true, force: true })
      }
    })
  }
})
