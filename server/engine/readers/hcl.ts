import type { FactsBuilder } from '../builder'
import type { ReadContext, Reader } from '../reader'
import type { Excerpt } from '../text'
import type { Span, Template } from '../types'
import { HclExpressions } from './hcl/expressions'
import { type HclToken, lexHcl } from './hcl/lexer'
import { HclPlaces, isModels, isPlace, isUnit, type Standing } from './hcl/places'
import { dialectOfFile, dialectOfText } from './structured/emit'
import { isUpstream } from './structured/upstreams'

/** Terraform and OpenTofu: blocks, attributes, nested objects, heredocs, `var.` and `local.` names. */
export const hcl: Reader = {
  id: 'hcl',
  version: 6,
  dialects: ['hcl', 'terraform'],
  dialectOf: (_path, name) =>
    /\.(?:tf|tfvars|hcl|tofu|nomad)(?:\.example)?$/.test(name) && name !== '.terraform.lock.hcl' ? 'terraform' : '',
  read(x, out, context) {
    new HclScanner(x, out, context).run()
  },
}

const ENV_MAPS =
  /^(?:variables|environment_variables|env|environment|app_settings|env_vars|environment_variable|variable)$/
const COMMANDS = /^(?:inline|commands?|runcmd)$/
const SCRIPTS =
  /^(?:content|user_data|custom_data|startup_script|metadata_startup_script|template|script|command|inline)$/
const MAX_DEPTH = 200
/** Words of a block before its brace. */
const MAX_LABELS = 8

interface Level {
  readonly labels: readonly string[]
  readonly block: number
  readonly close: string
  /** Alias of the provider block. */
  readonly alias?: string
  /** `source` of the module block. */
  readonly source?: string
}

class HclScanner {
  private readonly tokens: readonly HclToken[]
  private readonly levels: Level[] = []
  private readonly expressions: HclExpressions
  private readonly places: HclPlaces

