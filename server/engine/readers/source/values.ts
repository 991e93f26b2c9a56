/** Expressions to templates: literals, joins, interpolations, reads of the environment with their fall-backs, names. */
import type { Excerpt } from '../../text'
import type { Part, Span, Template } from '../../types'
import type { Language } from './languages'
import { lex, type Str, type Token } from './lexer'

export interface Expression {
  readonly template: Template
  /** Index of the first token after the expression. */
  readonly next: number
}

const MAX_DEPTH = 12
const WRAPPERS =
  /^(?:String|str|new|await|Uri|URL|URI|url|Some|Ok|Box|Arc|lazy|Field|SecretStr|HttpUrl|AnyHttpUrl|AnyUrl|cleanUrl|normalizeUrl|trimEnd|Optional|of|ofNullable|to_owned|to_string|String_from|string|cast|Url|parse|Path|URI_create|create)$/
const TRANSPARENT_METHODS =
  /^(?:replace|replaceAll|rstrip|strip|lstrip|trim|trimEnd|trimStart|toString|to_string|to_owned|into|clone|as_str|removeSuffix|TrimEnd|Trim|ToString|chomp|freeze|toLowerCase|lower|unwrap|expect|chomp!|href|origin)$/
const READS: readonly (readonly [RegExp, 'call' | 'index' | 'member'])[] = [
  [
    /^(?:os\.getenv|os\.environ\.get|environ\.get|getenv|os\.Getenv|os\.LookupEnv|System\.getenv|System\.getProperty|Environment\.GetEnvironmentVariable|std::env::var|env::var|ENV\.fetch|Deno\.env\.get|Bun\.env\.get|env|config|dotenv\.get|process\.env\.get|env\.str|env\.get|decouple\.config|os\.environ\.setdefault|std\.env\.var|Utils\.getEnv|viper\.GetString|getEnvVar|get_env|getEnv|GetEnv|EnvString|env\.String|option_env!|env!|dotenv_get|System\.getenv\(\)\.getOrDefault|getOrDefault)$/,
    'call',
  ],
  [/^(?:os\.environ|environ|process\.env|import\.meta\.env|ENV|\$_ENV|\$_SERVER|Bun\.env|settings\.env|env)$/, 'index'],
  [/^(?:process\.env|import\.meta\.env|Bun\.env|env|c\.env|context\.env|ctx\.env|Deno\.env)$/, 'member'],
]

export function isPunct(token: Token | undefined, text: string): boolean {
  return token?.type === 'punct' && token.text === text
}

export class Values {
  constructor(
    private readonly x: Excerpt,
    private readonly language: Language,
    private readonly tokens: readonly Token[],
    /** For every opening bracket the index of its closer, or the number of tokens. */
    private readonly closers: Int32Array,
  ) {}

