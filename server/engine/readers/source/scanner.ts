/** Walks the tokens once and states what calls, options, constants and assignments say. */
import { type FactsBuilder, literalOf, type SettingInput } from '../../builder'
import type { ReadContext } from '../../reader'
import type { Excerpt } from '../../text'
import type { SettingKind, Template } from '../../types'
import { readImports } from './imports'
import type { Language } from './languages'
import { type Lexed, lex, type Token } from './lexer'
import { readTraits } from './traits'
import { isPunct, pairUp, Values } from './values'

interface Frame {
  readonly kind: 'call' | 'object' | 'list' | 'scope' | 'group' | 'params'
  readonly callee: string
  readonly block: number
  /** Key path from the call or the variable down to here. */
  readonly path: readonly string[]
  readonly close: number
  /** Settings of this table wait until it is known whether it lists choices. */
  readonly buffer: SettingInput[] | null
}

const SILENT =
  /(?:^|[.:])(?:assert\w*|expect\w*|should\w*|print\w*|log|logs|debug|info|warn|warning|error|trace|console|logger|logging|describe|it|test|raise|toBe\w*|toEqual\w*|toContain\w*|toMatch\w*|equal|equals|deepEqual|strictEqual|Equal|NotEqual|Contains|Errorf|Fatalf|Logf|Printf|Println|println|panic|puts|format_help|add_argument_group|Error|Exception|ValueError|throw|link|href|open_new_tab|webbrowser\.open|startsWith|endsWith|startswith|endswith|includes|contains|indexOf|Equals|equalsIgnoreCase|test|match|search|split)$/
const REQUEST =
  /^(?:\$?fetch|ofetch|ky|got|axios|request|urlopen|curl_init|curl_setopt|nock)$|(?:^|[.:>])(?:fetch|urlopen|NewRequest|NewRequestWithContext|HttpPost|HttpGet|newCall|curl_setopt|PostAsync|GetAsync|SendAsync|PostAsJsonAsync|postForObject|postForEntity|exchange|HttpRequestMessage|fetchEventSource|UrlFetchApp\.fetch|GetStringAsync|sendRequest|http_request|HTTParty\.post)$|^(?:[\w$.>]*(?:axios|requests|httpx|session|client|http|got|ky|superagent|aiohttp|needle|ureq|reqwest|Faraday|conn|RestClient|instance|request|api)[\w$]*)[.:>]+(?:get|post|put|patch|delete|request|stream|head|Get|Post|Do|uri|url)$/i
const URL_CALL =
  /(?:base_?ur[li]|api_?base|endpoint|base_?uri|base_?path|withbaseurl|setbaseurl|azureconfig|openaiapi|newclient|defaultconfig|reverseproxy|newsinglehostreverseproxy|azureopenaiclient|uri)$/i
const SET_ENV =
  /^(?:os\.environ\.setdefault|os\.Setenv|os\.putenv|Environment\.SetEnvironmentVariable|System\.setProperty|std::env::set_var|env::set_var|setenv|process\.env\.set|Deno\.env\.set|monkeypatch\.setenv|t\.Setenv|viper\.SetDefault|cy\.stub)$/
const PROXY_CALL =
  /(?:createProxyMiddleware|httpProxy|createProxyServer|NewSingleHostReverseProxy|proxyRequest|ProxyPass)$/
const KEYWORDS = new Set([
  'if',
  'for',
  'while',
  'switch',
  'catch',
  'return',
  'match',
  'with',
  'elif',
  'else',
  'foreach',
  'using',
  'lock',
  'when',
  'unless',
  'until',
  'case',
  'select',
  'and',
  'or',
  'not',
  'in',
  'is',
  'function',
  'typeof',
  'await',
  'new',
  'yield',
  'async',
  'func',
  'def',
  'fn',
  'fun',
  'class',
  'echo',
  'lambda',
])
const NAME_VALUE = /^[\p{L}_$@][\p{L}\p{N}_$.:@-]*$/u
const MAX_FRAMES = 400

