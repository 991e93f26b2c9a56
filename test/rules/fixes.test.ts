import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDocument } from 'yaml'
import { command, type Files, project, type Report } from '../helpers'

/** A file of every format with one address in it, written `@`. */
const FORMATS: Readonly<Record<string, string>> = {
  '.env': 'A=1\r\nOPENAI_BASE_URL=@\r\nB="two"\r\n',
  '.envrc': 'export OPENAI_BASE_URL="@"\n',
  'compose.yml': 'services:\n  a:\n    image: acme/a\n    environment:\n      - OPENAI_BASE_URL=@\n      - B=1\n',
  'values.yaml': 'env: { OPENAI_BASE_URL: "@", B: 1 } # c\n',
  'config.json': '{ "OPENAI_BASE_URL": "@", "b": [1, 2] }\n',
  'config.jsonc': '{\n  // c\n  "OPENAI_BASE_URL": "@",\n}\n',
  'config.toml': '[env]\nOPENAI_BASE_URL = "@" # c\n',
  'app.ini': '[env]\nopenai_base_url = @\n',
  'application.properties': 'spring.ai.openai.base-url=@\nb=1\n',
  Dockerfile: 'FROM a\nENV B=1 OPENAI_BASE_URL=@\n',
  'run.sh': 'OPENAI_BASE_URL=@ ./serve --port 1\n',
  'run.ps1': '$env:OPENAI_BASE_URL = "@"\n',
  'run.fish': 'set -x OPENAI_BASE_URL "@"\n',
  'run.cmd': 'set "OPENAI_BASE_URL=@"\r\n',
  Makefile: 'export OPENAI_BASE_URL := @\n',
  'main.tf': 'locals {\n  OPENAI_BASE_URL = "@"\n}\n',
  'app.service': '[Service]\nEnvironment="OPENAI_BASE_URL=@" B=1\n',
  'flake.nix': '{\n  OPENAI_BASE_URL = "@";\n}\n',
  'a.py': 'import os\nfrom openai import OpenAI\nc = OpenAI(base_url="@", timeout=3)\n',
  'a.ts': "import OpenAI from 'openai'\nexport const c = new OpenAI({ baseURL: '@', timeout: 3 })\n",
  'a.vue':
    "<script>\nimport OpenAI from 'openai'\nnew OpenAI({ baseURL: '@' })\n</script>\n<template><a /></template>\n",
  'a.go':
    'package a\n\nimport (\n\t"os"\n\n\t"github.com/openai/openai-go"\n\t"github.com/openai/openai-go/option"\n)\n\nvar c = openai.NewClient(option.WithBaseURL("@"))\nvar d = os.Args\n',
  'A.java':
    'import com.openai.client.okhttp.OpenAIOkHttpClient;\nclass A {\n  Object c = OpenAIOkHttpClient.builder().baseUrl("@").build();\n}\n',
  'A.kt': 'import com.aallam.openai.client.OpenAIHost\nval c = OpenAIHost(baseUrl = "@")\n',
  'a.cs': 'using OpenAI;\nvar c = new OpenAIClient(key, new OpenAIClientOptions { Endpoint = new Uri("@") });\n',
  'a.rs': 'use async_openai::config::OpenAIConfig;\nfn a() { OpenAIConfig::new().with_api_base("@"); }\n',
  'a.rb': "require 'openai'\nc = OpenAI::Client.new(uri_base: '@')\n",
  'a.php': "<?php\n$c = OpenAI::factory()->withBaseUri('@')->make();\n",
  'a.ipynb':
    '{ "cells": [{ "cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null, "source": ["from openai import OpenAI\\n", "c = OpenAI(base_url=\\"@\\")\\n"] }], "metadata": {}, "nbformat": 4, "nbformat_minor": 5 }\n',
}

const PARSERS: Readonly<Record<string, (text: string) => void>> = {
  json: (text) => void JSON.parse(text),
  ipynb: (text) => void JSON.parse(text),
  yml: (text) => assert.deepEqual(parseDocument(text).errors, []),
  yaml: (text) => assert.deepEqual(parseDocument(text).errors, []),
}

