/** Expressions to templates: operands joined, chosen between, or falling back to one another. */
import type { Part, Span, Template } from '../../../types'
import { lex } from '../lexer'
import { Tokens } from '../tokens'
import { literalParts } from './literals'
import { Operands, type Parsed, reference } from './operand'
import { eitherOf, fillPercent, withFallback } from './parts'
import { memberRead } from './reads'

export interface Expression {
  readonly template: Template
  /** Index of the first token after the expression. */
  readonly next: number
}

export const MAX_DEPTH = 12
const MAX_EMBEDDED = 400
const MAX_CONDITION = 60
/** Pieces of a text that stand side by side. */
const MAX_JOINED = 100

export class Values {
  private readonly operands: Operands

  constructor(private readonly tokens: Tokens) {
    this.operands = new Operands(tokens, {
      read: (i, stop, depth) => this.read(i, stop, depth),
      literal: (i) => this.literal(i),
      limit: MAX_DEPTH,
    })
  }

  /** Reads the expression at token `i`, at most up to token `stop`. */
  read(i: number, stop: number, depth = 0): Expression {
    const first = this.tokens.span(i)
    if (i >= Math.min(stop, this.tokens.length) || depth > MAX_DEPTH)
      return { template: { parts: [{ kind: 'unknown', span: first }], span: first }, next: Math.min(i + 1, stop) }
    let left = this.operands.read(i, stop, depth)
    for (let more: Parsed | null = left; more; ) {
      left = more
      more = left.next < stop ? this.operator(left, stop, depth) : null
    }
    return { template: { parts: left.parts, span: around(left.parts, first) }, next: left.next }
  }

  /** What the operator at `left.next` makes of the value before it; null when the expression ends there. */
  private operator(left: Parsed, stop: number, depth: number): Parsed | null {
    const { tokens } = this
    const at = left.next
    const { language } = tokens
    if (this.joins(left, stop)) return { parts: [...left.parts, ...this.literal(at)], next: at + 1 }
    const sign = tokens.punct(at) || tokens.word(at)
    switch (sign) {
      case '+':
        return this.join(left, stop, depth)
      case '.':
        return language.dotJoins && !tokens.word(at + 1) ? this.join(left, stop, depth) : null
      case '<<':
        return language.shiftJoins ? this.join(left, stop, depth) : null
      case '??':
      case '||':
      case '?:':
        return this.fallback(left, stop, depth)
      case 'or':
        return this.sameLine(at, stop) ? this.fallback(left, stop, depth) : null
      case 'if':
        return language.ifBehind && this.sameLine(at, stop) ? this.conditional(left, stop, depth) : null
      case '?':
        return language.ternary ? this.ternary(left, stop, depth) : null
      case 'switch':
        return language.choosesBehind && tokens.is(at + 1, '{')
          ? this.operands.choiceBehind(left.parts, at + 1, stop, depth)
          : null
      case '%':
        return language.percentFormats ? this.percent(left, stop, depth) : null
      case '&&':
        return this.operands.read(at + 1, stop, depth + 1)
      case '==':
      case '!=':
      case '===':
      case '!==':
        return this.comparison(at, stop, depth)
      default:
        return null
    }
  }

  /** Neighbouring strings join within a line, or within brackets. */
  private joins(left: Parsed, stop: number): boolean {
    const { tokens } = this
    if (!tokens.language.neighboursJoin || !tokens.string(left.next - 1) || !tokens.string(left.next)) return false
    if (left.parts.length > MAX_JOINED) return false
    return left.parts.every((p) => p.kind === 'text') && this.sameLine(left.next, stop)
  }

  private join(left: Parsed, stop: number, depth: number): Parsed {
    const right = this.operands.read(left.next + 1, stop, depth + 1)
    return { parts: [...left.parts, ...right.parts], next: right.next }
  }

  private fallback(left: Parsed, stop: number, depth: number): Parsed {
    const rest = this.read(left.next + 1, stop, depth + 1)
    return { parts: withFallback(left.parts, rest.template), next: rest.next }
  }

  private ternary(left: Parsed, stop: number, depth: number): Parsed {
    const yes = this.read(left.next + 1, stop, depth + 1)
    if (!this.tokens.is(yes.next, ':')) return { parts: yes.template.parts, next: yes.next }
    const no = this.read(yes.next + 1, stop, depth + 1)
    return { parts: eitherOf(yes.template, no.template, this.tokens.span(left.next)), next: no.next }
  }

  /** `"a" if c else "b"`: what the condition says is of no interest. */
  private conditional(left: Parsed, stop: number, depth: number): Parsed | null {
    const { tokens } = this
    let at = left.next + 1
    for (const limit = Math.min(stop, at + MAX_CONDITION); at < limit && tokens.word(at) !== 'else'; at++)
      if (/^[([{]$/.test(tokens.punct(at))) at = tokens.closer(at)
    if (tokens.word(at) !== 'else') return null
    const no = this.read(at + 1, stop, depth + 1)
    const span = around(left.parts, tokens.span(left.next))
    return { parts: eitherOf({ parts: left.parts, span }, no.template, tokens.span(left.next)), next: no.next }
  }

  /** A comparison is true or false: whatever stood before it is no value any more. */
  private comparison(at: number, stop: number, depth: number): Parsed {
    const right = this.operands.read(at + 1, stop, depth + 1)
    return { parts: [{ kind: 'unknown', span: this.tokens.span(at) }], next: right.next }
  }

  private percent(left: Parsed, stop: number, depth: number): Parsed {
    const { given, next } = this.operands.percent(left.next + 1, stop, depth)
    return { parts: fillPercent(left.parts, given), next }
  }

  /** A word goes on with a value only on the same line, or within brackets. */
  private sameLine(at: number, stop: number): boolean {
    const { tokens } = this
    const [before, here] = [tokens.at(at - 1), tokens.at(at)]
    if (stop < tokens.length || !before || !here) return true
    return !/(?<!\\\r?)\n/.test(tokens.x.text.slice(before.end, here.start))
  }

  private literal(i: number): Part[] {
    const token = this.tokens.string(i)
    return token ? literalParts(token, this.tokens, (text, at) => this.embedded(text, at)) : []
  }

  /** An expression inside a string. */
  private embedded(text: string, at: number): readonly Part[] {
    const { x, language } = this.tokens
    const plain = text.replace(/![rsa]$|:[^:]*$/, '').trim()
    const span = x.span(at, at + text.length)
    const variable = memberRead(plain.replace(/\?\./g, '.'))
    if (variable) return [{ kind: 'ref', to: 'env', name: variable, span }]
    if (/^[\p{L}_$@][\p{L}\p{N}_$.>-]*$/u.test(plain)) return [reference(plain, span)]
    const inner = x.slice(at, at + text.length)
    const list = text.length > MAX_EMBEDDED ? [] : lex(inner.text, language).tokens
    if (list.length === 0 || list.some((t) => t.type === 'string' && t.interpolates && t.end - t.start > 60))
      return [{ kind: 'unknown', span }]
    return new Values(new Tokens(inner, language, list)).read(0, list.length, MAX_DEPTH - 3).template.parts
  }
}

function around(parts: readonly Part[], first: Span): Span {
  const start = parts[0]?.span.start ?? first.start
  return { start, end: Math.max(start, parts[parts.length - 1]?.span.end ?? first.end) }
}
