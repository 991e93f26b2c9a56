import assert from 'node:assert/strict'
import { readFile } from '../../server/engine/read'
import { readers } from '../../server/engine/readers'
import { createRedactor } from '../../server/engine/redact'

const redactor = createRedactor([])
const URL = 'https://llm.brackenfield-hub.net/v1'

function settings(path: string, text: string): string[] {
  const facts = readFile(path, text, { readers, redactor })
  assert.ok(facts)
  return facts.settings.map(
    (s) =>
      `${s.kind} ${s.path.join('/')} ${text.slice(s.keySpan.start, s.keySpan.end)} = ${text.slice(s.value.span.start, s.value.span.end)}`,
  )
}

describe('half-typed TOML keeps its tables', () => {
  it('gives the path of the table that a key stands in', () => {
    const text = `[model_providers.r]\r\nname = "中"\r\nbase_url = "${URL}"\r\n[model_providers."x y"] # two\nbase_url = '${URL}'\n[half\n`
    assert.deepEqual(
      settings('.codex/config.toml', text).filter((s) => s.includes('base_url')),
      [`key model_providers/r/base_url base_url = ${URL}`, `key model_providers/x y/base_url base_url = ${URL}`],
    )
  })
})

describe('YAML that nests deeper than the parser goes', () => {
  for (const [name, text] of [
    ['indicators', `${'- '.repeat(5000)}OPENAI_BASE_URL: ${URL}\n`],
    [
      'indentation',
      `OPENAI_BASE_URL: ${URL}\n${Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')}\n`,
    ],
  ] as const) {
    it(`${name}: is incomplete, never clean`, () => {
      const facts = readFile('deep.yaml', text, { readers, redactor })
      assert.ok(facts?.problems.some((p) => p.incomplete))
    })
  }
  it('is still read line by line', () => {
    const text = `OPENAI_BASE_URL: ${URL}\n${Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')}\n`
    assert.deepEqual(settings('deep.yaml', text), [`env OPENAI_BASE_URL OPENAI_BASE_URL = ${URL}`])
  })
})

describe('Nix attribute sets', () => {
  for (const [text, expected] of [
    [
      `{ home.sessionVariables = { ANTHROPIC_BASE_URL = "${URL}"; }; }`,
      [`env home/sessionVariables/ANTHROPIC_BASE_URL ANTHROPIC_BASE_URL = ${URL}`],
    ],
    [
      `{ pkgs, lib, ... }: {\r\n  # 中文 😀\r\n  env.OPENAI_BASE_URL = lib.mkDefault "${URL}";\r\n}`,
      [`env env/OPENAI_BASE_URL OPENAI_BASE_URL = ${URL}`],
    ],
    [
      `{ model_providers."my relay" = { base_url = "${URL}"; wire_api = "responses"; }; }`,
      [
        `key model_providers/my relay/base_url base_url = ${URL}`,
        'key model_providers/my relay/wire_api wire_api = responses',
      ],
    ],
    [`{ /* OPENAI_BASE_URL = "${URL}"; */ x = ''OPENAI_BASE_URL = "${URL}";''; }`, []],
    [`{ OPENAI_BASE_URL = base + "${URL}"; }`, []],
    [`{ OPENAI_BASE_URL = "${URL}`, [`env OPENAI_BASE_URL OPENAI_BASE_URL = ${URL}`]],
  ] as const) {
    it(text.slice(0, 60).replace(/\s+/g, ' '), () => assert.deepEqual(settings('home/agents.nix', text), expected))
  }
})

describe('YAML whose aliases multiply', () => {
  const bomb = `a: &a {A_URL: "${URL}"}\n${[...'bcdefghij']
    .map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(',')}]`)
    .join('\n')}`

  it('stops at a limit and says so', () => {
    const facts = readFile('bomb.yaml', bomb, { readers, redactor })
    assert.ok(facts?.problems.some((p) => p.incomplete))
    assert.ok(facts && facts.settings.length < 30_000)
  })
  it('reads an ordinary anchor at each use, at the place of its text', () => {
    const text = `a: &a {A_URL: "${URL}"}\nb: *a\nc: *a\n`
    assert.deepEqual(
      settings('x.yaml', text),
      ['a', 'b', 'c'].map((k) => `env ${k}/A_URL A_URL = ${URL}`),
    )
    assert.deepEqual(readFile('x.yaml', text, { readers, redactor })?.problems, [])
  })
})

describe('a problem at the very end of text inside of another format', () => {
  for (const [name, path, text] of [
    ['a block scalar', 'a.yaml', 'kind: ConfigMap\ndata:\n  application.yaml: |\n    OPENAI_BASE_URL: x\n    y: {\n'],
    ['a string', 'a.json', '{"kind": "ConfigMap", "data": {"application.yaml": "OPENAI_BASE_URL: x\\ny: {"}}'],
  ] as const)
    it(`${name}: has a place in the file`, () => {
      const facts = readFile(path, text, { readers, redactor })
      const [problem] = facts?.problems ?? []
      assert.match(problem?.message ?? '', /not closed/)
      assert.ok(problem && problem.span.start > text.indexOf('y: {') - 6 && problem.span.end <= text.length)
    })
})
