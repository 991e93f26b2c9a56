/** What the positional arguments of a call say: request addresses, base addresses, targets of proxies, variables that are set. */
import { literalOf } from '../../builder'
import type { SettingKind, Span, Template } from '../../types'
import type { Opened } from './brackets'
import { isProxy, isRequest, readsEnvFile, setsEnv, takesAddress } from './callees'
import type { Frames } from './frames'
import type { Tokens } from './tokens'
import type { Values } from './values/expression'

const MAX_ARGUMENTS = 4

export class Arguments {
  constructor(
    private readonly tokens: Tokens,
    private readonly values: Values,
    private readonly frames: Frames,
    /** In minified text only requests are told by their name. */
    private readonly minified: boolean,
  ) {}

  read(call: Opened): void {
    if (setsEnv(call.callee)) {
      this.setEnv(call)
      return
    }
    if (readsEnvFile(call.callee)) this.envFiles(call)
    let k = call.open + 1
    for (let n = 0; k < call.close && n < MAX_ARGUMENTS; n++) {
      if (!this.isNamed(k) && !/^[{[]$/.test(this.tokens.punct(k))) this.positional(call, k, n)
      k = this.tokens.nextArgument(k, call.close)
    }
  }

  private isNamed(k: number): boolean {
    if (!this.tokens.word(k)) return false
    return this.tokens.is(k + 1, '=') || (this.tokens.is(k + 1, ':') && this.tokens.language.namedArguments)
  }

  private positional(call: Opened, k: number, n: number): void {
    const { callee } = call
    const { template } = this.values.read(k, call.close)
    const text = literalOf(template)
    const refs = template.parts.some((p) => p.kind === 'ref')
    const request = isRequest(callee)
    if (takesAddress(callee)) {
      if (text !== '' || refs) this.state(call, 'argument', `$${n}`, `$${n}`, callee, template)
    } else if (request ? /:\/\//.test(text) || (refs && n < 2) : /^https?:\/\//.test(text) && !this.minified)
      this.state(call, 'request', '', callee, request ? callee : `~${callee}`, template)
    if (isProxy(callee) && /:\/\//.test(text)) this.state(call, 'upstream', callee, callee, callee, template)
  }

  private state(call: Opened, kind: SettingKind, name: string, path: string, callee: string, value: Template): void {
    const keySpan: Span = this.tokens.span(call.at, call.open - 1)
    this.frames.state({ kind, name, path: [path], callee, keySpan, value, block: call.block, weak: false })
  }

  /** `load_dotenv("conf/llm.env")`, `dotenv.config({ path: '../.env' })`. */
  private envFiles({ open, close, block }: Opened): void {
    for (let k = open + 1; k < close; k++) {
      const text = this.tokens.content(k)
      const named = this.tokens.is(k - 1, '=') || this.tokens.is(k - 1, ':')
      if (
        !/^[\w.@/-]*\w$/.test(text) ||
        (named && !/^(?:path|dotenv_path|env_file|filename)$/.test(this.tokens.word(k - 2)))
      )
        continue
      const t = this.tokens.string(k)
      if (t) this.frames.reference('env-file', text, this.tokens.x.span(t.contentStart, t.contentEnd), block)
    }
  }

  /** `os.environ.setdefault("X", "https://…")` */
  private setEnv({ callee, open, close, block }: Opened): void {
    const key = this.tokens.string(open + 1)
    if (!key || !this.tokens.is(open + 2, ',')) return
    this.frames.state({
      kind: 'env',
      name: this.tokens.content(open + 1),
      keySpan: this.tokens.x.span(key.contentStart, key.contentEnd),
      value: this.values.read(open + 3, close).template,
      block,
      weak: /default/i.test(callee),
    })
  }
}
