import assert from 'node:assert/strict'
import { command, project, scanned } from '../helpers'
import { BODY, KEYS } from './planted'

const FILES = {
  '.env': `OPENAI_BASE_URL=https://user:${KEYS.openai}@yunwu.ai/v1\nOPENAI_API_KEY=${KEYS.openai} # old ${KEYS.anthropic}\nGEMINI_BASE_URL=https://api.cubence.com/gemini?key=${KEYS.google}\nLLM_API_KEY=${KEYS.generic}\n`,
  'two.env': `OPENAI_BASE_URL=https://api.openai.com:${KEYS.generic}@brackenfield-hub.net/v1\nANTHROPIC_BASE_URL=https://api.anthropic.com:a@${KEYS.generic}@brackenfield-hub.net\nDEEPSEEK_BASE_URL=https://api.deepseek.com%2F${KEYS.generic}@brackenfield-hub.net\n`,
  'app.py': `from openai import OpenAI\nc = OpenAI(base_url="https://yunwu.ai/v1", api_key="${KEYS.openai}", default_headers={"Authorization": "Bearer ${KEYS.generic}"})\n`,
  'k8s.yaml': `apiVersion: v1\nkind: Secret\nmetadata: { name: k }\ndata:\n  ANTHROPIC_API_KEY: ${Buffer.from(KEYS.anthropic).toString('base64')}\n  ANTHROPIC_BASE_URL: ${Buffer.from('https://packyapi.com').toString('base64')}\n`,
  '.claude/settings.json': `{ "env": { "ANTHROPIC_BASE_URL": "https://packyapi.com", "ANTHROPIC_AUTH_TOKEN": "${KEYS.oauth}" } }\n`,
  'run.sh': `curl https://yunwu.ai/v1/chat/completions -H "Authorization: Bearer ${KEYS.generic}"\n`,
}

/** Commands whose every stream is searched for twelve characters in a row of any planted key. */
const COMMANDS: readonly (readonly string[])[] = [
  ['scan', '.'],
  ['scan', '--verbose', '--show-suppressed', '--persona', 'auditor', '.'],
  ['scan', '--format', 'json', '.'],
  ['scan', '--format', 'sarif', '.'],
  ['scan', '--diff', '.'],
  ['explain', '.env:1'],
  ['explain', '.env:2'],
  ['explain', 'two.env:1'],
  ['explain', 'two.env:2'],
  ['explain', 'two.env:3'],
  ['explain', 'app.py:2'],
  ['files', '.'],
  ['map', '.'],
  ['map', '--format', 'json', '.'],
]

describe('secrets', () => {
  for (const argv of COMMANDS) {
    it(`relaylint ${argv.join(' ')}`, async () => {
      const at = project(FILES)
      try {
        const ran = await command(argv, at.root)
        const text = ran.out + ran.err
        assert.ok(text.length > 0)
        for (let i = 0; i + 12 <= BODY.length; i++)
          assert.ok(
            !text.includes(BODY.slice(i, i + 12)),
            text.slice(Math.max(0, text.indexOf(BODY.slice(i, i + 12)) - 60), text.indexOf(BODY.slice(i, i + 12)) + 20),
          )
        const encoded = Buffer.from(KEYS.anthropic).toString('base64')
        assert.ok(!text.includes(encoded.slice(24, 48)))
      } finally {
        at.remove()
      }
    })
  }
})

/** One password in the user part of an address, in the spellings of files. */
const PASSWORD = 'Hunter2Hunter2'
const HOST = 'llm.brackenfield-hub.net/v1'
const SPELT: readonly (readonly [path: string, text: string])[] = [
  ['a.json', `{ "env": { "OPENAI_BASE_URL": "https:\\/\\/svc:${PASSWORD}@${HOST.replace('/', '\\/')}" } }\n`],
  ['b.json', `{ "env": { "OPENAI_BASE_URL": "https://u:\\u0048unter2Hunter2@${HOST}" } }\n`],
  ['a.ts', `const a = new OpenAI({ baseURL: "https:\\u002f\\u002fu:${PASSWORD}@${HOST}" })\n`],
  ['b.ts', `const a = new OpenAI({ baseURL: "https://u:${PASSWORD}" + "@${HOST}" })\n`],
  ['c.ts', `const a = new OpenAI({ baseURL: \`https://u:\${"${PASSWORD}"}@${HOST}\` })\n`],
  ['d.ts', `const w = '${PASSWORD}'; const a = new OpenAI({ baseURL: \`https://u:\${w}@${HOST}\` })\n`],
  ['e.ts', `const a = new OpenAI({ baseURL: 'https://' + 'u:${PASSWORD}' + '@' + '${HOST}' })\n`],
  ['f.ts', `const a = new OpenAI({ baseURL: "https://u:x@${PASSWORD}@${HOST}" })\n`],
  ['.env', `OPENAI_BASE_URL=https:\\\\u:${PASSWORD}@${HOST}\n`],
  ['b.env', `OPENAI_BASE_URL=https%3A%2F%2Fu%3A${PASSWORD}%40${HOST.replace('/', '%2F')}\n`],
  ['a.yaml', `services:\n  a: { environment: { OPENAI_BASE_URL: "https:\\x2f\\x2fu:${PASSWORD}@${HOST}" } }\n`],
  ['a.py', `c = OpenAI(base_url="https://u:%s@${HOST}" % "${PASSWORD}")\n`],
  ['b.py', `c = OpenAI(base_url="https://u:%(word)s@${HOST}" % {"word": "${PASSWORD}"})\n`],
  ['c.py', `c = OpenAI(base_url="https://u:{}@${HOST}".format("${PASSWORD}"))\n`],
  ['d.py', `c = OpenAI(base_url=f"https://u:{'${PASSWORD}'}@${HOST}")\n`],
]

