/** One realistic shape per format. The tests cut, mutate and convert them. `hosts` are found in the untouched text. */
export interface Shape {
  readonly path: string
  readonly text: string
  readonly hosts: readonly string[]
}

export const shapes: readonly Shape[] = [
  {
    path: '.env',
    hosts: ['yunwu.ai', 'packyapi.com', 'api.openai.com'],
    text: '# 生产环境 🚀\nexport OPENAI_BASE_URL="https://yunwu.ai/v1" # 中转\nANTHROPIC_BASE_URL=${UP:-${DOWN:-https://packyapi.com}}\nLLM_BASE_URL: https://api.openai.com/v1\nKEY=`a\nb`\n',
  },
  {
    path: 'compose.yaml',
    hosts: ['yunwu.ai', 'packyapi.com', 'vllm'],
    text: 'x-env: &env\n  OPENAI_BASE_URL: https://yunwu.ai/v1\nservices:\n  聊天:\n    image: acme/a:1\n    environment:\n      <<: *env\n      ANTHROPIC_BASE_URL: "https://packyapi.com"\n  b:\n    image: acme/b\n    environment:\n      - OPENAI_BASE_URL=http://vllm:8000/v1\n      - TZ\n',
  },
  {
    path: 'k8s/secret.yaml',
    hosts: ['packyapi.com', 'yunwu.ai'],
    text: 'apiVersion: v1\nkind: Secret\nmetadata: { name: ai }\ndata:\n  ANTHROPIC_BASE_URL: aHR0cHM6Ly9wYWNreWFwaS5jb20=\n---\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec:\n  template:\n    spec:\n      containers:\n        - name: web\n          image: acme/web\n          env:\n            - name: OPENAI_BASE_URL\n              value: https://yunwu.ai/v1\n          envFrom:\n            - secretRef: { name: ai }\n',
  },
  {
    path: '.github/workflows/ci.yml',
    hosts: ['yunwu.ai', 'packyapi.com'],
    text: "on: push\nenv:\n  OPENAI_BASE_URL: ${{ vars.BASE || 'https://yunwu.ai/v1' }}\njobs:\n  t:\n    runs-on: ubuntu-latest\n    steps:\n      - run: |\n          export ANTHROPIC_BASE_URL=https://packyapi.com\n          npm test\n",
  },
  {
    path: '.claude/settings.json',
    hosts: ['packyapi.com'],
    text: '{\r\n  "note": "👩‍💻",\r\n  "env": { "ANTHROPIC_BASE_URL": "https:\\/\\/packyapi.com" }\r\n}\r\n',
  },
  {
    path: '.run/api.run.xml',
    hosts: ['yunwu.ai', 'packyapi.com'],
    text: '<?xml version="1.0"?>\n<!-- 说明 -->\n<component>\n  <env name="OPENAI_BASE_URL" value="https:&#47;/yunwu.ai/v1" />\n  <key>ANTHROPIC_BASE_URL</key><string>https://packyapi.com</string>\n</component>\n',
  },
  {
    path: '.codex/config.toml',
    hosts: ['yunwu.ai'],
    text: 'model_provider = "r"\n[model_providers.r]\nname = "r"\nbase_url = "https://yunwu.ai/v1"\nenv_key = "R_KEY"\n',
  },
  {
    path: 'application.properties',
    hosts: ['yunwu.ai'],
    text: '# spring\nspring.ai.openai.base-url=https\\://yunwu.ai/v1\nspring.ai.openai.api-key=${KEY:none}\nlong=a\\\n  b\n',
  },
  {
    path: 'application.yml',
    hosts: ['yunwu.ai'],
    text: 'spring:\n  ai:\n    openai:\n      base-url: ${BASE:https://yunwu.ai/v1}\n',
  },
  {
    path: 'Dockerfile',
    hosts: ['yunwu.ai', 'packyapi.com'],
    text: 'FROM python:3.12 AS base\nENV OPENAI_BASE_URL=https://yunwu.ai/v1 \\\n    # comment\n    MODE="x y"\nRUN export ANTHROPIC_BASE_URL=https://packyapi.com && \\\n    echo done\n',
  },
  {
    path: 'run.sh',
    hosts: ['yunwu.ai', 'packyapi.com'],
    text: '#!/bin/sh\nexport OPENAI_BASE_URL="https://""yunwu.ai/v1" MODE=x\n: "${ANTHROPIC_BASE_URL:=https://packyapi.com}"\ncat > .env <<EOF\nFOO=bar\nEOF\n',
  },
  {
    path: 'main.tf',
    hosts: ['yunwu.ai'],
    text: 'variable "up" {\n  default = "https://yunwu.ai/v1"\n}\nresource "aws_lambda_function" "f" {\n  environment {\n    variables = { OPENAI_BASE_URL = var.up }\n  }\n}\n',
  },
  {
    path: 'nb.ipynb',
    hosts: ['yunwu.ai'],
    text: '{"cells": [{"cell_type": "code", "source": ["from openai import OpenAI\\n", "c = OpenAI(base_url=\\"https://yunwu.ai/v1\\")\\n"]}], "nbformat": 4}',
  },
  {
    path: 'app.py',
    hosts: ['yunwu.ai', 'packyapi.com', 'api.gptsapi.net'],
    text: 'import os\nfrom openai import OpenAI\nBASE = "https://yunwu.ai"  # 中转\nHOST = "packyapi.com"\n"""https://api.openai.com/v1 in a docstring"""\na = OpenAI(base_url=f"{BASE}/v1", api_key=读取("生产"))\nb = OpenAI(base_url="https://" + HOST + "/v1")\nc = OpenAI(base_url=os.getenv("X", "https://api.gptsapi.net/v1"))\nassert a.base_url == "https://example.com"\n',
  },
  {
    path: 'app.ts',
    hosts: ['yunwu.ai', 'packyapi.com'],
    text: "import OpenAI from 'openai'\nconst c = new OpenAI({ defaultHeaders: { x: '🚀🚀' }, baseURL: process.env.BASE ?? 'https://yunwu.ai/v1' })\nawait fetch(`https://packyapi.com/v1/messages`, { method: 'POST' })\n",
  },
  {
    path: 'main.go',
    hosts: ['yunwu.ai'],
    text: 'package main\nimport (\n\t"github.com/openai/openai-go"\n\t"github.com/openai/openai-go/option"\n)\nfunc main() {\n\tc := openai.NewClient(option.WithBaseURL("https://yunwu.ai/v1"))\n\t_ = c\n}\n',
  },
  {
    path: 'App.java',
    hosts: ['yunwu.ai'],
    text: 'class App {\n  void run() {\n    var c = OpenAIOkHttpClient.builder().baseUrl("https://yunwu.ai/v1").build();\n  }\n}\n',
  },
  {
    path: 'App.cs',
    hosts: ['yunwu.ai'],
    text: 'using OpenAI;\nclass A {\n  void R() {\n    var o = new OpenAIClientOptions { Endpoint = new Uri("https://yunwu.ai/v1") };\n  }\n}\n',
  },
  {
    path: 'main.rs',
    hosts: ['yunwu.ai'],
    text: 'use async_openai::config::OpenAIConfig;\nfn main() {\n    let c = OpenAIConfig::new().with_api_base("https://yunwu.ai/v1");\n}\n',
  },
  {
    path: 'app.rb',
    hosts: ['yunwu.ai'],
    text: 'require "openai"\nclient = OpenAI::Client.new(uri_base: ENV.fetch("BASE", "https://yunwu.ai/v1"))\n',
  },
  {
    path: 'app.php',
    hosts: ['yunwu.ai'],
    text: "<?php\n$client = OpenAI::factory()->withBaseUri('yunwu.ai/v1')->make();\n",
  },
  {
    path: 'App.kt',
    hosts: ['yunwu.ai'],
    text: 'fun main() {\n    val c = OpenAIOkHttpClient.builder().baseUrl("https://yunwu.ai/v1").build()\n}\n',
  },
  {
    path: 'App.vue',
    hosts: ['yunwu.ai'],
    text: '<template><p>x</p></template>\n<script setup lang="ts">\nimport OpenAI from \'openai\'\nconst c = new OpenAI({ baseURL: "https://yunwu.ai/v1" })\n</script>\n',
  },
  { path: 'setup.ps1', hosts: ['yunwu.ai'], text: '# set\n$env:OPENAI_BASE_URL = "https://yunwu.ai/v1"\n' },
  { path: 'run.bat', hosts: ['yunwu.ai'], text: '@echo off\r\nset "OPENAI_BASE_URL=https://yunwu.ai/v1"\r\n' },
  { path: 'config.fish', hosts: ['yunwu.ai'], text: 'set -gx OPENAI_BASE_URL https://yunwu.ai/v1\n' },
  { path: 'Makefile', hosts: ['yunwu.ai'], text: 'export OPENAI_BASE_URL ?= https://yunwu.ai/v1\nrun:\n\tnode a.js\n' },
  {
    path: 'bot.service',
    hosts: ['yunwu.ai', 'packyapi.com'],
    text: '[Service]\nEnvironment="OPENAI_BASE_URL=https://yunwu.ai/v1" "ANTHROPIC_BASE_URL=https://packyapi.com"\nExecStart=/usr/bin/bot\n',
  },
  {
    path: 'install.ps1',
    hosts: ['yunwu.ai', 'packyapi.com', 'llm.brackenfield-hub.net'],
    text: '<# 说明 #>\n$base = "https://yunwu.ai"\nif (-not $env:OPENAI_BASE_URL) { $env:OPENAI_BASE_URL = "$base/v1" }\n[Environment]::SetEnvironmentVariable("ANTHROPIC_BASE_URL", "https://packyapi.com", "User")\n$doc = @"\nA=b\n"@\ndocker run `\n  -e X=1 a/b\nInvoke-RestMethod -Uri "https://llm.brackenfield-hub.net/v1/chat/completions"\n',
  },
  {
    path: 'start.cmd',
    hosts: ['yunwu.ai', 'packyapi.com'],
    text: 'set H=yunwu.ai& set OPENAI_BASE_URL=https://%H%/v1\nif not defined X (set "ANTHROPIC_BASE_URL=https://packyapi.com") else (echo A=b>.env)\ndocker run ^\n  -e B=c a/b\n',
  },
  {
    path: 'dev.mk',
    hosts: ['yunwu.ai', 'packyapi.com'],
    text: 'R := $(or $(X),https://yunwu.ai)\nrun: export OPENAI_BASE_URL = $(R)/v1\nrun:\n\t@ANTHROPIC_BASE_URL=$${Y:-https://packyapi.com} \\\n\t  claude # x\n',
  },
  {
    path: 'justfile',
    hosts: ['yunwu.ai', 'packyapi.com'],
    text: 'host := "yunwu.ai"\nexport OPENAI_BASE_URL := "https://" + host + "/v1"\nrun:\n  #!/usr/bin/env bash\n  ANTHROPIC_BASE_URL="https://packyapi.com" claude {{host}}\n',
  },
  {
    path: 'setup.sh',
    hosts: ['yunwu.ai', 'packyapi.com', 'llm.brackenfield-hub.net'],
    text: 'alias c=\'ANTHROPIC_BASE_URL=https://packyapi.com claude\'\nif [ -f x ]; then { echo "OPENAI_BASE_URL=https://yunwu.ai/v1"; echo "B=1"; } >> .env; fi\nR=$(curl "https://llm.brackenfield-hub.net/v1/messages" -d "$(cat <<EOF\nx\nEOF\n)")\nsed -i \'s#a#b#\' f\n',
  },
  {
    path: 'config.ini',
    hosts: ['yunwu.ai', 'packyapi.com'],
    text: '[net]\nhost = https://yunwu.ai\n[openai]\nbase_url = %(host)s/v1 ; 中转\napi_key = k\n[program:a]\nenvironment =\n  A="b",\n  ANTHROPIC_BASE_URL="https://packyapi.com"\n',
  },
  {
    path: 'nginx.conf',
    hosts: ['packyapi.com', 'yunwu.ai'],
    text: 'map $uri $up { default packyapi.com; }\nserver {\n  location / { proxy_pass https://$up$request_uri; } # 中\n  location ~ \\.php$ { fastcgi_param OPENAI_BASE_URL "https://yunwu.ai/v1"; }\n}\n',
  },
  {
    path: 'Caddyfile',
    hosts: ['packyapi.com', 'yunwu.ai'],
    text: ':80 {\n  handle /a/* { reverse_proxy {$UP:https://packyapi.com} }\n  reverse_proxy @x {\n    to yunwu.ai:443 # 中\n  }\n}\n',
  },
  {
    path: 'haproxy.cfg',
    hosts: ['packyapi.com'],
    text: 'backend b\n  server s packyapi.com:443 ssl # 中\n',
  },
  {
    path: 'home.nix',
    hosts: ['yunwu.ai', 'packyapi.com'],
    text: 'let base = "https://yunwu.ai"; in {\n  home.sessionVariables.OPENAI_BASE_URL = "${base}/v1"; # 中\n  s.serviceConfig.Environment = [ "ANTHROPIC_BASE_URL=https://packyapi.com" ];\n  shellHook = \'\'\n    echo 中\n    ls\n  \'\';\n}\n',
  },
  {
    path: 'README.md',
    hosts: ['yunwu.ai', 'packyapi.com'],
    text: '# 中文\n> ```console\n> $ export OPENAI_BASE_URL=https://yunwu.ai/v1\n> ```\n<!-- x -->\n~~~ {.env}\nANTHROPIC_BASE_URL=https://packyapi.com\n~~~\n',
  },
  {
    path: 'bin/ask',
    hosts: ['yunwu.ai'],
    text: '#!/usr/bin/env python3\nfrom openai import OpenAI\nc = OpenAI(base_url="https://yunwu.ai/v1")\n',
  },
]
