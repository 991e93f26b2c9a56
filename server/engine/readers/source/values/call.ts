/** What a call gives: reads of the environment, wrappers, joins, format strings, and methods behind a value. */
import { decodeBase64 } from '../../../base64'
import type { Part, Template } from '../../../types'
import type { Tokens } from '../tokens'
import { type FormatArguments, fillBraces, fillPercent, withFallback } from './parts'
import { isMapRead, isReadCall } from './reads'

/** What a call asks of the expression around it. */
export interface Around {
  read(i: number, stop: number, depth: number): { readonly template: Template; readonly next: number }
  literal(i: number): readonly Part[]
  readonly limit: number
}

/** Calls whose value is that of their first argument, or of their `default`. */
const WRAPPERS =
  /^(?:String|str|StringBuilder|StringBuffer|new|await|Uri|URL|URI|url|Some|Ok|Box|Arc|lazy|Field|SecretStr|HttpUrl|AnyHttpUrl|AnyUrl|cleanUrl|normalizeUrl|trimEnd|Optional|of|ofNullable|to_owned|to_string|String_from|string|cast|Url|parse|Path|URI_create|create|rtrim|trim|esc_url_raw|quote|field|field_validator|TrimRight|TrimSuffix|TrimSpace|from|GetString|bytes|bytearray|str_from_utf8|from_utf8|next|choice|choices|sample|shuffle|cycle|random_element|randomOrNull)$/
/** Methods and members that leave the address as it is. */
const TRANSPARENT =
  /^(?:decode|replace|replaceAll|rstrip|strip|lstrip|trim|trimEnd|trimStart|toString|to_string|to_owned|into|clone|as_str|removeSuffix|removesuffix|TrimEnd|Trim|ToString|chomp|freeze|toLowerCase|lower|unwrap|expect|chomp!|href|origin|takeIf|takeUnless|also|orEmpty|ok|as_deref|as_ref|filter|ToLower|ToLowerInvariant|presence|unicode_string|delete_suffix|trim_end_matches|trim_end|to_s)$/
/** Methods whose argument is the fall-back of the value before them. */
const FALLBACK_METHODS =
  /^(?:unwrap_or|unwrap_or_else|orElse|orElseGet|default|getOrElse|or_else|unwrap_or_default|fetch|GetValueOrDefault|ifBlank|ifEmpty|presence|getOrDefault|prefault)$/
/** Those of them that a plain name has as well. */
const STANDS_IN = /^(?:unwrap_or|unwrap_or_else|orElse|orElseGet|or_else|ifBlank|ifEmpty)$/
const FORMATS = /^(?:fmt\.Sprintf|String\.format|sprintf|format!?|string\.Format)$/
const FIRST_OF = /^(?:cmp\.Or|coalesce)$|(?:^|[.:])(?:firstNonEmpty|ofNullable|coalesce)$/i
/** Look a key up in a map, with a value for when it is missing. */
const LOOKUPS = /^(?:get|pop|setdefault|fetch|getString|getProperty|GetValue|value)$/
const JOINS = /(?:^|[.:])(?:urljoin|url_join|urlJoin|joinURL|joinUrl|JoinPath|join_url)$/
/** Give the text that stands behind base64; any `decode(` does whose argument turns out to be an address. */
const DECODES =
  /^(?:b64decode|urlsafe_b64decode|standard_b64decode|decodebytes|atob|base64_decode|FromBase64String|decode64|strict_decode64|urlsafe_decode64|DecodeString|fromBase64|base64Decode|decodeBase64|decode|b64_decode|Base64Decode)$/
/** Functions of the project that may give an address. */
const GIVES_ADDRESS = /ur[il]|base|host|endpoint|address|origin|upstream|api/i

/** Whether the call only puts an address together: what it is given is read where its result is used. */
export const composes = (callee: string): boolean => FORMATS.test(callee) || JOINS.test(callee)
export const isTransparent = (method: string): boolean => TRANSPARENT.test(method)
export const isFallbackMethod = (method: string): boolean => FALLBACK_METHODS.test(method)

/** Segments behind the first two of a join. */
const MAX_SEGMENTS = 6

export class Calls {
  constructor(
    private readonly tokens: Tokens,
    private readonly around: Around,
  ) {}

