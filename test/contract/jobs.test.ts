/** The same report from one thread and from several, through the built command. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { project } from '../helpers'

const dist = join(process.cwd(), 'dist')
const HOSTS = ['yunwu.ai', 'api.openai.com', 'openrouter.ai', 'llm.brackenfield-hub.net']

/** Enough text that helpers are called, and files that can go wrong in one. */
function tree(): Record<string, string | Uint8Array> {
  const files: Record<string, string | Uint8Array> = {
    'broken.json': '{"OPENAI_BASE_URL": "https://yunwu.ai',
    'binary.env': Uint8Array.from([0, 1, 2, 0, 0, 9, 200, 0, 0, 0]),
  }
  for (let i = 0; i < 240; i++) {
    const filler = `# ${'openai '.repeat(400)}\n`
    files[`p${i % 7}/f${i}.py`] =
      `from openai import OpenAI\n${filler}c = OpenAI(base_url="https://${HOSTS[i % HOSTS.length]}/v1")\n`
  }
  return files
}

describe('helper threads', () => {
  it('give the same bytes as one thread', () => {
    assert.ok(existsSync(join(dist, 'worker.js')), 'the helper is built')
    const at = project(tree())
    const run = (jobs: string) =>
      spawnSync(process.execPath, [join(dist, 'cli.js'), 'scan', '--format', 'json', '--jobs', jobs, at.root], {
        encoding: 'utf8',
        maxBuffer: 1 << 26,
      })
    try {
      const [one, three] = [run('1'), run('3')]
      assert.equal(one.status, 1)
      assert.equal(JSON.parse(one.stdout).endpoints.length, 241)
      assert.equal(three.stdout, one.stdout)
      assert.equal(three.stderr, '')
    } finally {
      at.remove()
    }
  })
})
