import assert from 'node:assert/strict'
import { readFile } from '../../server/engine/read'
import { readers } from '../../server/engine/readers'
import { createRedactor } from '../../server/engine/redact'
import type { DeployRegion } from '../../server/engine/types'

/** File, text, and per region: provider, id or `?` for a name to follow, the text of the span, the block, and what else is said. */
const cases: readonly [string, string, readonly string[]][] = [
  ['netlify.toml', '[functions]\r\nregion = "NRT"\r\n', ['netlify NRT "NRT" file']],
  [
    'netlify.toml',
    '[functions]\nnode_bundler = "esbuild"\n[functions."api-*"]\nregion = "fra"\n',
    ['netlify fra "fra" file covers **/api-*.*,**/api-*/**'],
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
    'vercel.json',
    '{"regions":["iad1","hkg1"],"functionFailoverRegions":["sin1"],"functions":{"api/*.ts":{"regions":["fra1"]}}}',
    [
      'vercel iad1 "iad1" file',
      'vercel hkg1 "hkg1" file',
      'vercel sin1 "sin1" file outage',
      'vercel fra1 "fra1" file covers api/*.ts',
    ],
  ],
  ['wrangler.toml', 'main = "a.ts"\n[placement]\nregion = "gcp:asia-east2"\n', ['gcp asia-east2 "asia-east2" file']],
  ['wrangler.jsonc', '{ "placement": { "mode": "smart" } }', []],
  [
    'serverless.yml',
    "provider:\n  name: aws\n  region: ${opt:region, 'ap-east-1'}\n",
    ['aws ap-east-1 "ap-east-1" file'],
  ],
  [
    'serverless.yml',
    'provider:\n  name: tencent\n  region: ${self:custom.place}\ncustom:\n  place: ap-hongkong\n',
    ['tencent ap-hongkong "ap-hongkong" file'],
  ],
  [
    'serverless.yml',
    'provider:\n  name: aws\n  region: ${param:where}\nparams:\n  hk:\n    where: ap-east-1\n  us:\n    where: us-east-1\n',
    ['aws ap-east-1 "ap-east-1" file', 'aws us-east-1 "us-east-1" file'],
  ],
  ['serverless.yml', 'provider:\n  name: aws\n  region: ${env:REGION}\n', []],
  [
    's.yaml',
    'resources:\n  f:\n    props:\n      region: cn-hongkong\n',
    ['alibaba cn-hongkong "cn-hongkong" function'],
  ],
  ['render.yaml', 'services:\n  - name: a\n    region: oregon\n', ['render oregon "oregon" service']],
  ['samconfig.toml', '[hk.deploy.parameters]\nregion = "ap-east-1"\n', ['aws ap-east-1 "ap-east-1" file holds folder']],
  ['Pulumi.hk.yaml', 'config:\n  gcp:zone: asia-east2-a\n', ['gcp asia-east2-a "asia-east2-a" file holds folder']],
  [
    'cloudbuild.yaml',
    "steps:\n  - args: ['run', 'deploy', 'x', '--region', '$_PLACE']\nsubstitutions:\n  _PLACE: asia-east2\n",
    ['gcp asia-east2 "asia-east2" file assumed holds code'],
  ],
  [
    'cluster.yaml',
    'apiVersion: eksctl.io/v1alpha5\nkind: ClusterConfig\nmetadata: { name: c, region: ap-east-1 }\n',
    ['aws ap-east-1 "ap-east-1" file assumed holds cluster'],
  ],
  [
    'pod.yaml',
    'apiVersion: v1\nkind: Pod\nmetadata: { name: c }\nspec:\n  nodeSelector: { topology.kubernetes.io/zone: asia-east2-b }\n',
    [' asia-east2-b "asia-east2-b" workload'],
  ],
  [
    'azuredeploy.json',
    '{"$schema":"https://schema.management.azure.com/x/deploymentTemplate.json#","parameters":{"l":{"defaultValue":"East Asia","allowedValues":["East Asia","West US"]}},"resources":[{"type":"Microsoft.Web/sites","location":"[parameters(\'l\')]"},{"type":"Microsoft.Storage/storageAccounts","location":"chinaeast2"}]}',
    [`azure ? "[parameters('l')]" file`],
  ],
  [
    'main.bicep',
    "param place string\n// location: 'chinaeast'\nresource s 'Microsoft.Storage/storageAccounts@2023-01-01' = {\n  location: 'chinaeast2'\n}\nresource a 'Microsoft.App/containerApps@2024-03-01' = {\n  location: place\n}\n",
    ['azure ? "place" function'],
  ],
  [
    'main.tf',
    'provider "aws" {\n  alias  = "hk"\n  region = var.place\n}\nresource "aws_s3_bucket" "b" {\n  region = "ap-east-1"\n}\nterraform {\n  backend "s3" {\n    region = "ap-east-1"\n  }\n}\n',
    ['aws ? "var.place" file holds module aws hk'],
  ],
  [
    'app/api/route.ts',
    "// export const preferredRegion = 'hkg1'\nexport const preferredRegion = ['iad1', 'hkg1']\n",
    ['vercel iad1 "iad1" file nearest covers route.ts', 'vercel hkg1 "hkg1" file nearest covers route.ts'],
  ],
  ['app/layout.tsx', "export const preferredRegion = 'auto'\n", []],
  [
    'pages/api/a.ts',
    "export const config = { runtime: 'edge', regions: ['hkg1'] }\n",
    ['vercel hkg1 "hkg1" file covers a.ts'],
  ],
  [
    'bin/app.ts',
    "import * as cdk from 'aws-cdk-lib'\nnew S(app, 'x', { env: { account: '1', region: 'ap-east-1' } })\n",
    ['aws ap-east-1 "ap-east-1" file'],
  ],
  ['map.ts', "export const place = { env: { region: 'ap-east-1' }, regions: ['hkg1'] }\n", []],
  [
    'deploy.sh',
    'gcloud run deploy x --region=asia-east2\ngcloud storage buckets create gs://b --location=asia-east2\n',
    ['gcp asia-east2 "asia-east2" file'],
  ],
  [
    'a.py',
    "import boto3\nc = boto3.client('bedrock-runtime', region_name='cn-north-1')\nd = boto3.client('s3', region_name='cn-north-1')\n",
    ['aws cn-north-1 "cn-north-1" file model bedrock'],
  ],
  // a key named region elsewhere is no deployment
  ['config/app.yaml', 'region: sgp\n', []],
  ['settings.toml', '[functions]\nregion = "nrt"\n', []],
]

const said = (r: DeployRegion): string =>
  [
    r.role === 'model' ? ` model ${r.cloud}` : '',
    r.how ? ` ${r.how}` : '',
    r.covers ? ` covers ${r.covers.join()}` : '',
    r.holds ? ` holds ${Object.values(r.holds).join(' ')}` : '',
  ].join('')

describe('regions in manifests', () => {
  const redactor = createRedactor([])
  for (const [path, text, expected] of cases) {
    it(`${path}: ${expected.length > 0 ? expected.join(', ') : 'none'}`, () => {
      const facts = readFile(path, text, { readers, redactor })
      assert.ok(facts)
      const found = facts.regions.map(
        (r) =>
          `${r.provider} ${r.id || '?'} "${text.slice(r.span.start, r.span.end)}" ${facts.blocks[r.block]?.kind ?? 'no block'}${said(r)}`,
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