  /** Reads the expression at token `i`, at most up to token `stop`. */
  read(i: number, stop: number, depth = 0): Expression {
    const first = this.tokens[i]
    if (!first || i >= stop || depth > MAX_DEPTH) return { template: this.unknown(first), next: Math.min(i + 1, stop) }
    let { parts, next } = this.operand(i, stop, depth)
    for (; next < stop; ) {
      const t = this.tokens[next] as Token
      if (
        t.type === 'string' &&
        parts.every((p) => p.kind === 'text') &&
        this.tokens[next - 1]?.type === 'string' &&
        this.joins(next, stop) &&
        (this.language.id === 'python' || this.language.id === 'ruby')
      ) {
        parts = [...parts, ...this.literal(t)]
        next++
        continue
      }
      if (t.type === 'word' && (t.text === 'or' || t.text === 'if' || t.text === 'else')) {
        if (t.text !== 'or') {
          const rest = this.read(next + 1, stop, depth + 1)
          // `a if x else "b"`: the second value is the other choice
          parts = t.text === 'else' ? withFallback(parts, rest.template, this.spanOf(t)) : parts
          next = rest.next
          continue
        }
        const rest = this.read(next + 1, stop, depth + 1)
        parts = withFallback(parts, rest.template, this.spanOf(t))
        next = rest.next
        continue
      }
      if (t.type !== 'punct') break
      if (
        t.text === '+' ||
        (t.text === '.' && this.language.dotJoins && this.tokens[next + 1]?.type !== 'word') ||
        (t.text === '<<' && this.language.id === 'ruby')
      ) {
        const right = this.operand(next + 1, stop, depth + 1)
        parts = [...parts, ...right.parts]
        next = right.next
      } else if (t.text === '??' || t.text === '||' || t.text === '?:') {
        const rest = this.read(next + 1, stop, depth + 1)
        parts = withFallback(parts, rest.template, this.spanOf(t))
        next = rest.next
      } else if (t.text === '?' && this.language.id !== 'rust') {
        const yes = this.read(next + 1, stop, depth + 1)
        const colon = isPunct(this.tokens[yes.next], ':') ? yes.next : -1
        const no = colon > 0 ? this.read(colon + 1, stop, depth + 1) : null
        parts = [
          {
            kind: 'ref',
            to: 'name',
            name: '',
            span: this.spanOf(t),
            fallback: no
              ? { ...yes.template, parts: withFallback(yes.template.parts, no.template, this.spanOf(t), true) }
              : yes.template,
          },
        ]
        next = no ? no.next : yes.next
      } else if (t.text === '%' && this.language.id === 'python') {
        next = this.operand(next + 1, stop, depth + 1).next
        parts = [...parts, { kind: 'unknown', span: this.spanOf(t) }]
      } else break
    }
    const template = { parts, span: this.around(parts, first) }
    return { template, next }
  }

  /** Neighbouring strings join within a line, or within brackets. */
  private joins(i: number, stop: number): boolean {
    const before = this.tokens[i - 1] as Token
    const gap = this.x.text.slice(before.end, (this.tokens[i] as Token).start)
    return stop < this.tokens.length || !gap.includes('\n')
  }

  private closer(i: number): number {
    return this.closers[i] ?? this.tokens.length
  }

  private around(parts: readonly Part[], first: Token): Span {
    const start = parts[0]?.span.start ?? this.spanOf(first).start
    const end = parts[parts.length - 1]?.span.end ?? this.spanOf(first).end
    return { start, end: Math.max(start, end) }
  }

  private spanOf(token: Token): Span {
    return this.x.span(token.start, token.end)
  }

  private unknown(token: Token | undefined): Template {
    const span = token ? this.spanOf(token) : this.x.span(0, 0)
    return { parts: [{ kind: 'unknown', span }], span }
  }

  private operand(i: number, stop: number, depth: number): { parts: Part[]; next: number } {
    const t = this.tokens[i]
    if (!t || i >= stop || depth > MAX_DEPTH)
      return { parts: [{ kind: 'unknown', span: t ? this.spanOf(t) : this.x.span(0, 0) }], next: i + 1 }
    if (t.type === 'string') return this.trailing(this.literal(t), i + 1, stop, depth)
    if (t.type === 'punct') {
      if (t.text === '(') {
        const close = Math.min(this.closer(i), stop)
        const inner = this.read(i + 1, close, depth + 1)
        return this.trailing([...inner.template.parts], close + 1, stop, depth)
      }
      if (t.text === '&' || t.text === '*' || t.text === '!' || t.text === '-')
        return this.operand(i + 1, stop, depth + 1)
      if (t.text === '{' || t.text === '[')
        return { parts: [{ kind: 'unknown', span: this.spanOf(t) }], next: Math.min(this.closer(i) + 1, stop) }
      return { parts: [{ kind: 'unknown', span: this.spanOf(t) }], next: i + 1 }
    }
    return this.named(i, stop, depth)
  }

