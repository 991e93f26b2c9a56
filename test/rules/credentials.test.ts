import assert from 'node:assert/strict'
import { type Files, scanned } from '../helpers'

const KEY = 'sk-proj-Canary0000000000000000000000000000000000000000000000000000'
const OTHER = KEY.replace('Canary', 'Canary1')
const ANT = 'sk-ant-api03-Canary000000000000000000000000000000000000000000000000'
const LOGIN = 'sk-ant-oat01-Canary000000000000000000000000000000000000000000000000'
const GOOGLE = 'AIzaCanary00000000000000000000000000000'
const RELAY = 'https://yunwu.ai/v1'

interface Case {
  readonly name: string
  readonly files: Files
  readonly says: readonly string[]
}

/** Only rules about credentials are compared: `path:line severity rule`. */
const RULES = /^(?:key-to-third-party|key-in-browser|credential-pool|subscription-.*)$/

const CASES: readonly Case[] = [
  {
    name: 'a header of a request',
    files: {
      'a.ts': `await fetch('${RELAY}/chat/completions', {\n  headers: { Authorization: 'Bearer ${KEY}' },\n})\n`,
    },
    says: ['a.ts:2 error key-to-third-party'],
  },
  {
    name: 'a header of curl, but not of the next curl',
    files: {
      'run.sh': `curl ${RELAY}/chat/completions -H "Authorization: Bearer $RELAY_KEY"\ncurl https://api.openai.com/v1/chat/completions -H "Authorization: Bearer ${KEY}"\n`,
    },
    says: [],
  },
  {
    name: 'a header of that curl',
    files: { 'run.sh': `curl ${RELAY}/chat/completions \\\n  -H "Authorization: Bearer ${KEY}"\n` },
    says: ['run.sh:2 error key-to-third-party'],
  },
  {
    name: 'the key of the official host beside a relay with a key of its own',
    files: {
      '.env': `OPENAI_API_KEY=${KEY}\nRELAY_BASE_URL=${RELAY}\nRELAY_API_KEY=sk-abcdef0123456789abcdef\n`,
      'a.py':
        'import os\nfrom openai import OpenAI\nc = OpenAI(base_url=os.environ["RELAY_BASE_URL"], api_key=os.environ["RELAY_API_KEY"])\nd = OpenAI()\n',
    },
    says: [],
  },
  {
    name: 'the relay without a key of its own takes the only key',
    files: {
      '.env': `OPENAI_API_KEY=${KEY}\nCHAT_UPSTREAM=${RELAY}\n`,
      'a.py': 'import os\nfrom openai import OpenAI\nc = OpenAI(base_url=os.environ["CHAT_UPSTREAM"])\n',
    },
    says: ['.env:1 error key-to-third-party'],
  },
  ...(
    [
      ['Groq', `gsk_${'Canary0000'.repeat(5)}AB`],
      ['OpenRouter', `sk-or-v1-${'0123456789abcdef'.repeat(4)}`],
      ['Hugging Face', `hf_${'CanaryABCDefgh'.repeat(3).slice(0, 34)}`],
      ['NVIDIA', `nvapi-${'Canary0000'.repeat(7).slice(0, 64)}`],
      ['Anthropic, in the variable of another maker', ANT],
    ] as const
  ).flatMap(([name, key]): Case[] => [
    {
      name: `a key of ${name} goes with the address of the same name`,
      files: { '.env': `OPENAI_BASE_URL=${RELAY}\nOPENAI_API_KEY=${key}\n` },
      says: ['.env:2 error key-to-third-party'],
    },
    {
      name: `a key of ${name} goes to the call that is given it`,
      files: { 'a.py': `from openai import OpenAI\nc = OpenAI(base_url="${RELAY}", api_key="${key}")\n` },
      says: ['a.py:2 error key-to-third-party'],
    },
    {
      name: `a key of ${name} under a name of its own stays at home`,
      files: { '.env': `OPENAI_BASE_URL=${RELAY}\nOPENAI_API_KEY=sk-abcdef\nOTHER_TOKEN=${key}\n` },
      says: [],
    },
  ]),
  {
    name: 'keys at home, at a host of models and at an own host',
    files: {
      'a/.env': `OPENAI_BASE_URL=https://openrouter.ai/api/v1\nOPENAI_API_KEY=sk-or-v1-${'0123456789abcdef'.repeat(4)}\n`,
      'b/.env': `OPENAI_BASE_URL=https://api.groq.com/openai/v1\nOPENAI_API_KEY=gsk_${'Canary0000'.repeat(5)}AB\n`,
      'c/.env': `OPENAI_BASE_URL=http://litellm:4000\nOPENAI_API_KEY=gsk_${'Canary0000'.repeat(5)}AB\n`,
    },
    says: [],
  },
  {
    name: 'a key that is printed or compared is none',
    files: { 'a.py': `import requests\nself.assertEqual(key, "${KEY}")\nrequests.post("${RELAY}/chat/completions")\n` },
    says: [],
  },
  {
    name: 'a Google key beside an address of no maker may open maps',
    files: { '.env': `LLM_BASE_URL=https://llm.brackenfield-hub.net/v1\nGOOGLE_MAPS_API_KEY=${GOOGLE}\n` },
    says: [],
  },
  {
    name: 'a Google key inside the address that gets it',
    files: { 'a.sh': `curl "https://api.cubence.com/gemini/v1beta/models/gemini-pro:generateContent?key=${GOOGLE}"\n` },
    says: ['a.sh:1 error key-to-third-party'],
  },
  {
    name: 'lists in YAML, JSON and Python are pools',
    files: {
      'a.yaml': `openai:\n  api_keys:\n    - ${KEY}\n    - ${OTHER}\n`,
      'b.json': `{ "openai": { "apiKeys": ["${KEY}", "${OTHER}"] } }\n`,
      'c.py': `OPENAI_API_KEYS = ["${KEY}", "${OTHER}"]\nopenai = cycle(OPENAI_API_KEYS)\n`,
    },
    says: ['a.yaml:3 warning credential-pool', 'b.json:1 warning credential-pool', 'c.py:1 warning credential-pool'],
  },
  {
    name: 'one key each in two lists, and two objects with one each, are none',
    files: {
      'a.yaml': `providers:\n  - openai_api_keys:\n      - ${KEY}\n  - openai_api_keys:\n      - ${OTHER}\nmodels:\n  - api_key: ${KEY}\n  - api_key: ${OTHER}\n`,
    },
    says: [],
  },
  {
    name: 'two personal logins in a list of objects are one',
    files: { 'a.yaml': `accounts:\n  - token: ${LOGIN}\n  - token: ${LOGIN.replace('Canary', 'Canary1')}\n` },
    says: ['a.yaml:2 warning credential-pool'],
  },
  {
    name: 'references to several secrets in one setting',
    files: {
      'compose.yml': 'services:\n  a:\n    image: acme/a\n    environment:\n      OPENAI_API_KEYS: ${A},${B},${C}\n',
    },
    says: ['compose.yml:5 warning credential-pool'],
  },
  {
    name: 'a personal login beside a third-party host, by reference',
    files: {
      '.github/workflows/c.yml':
        'on: push\njobs:\n  r:\n    runs-on: ubuntu-latest\n    env:\n      ANTHROPIC_BASE_URL: https://packyapi.com\n      CLAUDE_CODE_OAUTH_TOKEN: ${{ secrets.T }}\n    steps:\n      - run: claude -p hi\n',
    },
    says: [
      '.github/workflows/c.yml:6 warning subscription-via-gateway',
      '.github/workflows/c.yml:7 warning subscription-in-automation',
    ],
  },
  {
    name: 'a gateway credential beside the login wins',
    files: {
      'compose.yml': `services:\n  a:\n    image: acme/a\n    environment:\n      ANTHROPIC_BASE_URL: https://llm.brackenfield-hub.net\n      ANTHROPIC_AUTH_TOKEN: \${GATEWAY_TOKEN}\n      CLAUDE_CODE_OAUTH_TOKEN: \${T}\n`,
    },
    says: ['compose.yml:7 warning subscription-in-automation'],
  },
  {
    name: 'an API key in a token variable is no subscription',
    files: {
      'compose.yml': `services:\n  a:\n    image: acme/a\n    environment:\n      ANTHROPIC_AUTH_TOKEN: ${ANT}\n`,
    },
    says: [],
  },
  {
    name: 'refresh tokens of others are no subscription',
    files: {
      'compose.yml': `services:\n  a:\n    image: acme/a\n    environment:\n      GITHUB_REFRESH_TOKEN: ghr_${'Canary0'.repeat(6).slice(0, 36)}\n`,
    },
    says: [],
  },
  {
    name: 'a saved login file in a pipeline',
    files: { '.gitlab-ci.yml': 't:\n  variables:\n    CODEX_AUTH_JSON: $AUTH\n  script:\n    - codex exec hi\n' },
    says: ['.gitlab-ci.yml:3 warning subscription-in-automation'],
  },
  {
    name: 'a key of .env that compose hands to a service with a third party, under its own name and another',
    files: {
      '.env': `OPENAI_API_KEY=${KEY}\nPROD_KEY=${OTHER}\n`,
      'compose.yml': `services:\n  a:\n    image: acme/a\n    environment:\n      OPENAI_API_KEY: \${OPENAI_API_KEY}\n      OPENAI_BASE_URL: ${RELAY}\n  b:\n    image: acme/b\n    environment:\n      OPENAI_API_KEY: \${PROD_KEY}\n      OPENAI_BASE_URL: ${RELAY}\n`,
    },
    says: ['.env:1 error key-to-third-party', '.env:2 error key-to-third-party'],
  },
  {
    name: 'a key of .env that compose hands to the official host, beside a service with a third party',
    files: {
      '.env': `OPENAI_API_KEY=${KEY}\n`,
      'compose.yml': `services:\n  a:\n    image: acme/a\n    environment:\n      OPENAI_API_KEY: \${OPENAI_API_KEY}\n      OPENAI_BASE_URL: https://api.openai.com/v1\n  b:\n    image: acme/b\n    environment:\n      OPENAI_API_KEY: hub-4711\n      OPENAI_BASE_URL: ${RELAY}\n`,
    },
    says: [],
  },
  {
    name: 'entries of one list are pairs of their own',
    files: {
      'litellm.yaml': `model_list:\n  - model_name: a\n    litellm_params: { model: openai/gpt-4o, api_base: ${RELAY}, api_key: hub-4711-x }\n  - model_name: b\n    litellm_params: { model: openai/gpt-4o, api_key: ${KEY} }\n`,
    },
    says: [],
  },
  {
    name: 'a key goes to the call that takes it, not to the next one',
    files: {
      'a.py': `import os\nfrom openai import OpenAI\nK = "${KEY}"\na = OpenAI(api_key=K)\nb = OpenAI(api_key="${OTHER}")\nc = OpenAI(base_url="${RELAY}", api_key=os.environ["HUB_KEY"])\n`,
    },
    says: [],
  },
  {
    name: 'a constant of another file that the call of a third party takes',
    files: {
      'keys.py': `HUB = "${KEY}"\n`,
      'a.py': `from openai import OpenAI\nfrom keys import HUB\nc = OpenAI(base_url="${RELAY}", api_key=HUB)\n`,
    },
    says: ['keys.py:1 error key-to-third-party'],
  },
  {
    name: 'a personal login in a unit of systemd',
    files: {
      'agent.service': `[Service]\nEnvironment=CLAUDE_CODE_OAUTH_TOKEN=${LOGIN}\nExecStart=/usr/bin/claude -p work\n`,
    },
    says: ['agent.service:2 warning subscription-in-automation'],
  },
  {
    name: 'references in the syntax of a tool are no literals',
    files: {
      'crush.json': `{ "providers": { "x": { "type": "openai", "base_url": "${RELAY}", "api_key": "$X" } } }\n`,
    },
    says: [],
  },
]

describe('credentials', () => {
  for (const { name, files, says } of CASES) {
    it(name, async () => {
      const { report } = await scanned(files)
      const said = report.findings.filter((f) => RULES.test(f.rule))
      assert.deepEqual(
        said.map((f) => `${f.path}:${f.range.start.line} ${f.severity} ${f.rule}`),
        says,
      )
    })
  }
})
