/** Names and paths that AI clients share with everybody else: what has to stay silent, and its nearest neighbour that must not. */
import assert from 'node:assert/strict'
import { type Files, scanned } from '../helpers'

const HOST = 'api.brackenfield-post.net'
const quiet: Record<string, Files> = {
  'a messaging service with /v1/messages': {
    'sms.go': `package sms\nfunc f() { http.NewRequest("POST", "https://${HOST}/v1/messages", nil) }\n`,
  },
  'the API base of another service beside an AI client': {
    'bot.py': `import openai\nQQ_API_BASE = "https://${HOST}"\n`,
  },
  'an API base in a file that shows no model': {
    'pool.py': `import httpx\nclass Pool:\n    def __init__(self):\n        self.api_base = "https://${HOST}/"\n`,
  },
  'a base URL in a document that also holds a key': {
    'configmap.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  application.yml: |\n    shop:\n      partner:\n        base-url: https://${HOST}\n      mail:\n        api-key: \${MAIL_KEY}\n`,
  },
}
const heard: Record<string, Files> = {
  'the same path in a request that names a model': {
    'chat.go': `package chat\nfunc f() { r, _ := http.NewRequest("POST", "https://${HOST}/v1/messages", nil); r.Header.Set("anthropic-version", "2023-06-01") }\n`,
  },
  'a plain API base beside an AI client': { 'bot.py': `import openai\nopenai.api_base = "https://${HOST}/v1"\n` },
  'an API base beside a model': { 'settings.py': `CONF = {"model": "m-1", "team_api_base": "https://${HOST}"}\n` },
  'a base URL in one map with a key': {
    'app.yaml': `llm:\n  base-url: https://${HOST}/v1\n  api-key: \${LLM_KEY}\n`,
  },
}

describe('everyday names and paths', () => {
  for (const [name, files] of Object.entries(quiet))
    it(`silent: ${name}`, async () => {
      const { report } = await scanned(files, '--persona', 'auditor')
      assert.deepEqual(
        report.endpoints.map((e) => e.host),
        [],
      )
    })
  for (const [name, files] of Object.entries(heard))
    it(`listed: ${name}`, async () => {
      const { report } = await scanned(files)
      assert.deepEqual(
        report.endpoints.map((e) => `${e.host} ${e.class}`),
        [`${HOST} unknown`],
      )
    })
})
