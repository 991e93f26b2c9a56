/** One operand: a literal, a name, an index, a call, a conditional, with the methods behind it. */
import type { Part, RefPart } from '../../../types'
import type { Tokens } from '../tokens'
import { type Arms, armsFrom, armsWithin } from './arms'
import { type Around, Calls, isFallbackMethod, isTransparent } from './call'
import { anyOf, eitherOf, passedOn } from './parts'
import { isReadMap, memberRead } from './reads'

export interface Parsed {
  readonly parts: readonly Part[]
  /** Index of the first token after it. */
  readonly next: number
}

const PREFIX_WORDS = /^(?:new|await|return|not|yield)$/
const NO_ADDRESS = /^\d|^(?:true|false|null|nil|None|undefined|True|False)$/
/** `this.`, `self::` and the like in front of a name, and signs that are no part of it. */
const OWNER = /^(?:(?:\$?this|self|static|parent|cls|Self|crate|super)\.)+|^[$@]+/g

/** A reference by the name that is looked up. */
export function reference(name: string, span: Part['span']): RefPart {
  const dotted = name.replace(/::|\?->|->|\?\./g, '.')
  const own = /^(?:@|\$?this\.|self\.|cls\.)/.test(dotted)
  return { kind: 'ref', to: 'name', name: dotted.replace(OWNER, ''), span, ...(own ? { own } : {}) }
}

export class Operands {
  private readonly calls: Calls

  constructor(
    private readonly tokens: Tokens,
    private readonly around: Around,
  ) {
    this.calls = new Calls(tokens, around)
  }

  read(i: number, stop: number, depth: number): Parsed {
    const { tokens } = this
    if (i >= Math.min(stop, tokens.length) || depth > this.around.limit) return this.unknown(i, i + 1)
    if (tokens.string(i)) return this.behind(this.around.literal(i), i + 1, stop, depth)
    if (tokens.word(i)) return this.named(i, stop, depth)
    const sign = tokens.punct(i)
    if (sign === '(') return this.parenthesis(i, stop, depth)
    if (/^[&*!-]$/.test(sign)) return this.read(i + 1, stop, depth + 1)
    if (sign === '{' || sign === '[') return this.unknown(i, Math.min(tokens.closer(i) + 1, stop))
    return this.unknown(i, i + 1)
  }

  /** What fills the format string before `%`, and where it ends. */
  percent(at: number, stop: number, depth: number) {
    return { given: this.calls.percentArguments(at, stop, depth), next: this.read(at, stop, depth + 1).next }
  }

  private unknown(i: number, next: number): Parsed {
    return { parts: [{ kind: 'unknown', span: this.tokens.span(i) }], next }
  }

  /** `(value)`, or the value of `() => value`. */
  private parenthesis(i: number, stop: number, depth: number): Parsed {
    const { tokens } = this
    const close = Math.min(tokens.closer(i), stop)
    if (tokens.is(close + 1, '=>')) {
      const body = tokens.is(close + 2, '{') && tokens.word(close + 3) === 'return' ? close + 4 : close + 2
      return this.read(body, stop, depth + 1)
    }
    return this.behind(this.around.read(i + 1, close, depth + 1).template.parts, close + 1, stop, depth)
  }

