/** Walks the tokens once and states what calls, options, constants and assignments say. */
import type { FactsBuilder } from '../../builder'
import type { ReadContext } from '../../reader'
import type { FoundShape } from '../../redact'
import type { Excerpt } from '../../text'
import { readAnnotation } from './annotations'
import { Arguments } from './arguments'
import { Brackets } from './brackets'
import { Builders } from './builders'
import { Frames } from './frames'
import { Given } from './given'
import { readImports } from './imports'
import { Keys } from './keys'
import type { Language } from './language'
import { lex } from './lexer'
import { definesType, nameAfter, optionsIn } from './names'
import { readDeclared } from './places/declared'
import { readSourceRegions } from './regions'
import { Sections, SourceMemory } from './sections'
import type { Str } from './token'
import { isOpener, Tokens } from './tokens'
import { readTraits } from './traits'
import { Values } from './values/expression'

/** A call by such a name may be a client: a type, a member, a factory. */
const MAY_BE_CLIENT = /^[\p{Lu}]|\.[\p{Lu}]|^create|^\w+\.\w+|^(?:openai|anthropic|google)$/u

export function scan(x: Excerpt, language: Language, out: FactsBuilder, context: ReadContext): void {
  const { tokens, comments } = lex(language.without?.(x.text) ?? x.text, language, context.path)
  for (const c of comments) {
    const text = x.text.slice(c.textStart, c.textEnd)
    if (text.includes('relaylint')) out.comment(text, x.span(c.start, c.end))
  }
  readImports(x, language.id, out, context.block)
  readTraits(x, language.id, out, context.block)
  readSourceRegions(x, out, { language: language.id, path: context.path, block: context.block, comments })
  const all = new Tokens(x, language, tokens)
  const values = new Values(all)
  readDeclared(all, values, out, context.path, context.block)
  new Scanner(all, values, out, context).run()
}

class Scanner {
  private readonly frames: Frames
  private readonly brackets: Brackets
  private readonly arguments: Arguments
  private readonly keys: Keys
  /** Credentials anywhere in the text, told by their shape. */
  private readonly telling: readonly FoundShape[]
  /** What is known of the last text, where a file is read again. */
  private readonly sections: Sections | null

  constructor(
    private readonly tokens: Tokens,
    values: Values,
    private readonly out: FactsBuilder,
    context: ReadContext,
  ) {
    const minified = isMinified(tokens.x.text)
    const [given, builders] = [new Given(), new Builders(tokens)]
    this.frames = new Frames(out, context.block, [given, builders])
    this.brackets = new Brackets(tokens, this.frames, out, builders)
    this.arguments = new Arguments(tokens, values, this.frames, minified, context)
    this.keys = new Keys(tokens, values, this.frames, minified, given, builders)
    this.telling = out.tellingIn(tokens.x.text)
    const memory = context.memory?.of(SourceMemory)
    this.sections = memory ? new Sections(memory, `${tokens.language.id} ${minified}`, tokens, out) : null
  }

  run(): void {
    if (this.sections) this.runAgain(this.sections)
    else for (let i = 0; i < this.tokens.length; i++) this.step(i)
    this.leave(this.tokens.length)
    this.frames.closeAll()
  }

  private runAgain(sections: Sections): void {
    for (let i = 0; i < this.tokens.length; ) {
      this.leave(i)
      const next = sections.pass(i, this.frames)
      if (next === i) this.step(i++)
      else i = next
    }
    this.leave(this.tokens.length)
    sections.pass(this.tokens.length, this.frames)
    sections.end()
  }

  /** Closes what ends before token `i`. */
  private leave(i: number): void {
    this.frames.closeBefore(i)
    if (this.tokens.language.indents) this.outdent(i)
  }

  private step(i: number): void {
    const t = this.tokens.list[i]
    if (!t) return
    this.leave(i)
    if (t.type === 'punct') {
      if (isOpener(t.text)) this.open(i)
      else if (this.tokens.language.arrowBodies) this.keys.readArrow(i)
    } else if (t.type === 'string') {
      this.keys.read(i, this.tokens.content(i), t.contentStart, t.contentEnd)
      this.keys.readElement(i)
      this.keys.readPair(i)
      if (this.tokens.language.bareCalls) this.arguments.readBare(i)
      readAnnotation(this.tokens, i, this.frames, this.out)
      if (this.telling.length > 0) this.stray(i, t)
    } else {
      this.keys.read(i, t.text, t.start, t.end)
      if (t.text === 'return') this.keys.readResult(i + 1)
      if (this.tokens.language.indents && this.tokens.language.definition.test(t.text)) this.define(i)
    }
    if (this.tokens.language.tailValues && t.type !== 'punct' && this.isTail(i)) this.keys.readResult(i)
  }

  /** Whether the token may begin the last value of a function: behind its brace, or first on a line where there is none. */
  private isTail(i: number): boolean {
    if (!this.tokens.language.indents) return this.tokens.is(i - 1, '{')
    return this.tokens.indent(i) >= 0 && !/^(?:return|if|unless|end|else|elsif|when)$/.test(this.tokens.word(i))
  }

  private open(i: number): void {
    const call = this.brackets.open(i)
    if (!call) return
    if (MAY_BE_CLIENT.test(call.callee))
      this.out.call(call.callee, this.tokens.span(call.at, i - 1), call.block, optionsIn(this.tokens, i, call.close))
    if (!this.frames.silent) this.arguments.read(call)
  }

  /** A credential in a string, whatever the string is for: headers, arguments, lists. */
  private stray(i: number, t: Str): void {
    if (this.frames.silent) return
    const top = this.frames.top
    const path = top?.path ?? []
    for (const { shape, start, end } of this.telling) {
      if (start < t.contentStart || end > t.contentEnd) continue
      const key = /^(?:[:=]|=>)$/.test(this.tokens.punct(i - 1)) ? this.nameAt(i - 2) : ''
      this.out.loose(shape, {
        name: key || (path[path.length - 1] ?? ''),
        span: this.tokens.x.span(t.contentStart, t.contentEnd),
        block: this.frames.block,
        ...(top?.kind === 'list' && !key ? { list: `${[...path, '[]'].join('.')} ${top.close}` } : {}),
      })
    }
  }

  private nameAt(i: number): string {
    return this.tokens.word(i) || (this.tokens.string(i) ? this.tokens.content(i) : '')
  }

  private outdent(i: number): void {
    if (this.frames.top) return
    const indent = this.tokens.indent(i)
    const end = this.tokens.list[i - 1]?.end ?? 0
    if (indent >= 0) this.frames.outdent(indent, this.tokens.x.span(end, end).start)
  }

  /** A function or class whose body is told by its indentation. */
  private define(i: number): void {
    const name = this.tokens.word(nameAfter(this.tokens, i))
    if (!name || this.tokens.word(i) === 'async') return
    const { x } = this.tokens
    const indent = /^\s*/.exec(this.tokens.lead(i))?.[0].length ?? 0
    const span = x.span(this.tokens.list[i]?.start ?? 0, x.text.length)
    const type = /^(?:class|module)$/.test(this.tokens.word(i))
    const kind = definesType(this.tokens.word(i)) ? 'type' : 'scope'
    const block = this.out.block(kind, name, this.frames.definitionBlock, span)
    this.frames.define({ indent, name, block, type })
  }
}

/** Lines of several hundred characters on average: a bundle, where names say nothing. */
function isMinified(text: string): boolean {
  return text.length > 5000 && text.length / (text.split('\n', 2000).length + 1) > 400
}
