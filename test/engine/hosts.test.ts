import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { loadPack } from '../../rules'
import { createMachine } from '../../server/disk/host'
import { classify } from '../../server/engine/classify'
import { createFactBase } from '../../server/engine/factbase'
import { writtenForm } from '../../server/engine/host-name'
import { findLookalike } from '../../server/engine/lookalike'
import { emptyPolicy } from '../../server/engine/policy'
import { toUnicode } from '../../server/engine/punycode'
import { parseAddress } from '../../server/engine/url'

const facts = createFactBase(loadPack())
const machine = createMachine()

const addresses: readonly (readonly [text: string, host: string | null, cls?: string])[] = [
  ['https://api.openai.com/v1', 'api.openai.com', 'official'],
  ['HTTPS://API.OPENAI.COM\\v1', 'api.openai.com', 'official'],
  ['https://api.openai.com./v1', 'api.openai.com', 'official'],
  ['https://brackenfield-hub.net\\@api.openai.com/v1', 'brackenfield-hub.net', 'unknown'],
  ['https://api.openai.com\\@brackenfield-hub.net/v1', 'api.openai.com', 'lookalike'],
  ['https:/yunwu.ai/v1', 'yunwu.ai', 'relay'],
  ['https:yunwu.ai/v1', 'yunwu.ai', 'relay'],
  ['https:\\yunwu.ai\\v1', 'yunwu.ai', 'relay'],
  ['https://yun\twu.ai/v1', 'yunwu.ai', 'relay'],
  ['ht\ntps://yunwu.ai', 'yunwu.ai', 'relay'],
  ['https://yunwu.ai/v1\n\nsome words', null],
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
    'lookalike',
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
  ['https://openai.com.brackenfield-hub.net/v1', 'openai.com.brackenfield-hub.net', 'lookalike'],
  ['https://claude.ai.brackenfield-hub.net', 'claude.ai.brackenfield-hub.net', 'lookalike'],
  ['https://api-openai-com-v1.brackenfield-hub.net', 'api-openai-com-v1.brackenfield-hub.net', 'lookalike'],
  ['https://openai-com.net/v1', 'openai-com.net', 'lookalike'],
  ['https://api.openal.com/v1', 'api.openal.com', 'lookalike'],
  ['https://api.opnai.com/v1', 'api.opnai.com', 'lookalike'],
  ['https://api.oepnai.com/v1', 'api.oepnai.com', 'lookalike'],
  ['https://api.0penai.com/v1', 'api.0penai.com', 'lookalike'],
  ['https://api.anthropic.co/v1', 'api.anthropic.co', 'lookalike'],
  ['https://api.openai.cn/v1', 'api.openai.cn', 'unknown'],
  ['https://api.openai.net/v1', 'api.openai.net', 'unknown'],
  ['https://api.groq.co/v1', 'api.groq.co', 'unknown'],
  ['https://api.deepseak.com/v1', 'api.deepseak.com', 'lookalike'],
  ['https://c1aude.ai/v1', 'c1aude.ai', 'lookalike'],
  ['https://api.cohere.ai/v1', 'api.cohere.ai', 'official'],
  ['https://api.оpenai-gw.brackenfield-hub.net/v1', 'api.xn--penai-gw-mbh.brackenfield-hub.net', 'lookalike'],
  ['https://дипсик.рф/v1', 'xn--d1aiaixm.xn--p1ai', 'unknown'],
  ['https://百度.brackenfield-hub.net/v1', 'xn--wxtr44c.brackenfield-hub.net', 'unknown'],
  ['https://münchen-llm.de/v1', 'xn--mnchen-llm-9db.de', 'unknown'],
  ['https://api.openaí.com/v1', 'api.xn--opena-3sa.com', 'lookalike'],
  ['https://ａｐｉ．ｏｐｅｎａｉ．ｃｏｍ/v1', 'api.openai.com', 'official'],
  ['https://api。openai。com/v1', 'api.openai.com', 'official'],
  ['https://api.οpenai.com/v1', 'api.xn--penai-qce.com', 'lookalike'],
  ['https://api.openɑi.com/v1', 'api.xn--openi-3jc.com', 'lookalike'],
  ['https://api.openai.com:443@brackenfield-hub.net/v1', 'brackenfield-hub.net', 'lookalike'],
  ['https://openai.com@brackenfield-hub.net/v1', 'brackenfield-hub.net', 'lookalike'],
  ['https://user:pass@yunwu.ai/v1', 'yunwu.ai', 'relay'],
  ['https://brackenfield-hub.net#@api.openai.com', 'brackenfield-hub.net', 'unknown'],
  ['https://brackenfield-hub.net?@api.openai.com', 'brackenfield-hub.net', 'unknown'],
  ['https://%61pi.openai.com/v1', 'api.openai.com', 'official'],
  ['http://2130706433:8000/v1', '127.0.0.1', 'private'],
  ['http://0177.0.0.1:8000/v1', '127.0.0.1', 'private'],
  ['http://0300.0250.0.1/v1', '192.168.0.1', 'private'],
  ['http://127.1/v1', '127.0.0.1', 'private'],
  ['http://134744072/v1', '8.8.8.8', 'unknown'],
  ['http://0x08080808/v1', '8.8.8.8', 'unknown'],
  ['http://[fd00::1]:8000/v1', 'fd00::1', 'private'],
  ['http://[fe80::1]:8000/v1', 'fe80::1', 'private'],
  ['http://[::ffff:127.0.0.1]:8000/v1', '::ffff:7f00:1', 'private'],
  ['http://[::ffff:10.0.0.1]/v1', '::ffff:a00:1', 'private'],
  ['http://[::ffff:172.16.0.1]/v1', '::ffff:ac10:1', 'private'],
  ['http://[::ffff:171.18.0.1]/v1', '::ffff:ab12:1', 'unknown'],
  ['http://[2606:4700::1111]/v1', '2606:4700::1111', 'unknown'],
  ['http://[fc::1]/v1', 'fc::1', 'unknown'],
  ['localhost.:11434', 'localhost', 'private'],
  ['LOCALHOST:1234/v1', 'localhost', 'private'],
  ['https:\\/\\/yunwu.ai\\/v1', 'yunwu.ai', 'relay'],
  ['https:////yunwu.ai/v1', 'yunwu.ai', 'relay'],
  ['https://\u200bapi.openai.com/v1', 'api.openai.com', 'official'],
  ['https://api.op\u00adenai.com/v1', 'api.openai.com', 'official'],
  ['https://{host}/v1', '{host}', 'placeholder'],
  ['https://<your-host>/v1', '<your-host>', 'placeholder'],
  ['https://YOUR_DOMAIN/v1', 'your_domain', 'placeholder'],
  ['https://your.domain.com/v1', 'your.domain.com', 'placeholder'],
  ['https://xxx.com/v1', 'xxx.com', 'placeholder'],
  ['https://xxxx.openai.azure.com', 'xxxx.openai.azure.com', 'placeholder'],
  ['https://api.invalid/v1', 'api.invalid', 'placeholder'],
  ['https://a.test/v1', 'a.test', 'private'],
  ['https://x.localhost:3000', 'x.localhost', 'private'],
  ['https://your-proxy.com/v1', 'your-proxy.com', 'placeholder'],
  ['https://your-api-endpoint.com/v1', 'your-api-endpoint.com', 'placeholder'],
  ['https://api.your-company.com/v1', 'api.your-company.com', 'placeholder'],
  ['https://chatgpt.com/backend-anon/conversation', 'chatgpt.com', 'official'],
  ['https://yourproxy.com/v1', 'yourproxy.com', 'placeholder'],
  ['https://your.gateway/v1', 'your.gateway', 'placeholder'],
  ['https://your.proxy.com/v1', 'your.proxy.com', 'placeholder'],
  ['https://my-company.com/v1', 'my-company.com', 'placeholder'],
  ['https://api.example.ai/v1', 'api.example.ai', 'placeholder'],
  ['https://my-gateway/v1', 'my-gateway', 'placeholder'],
  ['https://myopenai.com/v1', 'myopenai.com', 'unknown'],
  ['https://api.myopenai.com/v1', 'api.myopenai.com', 'unknown'],
  ['https://your.org/v1', 'your.org', 'unknown'],
  ['https://my-api.dev/v1', 'my-api.dev', 'unknown'],
  ['https://theapi.dev/v1', 'theapi.dev', 'unknown'],
  ['https://my-llm-proxy.acme-labs.net/v1', 'my-llm-proxy.acme-labs.net', 'unknown'],
  ['https://endpoint.acme-labs.net/v1', 'endpoint.acme-labs.net', 'unknown'],
  ['https://example.acme-labs.net/v1', 'example.acme-labs.net', 'unknown'],
  ['https://your_openai_proxy/v1', 'your_openai_proxy', 'placeholder'],
  ['https://RESOURCE_NAME.openai.azure.com', 'resource_name.openai.azure.com', 'placeholder'],
  ['https://my-resource.openai.azure.com', 'my-resource.openai.azure.com', 'placeholder'],
  ['https://<resource>.openai.azure.com', '<resource>.openai.azure.com', 'placeholder'],
  ['https://example.org/v1', 'example.org', 'placeholder'],
  ['https://my-gateway.internal/v1', 'my-gateway.internal', 'private'],
  ['https://your-host.local/v1', 'your-host.local', 'private'],
  ['http://host.docker.internal:11434/v1', 'host.docker.internal', 'private'],
  ['http://gateway.docker.internal', 'gateway.docker.internal', 'private'],
  ['http://ollama.default.svc.cluster.local:11434', 'ollama.default.svc.cluster.local', 'private'],
  ['http://llm.corp/v1', 'llm.corp', 'private'],
  ['https://api.openai.com.cn/v1', 'api.openai.com.cn', 'lookalike'],
  ['https://openaiproxy.acme-labs.net', 'openaiproxy.acme-labs.net', 'unknown'],
  ['https://claude.acme-labs.net', 'claude.acme-labs.net', 'unknown'],
  ['https://anthropic-proxy.acme-labs.net', 'anthropic-proxy.acme-labs.net', 'unknown'],
  ['https://openrouter.ai/api/v1', 'openrouter.ai', 'gateway'],
  [
    'https://generativelanguage.googleapis.com.brackenfield-hub.net',
    'generativelanguage.googleapis.com.brackenfield-hub.net',
    'lookalike',
  ],
  [
    'https://generativelanguage-googleapis-com.brackenfield-hub.net',
    'generativelanguage-googleapis-com.brackenfield-hub.net',
    'lookalike',
  ],
  ['https://api.mistral.al/v1', 'api.mistral.al', 'lookalike'],
  ['https://api.moonshot.ai/v1', 'api.moonshot.ai', 'official'],
  ['https://api.moonshot.cn/v1', 'api.moonshot.cn', 'official'],
  ['https://api.moonshoot.cn/v1', 'api.moonshoot.cn', 'lookalike'],
  ['https://api.x.al/v1', 'api.x.al', 'unknown'],
  ['https://api.openai.com.:443/v1', 'api.openai.com', 'official'],
  ['localhost:8080/v1', 'localhost', 'private'],
  ['yunwu.ai:8443/v1', 'yunwu.ai', 'relay'],
  ['grpc://api.openai.com:443', 'api.openai.com', 'official'],
  ['socks5h://127.0.0.1:1080', '127.0.0.1'],
  ['mailto:a@b.c', null],
  ['just words', null],
  ['', null],
]

