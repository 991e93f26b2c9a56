/** What loaders of env files make of one differently, told in notes of the scan: who takes it as it stands, and its byte order mark. */
import assert from 'node:assert/strict'
import { type Files, scanned } from '../helpers'

const QUOTED = 'OPENAI_BASE_URL="https://llm.brackenfield-hub.net/v1"\n'
const PLAIN = 'OPENAI_BASE_URL=https://llm.brackenfield-hub.net/v1\nNAME="x"\n'
const compose = (entry: string) => `services:\n  a:\n    image: acme/a\n    env_file: [${entry}]\n`

const cases: readonly (readonly [name: string, files: Files, note: RegExp | null])[] = [
  ['docker --env-file', { 'a.sh': 'docker run --env-file prod.env acme/a\n', 'prod.env': QUOTED }, /quotes included/],
  ['docker --env-file=', { 'a.sh': 'podman run --env-file=prod.env acme/a\n', 'prod.env': QUOTED }, /quotes included/],
  ['no quotes', { 'a.sh': 'docker run --env-file prod.env acme/a\n', 'prod.env': PLAIN }, null],
  ['compose, raw', { 'compose.yaml': compose('{ path: a.env, format: raw }'), 'a.env': QUOTED }, /quotes included/],
  ['compose', { 'compose.yaml': compose('a.env'), 'a.env': QUOTED }, null],
  ['node --env-file', { 'a.sh': 'node --env-file=a.env x.js\n', 'a.env': QUOTED }, null],
  ['mark before a name', { '.env': `\ufeff${PLAIN}` }, /byte order mark/],
  ['mark before a comment', { '.env': `\ufeff# x\n${PLAIN}` }, null],
  ['CRLF', { '.env': PLAIN.replaceAll('\n', '\r\n') }, null],
]

describe('notes on env files', () => {
  for (const [name, files, note] of cases)
    it(name, async () => {
      const { report } = await scanned(files)
      const said = (report.summary.notes as readonly { message: string }[]).map((n) => n.message).join('\n')
      if (note) assert.match(said, note)
      else assert.equal(said, '')
      assert.equal(report.endpoints.length, 1)
    })
})
