/** Where resources of Terraform run, and what ties them to providers and modules. */
import type { FactsBuilder } from '../../builder'
import type { Excerpt } from '../../text'
import type { Template } from '../../types'
import type { HclToken } from './lexer'

const PROVIDERS: readonly (readonly [RegExp, string])[] = [
  [/^aws/, 'aws'],
  [/^google/, 'gcp'],
  [/^(?:azurerm|azapi|azuread)/, 'azure'],
  [/^huaweicloud/, 'huawei'],
  [/^alicloud/, 'alibaba'],
  [/^tencentcloud/, 'tencent'],
  [/^volcengine/, 'volcengine'],
  [/^baiducloud/, 'baidu'],
  [/^digitalocean/, 'digitalocean'],
  [/^oci/, 'oracle'],
  [/^vercel/, 'vercel'],
  [/^fly/, 'fly'],
  [/^koyeb/, 'koyeb'],
  [/^ksyun/, 'kingsoft'],
  [/^vkcs/, 'vkcloud'],
  [/^selectel/, 'selectel'],
  [/^hcloud/, 'hetzner'],
  [/^linode/, 'linode'],
  [/^vultr/, 'vultr'],
  [/^ibm/, 'ibm'],
  [/^ovh/, 'ovh'],
  [/^jdcloud/, 'jdcloud'],
  [/^render/, 'render'],
  [/^scaleway/, 'scaleway'],
  [/^yandex/, 'yandex'],
  [/^openstack/, ''],
]
/** Resources that run code: units. Databases, buckets and groups are none. */
const UNIT =
  /^(?:(?:aws|google_compute|alicloud|tencentcloud|huaweicloud_compute|volcengine_ecs|linode|vultr|oci_core|yandex_compute|vkcs_compute|openstack_compute)_instance|(?:google_container|aws_eks|azurerm_kubernetes|vkcs_kubernetes)_cluster|selectel_mks_cluster_v1|openstack_compute_instance_v2|cloudflare_workers_script|azurerm_(?:linux_|windows_)?virtual_machine|digitalocean_droplet|hcloud_server)$|(?:lambda_function|cloud_run|cloudfunctions|function_app|container_app|container_group|app_service|(?<!static_)web_app|fgs_function|fc_function|fcv3_function|scf_function|ecs_task_definition|apprunner|app_engine|batch_job|kubernetes_deployment|digitalocean_app|vercel_project|(?:yandex|vefaas|baiducloud_cfc|scaleway)_function|scaleway_container$|render_web_service|koyeb_service|fly_machine)/
/** Attributes of a resource that name where it runs; lists of ids count element by element. */
const PLACE =
  /^(?:region|location|zone|availability_zone|availability_zones|zone_id|regions|zones|datacenters?|location_id|region_id|auth_region|environment|aws_region|serverless_function_region|function_default_regions)$/
/** Attributes that are a place only in a provider block. */
const OF_PROVIDER = /^(?:environment|auth_region|region_id)$/
/** Attributes that are a place only in a resource. */
const OF_RESOURCE =
  /^(?:regions|zones|datacenter|location_id|availability_zones?|serverless_function_region|function_default_regions)$/
/** Registry modules that run code, as `namespace/name/provider`. */
const RUNS_CODE =
  /lambda|\becs\b|\beks\b|fargate|app-?runner|cloud-?run|cloud-?functions?|kubernetes|\bgke\b|\baks\b|container-?apps?|web-?app|function-?app|app-service|serverless|ec2-instance|\bvm\b|batch/
/** Files of Terragrunt that say where a stack goes, and of Nomad jobs. */
const TERRAGRUNT = /(?:^|\/)(?:terragrunt|root|region)\.hcl$/
const NOMAD = /\.nomad(?:\.hcl)?$/

/** Accounts that hold models: their location is the place of the model. */
const AZURE_MODELS = /^azurerm_(?:cognitive_account|ai_services|ai_foundry)$/

/** What the places of a scanner need to know about where it stands. */
export interface Standing {
  /** Names of the blocks around, outermost first. */
  readonly labels: readonly string[]
  readonly block: number
  /** Block of the whole text. */
  readonly file: number
  /** Alias of the provider block around. */
  readonly alias: string
  /** `source` of the module block around. */
  readonly source: string
  /** Path of the file. */
  readonly path: string
}

/** A resource that runs code is a unit. */
export function isUnit(resource: string): boolean {
  return UNIT.test(resource)
}

/** A resource of a service of models takes the region of its provider. */
export function isModels(resource: string): boolean {
  return /^aws_bedrock/.test(resource)
}

export function isPlace(attribute: string): boolean {
  return PLACE.test(attribute)
}

export class HclPlaces {
  constructor(
    private readonly x: Excerpt,
    private readonly out: FactsBuilder,
  ) {}