/** Hosts without a row: the host imitated, or empty. `user@` stands before some of them. */
const imitations: readonly (readonly [host: string, imitates: string])[] = [
  ['my-res.openai.azure.com.brackenfield-hub.net', 'my-res.openai.azure.com'],
  ['openai.azure.com.brackenfield-hub.net', 'openai.azure.com'],
  ['chatgpt.com.brackenfield-hub.net', 'chatgpt.com'],
  ['platform.claude.com.brackenfield-hub.net', 'platform.claude.com'],
  ['eu.platform.claude.com.brackenfield-hub.net', 'eu.platform.claude.com'],
  ['googleapis.com.brackenfield-hub.net', 'generativelanguage.googleapis.com'],
  ['bedrock-mantle.us-east-1.api.aws.brackenfield-hub.net', 'bedrock-mantle.us-east-1.api.aws'],
  ['api.openai.com.brackenfield-hub.s3.amazonaws.com', 'api.openai.com'],
  ['my-res-openai-azure-com.brackenfield-hub.net', 'openai.azure.com'],
  ['openai-azure-com.brackenfield-hub.net', 'openai.azure.com'],
  ['bedrock-runtime-us-east-1-amazonaws-com.net', 'amazonaws.com'],
  ['api-z-ai.brackenfield-hub.net', 'api.z.ai'],
  ['groq-com.brackenfield-hub.net', 'api.groq.com'],
  ['dashscope.aliyunc.com', 'dashscope.aliyuncs.com'],
  ['api.fireworsk.ai', 'api.fireworks.ai'],
  ['api.реrplexity.ai.brackenfield-hub.net', 'api.perplexity.ai'],
  ['openaí-gw.brackenfield-hub.net', 'api.openai.com'],
  ['api.openai.com:pw@brackenfield-hub.net', 'api.openai.com'],
  ['api.openai.com%2fv1@brackenfield-hub.net', 'api.openai.com'],
  ['my-res.openai.azure.com@brackenfield-hub.net', 'my-res.openai.azure.com'],
  ['jane.doe:pw@brackenfield-hub.net', ''],
  ['openai.com@api.openai.com', ''],
  ['bedrock.brackenfield-hub.net', ''],
  ['bedrock-runtime.us-east-1.brackenfield-hub.net', ''],
  ['azure.openai.brackenfield-hub.net', ''],
  ['openai.azure.brackenfield-hub.net', ''],
  ['azure-openai.brackenfield-hub.net', ''],
  ['dashscope.brackenfield-hub.net', ''],
  ['claude-ai.brackenfield-hub.net', ''],
  ['mistral-ai-gw.brackenfield-hub.net', ''],
  ['api.v0.dev.brackenfield-hub.net', ''],
  ['api.aws.brackenfield-hub.net', ''],
  ['api-aws.brackenfield-hub.net', ''],
  ['acme.execute-api.cn-north-1.amazonaws.com.cn', ''],
  ['acme.azure-api.net', ''],
  ['cohérence.fr', ''],
  ['llm.amazônia-digital.com.br', ''],
]

