/** What an opening bracket opens: a call, parameters, an object, a list, a body. */
import type { FactsBuilder } from '../../builder'
import type { Builders } from './builders'
import type { Frames } from './frames'
import { initializerAt, isListCall, ownerBefore } from './lists'
import { calleeBefore, isDefined, type Named, opensType, optionsIn, scopeAt, targetType } from './names'
import type { Tokens } from './tokens'

export interface Opened {
  readonly callee: string
  /** First token of the callee's name, and the opening bracket. */
  readonly at: number
  readonly open: number
  readonly close: number
  readonly block: number
}

export class Brackets {
  constructor(
    private readonly tokens: Tokens,
    private readonly frames: Frames,
    private readonly out: FactsBuilder,
    private readonly builders: Builders,
  ) {}

  /** Opens the frame of the bracket at `i`. Returns the call when one begins. */
  open(i: number): Opened | null {
    if (this.frames.full) return null
    if (this.tokens.is(i, '(')) return this.parenthesis(i)
    if (this.tokens.is(i, '{')) this.brace(i)
    else this.square(i)
    return null
  }

  private parenthesis(i: number): Opened | null {
    const { tokens, frames } = this
    const close = tokens.closer(i)
    const callee = this.calleeAt(i)
    if (!callee) {
      const { callee: around = '', path = [] } = frames.top ?? {}
      frames.push({ kind: 'group', callee: around, block: frames.block, path, close })
      return null
    }
    if (isDefined(tokens, callee, i)) {
      frames.push({ kind: 'params', callee: callee.name, block: frames.block, path: [callee.name], close })
      return null
    }
    if (isListCall(callee.name)) {
      this.list(ownerBefore(tokens, callee.at), close)
      return null
    }
    const block = this.out.block('call', callee.name, frames.block, tokens.span(callee.at, close))
    frames.push({ kind: 'call', callee: callee.name, block, path: [], close })
    return { callee: callee.name, at: callee.at, open: i, close, block }
  }

  /** What is called at the bracket; the name of a builder, or the receiver of the lambda around, gives way to its type. */
  private calleeAt(i: number): Named | null {
    const callee = calleeBefore(this.tokens, i) ?? targetType(this.tokens, i)
    if (!callee) return null
    const { receiver = '' } = this.frames.top ?? {}
    const own = receiver && /^\w+$/.test(callee.name)
    return {
      at: callee.at,
      name: own ? `${receiver}.${callee.name}` : this.builders.resolve(callee.name, () => this.frames.around),
    }
  }

  private brace(i: number): void {
    const start = initializerAt(this.tokens, i)
    if (start >= 0) {
      this.list(ownerBefore(this.tokens, start), this.tokens.closer(i))
      return
    }
    const type = objectType(this.tokens, i)
    if (type === null) this.body(i)
    else this.object(i, type)
  }

  private body(i: number): void {
    const { tokens, frames } = this
    const close = tokens.closer(i)
    const { name, kind } = scopeAt(tokens, i)
    const block = name ? this.out.block(kind, name, frames.block, tokens.span(Math.max(0, i - 1), close)) : frames.block
    const receiver = tokens.language.trailingLambdas && !name ? this.receiverOf(i) : ''
    frames.push({
      kind: 'scope',
      callee: '',
      block,
      path: name ? [name] : [],
      close,
      type: opensType(tokens, i),
      ...(receiver ? { receiver } : {}),
    })
  }

  /** `Type.builder().apply {`: the chain whose members the lambda calls without a name before them. */
  private receiverOf(i: number): string {
    if (!/^(?:apply|run)$/.test(this.tokens.word(i - 1))) return ''
    const callee = calleeBefore(this.tokens, i)?.name ?? ''
    return this.builders.resolve(callee, () => this.frames.around).replace(/\.(?:apply|run)$/, '')
  }

  private object(i: number, type: string): void {
    const { tokens, frames } = this
    const close = tokens.closer(i)
    const owner = ownerBefore(tokens, i)
    const callee = type || frames.call?.callee || ''
    const block = this.out.block(type ? 'call' : 'object', type || owner, frames.block, tokens.span(i, close))
    frames.push({ kind: 'object', callee, block, path: type ? [] : this.pathTo(owner), close }, callee === '')
    if (type) this.out.call(type, tokens.span(i - 1), block, optionsIn(tokens, i, close))
  }

  private square(i: number): void {
    this.list(ownerBefore(this.tokens, i), this.tokens.closer(i))
  }

  /** A list or map, given to that name where there is one. */
  private list(owner: string, close: number): void {
    const { frames } = this
    const call = frames.call
    frames.push(
      { kind: 'list', callee: call?.callee ?? '', block: frames.block, path: this.pathTo(owner), close },
      call === undefined,
    )
  }

  private pathTo(owner: string): readonly string[] {
    const around = this.frames.top?.path ?? []
    return owner ? [...around, owner] : around
  }
}

/** Null for a code block, the type name for a literal of a type, empty for a plain object. */
function objectType(tokens: Tokens, i: number): string | null {
  const { objects } = tokens.language
  if (objects.always) return ''
  const before = tokens.at(i - 1)
  if (before?.type === 'punct') {
    if (objects.typed === 'new' && before.text === ')') return newType(tokens, i)
    return objects.after.test(before.text) ? '' : null
  }
  if (before?.type !== 'word') return null
  if (objects.typed) return typedLiteral(tokens, i, objects.typed)
  return objects.afterWord?.test(before.text) ? '' : null
}

/** `new Options(...) {` of an object initializer. */
function newType(tokens: Tokens, i: number): string | null {
  const open = tokens.opener(i - 1)
  const callee = open > 0 ? calleeBefore(tokens, open) : null
  if (callee && tokens.word(callee.at - 1) === 'new') return callee.name
  return targetType(tokens, open)?.name ?? null
}

/** `Options{`, `new Options {`: a type is written with a capital letter and stands where a value may stand. */
function typedLiteral(tokens: Tokens, i: number, typed: 'name' | 'new'): string | null {
  const type = calleeBefore(tokens, i)
  if (!type) return null
  const last = type.name.slice(Math.max(type.name.lastIndexOf('.'), type.name.lastIndexOf(':')) + 1)
  const lead = tokens.word(type.at - 1)
  // `if kind == Relay {` opens a body
  if (/^(?:==|!=|<|>|<=|>=|&&|\|\|)$/.test(tokens.punct(type.at - 1))) return null
  if (!/^\p{Lu}/u.test(last) || (lead && !/^(?:return|new|in|await)$/.test(lead))) return null
  return typed === 'new' && lead !== 'new' ? null : type.name
}
