import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readerFor } from '../../server/engine/read'
import { readers } from '../../server/engine/readers'
import { command, project, scanned } from '../helpers'

const line = (comment: string) => `from openai import OpenAI\n${comment}\nc = OpenAI(base_url="https://yunwu.ai/v1")\n`
const rulesOf = (report: Awaited<ReturnType<typeof scanned>>['report']) =>
  report.findings.map((f) => `${f.rule}${f.suppressed ? ' suppressed' : ''}`)

describe('suppression comments', () => {
  const cases: readonly (readonly [string, string[]])[] = [
    ['# relaylint-ignore-next-line relay-endpoint -- pilot', []],
    ['# relaylint-ignore-next-line relay-endpoint until=2027-01-31 -- pilot', []],
    ['# relaylint-ignore-next-line relay-endpoint until=2026-01-31 -- pilot', ['expired-exception', 'relay-endpoint']],
    ['# relaylint-ignore-next-line relay-endpoint', ['invalid-suppression', 'relay-endpoint']],
    ['# relaylint-ignore-next-line -- pilot', ['invalid-suppression', 'relay-endpoint']],
    ['# relaylint-ignore-next-line no-such-rule -- pilot', ['invalid-suppression', 'relay-endpoint']],
    [
      '# relaylint-ignore-next-line relay-endpoint until=2026-13-01 -- pilot',
      ['invalid-suppression', 'relay-endpoint'],
    ],
    ['# relaylint-ignore-next-line unknown-endpoint -- pilot', ['unused-exception', 'relay-endpoint']],
    ['# relaylint-ignore-file relay-endpoint -- pilot', ['invalid-suppression', 'relay-endpoint']],
    ['NOTE = "# relaylint-ignore-next-line relay-endpoint -- text"', ['relay-endpoint']],
  ]
  for (const [comment, expected] of cases) {
    it(comment, async () => {
      const { report } = await scanned({ 'a.py': line(comment) })
      assert.deepEqual(rulesOf(report), expected)
    })
  }

  it('comments on top of each other speak about the same line', async () => {
    const { report } = await scanned({
      '.env':
        '# relaylint-ignore-next-line plaintext-endpoint -- lab\n# relaylint-ignore-next-line relay-endpoint -- lab\nOPENAI_BASE_URL=http://yunwu.ai/v1\n',
    })
    assert.deepEqual(rulesOf(report), [])
    assert.equal(report.summary.suppressed, 2)
  })
  it('names of files of the tool are no directive', async () => {
    const { report } = await scanned({
      '.env': '# see relaylint.yaml and relaylint-baseline.json\nOPENAI_BASE_URL=https://api.openai.com/v1\n',
    })
    assert.deepEqual(rulesOf(report), [])
  })
  it('a suppression of what this persona does not see is not called unused', async () => {
    const files = {
      '.env': '# relaylint-ignore-next-line vendor-mismatch -- meant\nOPENAI_BASE_URL=https://api.deepseek.com\n',
    }
    assert.deepEqual(rulesOf((await scanned(files)).report), [])
    assert.deepEqual(rulesOf((await scanned(files, '--persona', 'auditor', '--show-suppressed')).report), [
      'vendor-mismatch suppressed',
    ])
  })

  const formats: Readonly<Record<string, string>> = {
    '.env': '# relaylint-ignore-next-line relay-endpoint -- pilot\nOPENAI_BASE_URL=https://yunwu.ai/v1\n',
    '.github/workflows/a.yml':
      'on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: |\n          # relaylint-ignore-next-line relay-endpoint -- pilot\n          export OPENAI_BASE_URL=https://yunwu.ai/v1\n',
    'k8s/config.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  app.env: |\n    # relaylint-ignore-next-line relay-endpoint -- pilot\n    OPENAI_BASE_URL=https://yunwu.ai/v1\n',
    'a.yaml': 'OPENAI_BASE_URL: https://yunwu.ai/v1 # relaylint-ignore relay-endpoint -- pilot\n',
    'a.jsonc':
      '{\n  // relaylint-ignore-next-line relay-endpoint -- pilot\n  "OPENAI_BASE_URL": "https://yunwu.ai/v1"\n}\n',
    'a.toml': '[env]\n# relaylint-ignore-next-line relay-endpoint -- pilot\nOPENAI_BASE_URL = "https://yunwu.ai/v1"\n',
    'a.properties':
      '# relaylint-ignore-next-line relay-endpoint -- pilot\nspring.ai.openai.base-url=https://yunwu.ai/v1\n',
    Dockerfile:
      'FROM a\n# relaylint-ignore-next-line relay-endpoint -- pilot\nENV OPENAI_BASE_URL=https://yunwu.ai/v1\n',
    'b.properties':
      '! relaylint-ignore-next-line relay-endpoint -- pilot\nspring.ai.openai.base-url=https://yunwu.ai/v1\n',
    'config.fish': 'set -gx OPENAI_BASE_URL https://yunwu.ai/v1 # relaylint-ignore relay-endpoint -- pilot\n',
    'a.ps1': '<# relaylint-ignore-next-line relay-endpoint -- pilot #>\n$env:OPENAI_BASE_URL = "https://yunwu.ai/v1"\n',
    'b.ps1': '$env:OPENAI_BASE_URL = "https://yunwu.ai/v1" # relaylint-ignore relay-endpoint -- pilot\n',
    'a.bat': 'rem relaylint-ignore-next-line relay-endpoint -- pilot\r\nset OPENAI_BASE_URL=https://yunwu.ai/v1\r\n',
    'b.cmd': ':: relaylint-ignore-next-line relay-endpoint -- pilot\r\nset OPENAI_BASE_URL=https://yunwu.ai/v1\r\n',
    'c.cmd': 'set OPENAI_BASE_URL=https://yunwu.ai/v1& rem relaylint-ignore relay-endpoint -- pilot\r\n',
    Makefile: 'run:\n\tOPENAI_BASE_URL=https://yunwu.ai/v1 a # relaylint-ignore relay-endpoint -- pilot\n',
    'b.mk': 'export OPENAI_BASE_URL = https://yunwu.ai/v1 # relaylint-ignore relay-endpoint -- pilot\n',
    justfile:
      'run:\n    # relaylint-ignore-next-line relay-endpoint -- pilot\n    OPENAI_BASE_URL=https://yunwu.ai/v1 a\n',
    'b.just': 'export OPENAI_BASE_URL := "https://yunwu.ai/v1" # relaylint-ignore relay-endpoint -- pilot\n',
    'a.ini': '[openai]\n; relaylint-ignore-next-line relay-endpoint -- pilot\nbase_url = https://yunwu.ai/v1\n',
    'b.ini': '[openai]\nbase_url = https://yunwu.ai/v1 ; relaylint-ignore relay-endpoint -- pilot\n',
    'a.service':
      '[Service]\n# relaylint-ignore-next-line relay-endpoint -- pilot\nEnvironment=OPENAI_BASE_URL=https://yunwu.ai/v1\n',
    'b.service':
      '[Service]\nEnvironment=A=1 \\\n# relaylint-ignore-next-line relay-endpoint -- pilot\n  OPENAI_BASE_URL=https://yunwu.ai/v1\n',
    'nginx.conf': 'location / {\n  proxy_pass https://yunwu.ai; # relaylint-ignore relay-endpoint -- pilot\n}\n',
    Caddyfile: ':80 {\n  # relaylint-ignore-next-line relay-endpoint -- pilot\n  reverse_proxy https://yunwu.ai\n}\n',
    '.htaccess': '# relaylint-ignore-next-line relay-endpoint -- pilot\nSetEnv OPENAI_BASE_URL https://yunwu.ai/v1\n',
    'a.nix': '{ OPENAI_BASE_URL = "https://yunwu.ai/v1"; /* relaylint-ignore relay-endpoint -- pilot */ }\n',
    Procfile:
      '# relaylint-ignore-next-line relay-endpoint -- pilot\nweb: OPENAI_BASE_URL=https://yunwu.ai/v1 gunicorn a:b\n',
    'a.sh': 'export OPENAI_BASE_URL=https://yunwu.ai/v1 # relaylint-ignore relay-endpoint -- pilot\n',
    'a.ts':
      "import OpenAI from 'openai'\n/* relaylint-ignore-next-line relay-endpoint -- pilot */\nnew OpenAI({ baseURL: 'https://yunwu.ai/v1' })\n",
    'a.go':
      'package a\n// relaylint-ignore-next-line relay-endpoint -- pilot\nvar openaiBaseURL = "https://yunwu.ai/v1"\n',
    'main.tf':
      'locals {\n  # relaylint-ignore-next-line relay-endpoint -- pilot\n  OPENAI_BASE_URL = "https://yunwu.ai/v1"\n}\n',
  }
  const more: Readonly<Record<string, string>> = {
    'A.java':
      'import com.openai.client.okhttp.OpenAIOkHttpClient;\nclass A {\n  // relaylint-ignore-next-line relay-endpoint -- pilot\n  Object c = OpenAIOkHttpClient.builder().baseUrl("https://yunwu.ai/v1").build();\n}\n',
    'A.kt':
      'import com.aallam.openai.client.OpenAIHost\nval c = OpenAIHost(baseUrl = "https://yunwu.ai/v1") // relaylint-ignore relay-endpoint -- pilot\n',
    'a.cs':
      'using OpenAI;\n// relaylint-ignore-next-line relay-endpoint -- pilot\nvar c = new OpenAIClient(key, new OpenAIClientOptions { Endpoint = new Uri("https://yunwu.ai/v1") });\n',
    'a.rs':
      'use async_openai::config::OpenAIConfig;\nfn a() { OpenAIConfig::new().with_api_base("https://yunwu.ai/v1"); } // relaylint-ignore relay-endpoint -- pilot\n',
    'a.rb':
      "require 'openai'\n# relaylint-ignore-next-line relay-endpoint -- pilot\nc = OpenAI::Client.new(uri_base: 'https://yunwu.ai/v1')\n",
    'a.php':
      "<?php\n# relaylint-ignore-next-line relay-endpoint -- pilot\n$c = OpenAI::factory()->withBaseUri('https://yunwu.ai/v1')->make();\n",
    'a.vue':
      "<script>\nimport OpenAI from 'openai'\n// relaylint-ignore-next-line relay-endpoint -- pilot\nnew OpenAI({ baseURL: 'https://yunwu.ai/v1' })\n</script>\n",
    'a.ipynb':
      '{ "cells": [{ "cell_type": "code", "metadata": {}, "outputs": [], "execution_count": null, "source": ["from openai import OpenAI\\n",\n"c = OpenAI(base_url=\\"https://yunwu.ai/v1\\") # relaylint-ignore relay-endpoint -- pilot\\n"] }], "metadata": {}, "nbformat": 4, "nbformat_minor": 5 }\n',
    'a.xml':
      '<c>\n  <!-- relaylint-ignore-next-line relay-endpoint -- pilot -->\n  <env name="OPENAI_BASE_URL" value="https://yunwu.ai/v1" />\n</c>\n',
    'main.bicep':
      "var env = [\n  // relaylint-ignore-next-line relay-endpoint -- pilot\n  { name: 'OPENAI_BASE_URL', value: 'https://yunwu.ai/v1' }\n]\n",
    'bin/serve':
      '#!/bin/sh\n# relaylint-ignore-next-line relay-endpoint -- pilot\nexport OPENAI_BASE_URL=https://yunwu.ai/v1\n',
    'compose.yml':
      'services:\n  a:\n    image: acme/a\n    environment:\n      # relaylint-ignore-next-line relay-endpoint -- pilot\n      - OPENAI_BASE_URL=https://yunwu.ai/v1\n',
    'README.md':
      '# a\n\n<!-- relaylint-ignore-next-line relay-endpoint -- shown only -->\n```sh\n# relaylint-ignore-next-line relay-endpoint -- shown only\nexport OPENAI_BASE_URL=https://yunwu.ai/v1\n```\n',
  }
  /** Findings of manifests are of another rule. */
  const MANIFEST = { 'requirements.txt': '# relaylint-ignore-next-line relay-software -- pilot\ng4f==0.3\n' }
  for (const [path, text] of Object.entries({ ...formats, ...more })) {
    it(`in ${path}`, async () => {
      const flags = path === 'README.md' ? ['--persona', 'auditor'] : []
      const { report } = await scanned({ [path]: text }, '--show-suppressed', ...flags)
      assert.deepEqual(
        rulesOf(report).filter((r) => r !== 'unused-exception'),
        ['relay-endpoint suppressed'],
      )
      assert.equal(report.summary.suppressed, 1)
    })
  }
  for (const [path, text] of Object.entries({
    ...MANIFEST,
    'go.mod':
      'module a\n\nrequire (\n\tgithub.com/songquanpeng/one-api v0.6.0 // relaylint-ignore relay-software -- pilot\n)\n',
    Brewfile: '# relaylint-ignore-next-line relay-software -- pilot\nbrew "cliproxyapi"\n',
    'pom.xml':
      '<project>\n  <!-- relaylint-ignore-next-line relay-endpoint -- pilot -->\n  <OPENAI_BASE_URL>https://yunwu.ai/v1</OPENAI_BASE_URL>\n</project>\n',
  }))
    it(`in a manifest, ${path}`, async () => {
      const { report } = await scanned({ [path]: text }, '--show-suppressed')
      assert.match(rulesOf(report).join(), /^relay-(?:software|endpoint) suppressed$/)
    })
  it('in the format of every reader', () => {
    const read = new Set(
      Object.keys({ ...formats, ...more, ...MANIFEST }).map((path) => readerFor(readers, path)?.reader.id),
    )
    assert.deepEqual(
      readers.map((r) => r.id).filter((id) => !read.has(id)),
      [],
    )
  })
  it('counts are printed by every format that has a place for them, whether or not they are shown', async () => {
    const files = {
      '.env': '# relaylint-ignore-next-line relay-endpoint -- pilot\nOPENAI_BASE_URL=https://yunwu.ai/v1\n',
    }
    const at = project(files)
    try {
      for (const [format, said] of [
        ['text', /1 suppressed/],
        ['markdown', /1 suppressed/i],
        ['html', /1 suppressed/i],
        ['json', /"suppressed": 1/],
        ['github', /^1 suppressed$/m],
        ['junit', /^1 suppressed$/m],
      ] as const) {
        const ran = await command(['scan', '--format', format, '.'], at.root)
        assert.equal(ran.code, 0)
        assert.match(ran.out + ran.err, said, format)
      }
      const shown = await command(['scan', '--show-suppressed', '.'], at.root)
      assert.match(shown.out, /suppressed: pilot[\s\S]*No findings in 1 file/)
    } finally {
      at.remove()
    }
  })
})