/** Rust keeps unit tests at the end of the file: they state nothing. */
function withoutTests(text: string): string {
  const at = /^[ \t]*#\[cfg\(test\)\]\s*(?:pub\s+)?mod\b/m.exec(text)?.index ?? -1
  return at < 0 ? text : text.slice(0, at)
}

export class Scanner {
  private readonly lexed: Lexed
  private readonly tokens: readonly Token[]
  private readonly closers: Int32Array
  private readonly values: Values
  private readonly frames: Frame[] = []
  private readonly scopes: { indent: number; block: number; name: string }[] = []
  private readonly minified: boolean

  constructor(
    private readonly x: Excerpt,
    private readonly language: Language,
    private readonly out: FactsBuilder,
    private readonly context: ReadContext,
  ) {
    this.lexed = lex(language.id === 'rust' ? withoutTests(x.text) : x.text, language)
    this.tokens = this.lexed.tokens
    this.closers = pairUp(this.tokens)
    this.values = new Values(x, language, this.tokens, this.closers)
    this.minified = x.text.length > 5000 && x.text.length / (x.text.split('\n', 2000).length + 1) > 400
  }

  run(): void {
    for (const c of this.lexed.comments) {
      const text = this.x.text.slice(c.textStart, c.textEnd)
      if (text.includes('relaylint')) this.out.comment(text, this.x.span(c.start, c.end))
    }
    readImports(this.x, this.language.id, this.out, this.context.block)
    readTraits(this.x, this.language.id, this.out, this.context.block)
    for (let i = 0; i < this.tokens.length; i++) this.step(i)
    while (this.frames.length > 0) this.pop()
  }

  private step(i: number): void {
    const t = this.tokens[i] as Token
    while (this.frames.length > 0 && i >= (this.frames[this.frames.length - 1] as Frame).close) this.pop()
    if (this.language.id === 'python') this.indent(t)
    if (t.type === 'punct') {
      if (t.text === '(' || t.text === '{' || t.text === '[') this.open(i, t.text)
      return
    }
    if (t.type === 'string') {
      this.keyed(i, this.x.text.slice(t.contentStart, t.contentEnd), t.contentStart, t.contentEnd)
      this.annotation(i)
      return
    }
    this.keyed(i, t.text, t.start, t.end)
    if (this.language.definition.test(t.text)) this.definition(i)
  }

  /** The innermost frame of which the test holds. */
  private last(test: (frame: Frame) => boolean): Frame | undefined {
    for (let k = this.frames.length - 1; k >= 0; k--) if (test(this.frames[k] as Frame)) return this.frames[k]
    return undefined
  }

  private get frame(): Frame | undefined {
    return this.frames[this.frames.length - 1]
  }

  private get block(): number {
    return this.frame?.block ?? this.scopes[this.scopes.length - 1]?.block ?? this.context.block
  }

  private pop(): void {
    const frame = this.frames.pop()
    if (!frame?.buffer || frame.buffer.length === 0) return
    const parent = this.frames.some((f) => f.buffer !== null)
    if (parent) {
      this.last((f) => f.buffer !== null)?.buffer?.push(...frame.buffer)
      return
    }
    const hosts = new Set(frame.buffer.map((s) => /^https?:\/\/([^/:]+)/.exec(literalOf(s.value))?.[1]).filter(Boolean))
    const state = () => {
      for (const setting of frame.buffer ?? []) this.out.setting(setting)
    }
    if (hosts.size >= 4) this.out.choices(state)
    else state()
  }

  private indent(t: Token): void {
    if (this.frames.length > 0) return
    const lineStart = this.x.text.lastIndexOf('\n', t.start - 1) + 1
    const lead = this.x.text.slice(lineStart, t.start)
    if (lead.trim() !== '') return
    while (this.scopes.length > 0 && (this.scopes[this.scopes.length - 1] as { indent: number }).indent >= lead.length)
      this.scopes.pop()
  }

