/** The sample of README.md is what the command prints, to the letter but for the day of the pack and the seconds. */
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { command, project } from '../helpers'

describe('README.md', () => {
  const text = readFileSync('README.md', 'utf8')

  it('shows what the command prints', async () => {
    const sample = /```text\n([\s\S]*?)```/.exec(text)?.[1]
    assert.ok(sample, 'a block of text')
    const line = /│ (OPENAI_BASE_URL=\S+)/.exec(sample)?.[1]
    const at = project({ '.env': `${line}\n` })
    try {
      const { out, code } = await command(['.'], at.root)
      const timeless = (t: string) => t.replace(/pack \d{4}-\d\d-\d\d · \d+\.\d s/, 'pack DAY · TIME')
      assert.equal(timeless(out), timeless(sample))
      assert.equal(code, 1)
    } finally {
      at.remove()
    }
  })

  it('has the two commands first', () => {
    const [first = ''] = /```sh\n[\s\S]*?```/.exec(text) ?? []
    assert.match(first, /^npm run scan -- <folder>/m)
    assert.match(first, /^npm test/m)
    assert.ok(text.indexOf(first) < text.indexOf('\n## '))
  })
})
