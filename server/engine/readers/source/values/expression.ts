/** Expressions to templates: operands joined, chosen between, or falling back to one another. */
import type { Part, Span, Template } from '../../../types'
import { lex } from '../lexer'
import { Tokens } from '../tokens'
import { literalParts } from './literals'
import { Operands, type Parsed } from './operand'
import { eitherOf, withFallback } from './parts'
import { memberRead } from './reads'

export interface Expression {
  readonly template: Template
  /** Index of the first token after the expression. */
  readonly next: number
}

export const MAX_DEPTH = 12
const MAX_EMBEDDED = 400

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
      case 'or':
      case '??':
      case '||':
      case '?:':
      case 'else':
        return this.fallback(left, stop, depth)
      case 'if':
        // `a if x else "b"`: the condition says nothing, the second value is the other choice
        return { parts: left.parts, next: this.read(at + 1, stop, depth + 1).next }
      case '?':
        return language.ternary ? this.ternary(left, stop, depth) : null
      case '%':
        return language.percentFormats ? this.percent(left, stop, depth) : null
      default:
        return null
    }
  }

  /** Neighbouring strings join within a line, or within brackets. */
  private joins(left: Parsed, stop: number): boolean {
    const { tokens } = this
    const [before, here] = [tokens.string(left.next - 1), tokens.string(left.next)]
    if (!tokens.language.neighboursJoin || !before || !here || left.parts.some((p) => p.kind !== 'text')) return false
    return stop < tokens.length || !tokens.x.text.slice(before.end, here.start).includes('\n')
  }

  private join(left: Parsed, stop: number, depth: number): Parsed {
    const right = this.operands.read(left.next + 1, stop, depth + 1)
    return { parts: [...left.parts, ...right.parts], next: right.next }
  }

  private fallback(left: Parsed, stop: number, depth: number): Parsed {
    const rest = this.read(left.next + 1, stop, depth + 1)
    return { parts: withFallback(left.parts, rest.template, this.tokens.span(left.next)), next: rest.next }
  }

  private ternary(left: Parsed, stop: number, depth: number): Parsed {
    const yes = this.read(left.next + 1, stop, depth + 1)
    const no = this.tokens.is(yes.next, ':') ? this.read(yes.next + 1, stop, depth + 1) : null
    const span = this.tokens.span(left.next)
    return { parts: eitherOf(yes.template, no?.template ?? null, span), next: (no ?? yes).next }
  }

  private percent(left: Parsed, stop: number, depth: number): Parsed {
    const { next } = this.operands.read(left.next + 1, stop, depth + 1)
    return { parts: [...left.parts, { kind: 'unknown', span: this.tokens.span(left.next) }], next }
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
    if (/^[\p{L}_$@][\p{L}\p{N}_$.>-]*$/u.test(plain)) {
      const name = plain.replace(/->/g, '.').replace(/^(?:this|self|\$this)\.|^[$@]+/g, '')
      return [{ kind: 'ref', to: 'name', name, span }]
    }
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
