/** Deployment manifests in YAML that state a region or functions: serverless, render, SAM and CloudFormation, App Engine, Azure pipelines, kustomize without apiVersion. */
import type { Excerpt } from '../../text'
import {
  type Emitter,
  type Entry,
  emitTree,
  entriesOf,
  get,
  itemsOf,
  type Node,
  scalar,
  templateOf,
  textOf,
} from '../structured/emit'
import { readDigitalOcean } from '../structured/regions'
import { readKustomization } from './kubernetes'

/** Reads the document when it is one of these; false when it is not. */
export function readManifest(root: Node, at: Emitter, _x: Excerpt): boolean {
  const name = at.context.path.slice(at.context.path.lastIndexOf('/') + 1)
  if (/^kustomization\.ya?ml$/.test(name)) {
    readKustomization(root, at)
    return true
  }
  if (/^serverless\.ya?ml$/.test(name) || (get(root, 'functions') && get(root, 'provider', 'runtime')))
    return readServerless(root, at)
  if (/^render\.ya?ml$/.test(name)) return readRender(root, at)
  if (/(?:^|\/)\.do\/(?:app|deploy\.template)\.ya?ml$/.test(at.context.path)) readDigitalOcean(root, at)
  if (get(root, 'Resources')?.kind === 'map') return readCloudFormation(root, at)
  if (/azure-pipelines/.test(name) || (get(root, 'pool') && get(root, 'steps'))) return readAzurePipelines(root, at)
  return false
}

const CLOUD: Readonly<Record<string, string>> = {
  aws: 'aws',
  google: 'gcp',
  azure: 'azure',
  aliyun: 'alibaba',
  tencent: 'tencent',
  huawei: 'huawei',
}

function readServerless(root: Node, at: Emitter): boolean {
  const cloud = CLOUD[textOf(get(root, 'provider', 'name'))] ?? 'aws'
  const region = scalar(get(root, 'provider', 'region'))
  // `${opt:region, 'ap-east-1'}`: the command line may say otherwise, the literal is what holds without it
  const usual = /^\$\{opt:[\w-]+,\s*(["'])([a-z0-9-]+)\1\}$/.exec(region?.text ?? '')
  if (region && usual) {
    const from = region.text.lastIndexOf(usual[2] as string)
    const span = region.excerpt.span(from, from + (usual[2] as string).length)
    at.out.region({ provider: cloud, id: usual[2] as string, span, block: at.block, role: 'runs' })
  } else if (region && !/[${]/.test(region.text))
    at.out.region({ provider: cloud, id: region.text, span: region.span, block: at.block, role: 'runs' })
  for (const entry of entriesOf(root)) {
    if (entry.key !== 'functions') emitTree({ kind: 'map', span: entry.value.span, entries: [entry] }, [], at)
    else
      for (const fn of entriesOf(entry.value))
        emitTree(fn.value, ['functions', fn.key], { ...at, block: functionBlock(fn, at) })
  }
  return true
}

function functionBlock(entry: Entry, at: Emitter): number {
  return at.out.block('function', entry.key, at.block, {
    start: entry.keySpan.start,
    end: Math.max(entry.keySpan.end, entry.value.span.end),
  })
}

function readRender(root: Node, at: Emitter): boolean {
  for (const service of itemsOf(get(root, 'services'))) {
    const block = at.out.block('service', textOf(get(service, 'name')), at.block, service.span)
    const region = scalar(get(service, 'region'))
    if (region) at.out.region({ provider: 'render', id: region.text, span: region.span, block, role: 'runs' })
    emitTree(service, ['services'], { ...at, block })
  }
  emitTree({ kind: 'map', span: root.span, entries: entriesOf(root).filter((e) => e.key !== 'services') }, [], at)
  return true
}

/** Defaults of parameters: what `!Ref NAME` and `${NAME}` stand for unless the deployment says otherwise. */
function readParameters(root: Node, at: Emitter): void {
  for (const parameter of entriesOf(get(root, 'Parameters'))) {
    const value = scalar(get(parameter.value, 'Default'))
    if (value)
      at.out.setting({
        kind: 'env',
        name: parameter.key,
        path: ['Parameters', parameter.key],
        keySpan: parameter.keySpan,
        value: templateOf(value, {}),
        block: at.block,
        weak: true,
      })
  }
}

function readCloudFormation(root: Node, at: Emitter): boolean {
  readParameters(root, at)
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
  emitTree(root, [], at, (entry) => {
    const dialect =
      entry.key === 'bash' || entry.key === 'script'
        ? 'bash'
        : entry.key === 'pwsh' || entry.key === 'powershell'
          ? 'powershell'
          : ''
    if (!dialect || entry.value.kind !== 'scalar') return false
    at.context.embed(dialect, entry.value.excerpt, at.block)
    return true
  })
  return true
}