  /** What `name(` gives, whose name begins at `i` and whose brackets stand at `open` and `close`. */
  result(name: string, i: number, open: number, close: number, depth: number): readonly Part[] {
    const { tokens } = this
    const span = tokens.span(i, close)
    const key = tokens.content(open + 1)
    if (isReadCall(name, key)) {
      const fallback = this.fallbackArgument(open, close, depth)
      return [{ kind: 'ref', to: 'env', name: key, span, ...(fallback ? { fallback } : {}) }]
    }
    const decoded = this.decoded(name.split(/[.:]+/).pop() ?? name, open, close)
    if (decoded) return decoded
    if (FIRST_OF.test(name)) return this.firstOf(open, close, depth)
    if (FORMATS.test(name) && tokens.string(open + 1)) return this.format(open, close, depth)
    const base = name.split(/[.:]+/).pop() ?? name
    if (JOINS.test(name) || (base === 'URL' && tokens.nextArgument(open + 1, close) < close))
      return this.joined(open, close, depth)
    if (WRAPPERS.test(base) || /^(?:url|urllib)\./.test(name)) {
      const given = this.namedDefault(open, close, depth) ?? this.firstString(base, open, close, depth)
      const variable = base === 'Field' ? this.variableOf(open, close) : ''
      if (variable) return [{ kind: 'ref', to: 'env', name: variable, span, ...(given ? { fallback: given } : {}) }]
      if (given) return given.parts
      const at = /^\|{1,2}$/.test(tokens.punct(open + 1)) ? this.closureBody(open + 1, close) : open + 1
      if (close > at) return this.around.read(at, close, depth + 1).template.parts
    }
    const looked = LOOKUPS.test(base) && name.includes('.') ? this.lookup(i, open, close, depth) : null
    if (looked) return [looked]
    if (TRANSPARENT.test(base) && name.includes('.'))
      return [{ kind: 'ref', to: 'name', name: name.slice(0, name.lastIndexOf('.')), span }]
    if (base === 'join' && name.includes('.') && this.isPath(open + 1))
      return [
        { kind: 'ref', to: 'name', name: name.slice(0, name.lastIndexOf('.')), span },
        ...this.around.literal(open + 1),
      ]
    if (STANDS_IN.test(base) && name.includes('.') && tokens.nextArgument(open + 1, close) >= close) {
      const value: Part = { kind: 'ref', to: 'name', name: name.slice(0, name.lastIndexOf('.')), span }
      return this.fallbackBody([value], open, close, depth)
    }
    return GIVES_ADDRESS.test(base) ? [{ kind: 'ref', to: 'name', name: base, span }] : [{ kind: 'unknown', span }]
  }

  /** `.getOrDefault("X", "…")` on the map of all variables; null when it is no read. */
  mapRead(receiver: string, method: string, i: number, open: number, close: number, depth: number): Part | null {
    const key = this.tokens.content(open + 1)
    if (!key || !isMapRead(receiver, method)) return null
    const fallback = this.fallbackArgument(open, close, depth)
    return { kind: 'ref', to: 'env', name: key, span: this.tokens.span(i, close), ...(fallback ? { fallback } : {}) }
  }

  /** `atob("…")`, `base64.b64decode("…")`, `Buffer.from("…", "base64")`: the address behind the literal, at the place of the literal. */
  private decoded(method: string, open: number, close: number): readonly Part[] | null {
    const { tokens } = this
    const token = tokens.string(open + 1)
    if (!token) return null
    const buffer = method === 'from' && /^base64(?:url)?$/.test(tokens.content(tokens.nextArgument(open + 1, close)))
    if (!buffer && !DECODES.test(method)) return null
    const text = decodeBase64(tokens.content(open + 1))?.trim()
    if (!text || !/^https?:\/\/\S+$/i.test(text)) return null
    return [{ kind: 'text', text, span: tokens.x.span(token.contentStart, token.contentEnd) }]
  }

  /** `conf().get("moonshot_base_url", "https://…")`: a key of some map, with what stands in for it. */
  private lookup(i: number, open: number, close: number, depth: number): Part | null {
    const { tokens } = this
    const second = tokens.nextArgument(open + 1, close)
    const key = tokens.content(open + 1)
    if (!/^[\w.:-]+$/.test(key) || !tokens.string(second) || second >= close) return null
    const fallback = this.around.read(second, close, depth + 1).template
    return { kind: 'ref', to: 'name', name: key, span: tokens.span(i, close), fallback }
  }

  /** What `.method(` makes of the value before it. */
  method(parts: readonly Part[], method: string, open: number, close: number, depth: number): readonly Part[] {
    const looked = LOOKUPS.test(method) ? this.lookup(open - 1, open, close, depth) : null
    if (looked) return [looked]
    const decoded = this.decoded(method, open, close)
    if (decoded) return decoded
    if (FALLBACK_METHODS.test(method)) return this.fallbackBody(parts, open, close, depth)
    if (TRANSPARENT.test(method)) return parts
    const given = () => this.formatArguments(open + 1, close, depth)
    if (method === 'format' && this.tokens.language.percentFormats) return fillBraces(parts, given())
    if (method === 'format' || method === 'formatted') return fillPercent(parts, given())
    if (method === 'join' && this.isPath(open + 1)) return [...parts, ...this.around.literal(open + 1)]
    if (/^(?:concat|append)$/i.test(method))
      return [...parts, ...this.around.read(open + 1, close, depth + 1).template.parts]
    return [{ kind: 'unknown', span: this.tokens.span(open - 2) }]
  }

  /** The value between the brackets, or of the closure there, stands in for the one before. */
  fallbackBody(parts: readonly Part[], open: number, close: number, depth: number): readonly Part[] {
    const body = this.closureBody(open + 1, close)
    if (body >= close) return parts
    return withFallback(parts, this.around.read(body, close, depth + 1).template)
  }