  private definition(i: number): void {
    const name = this.tokens[i + 1]
    if (name?.type !== 'word' || this.language.id !== 'python') return
    const t = this.tokens[i] as Token
    if (t.type === 'word' && t.text === 'async') return
    const lineStart = this.x.text.lastIndexOf('\n', t.start - 1) + 1
    const lead = this.x.text.slice(lineStart, t.start)
    const indent = /^\s*/.exec(lead)?.[0].length ?? 0
    if (this.scopes.length > 200) return
    const block = this.out.block(
      'scope',
      name.text,
      this.scopes[this.scopes.length - 1]?.block ?? this.context.block,
      this.x.span(t.start, this.x.text.length),
    )
    this.scopes.push({ indent, block, name: name.text })
  }

  /** A bracket opens: a call, an object, a list, a scope. */
  private open(i: number, bracket: string): void {
    const close = this.closers[i] as number
    if (this.frames.length > MAX_FRAMES) return
    const push = (
      kind: Frame['kind'],
      callee: string,
      block: number,
      path: readonly string[],
      buffer: SettingInput[] | null = null,
    ) => this.frames.push({ kind, callee, block, path, close, buffer })
    const before = this.tokens[i - 1]
    if (bracket === '(') {
      const callee = this.calleeBefore(i)
      if (!callee) {
        push('group', this.frame?.callee ?? '', this.block, this.frame?.path ?? [])
        return
      }
      if (this.isDefinition(callee.at)) {
        push('params', callee.name, this.block, [callee.name])
        return
      }
      const start = (this.tokens[callee.at] as Token).start
      const end = (this.tokens[Math.min(close, this.tokens.length - 1)] as Token).end
      const block = this.out.block('call', callee.name, this.block, this.x.span(start, end))
      push('call', callee.name, block, [])
      this.call(callee.name, callee.at, i, close, block)
      return
    }
    const owner = this.ownerOf(i)
    if (bracket === '{') {
      const literal = this.objectCallee(i, before)
      if (literal === null) {
        const scope = this.scopeName(i)
        push(
          'scope',
          '',
          scope
            ? this.out.block(
                'scope',
                scope,
                this.block,
                this.x.span(
                  (before ?? (this.tokens[i] as Token)).start,
                  (this.tokens[Math.min(close, this.tokens.length - 1)] as Token).end,
                ),
              )
            : this.block,
          scope ? [scope] : [],
        )
        return
      }
      const inCall = this.callOf()
      const callee = literal || inCall?.callee || ''
      const base = literal ? [] : owner ? [...(this.frame?.path ?? []), owner] : (this.frame?.path ?? [])
      const block = this.out.block(
        literal ? 'call' : 'object',
        literal || owner,
        this.block,
        this.x.span(
          (this.tokens[i] as Token).start,
          (this.tokens[Math.min(close, this.tokens.length - 1)] as Token).end,
        ),
      )
      push('object', callee, block, base, callee ? null : [])
      if (literal)
        this.out.call(
          literal,
          this.x.span((before as Token).start, (before as Token).end),
          block,
          this.optionsIn(i, close),
        )
      return
    }
    const inCall = this.callOf()
    push(
      'list',
      inCall?.callee ?? '',
      this.block,
      owner ? [...(this.frame?.path ?? []), owner] : (this.frame?.path ?? []),
      inCall ? null : [],
    )
  }

  /** The nearest call around, with only literals between. */
  private callOf(): Frame | undefined {
    for (let k = this.frames.length - 1; k >= 0; k--) {
      const f = this.frames[k] as Frame
      if (f.kind === 'call') return f
      if (f.kind === 'object' && f.callee) return f
      if (f.kind === 'scope' || f.kind === 'params') return undefined
    }
    return undefined
  }

  private isDefinition(at: number): boolean {
    const before = this.tokens[at - 1]
    return before?.type === 'word' && /^(?:def|function|func|fn|fun)$/.test(before.text)
  }