  /** A dotted name with calls and indexes behind it. */
  private named(i: number, stop: number, depth: number): Parsed {
    const { tokens } = this
    let name = tokens.word(i)
    if (PREFIX_WORDS.test(name)) return this.read(i + 1, stop, depth + 1)
    if (name === 'if' && tokens.language.ifValues) return this.conditional(i, stop, depth)
    if (tokens.language.choosesBy?.test(name)) {
      const arms = armsFrom(tokens, i, stop)
      if (arms) return this.chosen(arms, this.read(i + 1, Math.min(arms.next, stop), depth + 1).parts, i, stop, depth)
    }
    let at = i + 1
    for (; at + 1 < stop && this.isAccess(at); at += 2) name += (tokens.is(at, '::') ? '::' : '.') + tokens.word(at + 1)
    const span = tokens.span(i, at - 1)
    if (tokens.is(at, '<') && name.includes('.')) at = this.behindGenerics(at)
    if (tokens.is(at, '!') && (tokens.is(at + 1, '(') || tokens.is(at + 1, '['))) at++
    if (tokens.string(at) && tokens.language.textTags?.test(name))
      return this.behind(this.around.literal(at), at + 1, stop, depth)
    if (tokens.is(at, '(')) return this.called(name.replace(/!$/, ''), i, at, stop, depth)
    const variable = memberRead(name)
    if (variable) return this.behind([{ kind: 'ref', to: 'env', name: variable, span }], at, stop, depth)
    if (tokens.is(at, '[')) return this.indexed(name, i, at, stop, depth)
    if (NO_ADDRESS.test(name)) return { parts: [{ kind: 'unknown', span }], next: at }
    const own = reference(name, span)
    const transparent = own.name.includes('.') && tokens.language.trailingLambdas && tokens.is(at, '{')
    if (transparent) return this.lambda(own.name, span, at, stop, depth)
    return { parts: [own], next: at }
  }

  /** `base.ifEmpty { "…" }` on a plain name. */
  private lambda(name: string, span: Part['span'], open: number, stop: number, depth: number): Parsed {
    const dot = name.lastIndexOf('.')
    const close = Math.min(this.tokens.closer(open), stop)
    const value: Part = { kind: 'ref', to: 'name', name: name.slice(0, dot), span }
    return this.behind(this.block([value], name.slice(dot + 1), open, close, depth), close + 1, stop, depth)
  }

  /** `if (c) "a" else "b"`, `if c { "a" } else { "b" }` as a value. */
  private conditional(i: number, stop: number, depth: number): Parsed {
    const { tokens } = this
    let at = i + 1
    let subject: readonly Part[] = []
    if (tokens.is(at, '(')) at = tokens.closer(at) + 1
    else
      for (const limit = Math.min(stop, i + 40); at < limit && !tokens.is(at, '{'); at++)
        if (tokens.is(at, '=')) subject = this.read(at + 1, limit, depth + 1).parts
    const yes = this.branch(at, stop, depth)
    if (tokens.word(yes.next) !== 'else') return { parts: yes.template.parts, next: yes.next }
    const no = this.branch(yes.next + 1, stop, depth)
    const parts = passedOn(subject, [yes.template, no.template])
    return { parts: parts ?? eitherOf(yes.template, no.template, tokens.span(i)), next: no.next }
  }

  /** `x switch { … }` behind its subject, whose brace opens at `open`. */
  choiceBehind(subject: readonly Part[], open: number, stop: number, depth: number): Parsed | null {
    const arms = armsWithin(this.tokens, open, stop)
    return arms ? this.chosen(arms, subject, open, stop, depth) : null
  }

  private chosen(arms: Arms, subject: readonly Part[], i: number, stop: number, depth: number): Parsed {
    const values = arms.values.map((arm) => this.around.read(arm.at, Math.min(arm.stop, stop), depth + 1).template)
    const parts = passedOn(subject, values) ?? anyOf(values, this.tokens.span(i))
    return this.behind(parts, Math.min(arms.next, stop), stop, depth)
  }

  private branch(i: number, stop: number, depth: number) {
    if (!this.tokens.is(i, '{')) {
      const end = this.elseAt(i, stop)
      return { template: this.around.read(i, end, depth + 1).template, next: end }
    }
    const close = Math.min(this.tokens.closer(i), stop)
    return { template: this.around.read(i + 1, close, depth + 1).template, next: close + 1 }
  }

  /** The `else` of the branch that begins at `i`, or where its value ends. */
  private elseAt(i: number, stop: number): number {
    for (let k = i; k < Math.min(stop, i + 40); k++) if (this.tokens.word(k) === 'else') return k
    return stop
  }

  /** `get<string>(`: the bracket of the call behind type arguments; `at` itself where none follows. */
  private behindGenerics(at: number): number {
    for (let k = at + 1; k < at + 8; k++) {
      if (this.tokens.is(k, '>')) return this.tokens.is(k + 1, '(') ? k + 1 : at
      if (!this.tokens.word(k) && !/^[,.|[\]]$/.test(this.tokens.punct(k))) return at
    }
    return at
  }

