// The folder that every editor opens: invented or public addresses, and keys that only say that they are canaries.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

export const FILES = {
  '.env':
    'OPENAI_BASE_URL=https://yunwu.ai/v1\nOPENAI_API_KEY=sk-proj-CanaryCanaryCanaryCanaryCanaryCanaryCanaryCanary\n',
  'app.py': 'import os\nfrom openai import OpenAI\n\nclient = OpenAI(base_url=os.environ["OPENAI_BASE_URL"])\n',
  'web/index.ts':
    "import OpenAI from 'openai'\n\nexport const ai = new OpenAI({ baseURL: 'http://api.openai.com/v1' })\n",
  'compose.yaml':
    'services:\n  api:\n    image: acme/api\n    environment:\n      ANTHROPIC_BASE_URL: https://llm.brackenfield-hub.net\n',
}

/** A fresh copy; `more` adds or replaces files. */
export function makeWorkspace(more = {}) {
  const root = join(mkdtempSync(join(tmpdir(), 'relaylint-workspace-')), 'chat-app')
  for (const [path, text] of Object.entries({ ...FILES, ...more })) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
  return root
}