  /** Dotted name that stands before the parenthesis at `i`. */
  private calleeBefore(i: number): { name: string; at: number } | null {
    let at = i - 1
    const generic = this.tokens[at]
    if (isPunct(generic, '>')) {
      let depth = 0
      for (; at > 0 && i - at < 40; at--) {
        if (isPunct(this.tokens[at], '>')) depth++
        else if (isPunct(this.tokens[at], '<') && --depth === 0) break
      }
      at--
    }
    if (isPunct(this.tokens[at], '!')) at--
    const last = this.tokens[at]
    if (last?.type !== 'word' || (KEYWORDS.has(last.text) && !isPunct(this.tokens[at - 1], '.'))) return null
    let name = last.text
    for (let hops = 0; hops < 24; hops++) {
      const dot = this.tokens[at - 1]
      if (dot?.type !== 'punct' || !/^(?:\.|\?\.|::|->|\?->)$/.test(dot.text)) break
      const prior = this.tokens[at - 2]
      if (prior?.type === 'word') {
        name = `${prior.text}${dot.text === '::' ? '::' : '.'}${name}`
        at -= 2
      } else if (isPunct(prior, ')')) {
        const root = this.chainRoot(at - 2)
        if (!root) break
        name = `${root.name}.${name}`
        at = root.at
      } else break
    }
    return { name: name.replace(/^\$?this\./, '').replace(/!$/, ''), at }
  }

  /** Name of the call whose closing parenthesis stands at `i`. */
  private chainRoot(i: number): { name: string; at: number } | null {
    const open = this.openerOf(i)
    const word = open > 0 ? this.tokens[open - 1] : undefined
    if (word?.type !== 'word') return null
    return { name: word.text, at: open - 1 }
  }