  /** A place of a provider block or of a resource that runs code; other resources store, route or log. */
  region(name: string, id: string, value: Template, at: Standing): void {
    const { labels } = at
    const [kind, subject = '', , nested] = labels
    const provider = kind === 'module' ? cloudOfModule(at.source) : PROVIDERS.find(([re]) => re.test(subject))?.[1]
    const only = value.parts.length === 1 ? value.parts[0] : undefined
    const named = !id && only?.kind === 'ref'
    if (named ? false : !/[a-z]{2}/i.test(id)) return
    this.loose(name, id, value, at)
    if (provider === undefined) return
    const said = { provider, id, span: value.span, role: 'runs' as const, ...(named ? { value } : {}) }
    if (kind === 'module') {
      if (labels.length === 2 && !OF_PROVIDER.test(name)) this.out.region({ ...said, block: at.block, how: 'assumed' })
    } else if (kind === 'provider' && labels.length === 2) {
      if (OF_RESOURCE.test(name) || name === 'location' || (name === 'environment' && provider !== 'azure')) return
      const prefix = subject.replace(/-beta$/, '')
      const holds = { for: 'module' as const, prefix, alias: at.alias }
      this.out.region({ ...said, block: at.file, holds })
    } else if (OF_PROVIDER.test(name)) return
    else if (
      kind === 'resource' &&
      UNIT.test(subject) &&
      (labels.length === 3 || nested === 'spec' || nested === 'resource_config' || nested === 'definition')
    )
      this.out.region({ ...said, block: at.block })
    else if (kind === 'resource' && AZURE_MODELS.test(subject) && labels.length === 3)
      this.out.region({ ...said, role: 'model', cloud: 'foundry', block: at.block })
  }

  /** Places of files that name no cloud: inputs and locals of Terragrunt, jobs of Nomad. */
  private loose(name: string, id: string, value: Template, { labels, block, path }: Standing): void {
    const provider = name.startsWith('aws') ? 'aws' : ''
    const said = { provider, id, span: value.span, role: 'runs' as const, how: 'assumed' as const, block }
    if (!id || !/region|location|zone|datacenter/.test(name)) return
    if (TERRAGRUNT.test(path) && labels.length === 1 && /^(?:inputs|locals)$/.test(labels[0] ?? ''))
      this.out.region(said)
    if (NOMAD.test(path) && labels.length === 2 && labels[0] === 'job' && /^(?:region|datacenters)$/.test(name))
      this.out.region(said)
  }

  /** Elements of a list of places. */
  places(name: string, tokens: readonly HclToken[], i: number, at: Standing): void {
    for (let k = i; tokens[k] && tokens[k]?.text !== ']'; k++) {
      const t = tokens[k] as HclToken
      if (t.kind !== 'string') continue
      const span = this.x.span(t.contentStart, t.contentEnd)
      const text = this.x.text.slice(t.contentStart, t.contentEnd)
      this.region(name, text, { span, parts: [{ kind: 'text', text, span }] }, at)
    }
  }

  /** What ties resources and modules together: providers by alias, modules by folder, places of resource groups. */
  wiring(name: string, value: Template, written: string, at: Standing): void {
    const { labels, block } = at
    const [kind, subject = '', title = ''] = labels
    if (kind === 'terraform' && labels.length === 1 && name === 'source' && TERRAGRUNT.test(at.path))
      this.stack(written, value, at)
    if (kind === 'module' && labels.length === 2 && name === 'source' && /^\.{1,2}\//.test(written))
      this.out.reference({ kind: 'module', target: written, member: subject, span: value.span, block })
    const handed = kind === 'module' && labels[2] === 'providers'
    const taken = kind === 'resource' && labels.length === 3 && name === 'provider'
    if ((handed || taken) && /^[\w-]+(?:\.[\w-]+)?$/.test(written))
      this.out.reference({ kind: 'provider', target: written, span: value.span, block })
    if (subject === 'azurerm_resource_group' && labels.length === 3 && name === 'location') {
      const full = `${subject}.${title}.location`
      const path = [subject, title, 'location']
      this.out.setting({ kind: 'constant', name: full, path, keySpan: value.span, value, block: at.file })
    }
  }

  /** The module that a file of Terragrunt runs: its inputs are arguments of that module. */
  private stack(written: string, value: Template, { file }: Standing): void {
    const target = written.replace(/\/\//g, '/')
    if (/^\.{1,2}\//.test(target))
      this.out.reference({ kind: 'module', target, member: 'inputs', span: value.span, block: file })
  }
}

/** `namespace/name/provider` of a registry, where the module runs code. */
function cloudOfModule(source: string): string | undefined {
  const [, name = '', provider = ''] = /^(?:[\w.-]+\/)?[\w-]+\/([\w-]+)\/([\w-]+)(?:\/\/[\w/-]*)?$/.exec(source) ?? []
  return RUNS_CODE.test(`${name} ${source.split('//')[1] ?? ''}`)
    ? PROVIDERS.find(([re]) => re.test(provider))?.[1]
    : undefined
}