describe('addresses', () => {
  for (const [text, host, cls] of addresses) {
    it(text || '(empty)', () => {
      const address = parseAddress(text, machine)
      assert.equal(address?.host ?? null, host)
      if (address && cls) assert.equal(classify(address, text, facts, emptyPolicy()).class, cls)
    })
  }
  for (const [host, imitates] of imitations)
    it(`${host} imitates ${imitates || 'nobody'}`, () => {
      const text = `https://${host}/v1`
      const address = parseAddress(text, machine)
      assert.ok(address)
      assert.equal(classify(address, text, facts, emptyPolicy()).imitates ?? '', imitates)
    })
  it('every official and cloud host is protected, and no listed host imitates another', () => {
    for (const row of loadPack().endpoints) {
      const host = (row.host.split('/')[0] as string)
        .replace(/:\d+$/, '')
        .replace(/^\*\./, 'acme.')
        .replace(/\*|\{[a-z]+\}/g, 'us-east-1')
      const found = (h: string) => findLookalike(h, toUnicode(h), facts)
      assert.equal(found(host), '', host)
      if ((row.class === 'official' || row.class === 'cloud') && !/\bv\d+\.(?:dev|app)$/.test(host))
        assert.ok(found(`${host}.brackenfield-hub.net`), host)
    }
  })
  const written: readonly (readonly [text: string, form: string])[] = [
    ['http://134744072/v1', '134744072'],
    ['http://0x7f.1', '0x7f.1'],
    ['https://api.openai.com%2ebrackenfield-hub.net', 'api.openai.com%2ebrackenfield-hub.net'],
    ['https://ａｐｉ．ｏｐｅｎａｉ．ｃｏｍ/v1', 'ａｐｉ．ｏｐｅｎａｉ．ｃｏｍ'],
    ['HTTPS://API.OPENAI.COM./v1', ''],
    ['http://[FD00::1]:8000', ''],
    ['https://аpi.anthropic.com', ''],
  ]
  for (const [text, form] of written)
    it(`${text} is written ${form || 'as it is'}`, () => {
      const address = parseAddress(text, machine)
      assert.ok(address)
      assert.equal(writtenForm(address.written, address.host), form)
    })
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