  private openerOf(close: number): number {
    let depth = 0
    for (let k = close; k >= 0 && close - k < 4000; k--) {
      const t = this.tokens[k] as Token
      if (t.type !== 'punct') continue
      if (/^[)\]}]$/.test(t.text)) depth++
      else if (/^[([{]$/.test(t.text) && --depth === 0) return k
    }
    return -1
  }

  /** Null for a code block, the type name for a literal of a type, empty for a plain object. */
  private objectCallee(i: number, before: Token | undefined): string | null {
    const id = this.language.id
    if (id === 'python') return ''
    if (!before) return null
    if (before.type === 'punct') {
      if (id === 'csharp' && before.text === ')') {
        const open = this.openerOf(i - 1)
        const callee = open > 0 ? this.calleeBefore(open) : null
        const isNew =
          callee &&
          this.tokens[callee.at - 1]?.type === 'word' &&
          (this.tokens[callee.at - 1] as { text: string }).text === 'new'
        return callee && isNew ? callee.name : null
      }
      if (before.text === ')' || before.text === ';' || before.text === '}' || before.text === '{') return null
      if (before.text === '=>') return id === 'php' ? '' : null
      if (id === 'java' || id === 'kotlin') return null
      return /^(?:\(|,|\[|=|:|\?|\|\||\?\?|&&|:=|\.\.\.|\?\?=)$/.test(before.text) ? '' : null
    }
    if (before.type !== 'word') return null
    if (id === 'typescript' || id === 'ruby' || id === 'php')
      return /^(?:return|default)$/.test(before.text) ? '' : null
    if (id === 'go' || id === 'rust' || id === 'csharp') {
      const name = this.calleeBefore(i)
      if (
        !name ||
        !/^[\p{Lu}]/u.test(name.name.slice(Math.max(name.name.lastIndexOf('.'), name.name.lastIndexOf(':')) + 1))
      )
        return null
      const lead = this.tokens[name.at - 1]
      if (lead?.type === 'word' && !/^(?:return|new|in|await)$/.test(lead.text)) return null
      return id === 'csharp' && !(lead?.type === 'word' && lead.text === 'new') ? null : name.name
    }
    return null
  }

  private scopeName(i: number): string {
    for (let k = i - 1; k >= 0 && i - k < 60; k--) {
      const t = this.tokens[k] as Token
      if (t.type === 'punct' && (t.text === ';' || t.text === '}' || t.text === '{')) return ''
      if (t.type === 'word' && this.language.definition.test(t.text)) {
        const name = this.tokens[k + 1]
        return name?.type === 'word' ? name.text : ''
      }
    }
    return ''
  }

  /** Name that the bracket's value is given to: `name = {`, `name: {`, `"name" => [`. */
  private ownerOf(i: number): string {
    const op = this.tokens[i - 1]
    if (op?.type !== 'punct' || !/^(?:=|:|=>|:=)$/.test(op.text)) return ''
    const name = this.tokens[i - 2]
    if (name?.type === 'word') return name.text
    if (name?.type === 'string') return this.x.text.slice(name.contentStart, name.contentEnd)
    return ''
  }

  private optionsIn(open: number, close: number): string[] {
    const names: string[] = []
    let depth = 0
    for (let k = open; k < close && names.length < 30; k++) {
      const t = this.tokens[k] as Token
      if (t.type === 'punct') {
        if (/^[([{]$/.test(t.text)) depth++
        else if (/^[)\]}]$/.test(t.text)) depth--
      } else if (
        t.type === 'word' &&
        depth <= 2 &&
        (isPunct(this.tokens[k + 1], ':') || isPunct(this.tokens[k + 1], '='))
      )
        names.push(t.text)
    }
    return names
  }

  private silent(): boolean {
    return this.frames.some((f) => f.kind === 'call' && SILENT.test(f.callee))
  }

  /** A call begins: state it, its request address, and positional addresses of option functions. */
  private call(callee: string, at: number, open: number, close: number, block: number): void {
    const span = this.x.span((this.tokens[at] as Token).start, (this.tokens[open - 1] as Token).end)
    if (/^[\p{Lu}]|\.[\p{Lu}]|^create|^\w+\.\w+/u.test(callee))
      this.out.call(callee, span, block, this.optionsIn(open, close))
    if (this.silent() || SILENT.test(callee)) return
    if (SET_ENV.test(callee)) {
      this.setEnv(open, close, block, callee)
      return
    }
    const request = REQUEST.test(callee)
    const positional = URL_CALL.test(callee)
    for (let k = open + 1, n = 0; k < close && n < 4; n++) {
      const token = this.tokens[k] as Token
      const isNamed =
        token.type === 'word' &&
        (isPunct(this.tokens[k + 1], '=') || (isPunct(this.tokens[k + 1], ':') && this.language.id !== 'typescript'))
      if (!isNamed && !isPunct(token, '{') && !isPunct(token, '[')) {
        const value = this.values.read(k, close)
        const text = literalOf(value.template)
        const refs = value.template.parts.some((p) => p.kind === 'ref')
        if (positional && (text !== '' || refs))
          this.state('argument', `$${n}`, [`$${n}`], callee, span, value.template, block)
        else if (request ? /:\/\//.test(text) || (refs && n < 2) : /^https?:\/\//.test(text) && !this.minified)
          this.state('request', '', [callee], request ? callee : `~${callee}`, span, value.template, block)
        if (PROXY_CALL.test(callee) && /:\/\//.test(text))
          this.state('upstream', callee, [callee], callee, span, value.template, block)
      }
      k = this.nextArgument(k, close)
    }
  }

  private nextArgument(from: number, close: number): number {
    for (let k = from; k < close; k++) {
      const t = this.tokens[k] as Token
      if (t.type !== 'punct') continue
      if (t.text === ',') return k + 1
      if (/^[([{]$/.test(t.text)) k = this.closers[k] as number
    }
    return close
  }

  private setEnv(open: number, close: number, block: number, callee: string): void {
    const key = this.tokens[open + 1]
    if (key?.type !== 'string' || !isPunct(this.tokens[open + 2], ',')) return
    const name = this.x.text.slice(key.contentStart, key.contentEnd)
    const value = this.values.read(open + 3, close)
    this.out.setting({
      kind: 'env',
      name,
      keySpan: this.x.span(key.contentStart, key.contentEnd),
      value: value.template,
      block,
      weak: /default/i.test(callee),
    })
  }

  /** `@Value("${x:https://…}")` of Spring. */
  private annotation(i: number): void {
    const t = this.tokens[i] as Token
    const frame = this.frame
    if (t.type !== 'string' || frame?.kind !== 'call' || !/^@?(?:Value|ConfigProperty)$/.test(frame.callee)) return
    const m = /^\$\{([\w.-]+):([^}]*)\}$/.exec(this.x.text.slice(t.contentStart, t.contentEnd))
    if (!m) return
    const name = m[1] as string
    const at = t.contentStart + 2 + name.length + 1
    const span = this.x.span(at, at + (m[2] as string).length)
    this.out.setting({
      kind: 'constant',
      name: name.slice(name.lastIndexOf('.') + 1),
      path: name.split('.'),
      keySpan: this.x.span(t.contentStart + 2, t.contentStart + 2 + name.length),
      value: { parts: [{ kind: 'text', text: m[2] as string, span }], span },
      block: this.block,
      weak: true,
    })
  }

  /** A name or string that may be a key: `name = v`, `name: v`, `"name" => v`, `a.b = v`, `x["k"] = v`. */
  private keyed(i: number, name: string, start: number, end: number): void {
    if (this.minified && this.frame?.kind !== 'call' && this.frame?.kind !== 'object') return
    const target = this.operatorAfter(i)
    if (!target || !NAME_VALUE.test(name)) return
    const { valueAt, operator } = target
    const frame = this.frame
    const stop = frame && frame.kind !== 'scope' ? frame.close : this.tokens.length
    const t = this.tokens[i] as Token
    if (t.type === 'string' && operator === '=' && isPunct(this.tokens[i - 1], '[')) {
      this.indexed(i, name, valueAt, this.frames[this.frames.length - 2]?.close ?? this.tokens.length)
      return
    }
    if (!this.isKey(i, operator)) return
    const value = this.values.read(valueAt, stop)
    if (!this.worth(name, value.template)) return
    if (this.silent()) return
    const keySpan = this.x.span(start, end)
    const head = this.tokens[valueAt]
    if (isPunct(head, '{') || isPunct(head, '[')) return
    const member = t.type === 'word' ? this.memberPath(i) : null
    if (member) {
      const env = /^(?:process\.env|import\.meta\.env|Bun\.env|os\.environ)$/.test(member.slice(0, -1).join('.'))
      this.state(env ? 'env' : 'member', name, member, '', keySpan, value.template, this.block)
    } else if (frame && (frame.kind === 'call' || frame.kind === 'object' || frame.kind === 'list') && frame.callee) {
      const inEnv =
        frame.path.some((p) => /^(?:env|environment|environ)$/i.test(p)) || /^(?:env|environment)$/i.test(frame.callee)
      if (inEnv && /^[A-Z][A-Z0-9_]*$/.test(name))
        this.state('env', name, [...frame.path, name], '', keySpan, value.template, frame.block)
      else if (REQUEST.test(frame.callee) && /^(?:url|uri|address)$/i.test(name))
        this.state('request', name, [name], frame.callee, keySpan, value.template, frame.block)
      else if (PROXY_CALL.test(frame.callee) && name === 'target')
        this.state('upstream', name, [name], frame.callee, keySpan, value.template, frame.block)
      else this.state('argument', name, [...frame.path, name], frame.callee, keySpan, value.template, frame.block)
    } else {
      const scope =
        this.scopes[this.scopes.length - 1]?.name ?? this.last((f) => f.kind === 'scope' && f.path.length > 0)?.path[0]
      const path =
        frame && (frame.kind === 'object' || frame.kind === 'list' || frame.kind === 'params')
          ? [...frame.path, name]
          : scope
            ? [scope, name]
            : [name]
      if (name === 'destination' || (name === 'target' && frame?.path.some((p) => /rewrites|proxy|redirects/i.test(p))))
        this.state('upstream', name, path, '', keySpan, value.template, this.block)
      this.state('constant', name, path, '', keySpan, value.template, this.block, frame?.kind === 'params')
    }
  }

  /** The operator behind a key, over a type annotation, and where the value begins. */
  private operatorAfter(i: number): { valueAt: number; operator: string } | null {
    let k = i + 1
    const t = this.tokens[i] as Token
    if (t.type === 'string' && isPunct(this.tokens[k], ']')) k++
    const op = this.tokens[k]
    if (op?.type !== 'punct') return null
    if (op.text === '=' || op.text === ':=' || op.text === '=>' || op.text === '??=' || op.text === '||=')
      return { valueAt: k + 1, operator: op.text === '??=' || op.text === '||=' ? '=' : op.text }
    if (op.text === '?' && isPunct(this.tokens[k + 1], ':')) k++
    if (!isPunct(this.tokens[k], ':')) return null
    const frame = this.frame
    const inLiteral = frame && (frame.kind === 'object' || frame.kind === 'call' || frame.kind === 'list')
    if (inLiteral) return { valueAt: k + 1, operator: ':' }
    // `name: Type = value`
    for (let n = k + 1; n < k + 24 && n < this.tokens.length; n++) {
      const type = this.tokens[n] as Token
      if (isPunct(type, '=')) return { valueAt: n + 1, operator: '=' }
      if (type.type === 'punct' && /^(?:,|;|\{|\}|\)|\(|=>|:=)$/.test(type.text)) return null
    }
    return null
  }

  private isKey(i: number, operator: string): boolean {
    if (operator === ':=') return true
    const before = this.tokens[i - 1]
    const frame = this.frame
    if (operator === ':' || operator === '=>')
      return (
        (frame?.kind === 'object' || frame?.kind === 'call' || frame?.kind === 'list') &&
        !(before?.type === 'punct' && /^(?:\?|\?\.)$/.test(before.text))
      )
    return true
  }

  /** `client.base_url = v` as `['client', 'base_url']`; null for a plain name. */
  private memberPath(i: number): string[] | null {
    const path: string[] = []
    let k = i
    for (let hops = 0; hops < 8; hops++) {
      const t = this.tokens[k]
      if (t?.type !== 'word') break
      path.unshift(t.text.replace(/^[$@]+/, ''))
      const dot = this.tokens[k - 1]
      if (dot?.type !== 'punct' || !/^(?:\.|->|::|\?\.)$/.test(dot.text)) break
      k -= 2
    }
    return path.length > 1 ? path : null
  }

  /** `os.environ["X"] = v`, `ENV["X"] = v`, `config["base_url"] = v`. */
  private indexed(i: number, name: string, valueAt: number, stop: number): void {
    const holder = this.tokens[i - 2]
    if (holder?.type !== 'word' || this.silent()) return
    const t = this.tokens[i] as Token
    const keySpan = t.type === 'string' ? this.x.span(t.contentStart, t.contentEnd) : this.x.span(t.start, t.end)
    const value = this.values.read(valueAt, stop)
    const env = /^(?:environ|env|ENV|\$_ENV|environment)$/.test(holder.text)
    this.state(env ? 'env' : 'member', name, [holder.text, name], '', keySpan, value.template, this.block)
  }

  private worth(name: string, template: Template): boolean {
    if (template.parts.every((p) => p.kind === 'unknown')) return false
    const text = literalOf(template)
    return (
      /:\/\/|^[\w-]+(?:\.[\w-]+)+|:\d{2,5}/.test(text) ||
      template.parts.some((p) => p.kind === 'ref') ||
      /key|token|secret|model|runtime|region|location|host/i.test(name)
    )
  }

  private state(
    kind: SettingKind,
    name: string,
    path: readonly string[],
    callee: string,
    keySpan: { start: number; end: number },
    value: Template,
    block: number,
    weak = false,
  ): void {
    const setting: SettingInput = { kind, name, path, keySpan, value, block, weak, ...(callee ? { callee } : {}) }
    const buffer = kind === 'constant' ? this.last((f) => f.kind === 'scope' || f.buffer !== null)?.buffer : null
    if (buffer) buffer.push(setting)
    else this.out.setting(setting)
  }
}
