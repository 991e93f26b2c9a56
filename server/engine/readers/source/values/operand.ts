/** One operand: a literal, a name, a read of the environment, a call that passes a value on, with the methods behind it. */
import type { Part, Template } from '../../../types'
import type { Tokens } from '../tokens'
import { splitBraces, splitFormat, withFallback } from './parts'
import { isReadCall, isReadMap, memberRead } from './reads'

export interface Parsed {
  readonly parts: readonly Part[]
  /** Index of the first token after it. */
  readonly next: number
}

/** What an operand asks of the expression around it. */
export interface Around {
  read(i: number, stop: number, depth: number): { readonly template: Template; readonly next: number }
  literal(i: number): readonly Part[]
  readonly limit: number
}

/** Calls whose value is that of their first argument, or of their `default`. */
const WRAPPERS =
  /^(?:String|str|new|await|Uri|URL|URI|url|Some|Ok|Box|Arc|lazy|Field|SecretStr|HttpUrl|AnyHttpUrl|AnyUrl|cleanUrl|normalizeUrl|trimEnd|Optional|of|ofNullable|to_owned|to_string|String_from|string|cast|Url|parse|Path|URI_create|create)$/
/** Methods and members that leave the address as it is. */
const TRANSPARENT =
  /^(?:replace|replaceAll|rstrip|strip|lstrip|trim|trimEnd|trimStart|toString|to_string|to_owned|into|clone|as_str|removeSuffix|TrimEnd|Trim|ToString|chomp|freeze|toLowerCase|lower|unwrap|expect|chomp!|href|origin)$/
/** Methods whose argument is the fall-back of the value before them. */
const FALLBACK_METHODS =
  /^(?:unwrap_or|unwrap_or_else|orElse|orElseGet|default|getOrElse|or_else|unwrap_or_default|fetch|GetValueOrDefault|ifBlank|ifEmpty|presence|getOrDefault)$/
const FORMATS = /^(?:fmt\.Sprintf|String\.format|sprintf|format!|string\.Format)$/
const FIRST_OF = /^(?:cmp\.Or|coalesce)$|(?:^|[.:])(?:firstNonEmpty|ofNullable)$/
const PREFIX_WORDS = /^(?:new|await|return|not|yield)$/
const NO_ADDRESS = /^\d|^(?:true|false|null|nil|None|undefined|True|False)$/

export class Operands {
  constructor(
    private readonly tokens: Tokens,
    private readonly around: Around,
  ) {}

  read(i: number, stop: number, depth: number): Parsed {
    const { tokens } = this
    if (i >= Math.min(stop, tokens.length) || depth > this.around.limit) return this.unknown(i, i + 1)
    if (tokens.string(i)) return this.behind(this.around.literal(i), i + 1, stop, depth)
    if (tokens.word(i)) return this.named(i, stop, depth)
    const sign = tokens.punct(i)
    if (sign === '(') {
      const close = Math.min(tokens.closer(i), stop)
      return this.behind(this.around.read(i + 1, close, depth + 1).template.parts, close + 1, stop, depth)
    }
    if (/^[&*!-]$/.test(sign)) return this.read(i + 1, stop, depth + 1)
    if (sign === '{' || sign === '[') return this.unknown(i, Math.min(tokens.closer(i) + 1, stop))
    return this.unknown(i, i + 1)
  }

  private unknown(i: number, next: number): Parsed {
    return { parts: [{ kind: 'unknown', span: this.tokens.span(i) }], next }
  }

  /** A dotted name with calls and indexes behind it. */
  private named(i: number, stop: number, depth: number): Parsed {
    const { tokens } = this
    let name = tokens.word(i)
    if (PREFIX_WORDS.test(name)) return this.read(i + 1, stop, depth + 1)
    let at = i + 1
    for (; at + 1 < stop && this.isAccess(at); at += 2) name += (tokens.is(at, '::') ? '::' : '.') + tokens.word(at + 1)
    const span = tokens.span(i, at - 1)
    if (tokens.is(at, '(')) return this.called(name, i, at, stop, depth)
    const variable = memberRead(name)
    if (variable) return this.behind([{ kind: 'ref', to: 'env', name: variable, span }], at, stop, depth)
    if (tokens.is(at, '[')) return this.indexed(name, i, at, stop, depth)
    if (NO_ADDRESS.test(name)) return { parts: [{ kind: 'unknown', span }], next: at }
    const own = name.replace(/^(?:this|self|@|\$this)\.?|^\$|^@+/g, '')
    return { parts: [{ kind: 'ref', to: 'name', name: own, span }], next: at }
  }

  private isAccess(at: number): boolean {
    return /^(?:\.|\?\.|::|->|\?->)$/.test(this.tokens.punct(at)) && this.tokens.word(at + 1) !== ''
  }

  private indexed(name: string, i: number, open: number, stop: number, depth: number): Parsed {
    const { tokens } = this
    const close = tokens.closer(open)
    const span = tokens.span(i, close)
    const part: Part = tokens.string(open + 1)
      ? { kind: 'ref', to: isReadMap(name) ? 'env' : 'name', name: tokens.content(open + 1), span }
      : { kind: 'unknown', span }
    return this.behind([part], close + 1, stop, depth)
  }

  private called(name: string, i: number, open: number, stop: number, depth: number): Parsed {
    const close = Math.min(this.tokens.closer(open), stop)
    return this.behind(this.result(name, i, open, close, depth), close + 1, stop, depth)
  }

