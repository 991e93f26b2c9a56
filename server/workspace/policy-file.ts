/** Parses `relaylint.yaml` with exact error positions. A policy with an error is no policy: the caller fails closed. */
import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Node as YamlNode } from 'yaml'
import { type Exception, emptyPolicy, type Gateway, type HostEntry, type Policy, type Spanned } from '../engine/policy'
import { isDay } from '../engine/suppress'
import { lineAt, lineStartsOf, quotable } from '../engine/text'
import type { Persona, Severity, Span } from '../engine/types'

export interface PolicyError {
  readonly path: string
  readonly span: Span
  /** 1-based, for messages. */
  readonly line: number
  readonly column: number
  readonly message: string
}

export interface ParsedPolicy {
  readonly policy: Policy
  readonly errors: readonly PolicyError[]
  /** The local file of `extends` as written, relative to the policy file, and where it says so; absent without one. */
  readonly extends?: Written
}

/** A text of the policy file and its place; line and column are 1-based. */
export interface Written {
  readonly value: string
  readonly path: string
  readonly span: Span
  readonly line: number
  readonly column: number
}

export const POLICY_NAMES = ['relaylint.yaml', '.relaylint.yaml'] as const

const SEVERITIES = ['error', 'warning', 'info', 'hint']
const PERSONAS = ['developer', 'reviewer', 'auditor']
const TOP = [
  'version',
  'extends',
  'persona',
  'fail-on',
  'organization',
  'accounts',
  'gateways',
  'endpoints',
  'tools',
  'deployments',
  'rules',
  'exceptions',
  'exclude',
]

export function parsePolicy(text: string, path: string, ruleIds: ReadonlySet<string>, trusted: boolean): ParsedPolicy {
  const reader = new PolicyReader(text, path, ruleIds)
  const policy = reader.read(trusted)
  return { policy, errors: reader.errors, ...(reader.parent ? { extends: reader.parent } : {}) }
}

/** A policy over the one it extends: lists add up, single values of the nearer file win. */
export function mergePolicies(near: Policy, far: Policy): Policy {
  const fallback = near.endpoints.default ?? far.endpoints.default
  return {
    ...far,
    ...near,
    accounts: [...far.accounts, ...near.accounts],
    gateways: [...far.gateways, ...near.gateways],
    endpoints: {
      ...(fallback ? { default: fallback } : {}),
      deny: [...far.endpoints.deny, ...near.endpoints.deny],
      allow: [...far.endpoints.allow, ...near.endpoints.allow],
    },
    tools: { deny: [...far.tools.deny, ...near.tools.deny] },
    deployments: [...far.deployments, ...near.deployments],
    rules: new Map([...far.rules, ...near.rules]),
    exceptions: [...far.exceptions, ...near.exceptions],
    exclude: [...far.exclude, ...near.exclude],
  }
}

type Value = YamlNode | null | undefined

class PolicyReader {
  readonly errors: PolicyError[] = []
  parent: Written | null = null
  private document: Document | null = null
  private readonly lines: number[]
  private readonly counter = new LineCounter()

  constructor(
    private readonly text: string,
    private readonly path: string,
    private readonly ruleIds: ReadonlySet<string>,
  ) {
    this.lines = lineStartsOf(text)
  }

