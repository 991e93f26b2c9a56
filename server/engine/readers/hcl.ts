import type { FactsBuilder } from '../builder'
import type { ReadContext, Reader } from '../reader'
import { Excerpt } from '../text'
import type { Part, Template } from '../types'
import { type HclToken, lexHcl } from './hcl/lexer'
import { dialectOfFile } from './structured/emit'

/** Terraform and OpenTofu: blocks, attributes, nested objects, heredocs, `var.` and `local.` names. */
export const hcl: Reader = {
  id: 'hcl',
  version: 2,
  dialects: ['hcl', 'terraform'],
  dialectOf: (_path, name) =>
    /\.(?:tf|tfvars|hcl|tofu)(?:\.example)?$/.test(name) && name !== '.terraform.lock.hcl' ? 'terraform' : '',
  read(x, out, context) {
    new HclScanner(x, out, context).run()
  },
}

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
const ENV_MAPS =
  /^(?:variables|environment_variables|env|environment|app_settings|env_vars|environment_variable|variable)$/
const MAX_DEPTH = 200

/** Attributes of a resource that name where it runs; lists of ids count element by element. */
const PLACE =
  /^(?:region|location|zone|availability_zone|zone_id|regions|serverless_function_region|function_default_regions)$/
/** Accounts that hold models: their location is the place of the model. */
const AZURE_MODELS = /^azurerm_(?:cognitive_account|ai_services|ai_foundry)$/
const NAME = /^(?:var|local|each|data|module|azurerm_resource_group)\./

interface Level {
  readonly labels: readonly string[]
  readonly block: number
  readonly close: string
  /** Alias of the provider block. */
  readonly alias?: string
}

class HclScanner {
  private readonly tokens: readonly HclToken[]
  private readonly levels: Level[] = []

