/** No key in any output: every format that is read, every command and printer, every answer of the language server. */
import assert from 'node:assert/strict'
import { loadPack } from '../../rules'
import { createFactBase } from '../../server/engine/factbase'
import { readFile } from '../../server/engine/read'
import { readers } from '../../server/engine/readers'
import { createRedactor } from '../../server/engine/redact'
import { command, type Files, project } from '../helpers'
import { start } from '../lsp/harness'
import { BODY, KEYS } from './planted'

const base64 = (text: string) => Buffer.from(text).toString('base64')

/**
 * A file for every reader. `@K` stands for an OpenAI key, `@G` for a text that only its name calls a key, `@U` for an address
 * with a key as user part and another one in its query, `@B` for a key in base64.
 */
const SHAPES: Readonly<Record<string, string>> = {
  '.env': 'OPENAI_BASE_URL=@U\nOPENAI_API_KEY=@K # old @K\nLLM_API_KEY="@G"\n',
  '.envrc': 'export OPENAI_BASE_URL=@U OPENAI_API_KEY=@K\n',
  'compose.yml':
    'services:\n  a:\n    image: acme/a\n    environment:\n      OPENAI_BASE_URL: @U\n      OPENAI_API_KEY: @K # @K\n      LLM_API_KEY: @G\n    command: ["serve", "--api-key", "@K"]\n',
  'k8s.yaml':
    'apiVersion: v1\nkind: Secret\nmetadata: { name: k }\ndata:\n  OPENAI_API_KEY: @B\nstringData:\n  OPENAI_BASE_URL: @U\n  LLM_API_KEY: @G\n',
  '.github/workflows/ci.yml':
    'on: push\njobs:\n  a:\n    runs-on: x\n    env:\n      OPENAI_BASE_URL: @U\n      OPENAI_API_KEY: @K\n    steps:\n      - run: curl @U/chat/completions -H "Authorization: Bearer @G"\n',
  'config.json': '{ "OPENAI_BASE_URL": "@U", "OPENAI_API_KEY": "@K", "LLM_API_KEY": "@G", "keys": ["@K", "@K"] }\n',
  '.claude/settings.json':
    '{ "env": { "ANTHROPIC_BASE_URL": "@U", "ANTHROPIC_AUTH_TOKEN": "@K", "ANTHROPIC_CUSTOM_HEADERS": "Authorization: Bearer @G" } }\n',
  'config.toml': '[env]\nOPENAI_BASE_URL = "@U"\nOPENAI_API_KEY = "@K"\nLLM_API_KEY = """@G"""\n',
  'app.ini': '[env]\nopenai_base_url = @U\nopenai_api_key = @K\nllm_api_key = @G\n',
  'application.properties': 'spring.ai.openai.base-url=@U\nspring.ai.openai.api-key=@K\nllm.api-key=@G\n',
  'settings.xml':
    '<c>\n  <env name="OPENAI_BASE_URL" value="@U" />\n  <env name="OPENAI_API_KEY" value="@K" />\n  <add key="LLM_API_KEY" value="@G" />\n</c>\n',
  Dockerfile: 'FROM a\nENV OPENAI_BASE_URL=@U OPENAI_API_KEY=@K\nRUN LLM_API_KEY=@G serve # @K\n',
  'run.sh':
    'export OPENAI_BASE_URL=@U\ncurl $OPENAI_BASE_URL/chat/completions -H "Authorization: Bearer @K" -H "x-api-key: @G"\n',
  'run.ps1': '$env:OPENAI_BASE_URL = "@U"\n$env:OPENAI_API_KEY = "@K"\n$env:LLM_API_KEY = "@G"\n',
  'run.cmd': 'set "OPENAI_BASE_URL=@U"\nset OPENAI_API_KEY=@K\nset LLM_API_KEY=@G\n',
  Makefile: 'export OPENAI_BASE_URL := @U\nexport OPENAI_API_KEY := @K\nrun:\n\tLLM_API_KEY=@G serve\n',
  justfile: 'export OPENAI_BASE_URL := "@U"\nexport OPENAI_API_KEY := "@K"\nrun:\n    LLM_API_KEY=@G serve\n',
  'main.tf': 'locals {\n  OPENAI_BASE_URL = "@U"\n  OPENAI_API_KEY = "@K"\n  LLM_API_KEY = "@G"\n}\n',
  'main.bicep':
    "param url string = '@U'\nvar env = [\n  { name: 'OPENAI_BASE_URL', value: '@U' }\n  { name: 'OPENAI_API_KEY', value: '@K' }\n]\n",
  'app.service': '[Service]\nEnvironment="OPENAI_BASE_URL=@U" OPENAI_API_KEY=@K\nEnvironment=LLM_API_KEY=@G\n',
  'nginx.conf': 'location / {\n  proxy_set_header Authorization "Bearer @K"; # @K\n  proxy_pass @U;\n}\n',
  Caddyfile: ':80 {\n  reverse_proxy @U {\n    header_up Authorization "Bearer @K"\n  }\n}\n',
  '.htaccess': 'SetEnv OPENAI_BASE_URL @U\nSetEnv OPENAI_API_KEY @K\nRequestHeader set Authorization "Bearer @G"\n',
  'flake.nix': '{\n  OPENAI_BASE_URL = "@U";\n  OPENAI_API_KEY = "@K";\n  LLM_API_KEY = "@G";\n}\n',
  Procfile: 'web: OPENAI_BASE_URL=@U OPENAI_API_KEY=@K serve\n',
  'bin/serve': '#!/bin/sh\nexport OPENAI_BASE_URL=@U OPENAI_API_KEY=@K LLM_API_KEY=@G\n',
  'requirements.txt': '--index-url https://u:@G@pypi.brackenfield-hub.net/simple\nopenai @ @U\n',
  'README.md': '# a\n\n```sh\nexport OPENAI_BASE_URL=@U\nexport OPENAI_API_KEY=@K\n```\n',
  'a.vue': "<script>\nimport OpenAI from 'openai'\nnew OpenAI({ baseURL: '@U', apiKey: '@K' })\n</script>\n",
  'a.ipynb':
    '{ "cells": [{ "cell_type": "code", "metadata": {}, "outputs": [{ "text": ["@K"] }], "execution_count": null, "source": ["from openai import OpenAI\\n", "c = OpenAI(base_url=\\"@U\\", api_key=\\"@K\\")\\n"] }], "metadata": {}, "nbformat": 4, "nbformat_minor": 5 }\n',
  'a.py':
    'from openai import OpenAI\nc = OpenAI(base_url="@U", api_key="@K", default_headers={"Authorization": "Bearer @G"})\nKEYS = ["@K", "@K"]\n',
  'a.ts':
    "import OpenAI from 'openai'\nexport const c = new OpenAI({ baseURL: '@U', apiKey: process.env.K ?? '@K' })\n",
  'a.go': 'package a\n\nvar openaiBaseURL = "@U"\nvar openaiAPIKey = "@K"\n',
  'A.java': 'class A {\n  Object c = OpenAIOkHttpClient.builder().baseUrl("@U").apiKey("@K").build();\n}\n',
  'A.kt': 'import com.aallam.openai.client.OpenAIHost\nval c = OpenAIHost(baseUrl = "@U")\nval k = "@K"\n',
  'a.cs': 'using OpenAI;\nvar c = new OpenAIClient("@K", new OpenAIClientOptions { Endpoint = new Uri("@U") });\n',
  'a.rs':
    'use async_openai::config::OpenAIConfig;\nfn a() { OpenAIConfig::new().with_api_base("@U").with_api_key("@K"); }\n',
  'a.rb': "require 'openai'\nc = OpenAI::Client.new(uri_base: '@U', access_token: '@K')\n",
  'a.php': "<?php\n$c = OpenAI::factory()->withBaseUri('@U')->withApiKey('@K')->make();\n",
}
const RELAY = 'yunwu.ai/v1'
const filled = (text: string) =>
  text
    .replaceAll('@U', `https://user:${KEYS.openai}@${RELAY}?key=${KEYS.google}`)
    .replaceAll('@K', KEYS.openai)
    .replaceAll('@G', KEYS.generic)
    .replaceAll('@B', base64(KEYS.anthropic))