  read(trusted: boolean): Policy {
    const base: Policy = { ...emptyPolicy(), path: this.path, trusted }
    const doc = parseDocument(this.text, { lineCounter: this.counter, prettyErrors: false })
    for (const e of doc.errors)
      this.fail(
        { start: e.pos[0], end: e.pos[1] },
        (e.message.split('\n')[0] ?? 'is not YAML').replace(/\s+at line.*$/, ''),
      )
    if (doc.errors.length > 0) return base
    this.document = doc as unknown as Document
    if (!isMap(doc.contents)) {
      this.fail({ start: 0, end: Math.min(1, this.text.length) }, 'a policy is a map that starts with `version: 1`')
      return base
    }
    const top = this.map(doc.contents as unknown as YamlNode, TOP, 'the policy')
    if (String(this.plain(top.get('version'))) !== '1')
      this.fail(this.span(top.get('version') ?? (doc.contents as unknown as YamlNode)), '`version: 1` is required')
    const parent = top.has('extends') ? this.text1(top.get('extends'), 'extends') : ''
    if (parent) this.parent = { value: parent, path: this.path, ...this.at(this.span(top.get('extends'))) }
    const persona = this.oneOf(top.get('persona'), PERSONAS, 'persona')
    const failOn = this.oneOf(top.get('fail-on'), [...SEVERITIES.slice(0, 3), 'never'], 'fail-on')
    const organization = top.has('organization') ? this.organization(top.get('organization')) : undefined
    return {
      ...base,
      ...(persona ? { persona: persona as Persona } : {}),
      ...(failOn ? { failOn: failOn as Severity | 'never' } : {}),
      ...(organization ? { organization } : {}),
      accounts: this.list(top.get('accounts'), 'accounts', (n) => this.account(n)),
      gateways: this.list(top.get('gateways'), 'gateways', (n) => this.gateway(n)),
      endpoints: this.endpoints(top.get('endpoints')),
      tools: { deny: this.tools(top.get('tools')) },
      deployments: this.list(top.get('deployments'), 'deployments', (n) => this.deployment(n)),
      rules: this.rules(top.get('rules')),
      exceptions: this.list(top.get('exceptions'), 'exceptions', (n) => this.exception(n)),
      exclude: this.strings(top.get('exclude'), 'exclude').map((s) => s.value),
    }
  }

  private at(span: Span): { span: Span; line: number; column: number } {
    const line = lineAt(this.lines, span.start)
    return { span, line: line + 1, column: span.start - (this.lines[line] ?? 0) + 1 }
  }

  private fail(span: Span, message: string): void {
    this.errors.push({ path: this.path, ...this.at(span), message })
  }

  /** What an alias (`*name`) stands for; the place of an error is then that of the anchor. */
  private follow(node: unknown): Value {
    return (isAlias(node) && this.document ? node.resolve(this.document) : node) as Value
  }

  private span(node: Value): Span {
    const range = node?.range
    return range ? { start: range[0], end: Math.max(range[0], range[1]) } : { start: 0, end: 0 }
  }

  private spanned<T>(node: Value, value: T): Spanned<T> {
    return { value, span: this.span(node), path: this.path }
  }

  private plain(node: Value): unknown {
    return isScalar(node) ? node.value : undefined
  }

  private map(node: Value, allowed: readonly string[], what: string): Map<string, Value> {
    const out = new Map<string, Value>()
    if (!isMap(node)) {
      if (node) this.fail(this.span(node), `${what} is a map`)
      return out
    }
    for (const pair of node.items) {
      const key = String((pair.key as { value?: unknown } | null)?.value ?? '')
      if (!allowed.includes(key))
        this.fail(
          this.span(pair.key as YamlNode),
          `unknown key \`${quotable(key)}\` in ${what}${nearest(key, allowed)}`,
        )
      else out.set(key, this.follow(pair.value))
    }
    return out
  }

  private list<T>(node: Value, what: string, each: (item: Value) => T | null): Spanned<T>[] {
    if (!node) return []
    if (!isSeq(node)) {
      this.fail(this.span(node), `${what} is a list`)
      return []
    }
    return node.items.flatMap((raw) => {
      const item = this.follow(raw)
      const value = each(item)
      return value === null ? [] : [this.spanned(item, value)]
    })
  }

  private strings(node: Value, what: string): Spanned<string>[] {
    return this.list(node, what, (n) => this.text1(n, what) || null)
  }

  private text1(node: Value, what: string): string {
    const value = this.plain(node)
    if (typeof value !== 'string' || value.trim() === '') {
      this.fail(this.span(node), `${what} is a text that is not empty`)
      return ''
    }
    return value
  }

  private required(map: Map<string, Value>, key: string, at: Value, what: string): string {
    if (!map.has(key)) {
      this.fail(this.span(at), `${what} needs \`${key}\``)
      return ''
    }
    return this.text1(map.get(key), `\`${key}\` of ${what}`)
  }

