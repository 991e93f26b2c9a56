import assert from 'node:assert/strict'
import { command, project } from '../helpers'

const BODY = 'Canaryq7Rt2LmX9vBn4Kp8Zs1Wd6Yh3Gf5Jc0Ua'
const KEYS = {
  openai: `sk-proj-${BODY}${BODY}T3BlbkFJ${BODY}${BODY}`,
  anthropic: `sk-ant-api03-${BODY}${BODY}${BODY.slice(0, 13)}AA`,
  oauth: `sk-ant-oat01-${BODY}${BODY}`,
  google: `AIza${BODY.slice(0, 35)}`,
  generic: BODY,
}
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
