/** Deployment regions that the same platform states in JSON, TOML or YAML. */
import type { DeployRegion } from '../../types'
import { type Emitter, entriesOf, get, itemsOf, type Node, type ScalarNode, scalar, templateOf } from './emit'

export type RegionMore = Partial<Pick<DeployRegion, 'covers' | 'how' | 'holds' | 'role' | 'cloud'>>

/** States the region that a scalar names: the id as written, or the name that linking follows. */
export function readRegion(node: Node | undefined, provider: string, at: Emitter, more: RegionMore = {}): void {
  const s = scalar(node)
  if (!s || s.text.trim() === '') return
  const said = { provider, span: s.span, block: at.block, role: 'runs' as const, ...more }
  if (!/[${}]/.test(s.text)) at.out.region({ ...said, id: s.text.trim() })
  else {
    const value = templateOf(s, at.style)
    if (value.parts.length === 1 && value.parts[0]?.kind === 'ref') at.out.region({ ...said, id: '', value })
  }
}

/** One region or a list of them. */
export function readRegions(node: Node | undefined, provider: string, at: Emitter, more: RegionMore = {}): void {
  for (const item of node?.kind === 'scalar' ? [node] : itemsOf(node)) readRegion(item, provider, at, more)
}

/** Vercel: `regions` for all functions, `functions.<glob>.regions` for some; fail-over regions run in an outage only. */
export function readVercelRegions(root: Node, at: Emitter): void {
  readRegions(get(root, 'regions'), 'vercel', at)
  for (const key of ['functionFailoverRegions', 'passiveRegions'])
    readRegions(get(root, key), 'vercel', at, { how: 'outage' })
  const tables = [root, ...entriesOf(get(root, 'services')).map((e) => e.value)]
  for (const table of tables) {
    for (const fn of entriesOf(get(table, 'functions'))) {
      const covers = [fn.key.replace(/^\//, '')]
      readRegions(get(fn.value, 'regions'), 'vercel', at, { covers })
      readRegions(get(fn.value, 'functionFailoverRegions'), 'vercel', at, { covers, how: 'outage' })
    }
  }
}

/** Netlify: `[functions] region` holds for all, `[functions.<glob>] region` for the functions of that name only. */
export function readNetlifyFunctions(functions: Node | undefined, at: Emitter): void {
  for (const entry of entriesOf(functions)) {
    if (entry.key === 'region') readRegion(entry.value, 'netlify', at)
    else if (get(entry.value, 'region')) {
      const covers = [`**/${entry.key}.*`, `**/${entry.key}/**`]
      readRegion(get(entry.value, 'region'), 'netlify', at, { covers })
    }
  }
}

/** Railway: regions are the keys of `deploy.multiRegionConfig`; older files name one in `deploy.region`. */
export function readRailway(root: Node, at: Emitter): void {
  const deploys = [get(root, 'deploy'), ...entriesOf(get(root, 'environments')).map((e) => get(e.value, 'deploy'))]
  for (const deploy of deploys) {
    readRegion(get(deploy, 'region'), 'railway', at)
    for (const entry of entriesOf(get(deploy, 'multiRegionConfig')))
      at.out.region({ provider: 'railway', id: entry.key, span: entry.keySpan, block: at.block, role: 'runs' })
  }
}

/** DigitalOcean app specification: `region`, in templates below `spec`. */
export function readDigitalOcean(root: Node, at: Emitter): void {
  readRegion(get(root, 'region') ?? get(root, 'spec', 'region'), 'digitalocean', at)
}

/** Cloudflare Workers: `placement.region` is `cloud:id`. Without any placement a Worker runs near its caller: an edge runtime. */
export function readWrangler(root: Node, at: Emitter): void {
  const tables = [root, ...entriesOf(get(root, 'env')).map((e) => e.value)]
  let placed = false
  for (const table of tables) {
    const placement = get(table, 'placement')
    if (placement && scalar(get(placement, 'mode'))?.text !== 'off') placed = true
    const region = scalar(get(placement, 'region'))
    const cut = region ? /^(aws|gcp|azure):/.exec(region.text)?.[0] : undefined
    if (region && cut) readRegion(tail(region, cut.length), cut.slice(0, -1), at)
  }
  const main = scalar(get(root, 'main'))
  if (main && !placed)
    at.out.trait({ what: 'edge-runtime', detail: `worker:${main.text}`, span: main.span, block: at.block })
}

/** The scalar from `from` on. */
function tail(node: ScalarNode, from: number): ScalarNode {
  const excerpt = node.excerpt.slice(from, node.text.length)
  return { ...node, text: excerpt.text, excerpt, span: excerpt.span(0, excerpt.text.length) }
}

/** AWS SAM: `<environment>.<command>.parameters.region` holds for the templates beside the file. */
export function readSamConfig(root: Node, at: Emitter): void {
  for (const environment of entriesOf(root))
    for (const command of entriesOf(environment.value))
      readRegion(get(command.value, 'parameters', 'region'), 'aws', at, { holds: { for: 'folder' } })
}

const PULUMI: Readonly<Record<string, string>> = {
  'aws:region': 'aws',
  'aws-native:region': 'aws',
  'gcp:region': 'gcp',
  'gcp:zone': 'gcp',
  'google-native:region': 'gcp',
  'azure-native:location': 'azure',
  'azure:location': 'azure',
  'alicloud:region': 'alibaba',
  'tencentcloud:region': 'tencent',
  'huaweicloud:region': 'huawei',
  'volcengine:region': 'volcengine',
  'yandex:zone': 'yandex',
  'digitalocean:region': 'digitalocean',
  'oci:region': 'oracle',
}

/** Pulumi: `config` of a stack; the project file writes an object with `value` or `default`. */
export function readPulumi(root: Node, at: Emitter): void {
  for (const entry of entriesOf(get(root, 'config'))) {
    const provider = PULUMI[entry.key]
    const value = scalar(entry.value) ?? get(entry.value, 'value') ?? get(entry.value, 'default')
    if (provider) readRegion(value, provider, at, { holds: { for: 'folder' } })
  }
}

/** Azure resource types that run code. */
export const AZURE_RUNS =
  /^Microsoft\.(?:App\/(?:containerApps|jobs|managedEnvironments)|Web\/(?:sites|serverfarms|staticSites)(?:\/slots)?|ContainerInstance\/containerGroups|ContainerService\/managedClusters|Compute\/virtualMachines(?:caleSets)?)$/i
/** Azure resource types that hold models. */
export const AZURE_MODELS = /^Microsoft\.(?:CognitiveServices\/accounts|MachineLearningServices\/workspaces)$/i

/** Azure Resource Manager template: `location` of resources that run code or hold models. */
export function readArmTemplate(root: Node, at: Emitter): void {
  for (const resource of itemsOf(get(root, 'resources'))) {
    const type = scalar(get(resource, 'type'))?.text ?? ''
    const location = scalar(get(resource, 'location'))
    if (!location) continue
    const role = AZURE_RUNS.test(type) ? 'runs' : AZURE_MODELS.test(type) ? 'model' : null
    if (!role) continue
    const name = /^\[parameters\('([\w-]+)'\)\]$/.exec(location.text)?.[1]
    const from = name ? get(root, 'parameters', name, 'defaultValue') : location
    if (!scalar(from)?.text.startsWith('['))
      readRegion(from, 'azure', at, { role, ...(role === 'model' ? { cloud: 'foundry' } : {}) })
  }
}