  private oneOf(node: Value, allowed: readonly string[], what: string): string | undefined {
    if (!node) return undefined
    const value = String(this.plain(node))
    if (allowed.includes(value)) return value
    this.fail(this.span(node), `${what} is one of ${allowed.join(', ')}`)
    return undefined
  }

  private day(map: Map<string, Value>, what: string): string | undefined {
    const node = map.get('until')
    if (!node) return undefined
    const raw = isScalar(node) ? String(node.source ?? node.value ?? '') : ''
    if (isDay(raw)) return raw
    this.fail(this.span(node), `\`until\` of ${what} is a day that exists (YYYY-MM-DD)`)
    return undefined
  }

  private country(node: Value, what: string): string {
    const value = String((isScalar(node) ? (node.source ?? node.value) : '') ?? '')
    if (/^[A-Z]{2}$/.test(value)) return value
    this.fail(this.span(node), `${what} is an ISO 3166 code of two capital letters`)
    return ''
  }

  /** A country, or a part of one: some lists except parts. */
  private place(node: Value, what: string): string {
    const value = String((isScalar(node) ? (node.source ?? node.value) : '') ?? '')
    return /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(value) ? value : this.country(node, what)
  }

  private organization(node: Value): NonNullable<Policy['organization']> {
    const m = this.map(node, ['headquarters', 'owners', 'developers', 'end-users'], 'organization')
    const places = (key: string) => this.list(m.get(key), key, (n) => this.place(n, key) || null)
    const owners = this.list(m.get('owners'), 'owners', (n) => {
      const o = this.map(n, ['country', 'share'], 'an owner')
      const share = Number(this.plain(o.get('share')))
      if (!(share > 0 && share <= 100))
        this.fail(this.span(o.get('share') ?? n), '`share` of an owner is a percentage over 0 and up to 100')
      return { country: this.country(o.get('country') ?? n, '`country` of an owner'), share }
    })
    const hq = m.get('headquarters')
    return this.spanned(node, {
      ...(hq ? { headquarters: this.spanned(hq, this.country(hq, 'headquarters')) } : {}),
      owners,
      developers: places('developers'),
      endUsers: places('end-users'),
    })
  }

  private account(n: Value): { provider: string; kind: string; country: string } | null {
    const m = this.map(n, ['provider', 'kind', 'country'], 'an account')
    const provider = this.required(m, 'provider', n, 'an account')
    const kind = this.oneOf(m.get('kind') ?? n, ['api', 'cloud', 'team', 'subscription'], '`kind` of an account') ?? ''
    const country = this.country(m.get('country') ?? n, '`country` of an account')
    return provider && kind && country ? { provider, kind, country } : null
  }

  private gateway(n: Value): Gateway | null {
    const m = this.map(n, ['host', 'operator', 'upstream', 'reason'], 'a gateway')
    const host = this.host(m, n, 'a gateway')
    const reason = this.required(m, 'reason', n, 'a gateway')
    const operator = m.has('operator') ? this.text1(m.get('operator'), 'operator') : 'self'
    return host && reason
      ? { host, operator, upstream: this.strings(m.get('upstream'), 'upstream').map((s) => s.value), reason }
      : null
  }

  private host(m: Map<string, Value>, n: Value, what: string): string {
    const host = this.required(m, 'host', n, what).toLowerCase()
    if (!host) return ''
    if (/^(?:\*\.)?[a-z0-9_.\-\u0080-\uffff]+(?::\d+)?$/.test(host) || /^\[?[0-9a-f:]+\]?$/.test(host)) return host
    this.fail(
      this.span(m.get('host')),
      `\`host\` of ${what} is a host such as llm.corp.example or *.corp.example, without scheme and path`,
    )
    return ''
  }

