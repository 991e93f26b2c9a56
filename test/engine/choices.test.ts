/** Tables of providers that somebody may choose from: listed, but nobody has taken one yet. */
import assert from 'node:assert/strict'
import { scanned } from '../helpers'

const row = (name: string, host: string) =>
  `  { name: "${name}", apiKeyUrl: "https://${host}/keys", config: makeConfig("${name}", "https://${host}/v1/chat/completions") },\n`

describe('tables of choices', () => {
  it('an address that a table passes on is not selected, and the page that hands out keys is no endpoint', async () => {
    const { report } = await scanned({
      'presets.ts': `export const openaiPresets = [\n${row('a', 'yunwu.ai')}${row('b', 'openrouter.ai')}${row('c', 'api.deepseek.com')}${row('d', 'packyapi.com')}]\n`,
    })
    const relays = report.endpoints.filter((e) => e.host === 'yunwu.ai')
    assert.deepEqual(
      relays.map((e) => `${e.range.start.line} ${e.effective}`),
      ['2 not-selected'],
    )
    assert.ok(report.findings.every((f) => f.severity !== 'warning' && f.severity !== 'error'))
  })

  it('a client that is built in a table is in use', async () => {
    const client = (host: string) => `  new OpenAI({ baseURL: "https://${host}/v1", apiKey: key }),\n`
    const { report } = await scanned({
      'clients.ts': `import OpenAI from "openai"\nexport const all = [\n${client('yunwu.ai')}${client('openrouter.ai')}${client('api.deepseek.com')}${client('packyapi.com')}]\n`,
    })
    assert.deepEqual(
      report.endpoints.map((e) => e.effective),
      ['yes', 'yes', 'yes', 'yes'],
    )
  })
})
