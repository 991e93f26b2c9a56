import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { wrap } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { project } from '../helpers'

describe('a launcher', function () {
  this.timeout(60_000)
  const dist = join(process.cwd(), 'dist')
  let copy = ''
  let at: ReturnType<typeof project>

  before(function () {
    if (!existsSync(join(dist, 'cli.cache'))) this.skip()
    copy = mkdtempSync(join(tmpdir(), 'relaylint-launcher-'))
    for (const name of ['cli.js', 'cli.bundle.js', 'worker.js']) copyFileSync(join(dist, name), join(copy, name))
    at = project({ '.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n' })
  })
  after(() => {
    if (copy) rmSync(copy, { recursive: true })
    at?.remove()
  })

  const scan = (folder: string) => {
    const run = spawnSync(process.execPath, [join(folder, 'cli.js'), '--format', 'json', at.root], { encoding: 'utf8' })
    assert.equal(run.stderr, '')
    return { status: run.status, report: run.stdout }
  }

  for (const name of ['cli', 'server'])
    it(`has compiled code that this Node takes: ${name}`, () => {
      const code = new Script(wrap(readFileSync(join(dist, `${name}.bundle.js`), 'latin1')), {
        filename: join(dist, `${name}.bundle.js`),
        cachedData: readFileSync(join(dist, `${name}.cache`)),
      })
      assert.equal(code.cachedDataRejected, false)
    })

  it('starts a bundle of ASCII alone, which it reads as such', () => {
    for (const name of ['cli', 'server'])
      assert.ok(readFileSync(join(dist, `${name}.bundle.js`)).every((byte) => byte < 128))
  })

  it('says the same with compiled code, without it and with one that nobody can take', () => {
    const wanted = scan(dist)
    assert.equal(wanted.status, 1)
    assert.match(wanted.report, /"host": ?"yunwu\.ai"/)
    assert.deepEqual(scan(copy), wanted)
    writeFileSync(join(copy, 'cli.cache'), 'of another Node')
    assert.deepEqual(scan(copy), wanted)
  })
})