  private hostEntry(n: Value, what: string): HostEntry | null {
    const m = this.map(n, ['host', 'reason', 'owner', 'until'], what)
    const host = this.host(m, n, what)
    const reason = this.required(m, 'reason', n, what)
    const until = this.day(m, what)
    return host && reason
      ? {
          host,
          reason,
          ...(m.has('owner') ? { owner: this.text1(m.get('owner'), 'owner') } : {}),
          ...(until ? { until } : {}),
        }
      : null
  }

  private endpoints(n: Value): Policy['endpoints'] {
    const none: Policy['endpoints'] = { deny: [], allow: [] }
    if (!n) return none
    const m = this.map(n, ['default', 'deny', 'allow'], 'endpoints')
    const fallback = this.oneOf(
      m.get('default'),
      ['allow', 'warn', 'deny', 'require-gateway'],
      '`default` of endpoints',
    ) as Policy['endpoints']['default'] | undefined
    return {
      ...(fallback ? { default: fallback } : {}),
      deny: this.list(m.get('deny'), 'deny', (x) => this.hostEntry(x, 'a denied endpoint')),
      allow: this.list(m.get('allow'), 'allow', (x) => this.hostEntry(x, 'an allowed endpoint')),
    }
  }

  private tools(n: Value): Policy['tools']['deny'] {
    if (!n) return []
    const m = this.map(n, ['deny'], 'tools')
    return this.list(m.get('deny'), 'deny', (x) => {
      const t = this.map(x, ['tool', 'reason'], 'a denied tool')
      const tool = this.required(t, 'tool', x, 'a denied tool')
      const reason = this.required(t, 'reason', x, 'a denied tool')
      return tool && reason ? { tool, reason } : null
    })
  }

  private deployment(n: Value): { paths: readonly string[]; provider: string; region: string } | null {
    const m = this.map(n, ['paths', 'provider', 'region'], 'a deployment')
    const provider = this.required(m, 'provider', n, 'a deployment')
    const region = this.required(m, 'region', n, 'a deployment')
    const paths = this.strings(m.get('paths'), 'paths').map((s) => s.value)
    if (paths.length === 0) this.fail(this.span(n), 'a deployment needs `paths`')
    return provider && region ? { paths, provider, region } : null
  }

  private rules(n: Value): Policy['rules'] {
    const out = new Map<string, Severity | 'off'>()
    if (!n) return out
    if (!isMap(n)) {
      this.fail(this.span(n), 'rules is a map of rule id to severity')
      return out
    }
    for (const pair of n.items) {
      const id = String((pair.key as { value?: unknown } | null)?.value ?? '')
      const raw = this.plain(this.follow(pair.value))
      const value = raw === false ? 'off' : String(raw)
      if (!this.ruleIds.has(id))
        this.fail(
          this.span(pair.key as YamlNode),
          `\`${quotable(id)}\` is not the id of a rule${nearest(id, [...this.ruleIds])}`,
        )
      else if (![...SEVERITIES, 'off'].includes(value))
        this.fail(this.span(pair.value as Value), 'a severity is one of error, warning, info, hint, off')
      else out.set(id, value as Severity | 'off')
    }
    return out
  }

  private exception(n: Value): Exception | null {
    const m = this.map(n, ['rule', 'path', 'host', 'reason', 'owner', 'until'], 'an exception')
    const rule = this.required(m, 'rule', n, 'an exception')
    if (rule && !this.ruleIds.has(rule))
      this.fail(
        this.span(m.get('rule')),
        `\`${quotable(rule)}\` is not the id of a rule${nearest(rule, [...this.ruleIds])}`,
      )
    const reason = this.required(m, 'reason', n, 'an exception')
    const until = this.day(m, 'an exception')
    if (!rule || !reason) return null
    const optional = (key: 'path' | 'host' | 'owner') => (m.has(key) ? { [key]: this.text1(m.get(key), key) } : {})
    return { rule, reason, ...optional('path'), ...optional('host'), ...optional('owner'), ...(until ? { until } : {}) }
  }
}

function nearest(word: string, known: readonly string[]): string {
  const best = known.find((k) => k.startsWith(word.slice(0, 4)) || (word.length > 3 && k.includes(word.slice(0, 5))))
  return best ? `; is \`${best}\` meant?` : ''
}
