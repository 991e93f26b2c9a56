/** Every order of variables in the facts about clients: what stands later has no effect, and the finding names who says so. */
import assert from 'node:assert/strict'
import { loadPack } from '../../rules'
import type { Client, ClientSignature } from '../../server/engine/facts'
import { type Files, scanned } from '../helpers'

const FIRST = 'https://llm.brackenfield-hub.net/v1'
const SECOND = 'https://eu.brackenfield-hub.net/v1'

/** A project in which the client shows itself, and an env file of its own. */
const projects: Readonly<Record<string, (name: string, env: string) => Files>> = {
  'package npm': (name, env) => ({ 'package.json': `{ "dependencies": { "${name}": "1" } }\n`, '.env': env }),
  'package pypi': (name, env) => ({ 'requirements.txt': `${name}\n`, '.env': env }),
  'package go': (name, env) => ({ 'go.mod': `module acme\nrequire ${name} v1.0.0\n`, '.env': env }),
  'package maven': (name, env) => ({ 'build.gradle': `implementation "${name}:1.0"\n`, '.env': env }),
  'image docker': (name, env) => ({
    'compose.yaml': `services:\n  app:\n    image: ${name}\n    env_file: .env\n`,
    '.env': env,
  }),
}

const shownBy = (client: Client): ClientSignature | undefined =>
  client.signatures?.find((s) => projects[`${s.kind} ${s.ecosystem}`] !== undefined)

describe('orders of variables', () => {
  const { clients, sources } = loadPack()
  const urls = (client: Client) =>
    (client.precedence ?? [])
      .filter((step) => step.startsWith('env:'))
      .map((step) => step.slice(4))
      .filter((name) => client.env?.some((e) => e.name === name && e.role === 'base-url' && !e.ambiguous))
  const ordered = clients.filter((c) => urls(c).length > 1 && shownBy(c))

  it('are known for the frameworks that differ', () => {
    for (const id of ['langchain-js', 'langchain-python-openai', 'crewai', 'litellm-sdk'])
      assert.ok(
        ordered.some((c) => c.id === id),
        id,
      )
  })

  for (const client of ordered) {
    const [winner = '', loser = ''] = urls(client)
    const signature = shownBy(client) as ClientSignature
    const make = projects[`${signature.kind} ${signature.ecosystem}`] as (name: string, env: string) => Files

    it(`${client.id}: ${winner} before ${loser}`, async () => {
      const { report } = await scanned(make(signature.name, `${loser}=${SECOND}\n${winner}=${FIRST}\n`))
      assert.deepEqual(
        report.endpoints.map((e) => `${e.range.start.line} ${e.effective}`),
        ['1 overridden', '2 yes'],
      )
      const [finding, ...more] = report.findings.filter((f) => f.rule === 'override-has-no-effect')
      assert.deepEqual(more, [])
      assert.equal(finding?.range.start.line, 1)
      assert.ok(finding.message.includes(winner) && finding.message.includes(loser), finding.message)
      const source = sources.find((s) => s.id === client.precedenceSource)
      assert.ok(source && finding.why.includes(source.title), `${finding.why} names ${client.precedenceSource}`)
    })

    it(`${client.id}: an empty ${winner} wins over nothing`, async () => {
      const { report } = await scanned(make(signature.name, `${loser}=${SECOND}\n${winner}=\n`))
      assert.deepEqual(
        report.endpoints.map((e) => `${e.range.start.line} ${e.effective}`),
        ['1 yes'],
      )
    })
  }
})