  /** A dotted name with calls and indexes behind it. */
  private named(i: number, stop: number, depth: number): { parts: Part[]; next: number } {
    const start = this.tokens[i] as Token
    let at = i
    let name = (start as { text: string }).text
    if (name === 'new' || name === 'await' || name === 'return' || name === 'not' || name === 'yield')
      return this.operand(i + 1, stop, depth + 1)
    at++
    while (at + 1 < stop && this.isAccess(at)) {
      name += this.tokens[at]?.type === 'punct' && (this.tokens[at] as { text: string }).text === '::' ? '::' : '.'
      name += (this.tokens[at + 1] as { text: string }).text
      at += 2
    }
    const member = memberRead(name)
    const span = this.x.span(start.start, (this.tokens[at - 1] as Token).end)
    if (member && !isPunct(this.tokens[at], '('))
      return this.trailing([{ kind: 'ref', to: 'env', name: member, span }], at, stop, depth)
    if (isPunct(this.tokens[at], '[')) return this.indexed(name, at, stop, depth, start)
    if (isPunct(this.tokens[at], '(')) return this.called(name, at, stop, depth, start)
    if (/^\d/.test(name) || /^(?:true|false|null|nil|None|undefined|True|False)$/.test(name))
      return { parts: [{ kind: 'unknown', span }], next: at }
    return {
      parts: [{ kind: 'ref', to: 'name', name: name.replace(/^(?:this|self|@|\$this)\.?|^\$|^@+/g, ''), span }],
      next: at,
    }
  }

  private isAccess(at: number): boolean {
    const t = this.tokens[at]
    if (t?.type !== 'punct' || this.tokens[at + 1]?.type !== 'word') return false
    return t.text === '.' || t.text === '?.' || t.text === '::' || t.text === '->' || t.text === '?->'
  }

  private indexed(
    name: string,
    at: number,
    stop: number,
    depth: number,
    start: Token,
  ): { parts: Part[]; next: number } {
    const close = this.closer(at)
    const key = this.tokens[at + 1]
    const span = this.x.span(start.start, (this.tokens[Math.min(close, this.tokens.length - 1)] as Token).end)
    if (READS.some(([re, how]) => how === 'index' && re.test(name)) && key?.type === 'string') {
      return this.trailing([{ kind: 'ref', to: 'env', name: this.text(key), span }], close + 1, stop, depth)
    }
    if (key?.type === 'string')
      return this.trailing([{ kind: 'ref', to: 'name', name: this.text(key), span }], close + 1, stop, depth)
    return this.trailing([{ kind: 'unknown', span }], close + 1, stop, depth)
  }