  constructor(
    private readonly x: Excerpt,
    private readonly out: FactsBuilder,
    private readonly context: ReadContext,
  ) {
    const lexed = lexHcl(x.text)
    this.tokens = lexed.tokens
    for (const c of lexed.comments)
      out.comment(
        x.text
          .slice(c.start, c.end)
          .replace(/^(?:#|\/\/|\/\*)/, '')
          .replace(/\*\/$/, ''),
        x.span(c.start, c.end),
      )
  }

  run(): void {
    for (let i = 0; i < this.tokens.length; ) i = this.step(i)
  }

  private get level(): Level {
    return this.levels[this.levels.length - 1] ?? { labels: [], block: this.context.block, close: '' }
  }

  private step(i: number): number {
    const t = this.tokens[i] as HclToken
    if (t.kind === 'punct' && /^[}\])]$/.test(t.text)) {
      if (this.level.close === t.text) this.levels.pop()
      return i + 1
    }
    if (t.kind !== 'name' && t.kind !== 'string') return this.bracket(i)
    const next = this.tokens[i + 1]
    if (next?.kind === 'punct' && (next.text === '=' || next.text === ':')) return this.attribute(i)
    if (t.kind === 'name') {
      let k = i + 1
      const labels = [t.text]
      while (this.tokens[k]?.kind === 'string' || this.tokens[k]?.kind === 'name')
        labels.push((this.tokens[k++] as HclToken).text)
      if (this.tokens[k]?.kind === 'punct' && this.tokens[k]?.text === '{') {
        this.open(labels, i, '}')
        return k + 1
      }
    }
    return i + 1
  }

  private bracket(i: number): number {
    const t = this.tokens[i] as HclToken
    const closer = t.text === '{' ? '}' : t.text === '[' ? ']' : t.text === '(' ? ')' : ''
    if (closer && t.kind === 'punct' && this.levels.length < MAX_DEPTH)
      this.levels.push({ ...this.level, close: closer })
    return i + 1
  }

  private open(labels: readonly string[], i: number, close: string): void {
    if (this.levels.length >= MAX_DEPTH) return
    const t = this.tokens[i] as HclToken
    const outer = this.levels.length === 0
    const unit = outer && labels[0] === 'resource' && UNIT.test(labels[1] ?? '')
    const kind = unit ? 'function' : outer && labels[0] === 'module' ? 'object' : null
    const block = kind
      ? this.out.block(kind, labels.slice(1).join('.'), this.level.block, this.x.span(t.start, this.x.text.length))
      : this.level.block
    const alias = outer && labels[0] === 'provider' ? this.aliasIn(i + labels.length) : ''
    this.levels.push({ labels: [...this.level.labels, ...labels], block, close, ...(alias ? { alias } : {}) })
    if (labels[0] === 'resource' && labels[1])
      this.out.signature({
        kind: 'resource',
        ecosystem: 'terraform',
        name: labels[1],
        span: this.x.span(t.start, t.end),
        block,
      })
  }

  /** `alias` of the provider block that opens at `i`. */
  private aliasIn(i: number): string {
    let depth = 0
    for (let k = i; k < this.tokens.length; k++) {
      const t = this.tokens[k] as HclToken
      if (t.kind === 'punct' && t.text === '{') depth++
      else if (t.kind === 'punct' && t.text === '}' && --depth === 0) return ''
      else if (depth === 1 && t.text === 'alias' && this.tokens[k + 2]?.kind === 'string') {
        const name = this.tokens[k + 2] as HclToken
        return this.x.text.slice(name.contentStart, name.contentEnd)
      }
    }
    return ''
  }

  /** `name = value`; objects and lists are walked further. */
  private attribute(i: number): number {
    const key = this.tokens[i] as HclToken
    const valueAt = i + 2
    const value = this.tokens[valueAt]
    if (!value) return valueAt
    const labels = this.level.labels
    if (value.kind === 'punct' && (value.text === '{' || value.text === '[')) {
      if (value.text === '[' && PLACE.test(key.text)) this.places(valueAt + 1, labels)
      this.levels.push({
        labels: [...labels, key.text],
        block: this.level.block,
        close: value.text === '{' ? '}' : ']',
      })
      return valueAt + 1
    }
    const read = this.expression(valueAt)
    this.wiring(key.text, read.template, value.text, labels)
    this.state(key, read.template, labels)
    // walk on inside calls such as jsonencode({...})
    return value.kind === 'name' && this.tokens[valueAt + 1]?.text === '('
      ? valueAt + 1
      : Math.max(read.next, valueAt + 1)
  }

  private state(key: HclToken, value: Template, labels: readonly string[]): void {
    const keySpan = this.x.span(key.start, key.end)
    const top = labels[0] ?? ''
    const name = key.text
    const block = this.level.block
    const only = value.parts.length === 1 ? value.parts[0] : undefined
    const text = only?.kind === 'text' ? only.text : ''
    if (PLACE.test(name)) this.region(text, value, labels)
    if (top === 'variable' && name === 'default' && labels[1])
      this.out.setting({
        kind: 'constant',
        name: `var.${labels[1]}`,
        path: ['var', labels[1]],
        keySpan,
        value,
        block: this.context.block,
        weak: true,
      })
    else if (top === 'locals' && labels.length === 1) {
      this.out.setting({
        kind: 'constant',
        name: `local.${name}`,
        path: ['local', name],
        keySpan,
        value,
        block: this.context.block,
      })
    } else if (
      name === 'value' &&
      /^(?:env|environment_variable|environment|variable)$/.test(labels[labels.length - 1] ?? '')
    )
      this.pair(key, value, block)
    else if (/^[A-Z][A-Z0-9_]*$/.test(name) && (ENV_MAPS.test(labels[labels.length - 1] ?? '') || name.includes('_')))
      this.out.setting({ kind: 'env', name, path: [...labels, name], keySpan, value, block })
    else this.out.setting({ kind: 'key', name, path: [...labels, name], keySpan, value, block })
    if (/^(?:content|user_data|template|settings_json)$/.test(name) && text.includes('='))
      this.context.embed(dialectOfFile(name) || 'bash', Excerpt.assembled([{ text, span: value.span }]), block)
  }

  /** `env { name = "X" value = "..." }`: the name stands just before. */
  private pair(key: HclToken, value: Template, block: number): void {
    const at = this.tokens.indexOf(key)
    for (let k = at - 1; k >= 0 && at - k < 12; k--) {
      const t = this.tokens[k] as HclToken
      if (t.kind === 'punct' && t.text === '{') break
      if (t.kind === 'name' && t.text === 'name' && this.tokens[k + 2]?.kind === 'string') {
        const name = this.tokens[k + 2] as HclToken
        this.out.setting({
          kind: 'env',
          name: name.text,
          path: ['env', name.text],
          keySpan: this.x.span(name.contentStart, name.contentEnd),
          value,
          block,
        })
        return
      }
    }
  }

  /** A place of a provider block or of a resource that runs code; other resources store, route or log. */
  private region(id: string, value: Template, labels: readonly string[]): void {
    const [kind, subject = '', , nested] = labels
    const provider = PROVIDERS.find(([re]) => re.test(subject))?.[1]
    const only = value.parts.length === 1 ? value.parts[0] : undefined
    const named = !id && only?.kind === 'ref'
    if (!provider || (!id && !named)) return
    const said = { provider, id, span: value.span, role: 'runs' as const, ...(named ? { value } : {}) }
    if (kind === 'provider' && labels.length === 2) {
      const prefix = subject.replace(/-beta$/, '')
      const holds = { for: 'module' as const, prefix, alias: this.level.alias ?? '' }
      this.out.region({ ...said, block: this.context.block, holds })
    } else if (
      kind === 'resource' &&
      UNIT.test(subject) &&
      (labels.length === 3 || nested === 'spec' || nested === 'resource_config' || nested === 'definition')
    )
      this.out.region({ ...said, block: this.level.block })
    else if (kind === 'resource' && AZURE_MODELS.test(subject) && labels.length === 3)
      this.out.region({ ...said, role: 'model', cloud: 'foundry', block: this.level.block })
  }

  /** Elements of a list of places. */
  private places(i: number, labels: readonly string[]): void {
    for (let k = i; this.tokens[k] && this.tokens[k]?.text !== ']'; k++) {
      const t = this.tokens[k] as HclToken
      if (t.kind !== 'string') continue
      const span = this.x.span(t.contentStart, t.contentEnd)
      const text = this.x.text.slice(t.contentStart, t.contentEnd)
      this.region(text, { span, parts: [{ kind: 'text', text, span }] }, labels)
    }
  }

  /** What ties resources and modules together: providers by alias, modules by folder, places of resource groups. */
  private wiring(name: string, value: Template, written: string, labels: readonly string[]): void {
    const block = this.level.block
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
      this.out.setting({ kind: 'constant', name: full, path, keySpan: value.span, value, block: this.context.block })
    }
  }

  /** Strings with interpolation, names, `coalesce(a, "b")`, `a ? b : c`. */
  private expression(i: number, depth = 0): { template: Template; next: number } {
    const t = this.tokens[i]
    if (!t || depth > 8)
      return {
        template: { parts: [{ kind: 'unknown', span: this.x.span(0, 0) }], span: this.x.span(0, 0) },
        next: i + 1,
      }
    const span = this.x.span(t.contentStart, t.contentEnd)
    if (t.kind === 'string' || t.kind === 'heredoc')
      return { template: { parts: this.interpolated(t), span }, next: i + 1 }
    if (t.kind === 'name') {
      if (this.tokens[i + 1]?.text === '(') return this.call(i, depth)
      if (NAME.test(t.text))
        return { template: { parts: [{ kind: 'ref', to: 'name', name: t.text, span }], span }, next: i + 1 }
    }
    return { template: { parts: [{ kind: 'unknown', span }], span }, next: i + 1 }
  }

  private call(i: number, depth: number): { template: Template; next: number } {
    const t = this.tokens[i] as HclToken
    const span = this.x.span(t.start, t.end)
    let next = i + 2
    if (!/^(?:coalesce|try|lookup|format|tostring|nonsensitive|sensitive)$/.test(t.text))
      return { template: { parts: [{ kind: 'unknown', span }], span }, next: i + 1 }
    const parts: Part[] = []
    for (let n = 0; n < 6 && this.tokens[next] && this.tokens[next]?.text !== ')'; n++) {
      const value = this.expression(next, depth + 1)
      const part = value.template.parts[0]
      const last = parts[parts.length - 1]
      if (last?.kind === 'ref') parts[parts.length - 1] = { ...last, fallback: value.template }
      else if (part) parts.push(...value.template.parts)
      next = value.next
      while (this.tokens[next] && this.tokens[next]?.text !== ',' && this.tokens[next]?.text !== ')') next++
      if (this.tokens[next]?.text === ',') next++
    }
    return {
      template: { parts: parts.length > 0 ? parts : [{ kind: 'unknown', span }], span: parts[0]?.span ?? span },
      next: next + 1,
    }
  }

  private interpolated(t: HclToken): Part[] {
    const raw = this.x.text.slice(t.contentStart, t.contentEnd)
    if (!raw.includes('${'))
      return [
        {
          kind: 'text',
          text: raw.includes('\\') ? raw.replace(/\\(["\\])/g, '$1') : raw,
          span: this.x.span(t.contentStart, t.contentEnd),
        },
      ]
    const parts: Part[] = []
    let from = 0
    for (const m of raw.matchAll(/\$\{([^}]*)\}/g)) {
      if (m.index > from)
        parts.push({
          kind: 'text',
          text: raw.slice(from, m.index),
          span: this.x.span(t.contentStart + from, t.contentStart + m.index),
        })
      const name = (m[1] as string).trim()
      const span = this.x.span(t.contentStart + m.index, t.contentStart + m.index + m[0].length)
      parts.push(
        /^(?:var|local)\.[\w-]+$/.test(name) ? { kind: 'ref', to: 'name', name, span } : { kind: 'unknown', span },
      )
      from = m.index + m[0].length
    }
    if (from < raw.length)
      parts.push({ kind: 'text', text: raw.slice(from), span: this.x.span(t.contentStart + from, t.contentEnd) })
    return parts
  }
}
