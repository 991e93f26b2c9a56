import type { FactsBuilder } from '../builder'
import type { ReadContext, Reader } from '../reader'
import { Excerpt } from '../text'
import type { Part, Template } from '../types'
import { type HclToken, lexHcl } from './hcl/lexer'
import { dialectOfFile } from './structured/emit'

/** Terraform and OpenTofu: blocks, attributes, nested objects, heredocs, `var.` and `local.` names. */
export const hcl: Reader = {
  id: 'hcl',
  version: 1,
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
  [/^render/, 'render'],
  [/^scaleway/, 'scaleway'],
  [/^yandex/, 'yandex'],
]
const UNIT =
  /(?:lambda_function|cloud_run|cloudfunctions|function_app|container_app|container_group|app_service|web_app|fgs_function|fc_function|fcv3_function|scf_function|ecs_task_definition|apprunner|app_engine|batch_job|kubernetes_deployment|digitalocean_app|vercel_project)/
const ENV_MAPS =
  /^(?:variables|environment_variables|env|environment|app_settings|env_vars|environment_variable|variable)$/
const MAX_DEPTH = 200

interface Level {
  readonly labels: readonly string[]
  readonly block: number
  readonly close: string
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
    const top = labels[0] === 'resource' && UNIT.test(labels[1] ?? '')
    const block = top
      ? this.out.block(
          'function',
          labels.slice(1).join('.'),
          this.level.block,
          this.x.span(t.start, this.x.text.length),
        )
      : this.level.block
    this.levels.push({ labels: [...this.level.labels, ...labels], block, close })
    if (labels[0] === 'resource' && labels[1])
      this.out.signature({
        kind: 'resource',
        ecosystem: 'terraform',
        name: labels[1],
        span: this.x.span(t.start, t.end),
        block,
      })
  }

  /** `name = value`; objects and lists are walked further. */
  private attribute(i: number): number {
    const key = this.tokens[i] as HclToken
    const valueAt = i + 2
    const value = this.tokens[valueAt]
    if (!value) return valueAt
    const labels = this.level.labels
    if (value.kind === 'punct' && (value.text === '{' || value.text === '[')) {
      this.levels.push({
        labels: [...labels, key.text],
        block: this.level.block,
        close: value.text === '{' ? '}' : ']',
      })
      return valueAt + 1
    }
    const read = this.expression(valueAt)
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
    if (/^(?:region|location|zone|availability_zone)$/.test(name) && text) this.region(text, value, labels)
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

  private region(id: string, value: Template, labels: readonly string[]): void {
    const subject = labels[0] === 'provider' ? (labels[1] ?? '') : labels[0] === 'resource' ? (labels[1] ?? '') : ''
    const provider = PROVIDERS.find(([re]) => re.test(subject))?.[1]
    if (provider)
      this.out.region({
        provider,
        id: provider === 'azure' ? id.toLowerCase().replace(/\s+/g, '') : id,
        span: value.span,
        block: labels[0] === 'provider' ? this.context.block : this.level.block,
        role: 'runs',
      })
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
      if (/^(?:var|local|each|data|module)\./.test(t.text))
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
        /^(?:var|local)\.\w+$/.test(name) ? { kind: 'ref', to: 'name', name, span } : { kind: 'unknown', span },
      )
      from = m.index + m[0].length
    }
    if (from < raw.length)
      parts.push({ kind: 'text', text: raw.slice(from), span: this.x.span(t.contentStart + from, t.contentEnd) })
    return parts
  }
}
