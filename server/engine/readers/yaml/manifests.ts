/** Deployment manifests in YAML that state a region or functions: serverless, render, SAM and CloudFormation, App Engine, Azure pipelines, kustomize without apiVersion. */
import type { Excerpt } from '../../text'
import { type Emitter, type Entry, emitTree, entriesOf, get, itemsOf, type Node, textOf } from '../structured/emit'
import { readProxyRules } from '../structured/proxies'
import { readDigitalOcean, readPulumi, readRegion, readSamConfig } from '../structured/regions'
import { stateDefaults } from './defaults'
import { readKustomization } from './kubernetes'
import { functionBlock, readCloudBuild, readServerless, readServerlessDevs } from './serverless'

/** Reads the document when it is one of these; false when it is not. */
export function readManifest(root: Node, at: Emitter, _x: Excerpt): boolean {
  const name = at.context.path.slice(at.context.path.lastIndexOf('/') + 1)
  if (/^kustomization\.ya?ml$/.test(name)) {
    readKustomization(root, at)
    return true
  }
  if (
    /^serverless(?:[._-][\w-]+)?\.ya?ml$/.test(name) ||
    (get(root, 'functions') && get(root, 'provider', 'runtime'))
  ) {
    readServerless(root, at)
    return true
  }
  if (/^s\.ya?ml$/.test(name) && (get(root, 'resources') || get(root, 'services'))) {
    readServerlessDevs(root, at)
    return true
  }
  if (/(?:^|[._-])render\.ya?ml$/.test(name)) return readRender(root, at)
  if (/(?:^|\/)\.do\/(?:app|deploy\.template)\.ya?ml$/.test(at.context.path)) readDigitalOcean(root, at)
  if (/^Pulumi(?:\.[\w.-]+)?\.ya?ml$/.test(name)) readPulumi(root, at)
  if (/^samconfig\.ya?ml$/.test(name)) readSamConfig(root, at)
  if (/^cloudbuild[\w.-]*\.ya?ml$/.test(name)) readCloudBuild(root, at)
  if (/^values[\w.-]*\.ya?ml$/.test(name)) readHelmValues(root, at)
  if (get(root, 'rules') || get(root, 'outbounds')) readProxyRules(root, at)
  if (get(root, 'Resources')?.kind === 'map') return readCloudFormation(root, at)
  if (/azure-pipelines/.test(name) || (get(root, 'pool') && get(root, 'steps'))) return readAzurePipelines(root, at)
  return false
}

const CLOUD_NAMES: Readonly<Record<string, string>> = {
  aws: 'aws',
  eks: 'aws',
  gcp: 'gcp',
  gke: 'gcp',
  google: 'gcp',
  azure: 'azure',
  aks: 'azure',
  alicloud: 'alibaba',
  aliyun: 'alibaba',
  alibaba: 'alibaba',
  tencent: 'tencent',
  tencentcloud: 'tencent',
  huawei: 'huawei',
  huaweicloud: 'huawei',
}

/** Helm values: a region of the chart, with its cloud in the key or beside it. */
function readHelmValues(root: Node, at: Emitter): void {
  const beside = (node: Node | undefined) =>
    CLOUD_NAMES[
      ['cloudProvider', 'cloud_provider', 'provider', 'cloud'].map((k) => textOf(get(node, k))).find(Boolean) ?? ''
    ]
  readRegion(get(root, 'awsRegion') ?? get(root, 'aws', 'region'), 'aws', at, { how: 'assumed' })
  for (const table of [root, get(root, 'global'), get(root, 'cloud')]) {
    const cloud = beside(table) ?? beside(root)
    if (cloud) readRegion(get(table, 'region') ?? get(table, 'location'), cloud, at, { how: 'assumed' })
  }
}

function readRender(root: Node, at: Emitter): boolean {
  const projects = itemsOf(get(root, 'projects')).flatMap((p) => itemsOf(get(p, 'environments')))
  const services = [root, ...projects].flatMap((table) => itemsOf(get(table, 'services')))
  for (const service of services) {
    const block = at.out.block('service', textOf(get(service, 'name')), at.block, service.span)
    readRegion(get(service, 'region'), 'render', { ...at, block })
    emitTree(service, ['services'], { ...at, block })
  }
  emitTree(root, [], at, (entry) => entry.key === 'services' && entry.value.kind === 'list')
  return true
}

function readCloudFormation(root: Node, at: Emitter): boolean {
  // `!Ref NAME` and `${NAME}`
  stateDefaults(get(root, 'Parameters'), 'Default', 'Parameters', { ...at, style: {} })
  for (const entry of entriesOf(root)) {
    if (entry.key === 'Parameters') continue
    if (entry.key !== 'Resources') {
      emitTree({ kind: 'map', span: entry.value.span, entries: [entry] }, [], at)
      continue
    }
    for (const resource of entriesOf(entry.value)) {
      const type = textOf(get(resource.value, 'Type'))
      const unit = /Function|Container|Service|TaskDefinition|AppRunner/.test(type)
      const block = unit ? functionBlock(resource, at) : at.block
      const variables = get(resource.value, 'Properties', 'Environment', 'Variables')
      if (variables)
        emitTree(
          { kind: 'map', span: variables.span, entries: [{ key: 'env', keySpan: variables.span, value: variables }] },
          ['Resources', resource.key],
          { ...at, block },
        )
      emitTree(resource.value, ['Resources', resource.key], { ...at, block }, (e) => e.key === 'Variables')
    }
  }
  return true
}

function readAzurePipelines(root: Node, at: Emitter): boolean {
  emitTree(root, [], at, azureEntry)
  return true
}

/** Jobs are units; scripts are read as their shell. */
function azureEntry(entry: Entry, path: readonly string[], at: Emitter): boolean {
  if (entry.key === 'jobs') return azureJobs(entry, path, at)
  // templates of the cloud's own resource manager name the place of what they deploy
  if (entry.key === 'inputs') readRegion(get(entry.value, 'location'), 'azure', at, { how: 'assumed' })
  const dialect =
    entry.key === 'bash' || entry.key === 'script'
      ? 'bash'
      : entry.key === 'pwsh' || entry.key === 'powershell'
        ? 'powershell'
        : ''
  if (!dialect || entry.value.kind !== 'scalar') return false
  at.context.embed(dialect, entry.value.excerpt, at.block)
  return true
}

function azureJobs(jobs: Entry, path: readonly string[], at: Emitter): boolean {
  itemsOf(jobs.value).forEach((job, i) => {
    const name = textOf(get(job, 'job')) || textOf(get(job, 'deployment'))
    const block = name ? at.out.block('job', name, at.block, job.span) : at.block
    emitTree(job, [...path, String(i)], { ...at, block }, azureEntry)
  })
  return jobs.value.kind === 'list'
}
