/** `policy init` writes a starter that changes nothing, and that is valid with every comment taken away. */
import assert from 'node:assert/strict'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { command, project, type Report } from '../helpers'

const FILES = {
  '.env': 'OPENAI_BASE_URL=https://llm.brackenfield-hub.net/v1\nANTHROPIC_BASE_URL=https://packyapi.com\n',
  'b/.env': 'ANTHROPIC_BASE_URL=https://llm.brackenfield-hub.net\nOPENAI_BASE_URL=https://openrouter.ai/api/v1\n',
}

describe('policy init', () => {
  for (const [what, files] of [
    ['a project with gateways', FILES],
    ['a project with nothing', { 'a.txt': 'x\n' }],
  ] as const)
    it(what, async () => {
      const at = project(files)
      const file = join(at.root, 'relaylint.yaml')
      const said = async () => {
        const { findings } = JSON.parse((await command(['scan', '--format', 'json', '.'], at.root)).out) as Report
        return findings.map((f) => `${f.path}:${f.range.start.line} ${f.rule} ${f.severity}`)
      }
      try {
        const before = await said()
        assert.equal((await command(['policy', 'init', '.'], at.root)).code, 0)
        assert.deepEqual(await said(), before)
        assert.match((await command(['policy', 'check', '.'], at.root)).out, /valid/)
        const text = readFileSync(file, 'utf8')
        if (files === FILES) {
          assert.match(text, /host: "llm\.brackenfield-hub\.net", operator: self, upstream: \[anthropic, openai\]/)
          assert.match(text, /host: "openrouter\.ai", operator: self, upstream: \[openai\]/)
          assert.ok(!text.includes('packyapi'), 'a relay is not offered as a gateway')
        }
        writeFileSync(file, text.replace(/^# (?=[a-z-]+:| {2})/gm, ''))
        const { code, out, err } = await command(['policy', 'check', '.'], at.root)
        assert.equal(code, 0, err)
        assert.match(out, /valid/)
        assert.equal((await command(['policy', 'init', '.'], at.root)).code, 2)
      } finally {
        at.remove()
      }
    })
})
