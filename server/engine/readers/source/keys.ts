/** Names that are given a value: `name = v`, `name: v`, `"name" => v`, `a.b = v`, `x["k"] = v`. */
import { literalOf } from '../../template'
import type { SettingKind, Span, Template } from '../../types'
import { isProxy, isRequest } from './callees'
import { readEnvFileKey } from './env-files'
import type { Frame, Frames } from './frames'
import { memberPath } from './names'
import type { Tokens } from './tokens'
import type { Values } from './values/expression'

const NAME = /^[\p{L}_$@][\p{L}\p{N}_$.:@-]*$/u
const ENV_HOLDER = /^(?:process\.env|import\.meta\.env|Bun\.env|os\.environ)$/
const ENV_INDEXED = /^(?:environ|env|ENV|\$_ENV|environment)$/
const ENV_OBJECT = /^(?:env|environment|environ)$/i
const ENV_CALLEE = /^(?:env|environment)$/i
const REWRITES = /rewrites|proxy|redirects/i
/** An address as a key: what stands behind it is called in its place. */
const REDIRECTED = /^https?:\/\/[\w.-]+(?::\d+)?(?:\/[\w./:-]*)?$/
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
    const target = this.operatorAfter(i)
    const redirected = tokens.string(i) && target?.operator !== '=' && REDIRECTED.test(name)
    if (!target || !(redirected || NAME.test(name))) return
    const span = tokens.x.span(start, end)
    if (tokens.string(i) && target.operator === '=' && tokens.is(i - 1, '[')) {
      this.indexed(i, name, span, target.valueAt)
      return
    }
    if (frames.silent || !this.isKey(i, target.operator)) return
    readEnvFileKey(name, target.valueAt, this.stop(frame), tokens, frames)
    const value = this.values.read(target.valueAt, this.stop(frame)).template
    if (!worth(name, value) || /^[{[]$/.test(tokens.punct(target.valueAt))) return
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

  /** What a function gives whose name says that it gives an address: its returned value at `i`. */
  readResult(i: number): void {
    this.result(this.frames.scope, i)
  }

  private result(name: string, i: number): void {
    if (this.frames.silent) return
    const told = GIVES_ADDRESS.test(name)
    if (!told && !this.tokens.word(i)) return
    const span = this.tokens.span(i)
    const value = this.values.read(i, this.stop(this.frames.top)).template
    // whatever the function is called, a variable with a fall-back says what it is for
    if (!told && !value.parts.some((p) => p.kind === 'ref' && p.to === 'env' && p.fallback)) return
    const tells = value.parts.some((p) => p.kind === 'ref' || p.kind === 'text')
    if (tells && /:\/\//.test(literalOf(value)) && !/^[{[]$/.test(this.tokens.punct(i)))
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

  private stateKey(key: Key, member: string[] | null, frame: Frame | undefined): void {
    if (member) {
      const env = ENV_HOLDER.test(member.slice(0, -1).join('.'))
      this.state(env ? 'env' : 'member', key, member)
    } else if (frame?.callee && (frame.kind === 'call' || frame.kind === 'object' || frame.kind === 'list'))
      this.option(key, frame)
    else this.constant(key, frame)
  }

  /** A key of a call or of a literal that a call is given. */
  private option(key: Key, frame: Frame): void {
    const { callee, path, block } = frame
    const inEnv = path.some((p) => ENV_OBJECT.test(p)) || ENV_CALLEE.test(callee)
    if (inEnv && /^[A-Z][A-Z0-9_]*$/.test(key.name)) this.state('env', key, [...path, key.name], { block })
    else if (isRequest(callee) && /^(?:url|uri|address)$/i.test(key.name))
      this.state('request', key, [key.name], { callee, block })
    // Foundation's `URL(string: "…")`: its use is not known, its path is
    else if (callee === 'URL' && key.name === 'string')
      this.state('request', key, [key.name], { callee: `~${callee}`, block })
    else if (isProxy(callee) && key.name === 'target') this.state('upstream', key, [key.name], { callee, block })
    else this.state('argument', key, [...path, key.name], { callee, block })
  }

  private constant(key: Key, frame: Frame | undefined): void {
    const inside = frame && (frame.kind === 'object' || frame.kind === 'list' || frame.kind === 'params')
    const scope = this.frames.scope
    const path = inside ? [...frame.path, key.name] : scope ? [scope, key.name] : [key.name]
    if (key.name === 'destination' || (key.name === 'target' && frame?.path.some((p) => REWRITES.test(p))))
      this.state('upstream', key, path)
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
    /key|token|secret|model|runtime|region|location|host|env.*(?:path|file)/i.test(name)
  )
}
