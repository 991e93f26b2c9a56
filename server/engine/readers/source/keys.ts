/** Names that are given a value: `name = v`, `name: v`, `"name" => v`, `a.b = v`, `x["k"] = v`. */
import { literalOf } from '../../template'
import type { SettingKind, Span, Template } from '../../types'
import type { Builders } from './builders'
import { isProxy, isRequest } from './callees'
import { readEnvFileKey } from './env-files'
import { forwards } from './forwards'
import type { Frame, Frames } from './frames'
import type { Given } from './given'
import { bareCallee, calleeBefore, memberPath } from './names'
import type { Tokens } from './tokens'
import { composes } from './values/call'
import type { Values } from './values/expression'

const NAME = /^[\p{L}_$@][\p{L}\p{N}_$.:@-]*$/u
const ENV_HOLDER = /^(?:process\.env|import\.meta\.env|Bun\.env|os\.environ)$/
const ENV_INDEXED = /^(?:environ|env|ENV|\$_ENV|environment)$/
const ENV_OBJECT = /^(?:env|environment|environ)$/i
const ENV_CALLEE = /^(?:env|environment)$/i
const REWRITES = /rewrites|proxy|redirects/i
/** An address as a key: what stands behind it is called in its place. */
const REDIRECTED = /^https?:\/\/[\w.-]+(?::\d+)?(?:\/[\w./:-]*)?$/
/** Registers a plugin with its options. */
const PLUGIN = /\.register$/
const MAX_TYPE = 24
/** Functions whose name says that they give an address. */
const GIVES_ADDRESS = /ur[il]|base|host|endpoint|address|origin|upstream/i

interface Key {
  readonly name: string
  readonly span: Span
  readonly value: Template
}

export class Keys {
  constructor(
    private readonly tokens: Tokens,
    private readonly values: Values,
    private readonly frames: Frames,
    /** In minified text only options of calls and objects are looked at. */
    private readonly minified: boolean,
    private readonly given: Given,
    private readonly builders: Builders,
  ) {}

