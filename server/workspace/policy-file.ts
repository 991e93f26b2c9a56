/** Parses `relaylint.yaml` with exact error positions. A policy with an error is no policy: the caller fails closed. */
import { isMap } from 'yaml'
import { type Exception, emptyPolicy, type Gateway, type HostEntry, type Policy } from '../engine/policy'
import type { Persona, Severity } from '../engine/types'
import { type PolicyError, PolicyNodes, type Value, type Written } from './policy-nodes'
import type { PolicyWords } from './policy-words'

export interface ParsedPolicy {
  readonly policy: Policy
  readonly errors: readonly PolicyError[]
  /** What is taken as it stands although the fact base does not know it. */
  readonly notes: readonly PolicyError[]
  /** The local file of `extends` as written, relative to the policy file, and where it says so; absent without one. */
  readonly extends?: Written
}

export const POLICY_NAMES = ['relaylint.yaml', '.relaylint.yaml'] as const

const SEVERITIES = ['error', 'warning', 'info', 'hint']
const RULE = 'the id of a rule'
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

export function parsePolicy(text: string, path: string, words: PolicyWords, trusted: boolean): ParsedPolicy {
  const nodes = new PolicyNodes(text, path)
  const reader = new PolicyReader(nodes, words)
  const policy = reader.read({ ...emptyPolicy(), path, trusted })
  return { policy, errors: nodes.errors, notes: nodes.notes, ...(reader.parent ? { extends: reader.parent } : {}) }
}

class PolicyReader {
  /** What `extends` says. */
  parent: Written | null = null

  constructor(
    private readonly nodes: PolicyNodes,
    private readonly words: PolicyWords,
  ) {}

  read(base: Policy): Policy {
    const { nodes } = this
    const root = nodes.root()
    if (!root) return base
    const top = nodes.map(root, TOP, 'the policy')
    if (String(nodes.plain(top.get('version'))) !== '1')
      nodes.fail(nodes.span(top.get('version') ?? root), '`version: 1` is required')
    const parent = top.has('extends') ? nodes.text(top.get('extends'), 'extends') : ''
    if (parent) this.parent = nodes.written(parent, top.get('extends'))
    const persona = nodes.oneOf(top.get('persona'), PERSONAS, 'persona')
    const failOn = nodes.oneOf(top.get('fail-on'), [...SEVERITIES.slice(0, 3), 'never'], 'fail-on')
    const organization = top.has('organization') ? this.organization(top.get('organization')) : undefined
    return {
      ...base,
      ...(persona ? { persona: persona as Persona } : {}),
      ...(failOn ? { failOn: failOn as Severity | 'never' } : {}),
      ...(organization ? { organization } : {}),
      accounts: nodes.list(top.get('accounts'), 'accounts', (n) => this.account(n)),
      gateways: nodes.list(top.get('gateways'), 'gateways', (n) => this.gateway(n)),
      endpoints: this.endpoints(top.get('endpoints')),
      tools: { deny: this.tools(top.get('tools')) },
      deployments: nodes.list(top.get('deployments'), 'deployments', (n) => this.deployment(n)),
      rules: this.rules(top.get('rules')),
      exceptions: nodes.list(top.get('exceptions'), 'exceptions', (n) => this.exception(n)),
      exclude: nodes.strings(top.get('exclude'), 'exclude').map((s) => s.value),
    }
  }

  private organization(node: Value): NonNullable<Policy['organization']> {
    const m = this.nodes.map(node, ['headquarters', 'owners', 'developers', 'end-users'], 'organization')
    const places = (key: string) => this.nodes.list(m.get(key), key, (n) => this.nodes.place(n, key) || null)
    const owners = this.nodes.list(m.get('owners'), 'owners', (n) => {
      const o = this.nodes.map(n, ['country', 'share'], 'an owner')
      const share = Number(this.nodes.plain(o.get('share')))
      if (!(share > 0 && share <= 100))
        this.nodes.fail(
          this.nodes.span(o.get('share') ?? n),
          '`share` of an owner is a percentage over 0 and up to 100',
        )
      return { country: this.nodes.country(o.get('country') ?? n, '`country` of an owner'), share }
    })
    // shares that were rounded up may add to a little more
    if (owners.reduce((sum, o) => sum + o.value.share, 0) > 101)
      this.nodes.fail(this.nodes.span(m.get('owners')), 'the shares of `owners` add up to more than 100')
    const hq = m.get('headquarters')
    return this.nodes.spanned(node, {
      ...(hq ? { headquarters: this.nodes.spanned(hq, this.nodes.country(hq, 'headquarters')) } : {}),
      owners,
      developers: places('developers'),
      endUsers: places('end-users'),
    })
  }

  private account(n: Value): { provider: string; kind: string; country: string } | null {
    const m = this.nodes.map(n, ['provider', 'kind', 'country'], 'an account')
    const provider = this.nodes.required(m, 'provider', n, 'an account')
    this.provider(m.get('provider'), 'no provider is known as %; what is declared about it is not assessed')
    const kind =
      this.nodes.oneOf(m.get('kind') ?? n, ['api', 'cloud', 'team', 'subscription'], '`kind` of an account') ?? ''
    const country = this.nodes.country(m.get('country') ?? n, '`country` of an account')
    return provider && kind && country ? { provider, kind, country } : null
  }