describe('baseline', () => {
  it('create, silence, new findings count, prune', async () => {
    const at = project({ '.env': 'OPENAI_BASE_URL=https://yunwu.ai/v1\n' })
    try {
      assert.equal((await command(['baseline', 'create', '.'], at.root)).code, 0)
      assert.equal((await command(['scan', '.'], at.root)).code, 0)
      const file = join(at.root, 'relaylint-baseline.json')
      const text = readFileSync(file, 'utf8')
      assert.doesNotMatch(text, /"line"|time|2026/)
      const { writeFileSync } = await import('node:fs')
      writeFileSync(
        join(at.root, '.env'),
        '\n\nOPENAI_BASE_URL=https://yunwu.ai/v1\nANTHROPIC_BASE_URL=https://packyapi.com\n',
      )
      const ran = await command(['scan', '--format', 'json', '.'], at.root)
      assert.equal(ran.code, 1)
      assert.deepEqual(
        (JSON.parse(ran.out) as { findings: { host: string }[] }).findings.map((f) => f.host),
        ['packyapi.com'],
      )
      assert.equal((await command(['scan', '--untrusted', '--format', 'json', '.'], at.root)).code, 1)
      writeFileSync(join(at.root, '.env'), 'X=1\n')
      await command(['baseline', 'prune', '.'], at.root)
      assert.match(readFileSync(file, 'utf8'), /"findings": \[\s*\]/)
    } finally {
      at.remove()
    }
  })
})

describe('a misspelt rule', () => {
  it('is told with the one that is probably meant', async () => {
    const { report } = await scanned({ '.env': '# relaylint-ignore-next-line relay-endpont -- pilot\nA=1\n' })
    assert.match(report.findings[0]?.message ?? '', /relay-endpont is not the id of a rule; is relay-endpoint meant\.$/)
  })
})

describe('fixes', () => {
  it('a safe fix keeps CRLF and the byte order mark, and the finding is gone', async () => {
    const at = project({ '.env': '\ufeffA=1\r\nOPENAI_BASE_URL=http://api.openai.com/v1\r\n' })
    try {
      const diff = await command(['scan', '--diff', '.'], at.root)
      assert.match(diff.out, /^\+OPENAI_BASE_URL=https:\/\/api\.openai\.com\/v1/m)
      const ran = await command(['scan', '--fix', '.'], at.root)
      assert.equal(ran.code, 0)
      assert.equal(
        readFileSync(join(at.root, '.env'), 'utf8'),
        '\ufeffA=1\r\nOPENAI_BASE_URL=https://api.openai.com/v1\r\n',
      )
    } finally {
      at.remove()
    }
  })
})