  /** What the call `name(` at `open` gives. */
  private result(name: string, i: number, open: number, close: number, depth: number): readonly Part[] {
    const { tokens } = this
    const span = tokens.span(i, close)
    const key = tokens.content(open + 1)
    if (isReadCall(name) && /^[A-Za-z_][\w.]*$/.test(key)) {
      const fallback = this.fallbackArgument(open, close, depth)
      return [{ kind: 'ref', to: 'env', name: key, span, ...(fallback ? { fallback } : {}) }]
    }
    if (FIRST_OF.test(name)) return this.firstOf(open, close, depth)
    if (FORMATS.test(name) && tokens.string(open + 1)) return splitFormat(this.around.literal(open + 1))
    const base = name.split(/[.:]+/).pop() ?? name
    if (WRAPPERS.test(base) || /^(?:url|urllib)\./.test(name)) {
      const given = this.namedDefault(open, close, depth)
      if (given) return given.parts
      if (close > open + 1) return this.around.read(open + 1, close, depth + 1).template.parts
    }
    if (TRANSPARENT.test(base) && name.includes('.'))
      return [{ kind: 'ref', to: 'name', name: name.slice(0, name.lastIndexOf('.')), span }]
    return [{ kind: 'unknown', span }]
  }

  /** `cmp.Or(os.Getenv("X"), "https://…")`: the first argument, else the second. */
  private firstOf(open: number, close: number, depth: number): readonly Part[] {
    const first = this.around.read(open + 1, close, depth + 1)
    if (!this.tokens.is(first.next, ',')) return first.template.parts
    const second = this.around.read(first.next + 1, close, depth + 1).template
    return withFallback(first.template.parts, second, this.tokens.span(open, close))
  }

  /** `default="..."` of `Field(default=...)`, `config("X", default=...)`. */
  private namedDefault(open: number, close: number, depth: number): Template | null {
    const { tokens } = this
    for (let k = open + 1; k < close - 1; k++) {
      if (!/^(?:default|default_value|defaultValue)$/.test(tokens.word(k))) continue
      if (tokens.is(k + 1, '=') || tokens.is(k + 1, ':')) return this.around.read(k + 2, close, depth + 1).template
    }
    return null
  }

  private fallbackArgument(open: number, close: number, depth: number): Template | null {
    const named = this.namedDefault(open, close, depth)
    if (named) return named
    return this.tokens.is(open + 2, ',') ? this.around.read(open + 3, close, depth + 1).template : null
  }

  /** Methods and signs behind a value: `.replace(...)`, `.unwrap_or_else(|_| "...")`, `.default("...")`, `!`, `as T`. */
  private behind(parts: readonly Part[], from: number, stop: number, depth: number): Parsed {
    const { tokens } = this
    let next = from
    let out = parts
    for (; next + 1 < stop && this.isAccess(next); ) {
      const method = tokens.word(next + 1)
      const open = next + 2
      if (tokens.is(open, '(')) {
        const close = Math.min(tokens.closer(open), stop)
        out = this.method(out, method, open, close, depth)
        next = close + 1
      } else if (TRANSPARENT.test(method)) next = open
      else return this.unknown(next, open)
    }
    if (tokens.is(next, '!') && next < stop) next++
    return this.block(out, parts, this.cast(next, stop), stop, depth)
  }

  private method(parts: readonly Part[], method: string, open: number, close: number, depth: number): readonly Part[] {
    if (FALLBACK_METHODS.test(method)) {
      const body = this.closureBody(open + 1, close)
      if (body >= close) return parts
      return withFallback(parts, this.around.read(body, close, depth + 1).template, this.tokens.span(open - 2))
    }
    if (TRANSPARENT.test(method)) return parts
    if (method === 'format' && this.tokens.language.percentFormats) return splitBraces(parts)
    if (/^concat$/i.test(method)) return [...parts, ...this.around.read(open + 1, close, depth + 1).template.parts]
    return this.unknown(open - 2, open).parts
  }

  /** Skips `|_|`, `() ->`, `() =>`, `{` before the body of a closure. */
  private closureBody(from: number, close: number): number {
    const { tokens } = this
    let at = from
    if (tokens.is(at, '||')) at++
    else if (tokens.is(at, '|')) {
      for (at++; at < close && !tokens.is(at, '|'); ) at++
      at++
    } else if (tokens.is(at, '(')) {
      const end = tokens.closer(at)
      if (tokens.is(end + 1, '->') || tokens.is(end + 1, '=>')) at = end + 2
    }
    return tokens.is(at, '{') ? at + 1 : at
  }

  /** `ENV.fetch("X") { "https://…" }` */
  private block(out: readonly Part[], read: readonly Part[], at: number, stop: number, depth: number): Parsed {
    const { tokens } = this
    if (!tokens.language.blockFallback || !tokens.is(at, '{') || !read.some((p) => p.kind === 'ref' && p.to === 'env'))
      return { parts: out, next: at }
    const close = tokens.closer(at)
    const body = this.around.read(at + 1, Math.min(close, stop), depth + 1).template
    return { parts: withFallback(out, body, tokens.span(at)), next: close + 1 }
  }

  /** `value as string` */
  private cast(at: number, stop: number): number {
    return this.tokens.language.casts && this.tokens.word(at) === 'as' ? Math.min(at + 2, stop) : at
  }
}