  /** A maker, cloud or host of models; one that nobody knows may be somebody's own. */
  private provider(n: Value, otherwise: string): void {
    this.nodes.word(n, this.words.providers, 'the id of a provider', otherwise)
  }

  private gateway(n: Value): Gateway | null {
    const m = this.nodes.map(n, ['host', 'operator', 'upstream', 'reason'], 'a gateway')
    const host = this.nodes.host(m, n, 'a gateway')
    const reason = this.nodes.required(m, 'reason', n, 'a gateway')
    const operator = m.has('operator') ? this.nodes.text(m.get('operator'), 'operator') : 'self'
    const upstream = this.nodes.list(m.get('upstream'), 'upstream', (item) => {
      this.provider(item, 'no provider is known as %; this gateway is taken for one that passes it on')
      return this.nodes.text(item, 'upstream') || null
    })
    return host && reason ? { host, operator, upstream: upstream.map((s) => s.value), reason } : null
  }

  private hostEntry(n: Value, what: string): HostEntry | null {
    const m = this.nodes.map(n, ['host', 'reason', 'owner', 'until'], what)
    const host = this.nodes.host(m, n, what)
    const reason = this.nodes.required(m, 'reason', n, what)
    const until = this.nodes.day(m, what)
    return host && reason
      ? {
          host,
          reason,
          ...(m.has('owner') ? { owner: this.nodes.text(m.get('owner'), 'owner') } : {}),
          ...(until ? { until } : {}),
        }
      : null
  }

  private endpoints(n: Value): Policy['endpoints'] {
    const none: Policy['endpoints'] = { deny: [], allow: [] }
    if (!n) return none
    const m = this.nodes.map(n, ['default', 'deny', 'allow'], 'endpoints')
    const fallback = this.nodes.oneOf(
      m.get('default'),
      ['allow', 'warn', 'deny', 'require-gateway'],
      '`default` of endpoints',
    ) as Policy['endpoints']['default'] | undefined
    return {
      ...(fallback ? { default: fallback } : {}),
      deny: this.nodes.list(m.get('deny'), 'deny', (x) => this.hostEntry(x, 'a denied endpoint')),
      allow: this.nodes.list(m.get('allow'), 'allow', (x) => this.hostEntry(x, 'an allowed endpoint')),
    }
  }

  private tools(n: Value): Policy['tools']['deny'] {
    if (!n) return []
    const m = this.nodes.map(n, ['deny'], 'tools')
    return this.nodes.list(m.get('deny'), 'deny', (x) => {
      const t = this.nodes.map(x, ['tool', 'reason'], 'a denied tool')
      const tool = this.nodes.required(t, 'tool', x, 'a denied tool')
      const reason = this.nodes.required(t, 'reason', x, 'a denied tool')
      const unknown = 'no tool is known as %; only packages, images, actions and extensions of that name are found'
      this.nodes.word(t.get('tool'), this.words.tools, 'the id of a tool', unknown)
      return tool && reason ? { tool, reason } : null
    })
  }

  private deployment(n: Value): { paths: readonly string[]; provider: string; region: string } | null {
    const m = this.nodes.map(n, ['paths', 'provider', 'region'], 'a deployment')
    const provider = this.nodes.required(m, 'provider', n, 'a deployment')
    const region = this.nodes.required(m, 'region', n, 'a deployment')
    const { platforms, regions } = this.words
    if (this.nodes.word(m.get('provider'), platforms, 'a platform whose regions are known'))
      this.nodes.word(m.get('region'), regions(provider), `a region of ${provider}`)
    const paths = this.nodes.strings(m.get('paths'), 'paths').map((s) => s.value)
    if (paths.length === 0) this.nodes.fail(this.nodes.span(n), 'a deployment needs `paths`')
    return provider && region ? { paths, provider, region } : null
  }

  private rules(n: Value): Policy['rules'] {
    const out = new Map<string, Severity | 'off'>()
    if (!n) return out
    if (!isMap(n)) {
      this.nodes.fail(this.nodes.span(n), 'rules is a map of rule id to severity')
      return out
    }
    for (const pair of n.items) {
      const id = String((pair.key as { value?: unknown } | null)?.value ?? '')
      const raw = this.nodes.plain(this.nodes.follow(pair.value))
      const value = raw === false ? 'off' : String(raw)
      if (!this.nodes.word(pair.key as Value, this.words.rules, RULE)) continue
      if (![...SEVERITIES, 'off'].includes(value))
        this.nodes.fail(this.nodes.span(pair.value as Value), 'a severity is one of error, warning, info, hint, off')
      else out.set(id, value as Severity | 'off')
    }
    return out
  }

  private exception(n: Value): Exception | null {
    const m = this.nodes.map(n, ['rule', 'path', 'host', 'reason', 'owner', 'until'], 'an exception')
    const rule = this.nodes.required(m, 'rule', n, 'an exception')
    this.nodes.word(m.get('rule'), this.words.rules, RULE)
    const reason = this.nodes.required(m, 'reason', n, 'an exception')
    const until = this.nodes.day(m, 'an exception')
    if (!rule || !reason) return null
    const optional = (key: 'path' | 'host' | 'owner') => (m.has(key) ? { [key]: this.nodes.text(m.get(key), key) } : {})
    return { rule, reason, ...optional('path'), ...optional('host'), ...optional('owner'), ...(until ? { until } : {}) }
  }
}
