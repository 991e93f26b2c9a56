import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { loadPack } from '../../rules'
import { createMachine } from '../../server/disk/host'
import { classify } from '../../server/engine/classify'
import { createFactBase } from '../../server/engine/factbase'
import { emptyPolicy } from '../../server/engine/policy'
import { toUnicode } from '../../server/engine/punycode'
import { parseAddress } from '../../server/engine/url'

const facts = createFactBase(loadPack())
const machine = createMachine()

const addresses: readonly (readonly [text: string, host: string | null, cls?: string])[] = [
  ['https://api.openai.com/v1', 'api.openai.com', 'official'],
  ['HTTPS://API.OPENAI.COM\\v1', 'api.openai.com', 'official'],
  ['https://api.openai.com./v1', 'api.openai.com', 'official'],
  ['api.openai.com:443', 'api.openai.com', 'official'],
  ['//api.anthropic.com', 'api.anthropic.com', 'official'],
  ['https://api.anthropic.com@brackenfield-hub.net/v1', 'brackenfield-hub.net', 'lookalike'],
  ['https://api.openai.com.brackenfield-hub.net', 'api.openai.com.brackenfield-hub.net', 'lookalike'],
  ['https://api.openai.com%2ebrackenfield-hub.net', 'api.openai.com.brackenfield-hub.net', 'lookalike'],
  ['https://аpi.anthropic.com', 'xn--pi-6kc.anthropic.com', 'lookalike'],
  ['https://api-openai-com.brackenfield-hub.net', 'api-openai-com.brackenfield-hub.net', 'lookalike'],
  ['https://api.anthropc.com', 'api.anthropc.com', 'lookalike'],
  ['https://openai-proxy.brackenfield-hub.net', 'openai-proxy.brackenfield-hub.net', 'unknown'],
  ['https://brackenfield-hub.net/https://api.openai.com/v1', 'brackenfield-hub.net', 'unknown'],
  ['http://3232235777', '192.168.1.1', 'private'],
  ['http://0x7f.1', '127.0.0.1', 'private'],
  ['http://[::1]:11434', '::1', 'private'],
  ['http://vllm:8000/v1', 'vllm', 'private'],
  ['http://llm.corp.internal', 'llm.corp.internal', 'private'],
  ['http://100.64.0.3:4000', '100.64.0.3', 'private'],
  ['https://8.8.8.8/v1', '8.8.8.8', 'unknown'],
  ['https://your-resource.openai.azure.com', 'your-resource.openai.azure.com', 'placeholder'],
  ['https://acme-eus2.openai.azure.com', 'acme-eus2.openai.azure.com', 'cloud'],
  ['https://api.example.com/v1', 'api.example.com', 'placeholder'],
  ['https://bedrock-runtime.ap-southeast-1.amazonaws.com', 'bedrock-runtime.ap-southeast-1.amazonaws.com', 'cloud'],
  [
    'https://bedrock-runtime.us-east-1.amazonaws.com.brackenfield-hub.net',
    'bedrock-runtime.us-east-1.amazonaws.com.brackenfield-hub.net',
    'unknown',
  ],
  ['https://open.bigmodel.cn/api/anthropic', 'open.bigmodel.cn', 'official'],
  ['https://yunwu.ai/v1', 'yunwu.ai', 'relay'],
  ['https://acme.trycloudflare.com', 'acme.trycloudflare.com', 'tunnel'],
  ['https://gb.api.openai.com/v1', 'gb.api.openai.com', 'official'],
  ['https://api.packyapi.com/v1', 'api.packyapi.com', 'relay'],
  ['https://docs.packyapi.com', 'docs.packyapi.com', 'unknown'],
  ['https://packyapi.com.brackenfield-hub.net', 'packyapi.com.brackenfield-hub.net', 'unknown'],
  ['https://anythropic.web7.workers.dev/api.openai.com', 'anythropic.web7.workers.dev', 'relay'],
  ['https://other.web7.workers.dev', 'other.web7.workers.dev', 'tunnel'],
  ['https://neighbour.qzz.io/v1', 'neighbour.qzz.io', 'unknown'],
  ['socks5h://127.0.0.1:1080', '127.0.0.1'],
  ['mailto:a@b.c', null],
  ['just words', null],
  ['', null],
]

describe('addresses', () => {
  for (const [text, host, cls] of addresses) {
    it(text || '(empty)', () => {
      const address = parseAddress(text, machine)
      assert.equal(address?.host ?? null, host)
      if (address && cls) assert.equal(classify(address, text, facts, emptyPolicy()).class, cls)
    })
  }
  it('shows the Unicode form of a host', () => {
    assert.equal(toUnicode('xn--pi-6kc.anthropic.com'), 'аpi.anthropic.com')
    assert.equal(toUnicode('xn--fiqs8s'), '中国')
  })
})

describe('fact base', () => {
  const pack = loadPack()
  it('the label index agrees with every match and miss example', () => {
    for (const row of pack.endpoints) {
      for (const url of row.match ?? []) {
        const a = parseAddress(url, machine)
        assert.ok(a && facts.host(a.host, a.path), `${row.host} should match ${url}`)
      }
      for (const url of row.miss ?? []) {
        const a = parseAddress(url, machine)
        assert.notEqual(a && facts.host(a.host, a.path)?.row.host, row.host, `${row.host} must not match ${url}`)
      }
    }
  })
  it('every exact host finds its own row', () => {
    for (const row of pack.endpoints) {
      if (/[*{]/.test(row.host)) continue
      const [host = '', ...path] = row.host.split('/')
      assert.equal(
        facts.host(host.replace(/:\d+$/, ''), path.length > 0 ? `/${path.join('/')}` : '')?.row.class,
        row.class,
        row.host,
      )
    }
  })
  it('colliding region ids mean different places', () => {
    const expected = JSON.parse(readFileSync('test/facts/collisions.json', 'utf8')) as {
      provider: string
      id: string
      country: string
    }[]
    assert.ok(expected.length > 50)
    for (const e of expected) assert.equal(facts.region(e.provider, e.id)?.country, e.country, `${e.provider} ${e.id}`)
  })
  it('every clause that a rule may cite has a source', () => {
    for (const p of pack.providers) for (const c of p.clauses ?? []) assert.ok(facts.source(c.source), c.id)
  })
  it('lists are facts of their providers: they differ', () => {
    const places = (vendor: string) => facts.providerOf(vendor)?.places?.at(-1)?.countries ?? []
    for (const vendor of ['openai', 'anthropic'])
      for (const country of ['CN', 'HK', 'RU']) assert.ok(!places(vendor).includes(country))
    for (const vendor of ['openai', 'anthropic'])
      for (const country of ['SG', 'TW', 'US', 'UA'])
        assert.ok(places(vendor).includes(country), `${vendor} ${country}`)
    assert.ok(places('openai').includes('AF') && !places('anthropic').includes('AF'))
  })
})
