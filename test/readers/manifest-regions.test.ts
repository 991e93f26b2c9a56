import assert from 'node:assert/strict'
import { readFile } from '../../server/engine/read'
import { readers } from '../../server/engine/readers'
import { createRedactor } from '../../server/engine/redact'

/** File, text, and `provider id` with the text that the span covers and the block it holds for. */
const cases: readonly [string, string, readonly string[]][] = [
  ['netlify.toml', '[functions]\r\nregion = "NRT"\r\n', ['netlify nrt "NRT" file']],
  [
    'netlify.toml',
    '[functions]\nnode_bundler = "esbuild"\n[functions."api-*"]\nregion = "fra"\n',
    ['netlify fra "fra" function'],
  ],
  ['fly.toml', "# 香港 😀\nprimary_region = 'hkg'\n", ['fly hkg "hkg" file']],
  ['railway.toml', '[deploy]\nregion = "us-west2"\n', ['railway us-west2 "us-west2" file']],
  [
    'railway.json',
    '{"deploy":{"multiRegionConfig":{"asia-southeast1-eqsg3a":{"numReplicas":1},"us-west2":{"numReplicas":1}}}}',
    ['railway asia-southeast1-eqsg3a "asia-southeast1-eqsg3a" file', 'railway us-west2 "us-west2" file'],
  ],
  ['.do/app.yaml', 'name: chat\nregion: sgp\n', ['digitalocean sgp "sgp" file']],
  ['.do/deploy.template.yaml', 'spec:\n  region: "ams"\n', ['digitalocean ams "ams" file']],
  [
    'serverless.yml',
    "provider:\n  name: aws\n  region: ${opt:region, 'ap-east-1'}\n",
    ['aws ap-east-1 "ap-east-1" file'],
  ],
  ['serverless.yml', 'provider:\n  name: aws\n  region: ${env:REGION}\n', []],
  // a key named region elsewhere is no deployment
  ['config/app.yaml', 'region: sgp\n', []],
  ['settings.toml', '[functions]\nregion = "nrt"\n', []],
]

describe('regions in manifests', () => {
  const redactor = createRedactor([])
  for (const [path, text, expected] of cases) {
    it(`${path}: ${expected.length > 0 ? expected.join(', ') : 'none'}`, () => {
      const facts = readFile(path, text, { readers, redactor })
      assert.ok(facts)
      const found = facts.regions.map(
        (r) =>
          `${r.provider} ${r.id} "${text.slice(r.span.start, r.span.end)}" ${facts.blocks[r.block]?.kind ?? 'no block'}`,
      )
      assert.deepEqual(found, expected)
      assert.deepEqual(facts.problems, [])
    })
  }
})

describe('packages in manifests', () => {
  const redactor = createRedactor([])
  const packages = (path: string, text: string) =>
    readFile(path, text, { readers, redactor })?.signatures.map((s) => `${s.ecosystem}:${s.name}`)

  it('reads dependency groups of pyproject.toml', () => {
    const text =
      '[dependency-groups]\ndev = ["openai>=1", {include-group = "x"}]\n[tool.poetry.group.ai.dependencies]\nanthropic = "*"\n'
    assert.deepEqual(packages('pyproject.toml', text), ['pypi:anthropic', 'pypi:openai'])
  })
  it('reads workspace dependencies of Cargo.toml', () => {
    assert.deepEqual(packages('Cargo.toml', '[workspace.dependencies]\nasync-openai = "0.27"\n'), [
      'cargo:async-openai',
    ])
  })
})
