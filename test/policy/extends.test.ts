import assert from 'node:assert/strict'
import { scanned } from '../helpers'

const ENV = 'OPENAI_BASE_URL=https://llm.brackenfield-hub.net/v1\n'
const OFFICIAL = 'OPENAI_BASE_URL=https://api.openai.com/v1\n'
type Scanned = Awaited<ReturnType<typeof scanned>>
const said = ({ report }: Scanned) =>
  report.findings.map((f) => `${f.path}:${f.range.start.line} ${f.severity} ${f.rule}`)

describe('extends', () => {
  it('lists add up, single values of the nearer file win', async () => {
    const done = await scanned({
      '.env': `${ENV}ANTHROPIC_BASE_URL=https://gw.brackenfield-hub.net\n`,
      'relaylint.yaml': 'version: 1\nextends: ./policies/base.yaml\nrules: { unknown-endpoint: warning }\n',
      'policies/base.yaml':
        'version: 1\nrules: { unknown-endpoint: error }\ngateways: [{ host: gw.brackenfield-hub.net, operator: self, reason: ours }]\n',
    })
    assert.deepEqual(said(done), ['.env:1 warning unknown-endpoint'])
  })
  it('a nearer `allow` takes back a farther `deny`, silence does not', async () => {
    const base = { '.env': OFFICIAL, 'base.yaml': 'version: 1\nendpoints: { default: deny }\n' }
    assert.deepEqual(said(await scanned({ ...base, 'relaylint.yaml': 'version: 1\nextends: base.yaml\n' })), [
      '.env:1 error denied-endpoint',
    ])
    assert.deepEqual(
      said(
        await scanned({ ...base, 'relaylint.yaml': 'version: 1\nextends: base.yaml\nendpoints: { default: allow }\n' }),
      ),
      [],
    )
  })
  const broken: readonly (readonly [string, string])[] = [
    ['base.yaml', 'a file that is not there'],
    ['../../etc/base.yaml', 'a file outside'],
    ['https://policies.brackenfield.net/base.yaml', 'an address'],
    ['./relaylint.yaml', 'itself'],
  ]
  for (const [target, what] of broken) {
    it(`${what} is an error at its place`, async () => {
      const { ran, report } = await scanned({ '.env': ENV, 'relaylint.yaml': `version: 1\nextends: ${target}\n` })
      assert.equal(ran.code, 2)
      assert.match(ran.err, /^relaylint\.yaml:2:10: extends/m)
      assert.deepEqual(said({ ran, report }), ['relaylint.yaml:2 error invalid-policy'])
    })
  }
  it('an error in the extended file stands there', async () => {
    const { ran } = await scanned({
      '.env': ENV,
      'relaylint.yaml': 'version: 1\nextends: base.yaml\n',
      'base.yaml': 'version: 1\nnope: 1\n',
    })
    assert.match(ran.err, /^base\.yaml:2:1: unknown key/m)
  })
  it('two files that extend each other end', async () => {
    const { ran } = await scanned({
      'relaylint.yaml': 'version: 1\nextends: b.yaml\n',
      'b.yaml': 'version: 1\nextends: relaylint.yaml\n',
    })
    assert.equal(ran.code, 2)
    assert.match(ran.err, /^b\.yaml:2:10: extends/m)
  })
})

describe('entries of the policy', () => {
  const allow = (until: string) => ({
    '.env': ENV,
    'relaylint.yaml': `version: 1\nendpoints:\n  allow: [{ host: llm.brackenfield-hub.net, reason: trial, owner: "@t", until: ${until} }]\n`,
  })
  it('an allowed host is not asked about, to its last day', async () => {
    assert.deepEqual(said(await scanned(allow('2026-11-24'))), [])
    assert.deepEqual(said(await scanned(allow('2026-11-23'))), [
      '.env:1 info unknown-endpoint',
      'relaylint.yaml:3 warning expired-exception',
    ])
  })
  it('evidence of being a relay needs an exception, not an entry', async () => {
    const files = {
      '.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n',
      'relaylint.yaml': 'version: 1\nendpoints: { allow: [{ host: yunwu.ai, reason: trial }] }\n',
    }
    assert.deepEqual(said(await scanned(files)), ['.env:1 warning relay-endpoint'])
  })
  it('the flag decides the persona, then the nearest policy', async () => {
    const files = {
      '.env': 'OPENAI_BASE_URL=https://88code.ai/v1\n',
      'a/.env': 'OPENAI_BASE_URL=https://88code.ai/v1\n',
      'relaylint.yaml': 'version: 1\npersona: auditor\n',
      'a/relaylint.yaml': 'version: 1\n',
    }
    assert.deepEqual(said(await scanned(files)), ['.env:1 info relay-endpoint', 'a/.env:1 info unknown-endpoint'])
    assert.deepEqual(said(await scanned(files, '--persona', 'developer')), [
      '.env:1 info unknown-endpoint',
      'a/.env:1 info unknown-endpoint',
    ])
  })
  it('a policy of aliases is followed, and one that explodes ends', async () => {
    const good = await scanned({
      '.env': ENV,
      'relaylint.yaml':
        'version: 1\nendpoints: { deny: [&x { host: llm.brackenfield-hub.net, reason: no }], allow: [*x] }\n',
    })
    assert.deepEqual(said(good), [])
    const levels = 'abcdefgh'.split('')
    const bomb = levels
      .map(
        (l, i) =>
          `${l}: &${l} [${Array(9)
            .fill(i === 0 ? 'x' : `*${levels[i - 1]}`)
            .join(',')}]\n`,
      )
      .join('')
    assert.equal((await scanned({ '.env': ENV, 'relaylint.yaml': `${bomb}version: 1\nexclude: *h\n` })).ran.code, 2)
  })
  it('a glob that could backtrack for ever ends', async () => {
    const done = await scanned({
      [`${'a'.repeat(60)}/.env`]: 'OPENAI_BASE_URL=https://yunwu.ai/v1\n',
      'relaylint.yaml': `version: 1\nexceptions: [{ rule: relay-endpoint, path: "**/${'a*'.repeat(24)}b/**/**/x", reason: x }]\n`,
    })
    assert.equal(done.ran.code, 1)
  })
})

describe('an untrusted policy', () => {
  it('with an error hides no finding', async () => {
    const files = { '.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n', 'relaylint.yaml': 'version: nope\n' }
    const trusted = await scanned(files)
    assert.deepEqual(said(trusted), ['relaylint.yaml:1 error invalid-policy'])
    const done = await scanned(files, '--untrusted')
    assert.equal(done.ran.code, 2)
    assert.deepEqual(said(done).sort(), ['.env:1 warning relay-endpoint', 'relaylint.yaml:1 error invalid-policy'])
  })
})
