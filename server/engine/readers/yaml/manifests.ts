/** Deployment manifests in YAML that state a region or functions: serverless, render, SAM and CloudFormation, App Engine, Azure pipelines, kustomize without apiVersion. */
import { nameOf } from '../../paths'
import type { Excerpt } from '../../text'
import { readRegion } from '../manifests/state'
import {
  type Emitter,
  type Entry,
  emitTree,
  entriesOf,
  get,
  itemsOf,
  type Node,
  scalar,
  textOf,
} from '../structured/emit'
import { readProxyRules } from '../structured/proxies'
import { readCloudFormation } from './cloudformation'
import { readKustomization } from './kubernetes'
import { readCloudBuild, readServerless, readServerlessDevs } from './serverless'

/** Reads the document when it is one of these; false when it is not. */
export function readManifest(root: Node, at: Emitter, _x: Excerpt): boolean {
  const name = nameOf(at.context.path)
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
  if (/^azure\.ya?ml$/.test(name)) readAzd(root, at)
  if (/^cloudbuild[\w.-]*\.ya?ml$/.test(name)) readCloudBuild(root, at)
  if (get(root, 'rules') || get(root, 'outbounds')) readProxyRules(root, at)
  if (get(root, 'Resources')?.kind === 'map') {
    readCloudFormation(root, at)
    return true
  }
  if (/azure-pipelines/.test(name) || (get(root, 'pool') && get(root, 'steps'))) return readAzurePipelines(root, at)
  return false
}

/** azd deploys the folders of its services together. */
function readAzd(root: Node, at: Emitter): void {
  for (const service of entriesOf(get(root, 'services'))) {
    const project = scalar(get(service.value, 'project'))
    if (project) at.out.reference({ kind: 'build', target: project.text, span: project.span, block: at.block })
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

function readAzurePipelines(root: Node, at: Emitter): boolean {
  emitTree(root, [], at, azureEntry)
  return true
}

/** Jobs are units; scripts are read as their shell. */
function azureEntry(entry: Entry, path: readonly string[], at: Emitter): boolean {
  if (entry.key === 'jobs') return azureJobs(entry, path, at)
  if (entry.key === 'inputs') azureInputs(entry.value, at)
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

/** Templates of the cloud's own resource manager name the place of what they deploy; its command line is given a script. */
function azureInputs(inputs: Node, at: Emitter): void {
  readRegion(get(inputs, 'location'), 'azure', at, { how: 'assumed', holds: { for: 'code' } })
  const inline = scalar(get(inputs, 'inlineScript'))
  const shell = /^(?:ps|pscore)$/.test(textOf(get(inputs, 'scriptType'))) ? 'powershell' : 'bash'
  if (inline) at.context.embed(shell, inline.excerpt, at.block)
}

function azureJobs(jobs: Entry, path: readonly string[], at: Emitter): boolean {
  itemsOf(jobs.value).forEach((job, i) => {
    const name = textOf(get(job, 'job')) || textOf(get(job, 'deployment'))
    const block = name ? at.out.block('job', name, at.block, job.span) : at.block
    emitTree(job, [...path, String(i)], { ...at, block }, azureEntry)
  })
  return jobs.value.kind === 'list'
}
