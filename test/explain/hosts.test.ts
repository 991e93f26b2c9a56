import assert from 'node:assert/strict'
import { command, project } from '../helpers'

/** Addresses with and without a row, and such that the row of their host does not classify. */
const ADDRESSES = [
  'https://api.openai.com/v1',
  'https://acme.openai.azure.com',
  'https://your-resource.openai.azure.com',
  'https://yunwu.ai/v1',
  'https://api.openai.com@yunwu.ai/v1',
  'https://api.openai.com:pw@brackenfield-hub.net/v1',
  'https://api.openai.com.brackenfield-hub.net/v1',
  'https://open.bigmodel.cn.brackenfield-hub.net/v1',
  'https://my-res.openai.azure.com.brackenfield-hub.net',
  'https://openai-proxy.brackenfield-hub.net/v1',
  'https://api.example.com/v1',
  'https://llm.brackenfield.internal/v1',
] as const

interface Report {
  readonly endpoints: readonly { readonly class: string }[]
  readonly findings: readonly { readonly rule: string; readonly severity: string }[]
}

describe('explain HOST says what a scan says', () => {
  for (const address of ADDRESSES)
    it(address, async () => {
      const at = project({ '.env': `OPENAI_BASE_URL=${address}\n` })
      try {
        const scanned = await command(['scan', '--format', 'json', '--fail-on', 'never'], at.root)
        const report = JSON.parse(scanned.out) as Report
        const cls = report.endpoints[0]?.class ?? ''
        const { out } = await command(['explain', address], at.root)
        const finding = report.findings.find((f) => /^(?:lookalike|unknown)-endpoint$/.test(f.rule))
        if (finding) assert.ok(out.includes(`${finding.rule} (${finding.severity})`), out)
        else if (cls === 'private' || cls === 'placeholder') assert.match(out, new RegExp(`${cls}.*no finding`))
        else {
          assert.match(out, new RegExp(`: ${cls}[, (]`))
          assert.doesNotMatch(out, /behind an AI variable/i)
        }
      } finally {
        at.remove()
      }
    })
  it('the text of a row with a pattern is explained as that row', async () => {
    for (const argv of [
      ['explain', '*.openai.azure.com'],
      ['facts', 'show', '*.openai.azure.com'],
    ]) {
      const { code, out } = await command(argv, process.cwd())
      assert.equal(code, 0)
      assert.match(out, /^\*\.openai\.azure\.com: cloud/)
    }
  })
})