  /** Looks whether the name or string at `i` is a key; `start` and `end` are its offsets without quotes. */
  read(i: number, name: string, start: number, end: number): void {
    const { tokens, frames } = this
    const frame = frames.top
    if (this.minified && frame?.kind !== 'call' && frame?.kind !== 'object') return
    if (tokens.language.shorthand && this.isShorthand(i, frame)) {
      const span = tokens.x.span(start, end)
      const value: Template = { parts: [{ kind: 'ref', to: 'name', name, span }], span }
      this.stateKey({ name, span, value }, null, frame)
      return
    }
    const bare = tokens.language.bareCalls && !isLiteral(frame) ? bareCallee(tokens, i) : ''
    const target = bare ? { operator: ':', valueAt: i + 2 } : (this.attribute(i) ?? this.operatorAfter(i))
    const redirected = tokens.string(i) && target?.operator !== '=' && REDIRECTED.test(name)
    const route = tokens.string(i) && /^[/^]/.test(name) && REWRITES.test(last(frame?.path))
    if (!target || !(redirected || route || NAME.test(name))) return
    const span = tokens.x.span(start, end)
    if (tokens.string(i) && target.operator === '=' && tokens.is(i - 1, '[')) {
      this.indexed(i, name, span, target.valueAt)
      return
    }
    if (frames.silent || (!bare && !this.isKey(i, target.operator))) return
    if (target.operator !== ':') this.builders.assigned(frames.block, name, target.valueAt)
    readEnvFileKey(name, target.valueAt, this.stop(frame), tokens, frames)
    const { template: value, next } = this.values.read(target.valueAt, this.stop(frame))
    if (!worth(name, value) || /^[{[]$/.test(tokens.punct(target.valueAt))) return
    if (bare) {
      this.option({ name, span, value }, { kind: 'call', callee: bare, block: frames.block, path: [], close: next })
      return
    }
    if (forwards(tokens, value, target.valueAt, next)) this.state('upstream', { name, span, value }, [name])
    const first = tokens.language.multiAssign && !isLiteral(frame) ? firstOfList(tokens, i) : i
    const member = tokens.word(i) ? memberPath(tokens, i) : null
    if (first !== i && !member)
      this.stateKey({ name: tokens.word(first), span: tokens.span(first), value }, null, frame)
    else this.stateKey({ name: tokens.language.sigils ? name.replace(/^[$@]+/, '') : name, span, value }, member, frame)
  }

  /** `["https://…", "https://…"]`: each element of a list that a name or a call is given. */
  readElement(i: number): void {
    const { tokens } = this
    const frame = this.frames.top
    if (frame?.kind !== 'list' && frame?.kind !== 'object') return
    if (!/^[,[({]$/.test(tokens.punct(i - 1)) && tokens.word(i - 1) !== 'to') return
    if (!/^https?:\/\//.test(tokens.content(i)) || this.frames.silent) return
    const span = tokens.span(i)
    const { template: value, next } = this.values.read(i, frame.close)
    if (next < frame.close && !tokens.is(next, ',')) return
    const name = frame.path[frame.path.length - 1] ?? ''
    const { block, callee } = frame
    const kind = callee && !name ? 'request' : callee ? 'argument' : 'constant'
    const path = [...frame.path, '0']
    if (name || callee)
      this.state(kind, { name, span, value }, path, {
        block,
        ...(callee ? { callee: kind === 'request' ? `~${callee}` : callee } : {}),
      })
  }

  /** `["NAME=https://…"]`: an element that gives a variable its value, as programs and containers are started. */
  readPair(i: number): void {
    const { tokens, frames } = this
    const token = tokens.string(i)
    const name = /^([A-Z][A-Z0-9_]{2,})=/.exec(tokens.content(i))?.[1]
    const frame = frames.top
    if (!token || !name || !frame || frame.kind === 'scope' || !/^[,[({]$/.test(tokens.punct(i - 1))) return
    if (frames.silent) return
    const formatted = composes(frame.callee) ? calleeBefore(tokens, i - 1)?.at : undefined
    const { template } = this.values.read(formatted ?? i, formatted === undefined ? frame.close : tokens.length)
    const value = behindName(template, name.length + 1)
    if (!value || !worth(name, value)) return
    this.state('env', { name, span: tokens.x.span(token.contentStart, token.contentStart + name.length), value }, [
      name,
    ])
  }

  /** What a function gives whose name says that it gives an address: its returned value at `i`. */
  readResult(i: number): void {
    this.result(this.frames.scope, i)
  }

  private result(name: string, i: number): void {
    if (this.frames.silent) return
    const told = GIVES_ADDRESS.test(name)
    if (!this.tokens.word(i) && !(told ? this.tokens.at(i) : this.tokens.string(i))) return
    const span = this.tokens.span(i)
    const { block } = this.frames
    const { template } = this.values.read(i, this.stop(this.frames.top))
    const own = told && this.given.isOwn(block, template)
    const given = this.given.returned(block, template)
    const value = own ? template : given
    // whatever the function is called, a variable with a fall-back says what it is for
    if (!told && !value.parts.some((p) => p.kind === 'ref' && p.to === 'env' && p.fallback)) return
    if ((own || /:\/\//.test(literalOf(value))) && !/^[{[]$/.test(this.tokens.punct(i)))
      this.state('constant', { name: name || 'return', span, value }, [name || 'return'])
  }

  /** What stands behind the parameters of a body without braces: `fun baseUrl(p: String) = …`, `string BaseUrl(…) => …`. */
  readArrow(i: number): void {
    const { tokens } = this
    if (!tokens.language.arrowBodies?.test(tokens.punct(i)) || tokens.is(i + 1, '{')) return
    const open = paramsBefore(tokens, i)
    const name = open > 0 ? tokens.word(open - 1) : this.property(i)
    if (name) this.result(name, i + 1)
  }

  /** C#: the name of `public string BaseUrl => …` in a class; a name without a type before it is the parameter of a lambda. */
  private property(i: number): string {
    const { tokens } = this
    if (!tokens.language.signedStrings || this.frames.top?.kind !== 'scope' || !tokens.word(i - 1)) return ''
    return tokens.word(i - 2) || /^[>\]?]$/.test(tokens.punct(i - 2)) ? tokens.word(i - 1) : ''
  }

  /** `{ apiKey, baseURL }` */
  private isShorthand(i: number, frame: Frame | undefined): boolean {
    const { tokens } = this
    if (frame?.kind !== 'object' || !frame.callee || !tokens.word(i)) return false
    if (!/^[,{]$/.test(tokens.punct(i - 1)) || !/^[,}]$/.test(tokens.punct(i + 1))) return false
    return /ur[il]|base|endpoint|host/i.test(tokens.word(i))
  }

  private stop(frame: Frame | undefined): number {
    return frame && frame.kind !== 'scope' ? frame.close : this.tokens.length
  }

  private stateKey(written: Key, member: string[] | null, frame: Frame | undefined): void {
    const option = frame?.callee && isLiteral(frame)
    const whole = member?.join('.') ?? written.name
    const key = option ? written : { ...written, value: this.given.named(this.frames.block, whole, written.value) }
    if (member) {
      const env = ENV_HOLDER.test(member.slice(0, -1).join('.'))
      this.state(env ? 'env' : 'member', key, member)
    } else if (option) this.option(key, frame)
    else this.constant(key, frame)
  }

  /** A key of a call or of a literal that a call is given. */
  private option(key: Key, frame: Omit<Frame, 'buffer' | 'silent'>): void {
    const { callee, path, block } = frame
    const { addressTypes } = this.tokens.language
    const inEnv = path.some((p) => ENV_OBJECT.test(p)) || ENV_CALLEE.test(callee)
    if (inEnv && /^[A-Z][A-Z0-9_]*$/.test(key.name)) this.state('env', key, [...path, key.name], { block })
    else if (isRequest(callee) && /^(?:url|uri|address)$/i.test(key.name))
      this.state('request', key, [key.name], { callee, block })
    else if (addressTypes?.callee.test(callee) && key.name === addressTypes.option)
      this.state('request', key, [key.name], { callee: `~${callee}`, block })
    else if (isForwarded(callee, path, key.name)) this.state('upstream', key, [key.name], { callee, block })
    else this.state('argument', key, [...path, key.name], { callee, block })
  }

  private constant(key: Key, frame: Frame | undefined): void {
    const inside = frame && (frame.kind === 'object' || frame.kind === 'list' || frame.kind === 'params')
    const scope = this.frames.scope
    const path = inside ? [...frame.path, key.name] : scope ? [scope, key.name] : [key.name]
    if (key.name === 'destination' || isForwarded('', frame?.path ?? [], key.name)) this.state('upstream', key, path)
    this.state('constant', key, path, { weak: frame?.kind === 'params' })
  }

  /** `os.environ["X"] = v`, `ENV["X"] = v`, `config["base_url"] = v`. */
  private indexed(i: number, name: string, span: Span, valueAt: number): void {
    const holder = this.tokens.word(i - 2)
    if (!holder || this.frames.silent) return
    const value = this.values.read(valueAt, this.frames.outer?.close ?? this.tokens.length).template
    this.state(ENV_INDEXED.test(holder) ? 'env' : 'member', { name, span, value }, [holder, name])
  }

  private state(
    kind: SettingKind,
    key: Key,
    path: readonly string[],
    more: { callee?: string; block?: number; weak?: boolean } = {},
  ): void {
    const { block = this.frames.block, weak = false, callee } = more
    const { name, span: keySpan, value } = key
    this.frames.state({ kind, name, path, keySpan, value, block, weak, ...(callee ? { callee } : {}) })
  }

  /** Elixir: `@base_url "https://…"`. */
  private attribute(i: number): { valueAt: number; operator: string } | null {
    const { tokens } = this
    const given = tokens.language.attributes && tokens.word(i).startsWith('@') && tokens.indent(i) >= 0
    return given && (tokens.string(i + 1) || tokens.word(i + 1)) ? { valueAt: i + 1, operator: '=' } : null
  }

  /** The operator behind a key, over a type annotation, and where the value begins. */
  private operatorAfter(i: number): { valueAt: number; operator: string } | null {
    const { tokens } = this
    let k = tokens.string(i) && tokens.is(i + 1, ']') ? i + 2 : i + 1
    const operator = tokens.punct(k)
    if (operator === '') return null
    if (operator === '=' || operator === ':=' || operator === '=>') return { valueAt: k + 1, operator }
    if (operator === '??=' || operator === '||=') return { valueAt: k + 1, operator: '=' }
    if (operator === '{' && /^(?:get|set|init|private|protected|internal)$/.test(tokens.word(k + 1))) {
      const close = tokens.closer(k)
      return tokens.is(close + 1, '=') ? { valueAt: close + 2, operator: '=' } : null
    }
    if (operator === '?' && tokens.is(k + 1, ':')) k++
    if (!tokens.is(k, ':')) return null
    return isLiteral(this.frames.top) ? { valueAt: k + 1, operator: ':' } : this.typed(k)
  }

  /** `name: Type = value` */
  private typed(colon: number): { valueAt: number; operator: string } | null {
    for (let n = colon + 1; n < colon + MAX_TYPE && n < this.tokens.length; n++) {
      const text = this.tokens.punct(n)
      if (text === '=') return { valueAt: n + 1, operator: '=' }
      if (/^(?:,|;|\{|\}|\)|\(|=>|:=)$/.test(text)) return null
    }
    return null
  }

  private isKey(i: number, operator: string): boolean {
    if (operator !== ':' && operator !== '=>') return true
    return isLiteral(this.frames.top) && !/^(?:\?|\?\.)$/.test(this.tokens.punct(i - 1))
  }
}

/** The value without the first units of its literal, the name of a variable and its sign; null when it begins otherwise. */
function behindName({ parts, span }: Template, length: number): Template | null {
  const [first, ...rest] = parts
  if (first?.kind !== 'text' || first.text.length < length) return null
  const start = first.span.start + length
  const own = { kind: 'text' as const, text: first.text.slice(length), span: { start, end: first.span.end } }
  return { parts: own.text === '' ? rest : [own, ...rest], span: { start, end: span.end } }
}

const last = (path: readonly string[] | undefined): string => path?.[path.length - 1] ?? ''

/** Whether an option names where callers are forwarded: of a proxy, of the proxy of a development server, of rewrites, of rules for routes. */
function isForwarded(callee: string, path: readonly string[], name: string): boolean {
  if (/^(?:target|upstream)$/.test(name) && (isProxy(callee) || PLUGIN.test(callee))) return true
  if (name === 'proxy') return path.some((p) => /^routeRules$/.test(p))
  if (/^[/^]/.test(name)) return REWRITES.test(last(path))
  return /^(?:target|destination)$/.test(name) && path.some((p) => REWRITES.test(p))
}

/** Opening bracket of the parameters in front of the sign at `i`, over the type of the result; -1 when there are none. */
function paramsBefore(tokens: Tokens, i: number): number {
  for (let k = i - 1; k > i - MAX_TYPE && k > 0; k--) {
    if (tokens.is(k, ')')) return tokens.opener(k)
    if (!tokens.word(k) && !/^[:.<>?,]$/.test(tokens.punct(k))) return -1
  }
  return -1
}

/** First name of `a, err := f()`. */
function firstOfList(tokens: Tokens, i: number): number {
  let first = i
  while (tokens.is(first - 1, ',') && tokens.word(first - 2)) first -= 2
  return first
}

function isLiteral(frame: Frame | undefined): boolean {
  return frame?.kind === 'object' || frame?.kind === 'call' || frame?.kind === 'list'
}

/** Whether a value may be an address, or the name one of those that rules look at. */
function worth(name: string, template: Template): boolean {
  if (template.parts.every((p) => p.kind === 'unknown')) return false
  return (
    /:\/\/|^https?:|^[\w-]+(?:\.[\w-]+)+|:\d{2,5}|^\/?(?:\w+\/)*(?:completions|messages|responses|embeddings)$/.test(
      literalOf(template),
    ) ||
    template.parts.some((p) => p.kind === 'ref') ||
    /key|token|secret|model|runtime|region|location|host|env.*(?:path|file)|env_prefix/i.test(name)
  )
}
