/** Where resources of Terraform run, and what ties them to providers and modules. */
import type { FactsBuilder } from '../../builder'
import type { Excerpt } from '../../text'
import type { Template } from '../../types'
import type { HclToken } from './lexer'

const PROVIDERS: readonly (readonly [RegExp, string])[] = [
  [/^aws/, 'aws'],
  [/^google/, 'gcp'],
  [/^azurerm/, 'azure'],
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
]
/** Resources that run code: units. Databases, buckets and groups are none. */
const UNIT =
  /^(?:(?:aws|google_compute|alicloud|tencentcloud|huaweicloud_compute|volcengine_ecs|linode|vultr|oci_core|yandex_compute)_instance|(?:google_container|aws_eks|azurerm_kubernetes)_cluster|azurerm_(?:linux_|windows_)?virtual_machine|digitalocean_droplet|hcloud_server)$|(?:lambda_function|cloud_run|cloudfunctions|function_app|container_app|container_group|app_service|web_app|fgs_function|fc_function|fcv3_function|scf_function|ecs_task_definition|apprunner|app_engine|batch_job|kubernetes_deployment|digitalocean_app|vercel_project|(?:yandex|vefaas|baiducloud_cfc|scaleway)_function|scaleway_container$|render_web_service|koyeb_service|fly_machine)/
/** Attributes of a resource that name where it runs; lists of ids count element by element. */
const PLACE =
  /^(?:region|location|zone|availability_zone|zone_id|regions|serverless_function_region|function_default_regions)$/
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
}

/** A resource that runs code is a unit. */
export function isUnit(resource: string): boolean {
  return UNIT.test(resource)
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
  region(id: string, value: Template, at: Standing): void {
    const { labels } = at
    const [kind, subject = '', , nested] = labels
    const provider = PROVIDERS.find(([re]) => re.test(subject))?.[1]
    const only = value.parts.length === 1 ? value.parts[0] : undefined
    const named = !id && only?.kind === 'ref'
    if (!provider || (!id && !named)) return
    const said = { provider, id, span: value.span, role: 'runs' as const, ...(named ? { value } : {}) }
    if (kind === 'provider' && labels.length === 2) {
      const prefix = subject.replace(/-beta$/, '')
      const holds = { for: 'module' as const, prefix, alias: at.alias }
      this.out.region({ ...said, block: at.file, holds })
    } else if (
      kind === 'resource' &&
      UNIT.test(subject) &&
      (labels.length === 3 || nested === 'spec' || nested === 'resource_config' || nested === 'definition')
    )
      this.out.region({ ...said, block: at.block })
    else if (kind === 'resource' && AZURE_MODELS.test(subject) && labels.length === 3)
      this.out.region({ ...said, role: 'model', cloud: 'foundry', block: at.block })
  }

  /** Elements of a list of places. */
  places(tokens: readonly HclToken[], i: number, at: Standing): void {
    for (let k = i; tokens[k] && tokens[k]?.text !== ']'; k++) {
      const t = tokens[k] as HclToken
      if (t.kind !== 'string') continue
      const span = this.x.span(t.contentStart, t.contentEnd)
      const text = this.x.text.slice(t.contentStart, t.contentEnd)
      this.region(text, { span, parts: [{ kind: 'text', text, span }] }, at)
    }
  }

  /** What ties resources and modules together: providers by alias, modules by folder, places of resource groups. */
  wiring(name: string, value: Template, written: string, at: Standing): void {
    const { labels, block } = at
    const [kind, subject = '', title = ''] = labels
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
}
