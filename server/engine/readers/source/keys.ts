/** Names that are given a value: `name = v`, `name: v`, `"name" => v`, `a.b = v`, `x["k"] = v`. */
import { literalOf } from '../../builder'
import type { SettingKind, Span, Template } from '../../types'
import { isProxy, isRequest, isSilent } from './callees'
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
const MAX_TYPE = 24

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
    const target = this.operatorAfter(i)
    if (!target || !NAME.test(name)) return
    const span = tokens.x.span(start, end)
    if (tokens.string(i) && target.operator === '=' && tokens.is(i - 1, '[')) {
      this.indexed(i, name, span, target.valueAt)
      return
    }
    if (!this.isKey(i, target.operator)) return
    const value = this.values.read(target.valueAt, this.stop(frame)).template
    if (!worth(name, value) || frames.within(isSilent) || /^[{[]$/.test(tokens.punct(target.valueAt))) return
    this.stateKey({ name, span, value }, tokens.word(i) ? memberPath(tokens, i) : null, frame)
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
    if (!holder || this.frames.within(isSilent)) return
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
    if (/^(?:=|:=|=>)$/.test(operator)) return { valueAt: k + 1, operator }
    if (operator === '??=' || operator === '||=') return { valueAt: k + 1, operator: '=' }
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

function isLiteral(frame: Frame | undefined): boolean {
  return frame?.kind === 'object' || frame?.kind === 'call' || frame?.kind === 'list'
}

/** Whether a value may be an address, or the name one of those that rules look at. */
function worth(name: string, template: Template): boolean {
  if (template.parts.every((p) => p.kind === 'unknown')) return false
  return (
    /:\/\/|^[\w-]+(?:\.[\w-]+)+|:\d{2,5}/.test(literalOf(template)) ||
    template.parts.some((p) => p.kind === 'ref') ||
    /key|token|secret|model|runtime|region|location|host/i.test(name)
  )
}