describe('a password in the user part of an address', () => {
  const formats = ['text', 'json', 'sarif', 'html', 'markdown', 'cyclonedx', 'github', 'gitlab', 'junit']
  for (const [path, text] of SPELT)
    it(`${path}: ${text.trim().slice(0, 60)}`, async () => {
      const at = project({ [path]: text })
      try {
        const runs = [
          ...formats.map((format) => ['scan', '--format', format, '.']),
          ['explain', `${path}:${text.trim().split('\n').length}`],
          ['map', '.'],
        ]
        for (const argv of runs) {
          const { out, err } = await command(argv, at.root)
          assert.ok(!`${out}${err}`.includes('unter2'), `${argv.join(' ')}: ${out}`)
          if (argv[2] === 'text') assert.match(out, /brackenfield-hub/, 'it is an endpoint')
        }
      } finally {
        at.remove()
      }
    })
})

describe('a key in the path of an address', () => {
  const ID = '5fa52f8b2b19b8f89a50f8a8e9bb8bdb'
  const url = (host: string) => `https://${host}/${ID}/v1`
  /** Files, and whether the word in the path is a credential of the project; an id of an account is none. */
  const cases: readonly (readonly [name: string, files: Readonly<Record<string, string>>, secret: boolean])[] = [
    ['beside it', { '.env': `OPENAI_BASE_URL=${url('api.chatanywhere.tech')}\nOPENAI_API_KEY=${ID}\n` }, true],
    [
      'in another file',
      {
        'a.ts': `const c = new OpenAI({ baseURL: '${url('llm.brackenfield-hub.net')}' })\n`,
        'deploy/b.yaml': `env:\n  LLM_TOKEN: ${ID}\n`,
      },
      true,
    ],
    ['in a header', { 'a.env': `OPENAI_BASE_URL=${url('yunwu.ai')}\nX_AUTHORIZATION=Bearer ${ID}\n` }, true],
    ['an account id', { '.env': `OPENAI_BASE_URL=${url('api.chatanywhere.tech')}\nACCOUNT_ID=${ID}\n` }, false],
    [
      'a gateway of an account',
      {
        '.env': `OPENAI_BASE_URL=https://gateway.ai.cloudflare.com/v1/${ID}/main/openai\nOPENAI_API_KEY=notinthepath1234567\n`,
      },
      false,
    ],
  ]
  for (const [name, files, secret] of cases)
    it(name, async () => {
      const at = project(files)
      try {
        for (const format of ['text', 'json', 'sarif', 'html', 'markdown', 'cyclonedx']) {
          const { out } = await command(['scan', '--persona', 'auditor', '--format', format, '.'], at.root)
          if (secret || format === 'json' || format === 'cyclonedx') assert.equal(out.includes(ID), !secret, out)
        }
        const place = `${Object.keys(files)[0]}:1`
        const { out } = await command(['explain', place], at.root)
        assert.equal(out.includes(ID), !secret, out)
      } finally {
        at.remove()
      }
    })
  it('keeps the keys of findings', async () => {
    const [, files] = cases[0] as (typeof cases)[number]
    const prints = []
    for (const text of [files['.env'] as string, (files['.env'] as string).replace(/\n.*\n$/, '\n')]) {
      const { report } = await scanned({ '.env': text })
      prints.push(report.findings.map((f) => `${f.rule} ${f.fingerprint}`))
    }
    assert.deepEqual(prints[0], prints[1])
  })
})
