import assert from 'node:assert/strict'
import { command, project } from '../helpers'

const FILES = {
  'a"<b>&\u4e2d.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n',
  'b.env': 'ANTHROPIC_BASE_URL=http://api.anthropic.com\n',
}

async function printed(format: string, files: Parameters<typeof project>[0] = FILES): Promise<string> {
  const at = project(files)
  try {
    return (await command(['scan', '--format', format, at.root], at.root)).out
  } finally {
    at.remove()
  }
}

describe('printers', () => {
  it('github: one annotation a finding, escaped', async () => {
    const lines = (await printed('github')).trim().split('\n')
    assert.equal(lines.length, 2)
    assert.match(
      lines[0] ?? '',
      /^::warning file=a"<b>&中\.env,line=1,col=17,endLine=1,endColumn=36,title=relay-endpoint::/,
    )
  })
  it('gitlab: code quality rows', async () => {
    const rows = JSON.parse(await printed('gitlab')) as {
      check_name: string
      severity: string
      location: { lines: { begin: number } }
    }[]
    assert.deepEqual(
      rows.map((r) => [r.check_name, r.severity, r.location.lines.begin]),
      [
        ['relay-endpoint', 'major', 1],
        ['plaintext-endpoint', 'major', 1],
      ],
    )
  })
  it('junit and html escape what files are called', async () => {
    for (const format of ['junit', 'html']) {
      const out = await printed(format)
      assert.ok(!out.includes('<b>'), format)
      assert.ok(out.includes('&lt;b&gt;'), format)
      assert.ok(out.includes('relay-endpoint'), format)
    }
  })
  it('junit of a clean scan has one passing case', async () => {
    assert.match(await printed('junit', {}), /tests="1" failures="0"/)
  })
  it('html and markdown carry the footer', async () => {
    for (const format of ['html', 'markdown']) assert.match(await printed(format), /not legal advice/)
  })
  it('cyclonedx lists a service a host', async () => {
    const bom = JSON.parse(await printed('cyclonedx')) as { specVersion: string; services: { name: string }[] }
    assert.equal(bom.specVersion, '1.7')
    assert.deepEqual(
      bom.services.map((s) => s.name),
      ['api.anthropic.com', 'yunwu.ai'],
    )
  })
  it('text: the value is underlined, wide characters count two cells', async () => {
    const at = project({ 'x.yaml': 'env: { 说明: "中转", OPENAI_BASE_URL: "https://yunwu.ai/v1" }\n' })
    try {
      const { out } = await command(['scan', at.root], at.root)
      const lines = out.split('\n')
      const frame = lines.findIndex((l) => l.includes('│ env:'))
      const wide = [...(lines[frame] ?? '').slice(0, (lines[frame] ?? '').indexOf('https'))].reduce(
        (n, c) => n + (c.charCodeAt(0) > 0x2e7f ? 2 : 1),
        0,
      )
      assert.equal((lines[frame + 1] ?? '').indexOf('─'), wide)
      assert.ok(lines.every((l) => l.length <= 110))
    } finally {
      at.remove()
    }
  })
})
