/** What the positional arguments of a call say: request addresses, base addresses, targets of proxies, variables that are set. */

import type { ReadContext } from '../../reader'
import { literalOf } from '../../template'
import type { SettingKind, Span, Template } from '../../types'
import { isSureAiPath } from '../../url'
import type { Opened } from './brackets'
import { isOption, isProxy, isRequest, isShell, readsEnvFile, setsEnv, takesAddress } from './callees'
import { readEnvFiles } from './env-files'
import { forwards } from './forwards'
import type { Frames } from './frames'
import { calleeBefore } from './names'
import { readOption } from './options'
import type { Tokens } from './tokens'
import { composes } from './values/call'
import type { Values } from './values/expression'

const MAX_ARGUMENTS = 4
const COMMAND_LINE = /\b(?:curl|wget|export|env)\b|_(?:URL|BASE)=/

export class Arguments {
  constructor(
    private readonly tokens: Tokens,
    private readonly values: Values,
    private readonly frames: Frames,
    /** In minified text only requests are told by their name. */
    private readonly minified: boolean,
    private readonly context: ReadContext,
  ) {}

  read(call: Opened): void {
    if (this.tokens.language.indents && /^\s*assert\b/.test(this.tokens.lead(call.at))) return
    if (setsEnv(call.callee)) {
      this.setEnv(call)
      return
    }
    if (readsEnvFile(call.callee) || readsEnvFile(this.ofNew(call))) readEnvFiles(call, this.tokens, this.frames)
    if (call.callee === 'withEnv') this.assignments(call)
    if (composes(call.callee) || this.isLookup(call)) return
    if (isOption(call.callee)) readOption(call, this.tokens, this.values, this.frames)
    let k = call.open + 1
    for (let n = 0; k < call.close && n < MAX_ARGUMENTS; n++) {
      if (!this.isNamed(k) && !/^[{[]$/.test(this.tokens.punct(k))) this.positional(call, k, n)
      k = this.tokens.nextArgument(k, call.close)
    }
  }

  /** `(new Dotenv())->load(…)` as a call of the type that is made there, or empty. */
  private ofNew({ callee, at }: Opened): string {
    const open = this.tokens.is(at - 2, ')') ? this.tokens.opener(at - 2) : -1
    return open >= 0 && this.tokens.word(open + 1) === 'new' ? `${this.tokens.word(open + 2)}.${callee}` : ''
  }

  /** `RestClient.post "https://…", body`, `sh "curl …"`: a call without brackets whose first argument is the string at `i`. */
  readBare(i: number): void {
    const callee = calleeBefore(this.tokens, i)
    if (!callee || !this.onLineOf(i - 1, i)) return
    if (isShell(callee.name)) this.embed(i)
    if (!isRequest(callee.name) && !takesAddress(callee.name)) return
    this.positional(
      { callee: callee.name, at: callee.at, open: i, close: this.tokens.length, block: this.frames.block },
      i,
      0,
    )
  }

  private onLineOf(first: number, second: number): boolean {
    const [a, b] = [this.tokens.at(first), this.tokens.at(second)]
    return a !== undefined && b !== undefined && !this.tokens.x.text.slice(a.end, b.start).includes('\n')
  }

  private isNamed(k: number): boolean {
    if (!this.tokens.word(k)) return false
    return this.tokens.is(k + 1, '=') || (this.tokens.is(k + 1, ':') && this.tokens.language.namedArguments)
  }

  /** `map.get("https://…", None)`: the address is a key. */
  private isLookup({ callee, open, close }: Opened): boolean {
    const second = this.tokens.nextArgument(open + 1, close)
    return /\.get$/.test(callee) && second < close && /^(?:None|null|nil|undefined)$/.test(this.tokens.word(second))
  }

  private positional(call: Opened, k: number, n: number): void {
    const { callee } = call
    const { template, next } = this.values.read(k, call.close)
    const text = literalOf(template)
    const refs = template.parts.some((p) => p.kind === 'ref')
    if (takesAddress(callee)) {
      if (text !== '' || refs) this.state(call, 'argument', `$${n}`, `$${n}`, callee, template)
    } else if (this.isAddress(callee, text, refs && n < 2))
      this.state(call, 'request', '', callee, isRequest(callee) ? callee : `~${callee}`, template)
    const proxied = isProxy(callee) && (/:\/\//.test(text) || refs)
    if (proxied || (n < 3 && forwards(this.tokens, template, k, next)))
      this.state(call, 'upstream', callee, callee, callee, template)
    if (isShell(callee)) this.embed(k)
  }

  /** A whole address, a name that a request may be sent to, or the path of an AI API on the client's own base. */
  private isAddress(callee: string, text: string, named: boolean): boolean {
    if (/^\/?\w/.test(text) && !text.includes('://') && isSureAiPath(text.startsWith('/') ? text : `/${text}`))
      return true
    if (isRequest(callee)) return /:\/\//.test(text) || named
    return /^https?:\/\//.test(text) && !this.minified
  }

  /** A command line inside of a string is read as one. */
  private embed(k: number): void {
    const token = this.tokens.string(k)
    if (!token || !COMMAND_LINE.test(this.tokens.content(k))) return
    this.context.embed('bash', this.tokens.x.slice(token.contentStart, token.contentEnd), this.frames.block)
  }

  private state(call: Opened, kind: SettingKind, name: string, path: string, callee: string, value: Template): void {
    const keySpan: Span = this.tokens.span(call.at, call.open - 1)
    this.frames.state({ kind, name, path: [path], callee, keySpan, value, block: call.block, weak: false })
  }

  /** `withEnv(['NAME=value'])` of a pipeline. */
  private assignments({ open, close, block }: Opened): void {
    for (let k = open + 1; k < close; k++) {
      const t = this.tokens.string(k)
      if (t && /^\w+=/.test(this.tokens.content(k)))
        this.context.embed('dotenv', this.tokens.x.slice(t.contentStart, t.contentEnd), block)
    }
  }

  /** `os.environ.setdefault("X", "https://…")`, `define('X', 'https://…')`, `putenv('X=https://…')` */
  private setEnv(call: Opened): void {
    const key = this.tokens.string(call.open + 1)
    if (!key) return
    const text = this.tokens.content(call.open + 1)
    const joined = /^([A-Z_]\w*)=(.+)$/i.exec(text)
    const name = joined?.[1] ?? text
    const at = key.contentStart + name.length
    if (!joined && !this.tokens.is(call.open + 2, ',')) return
    const inside = this.tokens.x.span(at + 1, key.contentEnd)
    this.frames.state({
      kind: call.callee === 'define' ? 'constant' : 'env',
      name,
      keySpan: this.tokens.x.span(key.contentStart, at),
      value: joined
        ? { parts: [{ kind: 'text', text: joined[2] ?? '', span: inside }], span: inside }
        : this.values.read(call.open + 3, call.close).template,
      block: call.block,
      weak: /default/i.test(call.callee),
    })
  }
}