  private isAccess(at: number): boolean {
    return /^(?:\.|\?\.|::|->|\?->)$/.test(this.tokens.punct(at)) && this.tokens.word(at + 1) !== ''
  }

  private indexed(name: string, i: number, open: number, stop: number, depth: number): Parsed {
    const { tokens } = this
    const close = isReadMap(name) ? tokens.closer(open) : this.lastIndex(open)
    const span = tokens.span(i, close)
    const part: Part = tokens.string(open + 1)
      ? { kind: 'ref', to: isReadMap(name) ? 'env' : 'name', name: this.keyOf(name, open), span }
      : isReadMap(name)
        ? { kind: 'unknown', span }
        : reference(name, span)
    return this.behind([part], close + 1, stop, depth)
  }

  /** `cfg["chat"]["upstream"]` as `cfg.chat.upstream`; a variable, and a key that is a path itself, go without the name before it. */
  private keyOf(name: string, open: number): string {
    const { tokens } = this
    const first = tokens.content(open + 1)
    if (isReadMap(name) || !/^[\w-]+$/.test(first)) return first
    const keys = [first]
    for (let at = tokens.closer(open) + 1; tokens.is(at, '[') && tokens.string(at + 1); at = tokens.closer(at) + 1)
      keys.push(tokens.content(at + 1))
    return `${reference(name, tokens.span(open)).name}.${keys.join('.')}`
  }

  /** Index of the last bracket of `[…][…]` that opens at `open`. */
  private lastIndex(open: number): number {
    const { tokens } = this
    let close = tokens.closer(open)
    while (tokens.is(close + 1, '[') && tokens.string(close + 2)) close = tokens.closer(close + 1)
    return close
  }

  private called(name: string, i: number, open: number, stop: number, depth: number): Parsed {
    const { tokens } = this
    const close = Math.min(tokens.closer(open), stop)
    if (close === open + 1 && this.isAccess(close + 1) && tokens.is(close + 3, '(')) {
      const end = Math.min(tokens.closer(close + 3), stop)
      const read = this.calls.mapRead(name, tokens.word(close + 2), i, close + 3, end, depth)
      if (read) return this.behind([read], end + 1, stop, depth)
    }
    return this.behind(this.calls.result(name, i, open, close, depth), close + 1, stop, depth)
  }

  /** Methods and signs behind a value: `.replace(...)`, `.unwrap_or_else(|_| "...")`, `.ifEmpty { "..." }`, `!`, `as T`. */
  private behind(parts: readonly Part[], from: number, stop: number, depth: number): Parsed {
    const { tokens } = this
    const lambdas = tokens.language.trailingLambdas === true
    let next = from
    let out = parts
    while (next + 1 < stop && this.isAccess(next)) {
      const method = tokens.word(next + 1)
      const open = next + 2
      const close = Math.min(tokens.closer(open), stop)
      if (tokens.is(open, '(')) out = this.calls.method(out, method, open, close, depth)
      else if (lambdas && tokens.is(open, '{')) out = this.block(out, method, open, close, depth)
      else if (!isTransparent(method)) return this.unknown(next, open)
      next = tokens.is(open, '(') || (lambdas && tokens.is(open, '{')) ? close + 1 : open
    }
    if (tokens.is(next, '!') && next < stop) next++
    if (lambdas && tokens.is(next, '{') && next < stop && parts.some((p) => p.kind === 'ref' && p.to === 'env')) {
      const close = tokens.closer(next)
      return { parts: this.calls.fallbackBody(out, next, Math.min(close, stop), depth), next: close + 1 }
    }
    return { parts: out, next: this.cast(next, stop) }
  }

  /** `.method { body }` */
  private block(parts: readonly Part[], method: string, open: number, close: number, depth: number): readonly Part[] {
    if (isFallbackMethod(method)) return this.calls.fallbackBody(parts, open, close, depth)
    return isTransparent(method) ? parts : this.unknown(open, close).parts
  }

  /** `value as string` */
  private cast(at: number, stop: number): number {
    return this.tokens.language.casts && this.tokens.word(at) === 'as' ? Math.min(at + 2, stop) : at
  }
}