  private called(name: string, at: number, stop: number, depth: number, start: Token): { parts: Part[]; next: number } {
    const close = Math.min(this.closer(at), stop)
    const key = this.tokens[at + 1]
    const last = name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':')) + 1)
    const span = this.x.span(start.start, (this.tokens[Math.min(close, this.tokens.length - 1)] as Token).end)
    if (
      READS.some(([re, how]) => how === 'call' && re.test(name)) &&
      key?.type === 'string' &&
      /^[A-Za-z_][\w.]*$/.test(this.text(key))
    ) {
      const fallback = this.fallbackArgument(at, close, depth)
      return this.trailing(
        [{ kind: 'ref', to: 'env', name: this.text(key), span, ...(fallback ? { fallback } : {}) }],
        close + 1,
        stop,
        depth,
      )
    }
    if (name === 'cmp.Or' || name === 'coalesce' || last === 'firstNonEmpty' || last === 'ofNullable') {
      const first = this.read(at + 1, close, depth + 1)
      let parts = [...first.template.parts]
      if (isPunct(this.tokens[first.next], ','))
        parts = withFallback(parts, this.read(first.next + 1, close, depth + 1).template, span)
      return this.trailing(parts, close + 1, stop, depth)
    }
    if (
      name === 'fmt.Sprintf' ||
      name === 'String.format' ||
      name === 'sprintf' ||
      name === 'format!' ||
      name === 'string.Format'
    ) {
      if (key?.type === 'string') return this.trailing(splitFormat(this.literal(key)), close + 1, stop, depth)
    }
    const base = name.split(/[.:]+/).pop() ?? name
    if (WRAPPERS.test(base) || /^(?:url|urllib)\./.test(name)) {
      const named = this.namedDefault(at, close, depth)
      if (named) return this.trailing([...named.parts], close + 1, stop, depth)
      if (close > at + 1)
        return this.trailing([...this.read(at + 1, close, depth + 1).template.parts], close + 1, stop, depth)
    }
    if (TRANSPARENT_METHODS.test(base) && name.includes('.'))
      return this.trailing(
        [{ kind: 'ref', to: 'name', name: name.slice(0, name.lastIndexOf('.')), span }],
        close + 1,
        stop,
        depth,
      )
    return this.trailing([{ kind: 'unknown', span }], close + 1, stop, depth)
  }

  /** `default="..."` of `Field(default=...)`, `config("X", default=...)`. */
  private namedDefault(at: number, close: number, depth: number): Template | null {
    for (let k = at + 1; k < close - 1; k++) {
      const t = this.tokens[k]
      if (
        t?.type === 'word' &&
        /^(?:default|default_value|defaultValue)$/.test(t.text) &&
        (isPunct(this.tokens[k + 1], '=') || isPunct(this.tokens[k + 1], ':'))
      )
        return this.read(k + 2, close, depth + 1).template
    }
    return null
  }

  private fallbackArgument(at: number, close: number, depth: number): Template | null {
    const named = this.namedDefault(at, close, depth)
    if (named) return named
    if (!isPunct(this.tokens[at + 2], ',')) return null
    return this.read(at + 3, close, depth + 1).template
  }

  /** Methods behind a value: `.replace(...)`, `.unwrap_or_else(|_| "...")`, `.default("...")`, `.orElse("...")`. */
  private trailing(parts: Part[], from: number, stop: number, depth: number): { parts: Part[]; next: number } {
    let next = from
    let out = parts
    while (next + 1 < stop && this.isAccess(next)) {
      const method = (this.tokens[next + 1] as { text: string }).text
      const open = next + 2
      if (!isPunct(this.tokens[open], '(')) {
        if (!TRANSPARENT_METHODS.test(method))
          return { parts: [{ kind: 'unknown', span: this.spanOf(this.tokens[next] as Token) }], next: open }
        next = open
        continue
      }
      const close = Math.min(this.closer(open), stop)
      if (
        /^(?:unwrap_or|unwrap_or_else|orElse|orElseGet|default|getOrElse|or_else|unwrap_or_default|fetch|GetValueOrDefault|ifBlank|ifEmpty|presence|getOrDefault)$/.test(
          method,
        )
      ) {
        const from2 = this.closureBody(open + 1, close)
        if (from2 < close)
          out = withFallback(out, this.read(from2, close, depth + 1).template, this.spanOf(this.tokens[next] as Token))
      } else if (!TRANSPARENT_METHODS.test(method)) {
        if (method === 'format' && this.language.id === 'python') out = splitBraces(out)
        else if (method === 'concat' || method === 'Concat')
          out = [...out, ...this.read(open + 1, close, depth + 1).template.parts]
        else out = [{ kind: 'unknown', span: this.spanOf(this.tokens[next] as Token) }]
      }
      next = close + 1
    }
    if (isPunct(this.tokens[next], '!') && next < stop) next++
    if (
      isPunct(this.tokens[next], '{') &&
      this.language.id === 'ruby' &&
      parts.some((p) => p.kind === 'ref' && p.to === 'env')
    ) {
      const close = this.closer(next)
      out = withFallback(
        out,
        this.read(next + 1, Math.min(close, stop), depth + 1).template,
        this.spanOf(this.tokens[next] as Token),
      )
      next = close + 1
    }
    if (
      this.tokens[next]?.type === 'word' &&
      (this.tokens[next] as { text: string }).text === 'as' &&
      this.language.id === 'typescript'
    )
      next = Math.min(next + 2, stop)
    return { parts: out, next }
  }

  /** Skips `|_|`, `() ->`, `() =>`, `{` before the body of a closure. */
  private closureBody(from: number, close: number): number {
    let at = from
    if (isPunct(this.tokens[at], '||')) at++
    else if (isPunct(this.tokens[at], '|')) {
      at++
      while (at < close && !isPunct(this.tokens[at], '|')) at++
      at++
    } else if (isPunct(this.tokens[at], '(')) {
      const end = this.closer(at)
      if (isPunct(this.tokens[end + 1], '->') || isPunct(this.tokens[end + 1], '=>')) at = end + 2
    }
    if (isPunct(this.tokens[at], '{')) at++
    return at
  }

  text(token: Str): string {
    return this.x.text.slice(token.contentStart, token.contentEnd)
  }

  /** Parts of a string token: text with escapes decoded, interpolations as references. */
  literal(token: Str): Part[] {
    const raw = this.text(token)
    const mark = token.interpolates ? this.language.interpolation : ''
    if (!mark || !/[{$#]/.test(raw)) return [this.textPart(raw, token.contentStart, token.raw)]
    const re =
      mark === '${}'
        ? /\$\{((?:[^{}]|\{[^{}]*\})*)\}/g
        : mark === '#{}'
          ? /#\{([^{}]*)\}/g
          : mark === '$'
            ? /\{\$([^{}]+)\}|\$\{([^{}]*)\}|\$([A-Za-z_]\w*(?:->\w+)*)/g
            : /\{\{|\}\}|\{([^{}]*)\}/g
    const parts: Part[] = []
    let from = 0
    for (const m of raw.matchAll(re)) {
      if (m[0] === '{{' || m[0] === '}}') continue
      if (m.index > from) parts.push(this.textPart(raw.slice(from, m.index), token.contentStart + from, token.raw))
      const inner = m[1] ?? m[2] ?? m[3] ?? ''
      const at = token.contentStart + m.index + m[0].indexOf(inner)
      parts.push(...this.embedded(inner, at))
      from = m.index + m[0].length
    }
    if (from < raw.length) parts.push(this.textPart(raw.slice(from), token.contentStart + from, token.raw))
    return parts.length > 0 ? parts : [this.textPart('', token.contentStart, true)]
  }

  /** An expression inside a string. */
  private embedded(text: string, at: number): Part[] {
    const plain = text.replace(/![rsa]$|:[^:]*$/, '').trim()
    const span = this.x.span(at, at + text.length)
    const member = memberRead(plain.replace(/\?\./g, '.'))
    if (member) return [{ kind: 'ref', to: 'env', name: member, span }]
    if (/^[\p{L}_$@][\p{L}\p{N}_$.>-]*$/u.test(plain))
      return [
        {
          kind: 'ref',
          to: 'name',
          name: plain.replace(/->/g, '.').replace(/^(?:this|self|\$this)\.|^[$@]+/g, ''),
          span,
        },
      ]
    if (text.length > 400) return [{ kind: 'unknown', span }]
    const inner = this.x.slice(at, at + text.length)
    const tokens = lex(inner.text, this.language).tokens
    if (tokens.length === 0 || tokens.some((t) => t.type === 'string' && t.interpolates && t.end - t.start > 60))
      return [{ kind: 'unknown', span }]
    const values = new Values(inner, this.language, tokens, pairUp(tokens))
    return [...values.read(0, tokens.length, MAX_DEPTH - 3).template.parts]
  }

  private textPart(raw: string, at: number, verbatim: boolean): Part {
    const span = this.x.span(at, at + raw.length)
    if (verbatim || !raw.includes('\\')) return { kind: 'text', text: raw, span }
    return { kind: 'text', text: decodeEscapes(raw), span }
  }
}

const SIMPLE: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '', b: '', f: '' }

function decodeEscapes(raw: string): string {
  return raw.replace(
    /\\(?:u\{([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|\r?\n\s*|(.))/gs,
    (_all, a?: string, b?: string, c?: string, d?: string) => {
      const hex = a ?? b ?? c
      if (hex) {
        const code = Number.parseInt(hex, 16)
        return code <= 0x10ffff ? String.fromCodePoint(code) : ''
      }
      return d === undefined ? '' : (SIMPLE[d] ?? d)
    },
  )
}

/** `process.env.NAME` and its relatives, or empty. Bare `env.NAME` only for names that look like variables. */
function memberRead(name: string): string {
  const m = /^(process\.env|import\.meta\.env|Bun\.env|(?:c\.|ctx\.|context\.)?env|Deno\.env)\.([A-Za-z_]\w*)$/.exec(
    name,
  )
  if (!m) return ''
  return m[1]?.startsWith('process') || m[1]?.startsWith('import') || /^[A-Z][A-Z0-9_]+$/.test(m[2] as string)
    ? (m[2] as string)
    : ''
}

/** Puts a fall-back behind the last reference; a literal before it wins as long as it is not empty. */
function withFallback(parts: readonly Part[], fallback: Template, span: Span, both = false): Part[] {
  const last = parts[parts.length - 1]
  if (parts.length === 1 && last?.kind === 'ref')
    return [
      {
        ...last,
        fallback: last.fallback
          ? { ...last.fallback, parts: withFallback(last.fallback.parts, fallback, span) }
          : fallback,
      },
    ]
  if (parts.length === 1 && last?.kind === 'text' && (both || last.text === ''))
    return both
      ? [{ kind: 'ref', to: 'name', name: '', span, fallback: { parts, span: last.span } }]
      : [...fallback.parts]
  if (parts.length === 1 && last?.kind === 'unknown')
    return [{ kind: 'ref', to: 'name', name: '', span: last.span, fallback }]
  return [...parts]
}

/** `%s` and `{}` of format strings are unknown pieces. */
function splitFormat(parts: readonly Part[]): Part[] {
  return splitAt(parts, /%[sdvq]|\{\d*\}/g)
}
function splitBraces(parts: readonly Part[]): Part[] {
  return splitAt(parts, /\{\w*\}/g)
}
function splitAt(parts: readonly Part[], re: RegExp): Part[] {
  return parts.flatMap((p): Part[] => {
    if (p.kind !== 'text' || p.text.length !== p.span.end - p.span.start) return [p]
    const out: Part[] = []
    let from = 0
    for (const m of p.text.matchAll(re)) {
      if (m.index > from)
        out.push({
          kind: 'text',
          text: p.text.slice(from, m.index),
          span: { start: p.span.start + from, end: p.span.start + m.index },
        })
      out.push({ kind: 'unknown', span: { start: p.span.start + m.index, end: p.span.start + m.index + m[0].length } })
      from = m.index + m[0].length
    }
    if (from < p.text.length)
      out.push({ kind: 'text', text: p.text.slice(from), span: { start: p.span.start + from, end: p.span.end } })
    return out
  })
}

/** For every opening bracket the index of its closer, or the number of tokens. */
export function pairUp(tokens: readonly Token[]): Int32Array {
  const closers = new Int32Array(tokens.length).fill(tokens.length)
  const stack: number[] = []
  tokens.forEach((t, i) => {
    if (t.type !== 'punct') return
    if (t.text === '(' || t.text === '[' || t.text === '{') stack.push(i)
    else if (t.text === ')' || t.text === ']' || t.text === '}') {
      const open = stack.pop()
      if (open !== undefined) closers[open] = i
    }
  })
  return closers
}
