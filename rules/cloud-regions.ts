/** Where the models of a cloud service are called: regions of clients, hosts that carry one, accounts that hold models. */
import type { FactBase } from '../server/engine/facts'
import { folderOf, nameOf } from '../server/engine/paths'
import type { Endpoint, FileFacts, Model, PlacedRegion, Span } from '../server/engine/types'
import { cloudOf } from './regions'

export interface CloudCall {
  readonly path: string
  readonly span: Span
  readonly cloud: string
  /** Empty when only the service is known. */
  readonly vendor: string
  readonly region: string
  readonly partition: string
  /** What says so: a variable, a host, a client. */
  readonly subject: string
  readonly endpoint?: Endpoint
}

const PROVIDER: Readonly<Record<string, string>> = {
  bedrock: 'aws',
  foundry: 'azure',
  'azure-openai': 'azure',
  vertex: 'gcp',
}
const CHINA_HOST = /\.(?:azure\.cn|chinacloudapi\.cn)$/
const text = (file: FileFacts, name: string) =>
  file.settings.flatMap((s) => (s.name === name && s.value.parts[0]?.kind === 'text' ? [s.value.parts[0].text] : []))

export function cloudCalls(model: Model, facts: FactBase): CloudCall[] {
  return [
    ...model.endpoints.flatMap((e) => ofHost(e, facts)),
    ...model.regions.filter((r) => r.role === 'model' && r.cloud).flatMap((r) => ofRegion(r, model, facts)),
    ...ofResources(model, facts),
  ]
}

function partitionOf(provider: string, region: string, facts: FactBase): string {
  const row = facts.region(provider, region)
  if (row) return row.partition ?? ''
  if (provider === 'aws' && /^cn-/.test(region)) return 'aws-cn'
  return provider === 'azure' && /^china(?:east|north)\d?$/.test(region) ? 'AzureChinaCloud' : ''
}

function ofHost(e: Endpoint, facts: FactBase): CloudCall[] {
  const said = { path: e.path, span: e.span, subject: e.host, endpoint: e }
  if (CHINA_HOST.test(e.host) && e.vendor === 'anthropic')
    return [{ ...said, cloud: 'foundry', vendor: 'anthropic', region: '', partition: 'AzureChinaCloud' }]
  if (e.class !== 'cloud') return []
  const cloud = cloudOf(e.host)
  const region = facts.host(e.host.replaceAll('*', 'x'), e.urlPath)?.region ?? ''
  const china = /\.amazonaws\.com\.cn$|^bedrock[\w-]*\.cn-/.test(e.host)
  if (!cloud || (!region && !china)) return []
  const vendor = e.vendor === 'any' ? '' : e.vendor
  const partition = china ? 'aws-cn' : partitionOf(PROVIDER[cloud] ?? '', region, facts)
  return [{ ...said, cloud, vendor, region, partition }]
}

function ofRegion(r: PlacedRegion, model: Model, facts: FactBase): CloudCall[] {
  const cloud = r.cloud ?? ''
  const region = facts.region(r.provider, r.id)?.id ?? r.id
  const vendor = r.vendor ?? (cloud === 'foundry' ? (holdsClaude(folderOf(r.path), model) ? 'anthropic' : '') : '')
  if (cloud === 'foundry' && !vendor) return []
  return [
    {
      path: r.path,
      span: r.span,
      cloud,
      vendor,
      region,
      partition: partitionOf(r.provider, region, facts),
      subject: r.variable ?? nameOf(r.path),
    },
  ]
}

/** Whether files of the folder deploy a model of that format into an account. */
function holdsClaude(folder: string, model: Model): boolean {
  for (const file of model.files.values())
    if (folderOf(file.path) === folder && text(file, 'format').includes('Anthropic')) return true
  return false
}

/** Terraform resources of Bedrock take the region of their provider. */
function ofResources(model: Model, facts: FactBase): CloudCall[] {
  const wanted = new Set(
    model.signatures
      .filter((s) => s.kind === 'resource' && /^aws_bedrock/.test(s.name))
      .map((s) => `${folderOf(s.path)} ${aliasOf(model.files.get(s.path), s.block)}`),
  )
  return model.regions
    .filter(
      (r) => r.holds?.for === 'module' && r.provider === 'aws' && wanted.has(`${folderOf(r.path)} ${r.holds.alias}`),
    )
    .map((r) => ({
      path: r.path,
      span: r.span,
      cloud: 'bedrock',
      vendor: '',
      region: r.id,
      partition: partitionOf('aws', r.id, facts),
      subject: 'aws_bedrock resources',
    }))
}

/** Alias of the provider that the resource of a block names; empty for the default one. */
function aliasOf(file: FileFacts | undefined, block: number): string {
  const named = file?.references.find((r) => r.kind === 'provider' && r.block === block)?.target ?? ''
  return named.includes('.') ? named.slice(named.indexOf('.') + 1) : ''
}