  /** What fills the format string before `%`: a tuple, or one value. */
  percentArguments(at: number, stop: number, depth: number): FormatArguments {
    const { tokens } = this
    if (tokens.is(at, '(')) return this.formatArguments(at + 1, Math.min(tokens.closer(at), stop), depth)
    return { positional: [this.around.read(at, Math.min(stop, at + 1), depth + 1).template.parts], named: () => null }
  }

  /** `fmt.Sprintf("%s/v1", base)`, `format!("{base}/v1")`, `string.Format("{0}/v1", base)` */
  private format(open: number, close: number, depth: number): readonly Part[] {
    const { tokens } = this
    const literal = this.around.literal(open + 1)
    const given = this.formatArguments(tokens.nextArgument(open + 1, close), close, depth)
    return tokens.language.braceFormats ? fillBraces(literal, given) : fillPercent(literal, given)
  }

  private formatArguments(from: number, close: number, depth: number): FormatArguments {
    const { tokens } = this
    const positional: (readonly Part[])[] = []
    const names = new Map<string, readonly Part[]>()
    for (let k = from; k < close && positional.length + names.size < 8; k = tokens.nextArgument(k, close)) {
      const named = tokens.word(k) && (tokens.is(k + 1, '=') || tokens.is(k + 1, ':'))
      const { parts } = this.around.read(named ? k + 2 : k, close, depth + 1).template
      if (named) names.set(tokens.word(k), parts)
      else positional.push(parts)
    }
    const span = tokens.span(from)
    const captured = (name: string): readonly Part[] | null =>
      tokens.language.capturesNames ? [{ kind: 'ref', to: 'name', name, span }] : null
    return { positional, named: (name) => names.get(name) ?? captured(name) }
  }

  /** `urljoin(base, path)`, `new URL(path, base)`, `url.JoinPath(base, "v1", "messages")` */
  private joined(open: number, close: number, depth: number): readonly Part[] {
    const { tokens } = this
    const second = tokens.nextArgument(open + 1, close)
    const first = this.around.read(open + 1, close, depth + 1).template.parts
    if (second >= close) return first
    const last = this.around.read(second, close, depth + 1).template.parts
    const [base, path] = tokens.word(open - 1) === 'URL' ? [last, first] : [first, last]
    const [end, start] = [base[base.length - 1], path[0]]
    if (start?.kind === 'text' && /^[a-z]+:\/\//i.test(start.text)) return path
    const slashed =
      (end?.kind === 'text' && end.text.endsWith('/')) || (start?.kind === 'text' && start.text[0] === '/')
    const at = { start: start?.span.start ?? 0, end: start?.span.start ?? 0 }
    const slash = { kind: 'text' as const, text: '/', span: at }
    const more: Part[] = []
    for (let k = tokens.nextArgument(second, close), n = 0; k < close && n < MAX_SEGMENTS; n++) {
      more.push(slash, ...this.around.read(k, close, depth + 1).template.parts)
      k = tokens.nextArgument(k, close)
    }
    return [...base, ...(slashed ? [] : [slash]), ...path, ...more]
  }

  /** `cmp.Or(os.Getenv("X"), "https://…")`: the first argument, else the second. */
  private firstOf(open: number, close: number, depth: number): readonly Part[] {
    const first = this.around.read(open + 1, close, depth + 1)
    if (!this.tokens.is(first.next, ',')) return first.template.parts
    return withFallback(first.template.parts, this.around.read(first.next + 1, close, depth + 1).template)
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

  /** The default of a field, given by its place: `Field("…", validation_alias="X")`. */
  private firstString(base: string, open: number, close: number, depth: number): Template | null {
    return base === 'Field' && this.tokens.string(open + 1)
      ? this.around.read(open + 1, close, depth + 1).template
      : null
  }

  /** `Field(env="X")`, `Field(validation_alias="X")`: the variable of a field of a settings class. An `alias` may also be a key of JSON. */
  private variableOf(open: number, close: number): string {
    const { tokens } = this
    for (let k = open + 1; k < close - 1; k++) {
      const word = tokens.word(k)
      if (!/^(?:env|alias|validation_alias)$/.test(word) || !tokens.is(k + 1, '=')) continue
      const name = tokens.content(k + 2)
      if (word !== 'alias' || /^[A-Z][A-Z0-9_]+$/.test(name)) return name
    }
    return ''
  }

  /** `base.join("/v1/messages")` of an address; `parts.join("/")` joins a list. */
  private isPath(at: number): boolean {
    return /^\/[\w-]+/.test(this.tokens.content(at))
  }

  private fallbackArgument(open: number, close: number, depth: number): Template | null {
    const named = this.namedDefault(open, close, depth)
    if (named) return named
    return this.tokens.is(open + 2, ',') ? this.around.read(open + 3, close, depth + 1).template : null
  }

  /** Skips `|_|`, `() ->`, `() =>`, `it ->`, `{` before the body of a closure. */
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
}