const FILES: Record<string, string> = Object.fromEntries(
  Object.entries(SHAPES).map(([path, text]) => [`${path.replace(/\W/g, '-')}/${path}`, filled(text)]),
)

/** Twelve characters in a row of any planted key, as written or in base64. */
const PIECES = [
  BODY,
  ...[base64(KEYS.anthropic), base64(KEYS.openai), base64(BODY)].map((b) => b.slice(24, 60)),
].flatMap((s) => Array.from({ length: s.length - 11 }, (_, i) => s.slice(i, i + 12)))

function holdsNoKey(text: string, what: string): void {
  for (const piece of PIECES) {
    const at = text.indexOf(piece)
    assert.ok(at < 0, `${what}: …${text.slice(Math.max(0, at - 80), at + 12)}…`)
  }
}

const FORMATS = ['text', 'json', 'sarif', 'github', 'gitlab', 'junit', 'markdown', 'html', 'cyclonedx']

const COMMANDS: readonly (readonly string[])[] = [
  ...FORMATS.map((f) => ['scan', '--format', f, '--show-suppressed', '--persona', 'auditor', '.']),
  ['scan', '--verbose', '.'],
  ['scan', '--untrusted', '.'],
  ['scan', '--diff', '.'],
  ['scan', '--diff', '--unsafe', '--persona', 'auditor', '.'],
  ['scan', '--fix', '--unsafe', '.'],
  ['explain', 'key-to-third-party'],
  ['explain', 'yunwu.ai'],
  ['files', '.'],
  ...['text', 'json', 'mermaid', 'dot', 'html'].map((f) => ['map', '--format', f, '.']),
  ['inventory', '.'],
  ['whatif', '--lose', 'yunwu.ai', '.'],
  ['baseline', 'create', '.'],
  ['policy', 'init', '.'],
]

async function inProject<T>(files: Files, run: (root: string) => Promise<T>): Promise<T> {
  const at = project(files)
  try {
    return await run(at.root)
  } finally {
    at.remove()
  }
}