const parses = (path: string, text: string) => PARSERS[path.slice(path.lastIndexOf('.') + 1)]?.(text)

async function fixed(
  files: Files,
  path: string,
  ...flags: string[]
): Promise<{ text: string; report: Report; err: string }> {
  const at = project(files)
  try {
    const ran = await command(['scan', '--fix', ...flags, '--format', 'json', '.'], at.root)
    return { text: readFileSync(join(at.root, path), 'utf8'), report: JSON.parse(ran.out) as Report, err: ran.err }
  } finally {
    at.remove()
  }
}

/** Without the spelling of single characters. */
const plain = (text: string) =>
  text
    .replace(/\\u00([0-9a-f]{2})|\\U000000([0-9a-f]{2})|\\x([0-9a-f]{2})|&#x([0-9a-f]{2});/gi, (_, a, b, c, d) =>
      String.fromCharCode(Number.parseInt(a ?? b ?? c ?? d, 16)),
    )
    .replace(/\\([/:])/g, '$1')

const at = (path: string, url: string) => (FORMATS[path] as string).replace('@', url)
const GATEWAY =
  'version: 1\ngateways: [{ host: llm.brackenfield-hub.net, operator: self, upstream: [openai], reason: ours }]\n'

describe('fixes', () => {
  for (const path of Object.keys(FORMATS)) {
    it(`safe, ${path}: https, and the spelling of an official host`, async () => {
      for (const [rule, wrong, right] of [
        ['plaintext-endpoint', 'http://api.openai.com/v1', 'https://api.openai.com/v1'],
        ['lookalike-endpoint', 'https://api.opneai.com/v1', 'https://api.openai.com/v1'],
      ] as const) {
        const before = await fixed({ [path]: at(path, wrong) }, path, '--diff')
        assert.deepEqual(
          before.report.findings.map((f) => f.rule),
          [rule],
          path,
        )
        const after = await fixed({ [path]: at(path, wrong) }, path)
        assert.equal(after.text, at(path, right))
        assert.deepEqual(after.report.findings, [], path)
        assert.deepEqual(after.report.summary.notes, before.report.summary.notes)
        parses(path, after.text)
      }
    })
    it(`unsafe, ${path}: the declared gateway, only when asked for`, async () => {
      const files = { [path]: at(path, 'https://yunwu.ai/v1'), 'relaylint.yaml': GATEWAY }
      assert.equal((await fixed(files, path)).text, files[path])
      const after = await fixed(files, path, '--unsafe')
      assert.equal(after.text, at(path, 'https://llm.brackenfield-hub.net/v1'))
      assert.deepEqual(after.report.findings, [])
      parses(path, after.text)
    })
  }

  const base64 = (text: string) => Buffer.from(text).toString('base64')
  /** An address in every spelling that is not the address itself: what stands in the file, and what it becomes. */
  const SPELLED: readonly (readonly [what: string, path: string, (url: string) => string])[] = [
    ['slashes of JSON', 'a.json', (u) => `{ "OPENAI_BASE_URL": "${u.replaceAll('/', '\\/')}", "a": "中文" }\r\n`],
    ['escapes of JSON', 'a.json', (u) => `{ "OPENAI_BASE_URL": "${u.replaceAll('m', '\\u006D')}" }`],
    ['escapes of YAML', 'a.yaml', (u) => `env:\n  OPENAI_BASE_URL: "${u.replaceAll('v', '\\x76')}" # c\n`],
    ['escapes of TOML', 'a.toml', (u) => `[env]\nOPENAI_BASE_URL = "${u.replaceAll('v', '\\U00000076')}"\n`],
    ['escapes of HCL', 'main.tf', (u) => `locals {\n  OPENAI_BASE_URL = "${u.replaceAll('v', '\\u0076')}"\n}\n`],
    ['a colon of properties', 'a.properties', (u) => `spring.ai.openai.base-url=${u.replace(':', '\\:')}\n`],
    [
      'references of XML',
      'a.config',
      (u) =>
        `<configuration><appSettings><add key="OPENAI_BASE_URL" value="${u.replaceAll('v', '&#x76;')}" /></appSettings></configuration>\n`,
    ],
    [
      'escapes of TypeScript',
      'a.ts',
      (u) => `import OpenAI from 'openai'\nnew OpenAI({ baseURL: '${u.replaceAll('/', '\\/')}' })\n`,
    ],
    [
      'escapes of Python',
      'a.py',
      (u) => `from openai import OpenAI\nc = OpenAI(base_url="${u.replaceAll('v', '\\x76')}")\n`,
    ],
    [
      'base64',
      's.yaml',
      (u) => `apiVersion: v1\nkind: Secret\nmetadata: { name: k }\ndata:\n  OPENAI_BASE_URL: ${base64(u)}\n`,
    ],
    [
      'base64 twice',
      's.yaml',
      (u) =>
        `apiVersion: v1\nkind: Secret\nmetadata: { name: k }\ndata:\n  OPENAI_BASE_URL: "${base64(base64(u))}" # c\n`,
    ],
    [
      'an agent, JSON',
      'opencode.json',
      (u) => `{ "provider": { "openai": { "options": { "baseURL": "${u.replaceAll('/', '\\/')}" } } } }\n`,
    ],
  ]
  for (const [what, path, spelled] of SPELLED) {
    it(`safe, ${what}: https, and the spelling of an official host`, async () => {
      for (const wrong of ['http://api.openai.com/v1', 'https://api.opneai.com/v1']) {
        const before = await fixed({ [path]: spelled(wrong) }, path, '--diff')
        assert.equal(before.report.findings.length, 1)
        const after = await fixed({ [path]: spelled(wrong) }, path)
        assert.deepEqual(after.report.findings, [])
        assert.equal(after.report.endpoints[0]?.url, 'https://api.openai.com/v1')
        // what stands before and behind the piece that changes is as it was
        const right = spelled('https://api.openai.com/v1')
        assert.equal(plain(after.text), plain(right))
        parses(path, after.text)
      }
    })
  }
  it('a file inside of base64 is left to people', async () => {
    const text = `apiVersion: v1\nkind: Secret\nmetadata: { name: k }\ndata:\n  .env: ${base64('OPENAI_BASE_URL=http://api.openai.com/v1\n')}\n`
    assert.equal((await fixed({ 's.yaml': text }, 's.yaml', '--unsafe')).text, text)
  })

  const READS: readonly (readonly [path: string, quote: string, read: string])[] = [
    ['a.py', '"', 'os.environ["OPENAI_BASE_URL"]'],
    ['a.ts', "'", 'process.env.OPENAI_BASE_URL'],
    ['a.go', '"', 'os.Getenv("OPENAI_BASE_URL")'],
    ['a.rs', '"', 'std::env::var("OPENAI_BASE_URL").expect("OPENAI_BASE_URL")'],
    ['application.properties', '', '${OPENAI_BASE_URL}'],
    ['A.java', '"', 'System.getenv("OPENAI_BASE_URL")'],
    ['A.kt', '"', 'System.getenv("OPENAI_BASE_URL")'],
    ['a.cs', '"', 'System.Environment.GetEnvironmentVariable("OPENAI_BASE_URL")'],
    ['a.rb', "'", 'ENV.fetch("OPENAI_BASE_URL")'],
    ['a.php', "'", 'getenv("OPENAI_BASE_URL")'],
  ]
  for (const [path, quote, read] of READS) {
    it(`unsafe, ${path}: a literal becomes a variable`, async () => {
      const after = await fixed({ [path]: at(path, 'https://yunwu.ai/v1') }, path, '--unsafe')
      assert.equal(after.text, (FORMATS[path] as string).replace(`${quote}@${quote}`, read))
      assert.deepEqual(after.report.findings, [])
    })
  }

  it('unsafe, parts of pages: what a bundler reads', async () => {
    for (const path of ['a.vue', 'b.svelte']) {
      const text = (url: string) => (FORMATS['a.vue'] as string).replace("'@'", url)
      const after = await fixed({ [path]: text("'https://yunwu.ai/v1'") }, path, '--unsafe')
      assert.equal(after.text, text('import.meta.env.VITE_OPENAI_BASE_URL'))
      assert.deepEqual(after.report.findings, [])
      assert.match(after.err, /as VITE_OPENAI_BASE_URL/)
    }
  })
  it('unsafe, a notebook: a literal becomes a variable inside of its string, with the import', async () => {
    const after = await fixed({ 'a.ipynb': at('a.ipynb', 'https://yunwu.ai/v1') }, 'a.ipynb', '--unsafe')
    const { cells } = JSON.parse(after.text) as { cells: { source: string[] }[] }
    assert.equal(
      cells[0]?.source.join(''),
      "import os\nfrom openai import OpenAI\nc = OpenAI(base_url=os.environ['OPENAI_BASE_URL'])\n",
    )
    assert.deepEqual(after.report.findings, [])
  })
  it('unsafe, Terraform: a literal becomes a variable that is declared', async () => {
    const after = await fixed({ 'main.tf': at('main.tf', 'https://yunwu.ai/v1') }, 'main.tf', '--unsafe')
    assert.equal(
      after.text,
      `variable "openai_base_url" {\n  type = string\n}\n\n${at('main.tf', '${var.openai_base_url}')}`,
    )
    assert.deepEqual(after.report.findings, [])
    const given = 'variable "u" {\n  default = "https://yunwu.ai/v1"\n}\nlocals {\n  OPENAI_BASE_URL = var.u\n}\n'
    assert.equal((await fixed({ 'main.tf': given }, 'main.tf', '--unsafe')).text, given)
  })

  const KEY = 'sk-proj-Canary0000000000000000000000000000000000000000000000000000'
  it('unsafe: a key becomes a variable, with the import that it needs, once', async () => {
    const path = 'a.py'
    const call = `OpenAI(base_url="https://yunwu.ai/v1", api_key="${KEY}")`
    const after = await fixed(
      { [path]: `"""Doc."""\nfrom openai import OpenAI\nc = ${call}\nd = ${call}\n` },
      path,
      '--unsafe',
    )
    const read = 'OpenAI(base_url=os.environ["OPENAI_BASE_URL"], api_key=os.environ["OPENAI_API_KEY"])'
    assert.equal(after.text, `"""Doc."""\nimport os\nfrom openai import OpenAI\nc = ${read}\nd = ${read}\n`)
    assert.ok(!after.err.includes('Canary'))
  })
  it('unsafe: an import goes where it is seen, in Python and Go', async () => {
    const python =
      'def f():\n    import os\n    return os\nfrom openai import OpenAI\nc = OpenAI(base_url="https://yunwu.ai/v1")\n'
    assert.match(
      (await fixed({ 'a.py': python }, 'a.py', '--unsafe')).text,
      /^def f\(\):\n {4}import os\n {4}return os\nimport os\nfrom openai/,
    )
    const go =
      'package a\n\nimport (\n\t"github.com/openai/openai-go"\n\t"github.com/openai/openai-go/option"\n)\n\nvar c = openai.NewClient(option.WithBaseURL("https://yunwu.ai/v1"))\n'
    assert.match(
      (await fixed({ 'a.go': go }, 'a.go', '--unsafe')).text,
      /import \(\n\t"os"\n\t"github[\s\S]*os\.Getenv/,
    )
  })
  it('unsafe: files of tools name a variable in their own way', async () => {
    const text = '{ "provider": { "x": { "options": { "baseURL": "https://yunwu.ai/v1" } } }, "model": "x/gpt-5" }\n'
    assert.match((await fixed({ 'opencode.json': text }, 'opencode.json', '--unsafe')).text, /"baseURL": "\{env:\w+\}"/)
  })
  it('unsafe: a key of a compose file and of a workflow', async () => {
    const compose = `services:\n  a:\n    image: acme/a\n    environment:\n      OPENAI_BASE_URL: https://yunwu.ai/v1\n      OPENAI_API_KEY: ${KEY}\n`
    const after = await fixed({ 'compose.yml': compose }, 'compose.yml', '--unsafe')
    assert.match(after.text, /OPENAI_API_KEY: \$\{OPENAI_API_KEY\}$/m)
    const path = '.github/workflows/a.yml'
    const workflow = `on: push\njobs:\n  a:\n    runs-on: x\n    env:\n      OPENAI_BASE_URL: https://yunwu.ai/v1\n      OPENAI_API_KEY: "${KEY}"\n    steps: []\n`
    assert.match(
      (await fixed({ [path]: workflow }, path, '--unsafe')).text,
      /OPENAI_API_KEY: "\$\{\{ secrets\.OPENAI_API_KEY \}\}"$/m,
    )
  })
  it('a host that is more than a slip of the pen away is changed only when asked for', async () => {
    const text = 'OPENAI_BASE_URL=https://api.openai.com.brackenfield-hub.net/v1\n'
    assert.equal((await fixed({ '.env': text }, '.env')).text, text)
    assert.equal(
      (await fixed({ '.env': text }, '.env', '--unsafe')).text,
      'OPENAI_BASE_URL=https://api.openai.com/v1\n',
    )
  })
  it('strings with a prefix or a piece that is not known are left to people', async () => {
    const text =
      'from openai import OpenAI\nimport os\nc = OpenAI(base_url=f"https://yunwu.ai/v1")\nd = OpenAI(base_url="https://yunwu.ai/" + os.environ["X"])\n'
    assert.equal((await fixed({ 'a.py': text }, 'a.py', '--unsafe')).text, text)
  })
  it('a line without effect goes as a whole, and the diff says so', async () => {
    const text = 'A=1\nOPENAI_BASE_URL=https://yunwu.ai/v1\nB=2\nOPENAI_BASE_URL=https://api.openai.com/v1\n'
    const { err } = await fixed({ '.env': text }, '.env', '--diff')
    assert.equal(
      err,
      '--- a/.env\n+++ b/.env\n@@ -1,4 +1,3 @@\n A=1\n-OPENAI_BASE_URL=https://yunwu.ai/v1\n B=2\n OPENAI_BASE_URL=https://api.openai.com/v1\n',
    )
    const after = await fixed({ '.env': text }, '.env')
    assert.equal(after.text, 'A=1\nB=2\nOPENAI_BASE_URL=https://api.openai.com/v1\n')
    assert.deepEqual(after.report.findings, [])
  })
  const WINS = 'OPENAI_BASE_URL=https://api.openai.com/v1\n'
  const LOSES = 'https://yunwu.ai/v1'
  const SERVICE = (rest: string) => `services:\n  a:\n    image: acme/a\n${rest}`
  /** A value without effect in every format that knows one, written `!...!` from the first to the last letter that goes. */
  const REMOVED: Readonly<Record<string, { readonly path: string; readonly text: string; readonly files?: Files }>> = {
    'an env file': { path: '.env', text: `A=1\r\n!OPENAI_BASE_URL="${LOSES}" # old\r\n!${WINS}` },
    properties: {
      path: 'application.properties',
      text: `!spring.ai.openai.base-url=${LOSES}\n!spring.ai.openai.base-url=https://api.openai.com/v1\n`,
    },
    'JSON, with its comma': {
      path: 'config.json',
      text: `{\n!  "OPENAI_BASE_URL": "${LOSES}",\n!  "OPENAI_BASE_URL": "https://api.openai.com/v1"\n}\n`,
    },
    'JSON, the last of an object': {
      path: '.claude/settings.json',
      text: `{ "env": { "A": "1"!, "ANTHROPIC_BASE_URL": "https://packyapi.com"! }, "apiKeyHelper": "x" }\n`,
      files: { '.claude/settings.local.json': '{ "env": { "ANTHROPIC_BASE_URL": "https://api.anthropic.com" } }\n' },
    },
    'YAML, a map': {
      path: 'config.yaml',
      text: `env:\n!  OPENAI_BASE_URL: ${LOSES} # old\n!  OPENAI_BASE_URL: https://api.openai.com/v1\n`,
    },
    'YAML, a flow map': {
      path: 'config.yaml',
      text: `env: { !OPENAI_BASE_URL: "${LOSES}", !OPENAI_BASE_URL: "https://api.openai.com/v1", A: 1 }\n`,
    },
    'an env file that compose overrides': {
      path: 'deploy/a.env',
      text: `A=1\n!OPENAI_BASE_URL=${LOSES}\n!`,
      files: { 'compose.yml': SERVICE(`    env_file: deploy/a.env\n    environment:\n      - ${WINS}`) },
    },
    'TOML, where another variable wins': {
      path: 'fly.toml',
      text: `app = "a"\n\n[env]\n!OPENAI_BASE_URL = "${LOSES}"\n!OPENAI_API_BASE = "https://api.openai.com/v1"\n`,
      files: {
        'package.json': '{ "name": "a", "dependencies": { "@langchain/openai": "^0.3.0" } }\n',
        'a.ts': "import { ChatOpenAI } from '@langchain/openai'\nexport const a = new ChatOpenAI()\n",
      },
    },
  }
  for (const [name, { path, text, files }] of Object.entries(REMOVED)) {
    it(`safe: a value without effect goes, ${name}`, async () => {
      const [before, gone, after] = text.split('!') as [string, string, string]
      const whole = before + gone + after
      const first = await fixed({ ...files, [path]: whole }, path, '--diff')
      assert.ok(
        first.report.findings.some((f) => f.rule === 'override-has-no-effect'),
        JSON.stringify(first.report.findings.map((f) => f.message)),
      )
      const done = await fixed({ ...files, [path]: whole }, path)
      assert.equal(done.text, before + after)
      assert.deepEqual(done.report.findings, [])
      parses(path, done.text)
    })
  }
  it('safe: the last variable of a block goes with the block', async () => {
    const compose = SERVICE(`    env_file: a.env\n    environment:\n      OPENAI_BASE_URL: ${LOSES}\n`)
    const files = {
      'compose.yml': compose,
      'compose.override.yml': `services:\n  a:\n    environment:\n      - ${WINS}`,
      'a.env': 'A=1\n',
    }
    assert.equal((await fixed(files, 'compose.yml')).text, SERVICE('    env_file: a.env\n'))
  })
  it('a pair of several goes alone; it is safe only where nothing runs before the value that wins', async () => {
    const pairs = (between: string) => `FROM a\nENV A=1 OPENAI_BASE_URL=${LOSES}\n${between}ENV ${WINS}`
    const alone = (between: string) => `FROM a\nENV A=1\n${between}ENV ${WINS}`
    assert.equal((await fixed({ Dockerfile: pairs('') }, 'Dockerfile')).text, alone(''))
    assert.equal((await fixed({ Dockerfile: pairs('RUN ./a\n') }, 'Dockerfile')).text, pairs('RUN ./a\n'))
    assert.equal((await fixed({ Dockerfile: pairs('RUN ./a\n') }, 'Dockerfile', '--unsafe')).text, alone('RUN ./a\n'))
  })
  it('what is suppressed or in the baseline is not touched', async () => {
    const text = '# relaylint-ignore-next-line plaintext-endpoint -- lab\nOPENAI_BASE_URL=http://api.openai.com/v1\n'
    assert.equal((await fixed({ '.env': text }, '.env')).text, text)
  })
})