  constructor(
    private readonly x: Excerpt,
    private readonly out: FactsBuilder,
    private readonly context: ReadContext,
  ) {
    const lexed = lexHcl(x.text)
    this.tokens = lexed.tokens
    this.expressions = new HclExpressions(x, this.tokens)
    this.places = new HclPlaces(x, out)
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
    if ((t.kind === 'string' || t.kind === 'heredoc') && this.level.close === ']') this.element(t)
    if (t.kind !== 'name' && t.kind !== 'string') return this.bracket(i)
    const next = this.tokens[i + 1]
    if (next?.kind === 'punct' && (next.text === '=' || next.text === ':')) return this.attribute(i)
    if (t.kind === 'name') {
      let k = i + 1
      const labels = [t.text]
      while (labels.length <= MAX_LABELS && (this.tokens[k]?.kind === 'string' || this.tokens[k]?.kind === 'name'))
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
    const unit =
      outer &&
      (labels[0] === 'resource'
        ? isUnit(labels[1] ?? '')
        : labels[0] === 'job' && /\.nomad(?:\.hcl)?$/.test(this.context.path))
    const apart = outer && (labels[0] === 'module' || (labels[0] === 'resource' && isModels(labels[1] ?? '')))
    const kind = unit ? 'function' : apart ? 'object' : null
    const block = kind
      ? this.out.block(kind, labels.slice(1).join('.'), this.level.block, this.x.span(t.start, this.x.text.length))
      : this.level.block
    const alias = outer && labels[0] === 'provider' ? this.textIn(i + labels.length, 'alias') : ''
    const source = outer && labels[0] === 'module' ? this.textIn(i + labels.length, 'source') : ''
    const known = { ...(alias ? { alias } : {}), ...(source ? { source } : {}) }
    this.levels.push({ labels: [...this.level.labels, ...labels], block, close, ...known })
    if (labels[0] === 'resource' && labels[1])
      this.out.signature({
        kind: 'resource',
        ecosystem: 'terraform',
        name: labels[1],
        span: this.x.span(t.start, t.end),
        block,
      })
  }

  /** The string that the block that opens at `i` gives an attribute. */
  private textIn(i: number, attribute: string): string {
    let depth = 0
    for (let k = i; k < this.tokens.length; k++) {
      const t = this.tokens[k] as HclToken
      if (t.kind === 'punct' && t.text === '{') depth++
      else if (t.kind === 'punct' && t.text === '}' && --depth === 0) return ''
      else if (depth === 1 && t.text === attribute && this.tokens[k + 2]?.kind === 'string') {
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
      if (value.text === '[' && isPlace(key.text)) this.places.places(key.text, this.tokens, valueAt + 1, this.standing)
      this.levels.push({
        labels: [...labels, key.text],
        block: this.level.block,
        close: value.text === '{' ? '}' : ']',
      })
      return valueAt + 1
    }
    const read = this.expressions.value(valueAt)
    this.places.wiring(key.text, read.template, value.text, this.standing)
    this.state(i, read.template, labels)
    if (value.kind === 'string' || value.kind === 'heredoc') this.embedded(key.text, value)
    // walk on inside calls such as jsonencode({...})
    return value.kind === 'name' && this.tokens[valueAt + 1]?.text === '('
      ? valueAt + 1
      : Math.max(read.next, valueAt + 1)
  }

  private get standing(): Standing {
    const { labels, block, alias = '', source = '' } = this.level
    return { labels, block, alias, source, file: this.context.block, path: this.context.path }
  }

  private state(i: number, value: Template, labels: readonly string[]): void {
    const key = this.tokens[i] as HclToken
    const keySpan = this.x.span(key.start, key.end)
    const top = labels[0] ?? ''
    const name = key.text
    const block = this.level.block
    const only = value.parts.length === 1 ? value.parts[0] : undefined
    const text = only?.kind === 'text' ? only.text : ''
    if (isPlace(name)) this.places.region(name, text, value, this.standing)
    const pair = /^(?:value|text|secret_text)$/.test(name) ? this.nameBeside(i) : null
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
    } else if (isUpstream(name, labels, text))
      this.out.setting({ kind: 'upstream', name, path: [...labels, name], keySpan, value, block })
    else if (pair)
      this.out.setting({ kind: 'env', name: pair.name, path: [...labels, pair.name], keySpan: pair.span, value, block })
    else if (/^[A-Z][A-Z0-9_]*$/.test(name) && (ENV_MAPS.test(labels[labels.length - 1] ?? '') || name.includes('_')))
      this.out.setting({ kind: 'env', name, path: [...labels, name], keySpan, value, block })
    else this.out.setting({ kind: 'key', name, path: [...labels, name], keySpan, value, block })
  }

  /** `{ name = "X", value = "..." }`, in either order: the name beside the value at token `i`. */
  private nameBeside(i: number): { name: string; span: Span } | null {
    for (const step of [-1, 1]) {
      let depth = 0
      for (let k = i + step; k >= 0 && k < this.tokens.length && Math.abs(k - i) < 40; k += step) {
        const t = this.tokens[k] as HclToken
        if (t.kind === 'punct' && /^[{}]$/.test(t.text)) {
          depth += (t.text === '{') === step > 0 ? 1 : -1
          if (depth < 0) break
        }
        const value = this.tokens[k + 2]
        const named = depth === 0 && /^(?:name|key)$/.test(t.text) && /^[=:]$/.test(this.tokens[k + 1]?.text ?? '')
        const name =
          named && value?.kind === 'string' ? /(?:^|\.)([A-Za-z_]*[A-Z]\w*)$/.exec(value.text)?.[1] : undefined
        if (name && value) return { name, span: this.x.span(value.contentEnd - name.length, value.contentEnd) }
      }
    }
    return null
  }

  /** `NAME=value` in a list of variables, a command in a list of commands. */
  private element(t: HclToken): void {
    const list = this.level.labels[this.level.labels.length - 1] ?? ''
    const text = this.expressions.content(t)
    const name = ENV_MAPS.test(list) ? /^([A-Za-z_]\w*)=/.exec(text.text)?.[1] : undefined
    if (name) {
      const value = text.slice(name.length + 1, text.text.length)
      const span = value.span(0, value.text.length)
      this.out.setting({
        kind: 'env',
        name,
        keySpan: text.span(0, name.length),
        value: { parts: [{ kind: 'text', text: value.text, span }], span },
        block: this.level.block,
      })
    } else if (COMMANDS.test(list)) this.context.embed('bash', text, this.level.block)
    else this.embedded(list, t)
  }

  /** Files, scripts and JSON inside of a string. */
  private embedded(key: string, t: HclToken): void {
    const text = this.expressions.content(t)
    if (text.text.length < 8) return
    const lines = t.kind === 'heredoc' || text.text.includes('\n')
    const dialect =
      (key.includes('.') ? dialectOfFile(key) : '') ||
      (lines || /^\s*[{[]/.test(text.text) ? dialectOfText(text.text) : '') ||
      (SCRIPTS.test(key) ? 'bash' : '')
    if (dialect) this.context.embed(dialect, text, this.level.block)
  }
}