describe('secrets', () => {
  it('every reader is given keys, and finds some', () => {
    const options = { readers, facts: createFactBase(loadPack()), redactor: createRedactor(loadPack().keys) }
    const read = new Set<string>()
    for (const [path, text] of Object.entries(FILES)) {
      const facts = readFile(path, text, options as never)
      if (facts) read.add(facts.reader)
      holdsNoKey(JSON.stringify(facts), path)
    }
    assert.deepEqual(
      readers.map((r) => r.id).filter((id) => !read.has(id)),
      [],
    )
  })
  for (const argv of COMMANDS) {
    it(`relaylint ${argv.join(' ')}`, async () => {
      await inProject(FILES, async (root) => {
        const ran = await command(argv, root)
        assert.ok(ran.code <= 1 && (ran.out + ran.err).length > 0, `${ran.code} ${ran.err}`)
        holdsNoKey(ran.out + ran.err, argv.join(' '))
      })
    })
  }
  it('explain of every line', async () => {
    await inProject(FILES, async (root) => {
      for (const [path, text] of Object.entries(FILES))
        for (let line = 1; line < text.split('\n').length; line++) {
          const ran = await command(['explain', '--persona', 'auditor', `${path}:${line}`], root)
          holdsNoKey(ran.out + ran.err, `explain ${path}:${line}`)
        }
    })
  })
  it('standard input', async () => {
    await inProject({}, async (root) => {
      for (const [path, text] of Object.entries(FILES)) {
        const ran = await command(['scan', '--stdin', '--stdin-filename', path], root, text)
        holdsNoKey(ran.out + ran.err, path)
      }
    })
  })
  it('a policy with keys in its texts, valid or not', async () => {
    const reason = `reason ${KEYS.openai} and ${KEYS.anthropic}`
    for (const policy of [
      `version: 1\nendpoints: { deny: [{ host: yunwu.ai, reason: "${reason}" }] }\n`,
      `version: 1\n${KEYS.openai}: 1\n`,
      `version: 1\nendpoints: { deny: [{ host: "${KEYS.openai}", reason: "" }] }\n`,
    ])
      await inProject({ '.env': `OPENAI_BASE_URL=https://${RELAY}\n`, 'relaylint.yaml': policy }, async (root) => {
        for (const format of FORMATS) {
          const ran = await command(['scan', '--format', format, '.'], root)
          holdsNoKey(ran.out + ran.err, `${format} ${policy}`)
        }
        const checked = await command(['policy', 'check', '.'], root)
        holdsNoKey(checked.out + checked.err, policy)
      })
  })
  it('usage errors', async () => {
    await inProject({}, async (root) => {
      for (const argv of [
        ['scan', '--as-of', KEYS.openai],
        ['explain', KEYS.openai],
        ['scan', '--format', KEYS.anthropic],
        ['scan', `no/such/${KEYS.openai}`],
      ]) {
        const ran = await command(argv, root)
        assert.ok(ran.code >= 1)
        holdsNoKey(ran.out + ran.err, argv.join(' '))
      }
    })
  })
  it('the language server: diagnostics, hover, actions, hints, links, lists, and what it logs', async () => {
    await inProject(FILES, async (root) => {
      const logged: string[] = []
      const client = await start(root, {
        initializationOptions: { persona: 'auditor', trusted: true, trace: { server: 'verbose' } },
        onRequest: (rpc) => {
          rpc.onNotification('window/logMessage', (p: { message: string }) => void logged.push(p.message))
          rpc.onNotification('window/showMessage', (p: { message: string }) => void logged.push(p.message))
        },
      })
      try {
        let asked = 0
        for (const [path, text] of Object.entries(FILES)) {
          await client.open(path, text)
          const textDocument = { uri: client.uri(path) }
          holdsNoKey(JSON.stringify(client.diagnostics(path)), `diagnostics of ${path}`)
          for (const d of client.diagnostics(path)) {
            asked++
            const hover = await client.rpc.sendRequest('textDocument/hover', { textDocument, position: d.range.start })
            holdsNoKey(JSON.stringify(hover), `hover of ${path}`)
            const actions = await client.rpc.sendRequest('textDocument/codeAction', {
              textDocument,
              range: d.range,
              context: { diagnostics: [d] },
            })
            holdsNoKey(JSON.stringify(actions), `actions of ${path}`)
          }
          const range = { start: { line: 0, character: 0 }, end: { line: text.split('\n').length, character: 0 } }
          const hints = await client.rpc.sendRequest('textDocument/inlayHint', { textDocument, range })
          const links = await client.rpc.sendRequest('textDocument/documentLink', { textDocument })
          holdsNoKey(JSON.stringify([hints, links]), `hints and links of ${path}`)
        }
        assert.ok(asked >= 40, `${asked} diagnostics`)
        holdsNoKey(JSON.stringify(await client.rpc.sendRequest('relaylint/endpoints')), 'endpoints')
        holdsNoKey(logged.join('\n') + client.errors.join('\n'), 'log')
      } finally {
        client.stop()
      }
    })
  })
})
