/** Finds the options that the rows name, with the brackets they stand in, and reads what they are given. */

import type { FactsBuilder } from '../../../builder'
import { nameOf } from '../../../paths'
import type { DeployRegion, Template } from '../../../types'
import { memberPath } from '../names'
import type { Tokens } from '../tokens'
import { isCloser, isOpener } from '../tokens'
import type { Values } from '../values/expression'
import { CODE_ROWS, type CodeRow } from './rows'

/** Words that stand for a choice of the platform, not for a place. */
const NO_PLACE = /^(?:auto|global|all|home|default|local|localhost|dev1)$/
const CLOUDS: Readonly<Record<string, string>> = {
  aws: 'aws',
  google: 'gcp',
  azure: 'azure',
  aliyun: 'alibaba',
  tencent: 'tencent',
  huawei: 'huawei',
}
/** The braces of a function: what stands inside is no option of what stands around. */
const BODY = '{}'
/** Tokens of a type. */
const MAX_TYPE = 12
/** UTF-16 units in front of a method that may say whose it is. */
const BEFORE = 300

export function readDeclared(tokens: Tokens, values: Values, out: FactsBuilder, path: string, block: number): void {
  const { text } = tokens.x
  const rows = CODE_ROWS.filter(
    (r) => r.language.test(tokens.language.id) && (r.file?.test(path) ?? true) && (r.text?.test(text) ?? true),
  )
  if (rows.length > 0) new Declared(tokens, values, out, path, block).run(rows)
}

class Declared {
  /** Openers around the token, outermost first, each with the nearest name in front of it or around it. */
  private readonly open: { readonly at: number; readonly name: string; readonly first: string }[] = []

  constructor(
    private readonly tokens: Tokens,
    private readonly values: Values,
    private readonly out: FactsBuilder,
    private readonly path: string,
    private readonly block: number,
  ) {}

  run(rows: readonly CodeRow[]): void {
    const { tokens } = this
    for (let i = 0; i < tokens.length; i++) {
      const sign = tokens.punct(i)
      if (isOpener(sign)) this.enter(i)
      else if (isCloser(sign)) this.open.pop()
      const name = tokens.word(i) || tokens.content(i)
      if (!name) continue
      for (const row of rows) if (row.option.test(name) && this.option(i, row)) break
    }
  }

  private enter(i: number): void {
    const { tokens } = this
    const name = this.nameBefore(i)
    // `client('bedrock-runtime', …)`, `client(service_name='bedrock-runtime', …)`
    const first = tokens.content(i + 1) || (tokens.is(i + 2, '=') ? tokens.content(i + 3) : '')
    this.open.push(
      name ? { at: i, name, first } : { at: i, name: this.around?.name ?? '', first: this.around?.first ?? first },
    )
  }

  private get around(): { readonly at: number; readonly name: string; readonly first: string } | undefined {
    return this.open[this.open.length - 1]
  }

  /** What the bracket belongs to: the call, the type or the key in front of it; empty for a bare one. */
  private nameBefore(i: number): string {
    const { tokens } = this
    if (tokens.is(i, '{') && /^(?:=>|\))$/.test(tokens.punct(i - 1))) return BODY
    const key = this.keyBefore(i)
    const at = key < 0 ? i - 1 : key
    const word = tokens.word(at)
    const name = key < 0 ? calleeBefore(tokens, at) : word
    return !name || /^(?:return|export|default|new|await|in|of)$/.test(name) ? tokens.content(at) : name
  }

  /** The key that is given what opens at `i`: in front of `:`, or in front of `=` and its type; -1 without one. */
  private keyBefore(i: number): number {
    const { tokens } = this
    if (tokens.is(i - 1, ':')) return i - 2
    if (!tokens.is(i - 1, '=')) return -1
    for (let at = i - 2; at > i - MAX_TYPE && !/^[,;({})]$/.test(tokens.punct(at)); at--)
      if (tokens.is(at, ':')) return at - 1
    return i - 2
  }

  private option(i: number, row: CodeRow): boolean {
    const { tokens } = this
    if (row.in && !row.in.test(this.around?.name ?? '')) return false
    if (row.first && !row.first.test(this.around?.first ?? '')) return false
    if (row.member) return this.member(i, row)
    if (row.method) {
      const before = this.before(i)
      if (
        !/(?:\.|->|::)$/.test(before) ||
        !row.method.test(before.replace(/\W+$/, (m) => m.replace(/(?:\.|->|::)$/, '')))
      )
        return false
      if (!tokens.is(i + 1, '(')) return false
      this.list(i + 1, row)
      return true
    }
    const sign = tokens.punct(i + 1)
    if (/^[:=]$/.test(sign) || (sign === '=>' && (tokens.string(i) || tokens.is(i - 1, ':')))) {
      if (tokens.is(i + 2, '[')) this.list(i + 2, row)
      else this.state(this.valueAt(i + 2), row, 1)
      return true
    }
    const shorthand = /^[,}]$/.test(tokens.punct(i + 1)) && /^[{,]$/.test(tokens.punct(i - 1)) && tokens.word(i) !== ''
    if (!shorthand || !tokens.language.shorthand || !row.in) return false
    const span = tokens.span(i)
    this.state({ span, parts: [{ kind: 'ref', to: 'name', name: tokens.word(i), span }] }, row, 1)
    return true
  }

  /** The text in front of token `i`, as far as it may say whose it is. */
  private before(i: number): string {
    const start = this.tokens.at(i)?.start ?? 0
    return this.tokens.x.text.slice(Math.max(0, start - BEFORE), start)
  }

  /** `Region.CN_NORTH_1`, `RegionEndpoint.CNNorth1`. */
  private member(i: number, row: CodeRow): boolean {
    const { tokens } = this
    const id = tokens.is(i + 1, '.') ? idOfMember(tokens.word(i + 2)) : ''
    if (!id || !row.member?.test(this.before(i))) return false
    const span = tokens.span(i + 2)
    this.out.region({ ...this.said(row, 1), id, span })
    return true
  }

  private valueAt(i: number): Template {
    const { tokens } = this
    // `jsii.String("id")`
    const open = tokens.word(i) && [i + 1, i + 3].find((k) => tokens.is(k, '('))
    const wrapped =
      open && tokens.string(open + 1) && tokens.is(open + 2, ')') && /\bString\b/.test(calleeBefore(tokens, open - 1))
    return this.values.read(wrapped ? open + 1 : i, this.around ? tokens.closer(this.around.at) : tokens.length)
      .template
  }

  /** Every string between the bracket at `open` and its end. */
  private list(open: number, row: CodeRow): void {
    const { tokens } = this
    const ids: number[] = []
    for (let k = open + 1; k < tokens.closer(open) && ids.length < 60; k++) if (tokens.string(k)) ids.push(k)
    for (const k of ids) this.state(this.values.read(k, k + 1).template, row, ids.length)
  }

  private state(value: Template, row: CodeRow, of: number): void {
    const [part] = value.parts
    if (!part || value.parts.length > 1 || part.kind === 'unknown') return
    if (part.kind === 'text' && (NO_PLACE.test(part.text) || !/^[\w -]{2,60}$/.test(part.text))) return
    const said = this.said(row, of)
    if (part.kind === 'text') this.out.region({ ...said, id: part.text, span: part.span })
    else this.out.region({ ...said, id: '', span: value.span, value })
  }

  private said(row: CodeRow, of: number): Omit<DeployRegion, 'id' | 'span'> {
    const maker = /Anthropic|Claude/.test(this.around?.name ?? '') ? { vendor: 'anthropic' } : {}
    return {
      provider: row.provider || this.cloudBeside(),
      block: this.block,
      role: row.model ? 'model' : 'runs',
      ...(row.model ? { cloud: row.model, ...maker } : {}),
      ...(row.how ? { how: row.how } : {}),
      ...(row.own ? { covers: segmentFiles(nameOf(this.path)) } : {}),
      ...(row.own && of > 1 ? { how: 'nearest' as const } : {}),
    }
  }

  /** `name: 'tencent'` in the same braces; without it, the first cloud of the tool. */
  private cloudBeside(): string {
    const { tokens } = this
    const from = this.around?.at ?? 0
    for (let k = from + 1; k < tokens.closer(from); k++)
      if (tokens.word(k) === 'name' && tokens.is(k + 1, ':')) return CLOUDS[tokens.content(k + 2)] ?? 'aws'
    return 'aws'
  }
}

/** Callee or type that ends at word `i`, with the names in front of its dots. */
function calleeBefore(tokens: Tokens, i: number): string {
  return memberPath(tokens, i)?.join('.') ?? tokens.word(i)
}

/** What a segment file speaks for: layouts for everything below them, other files for themselves. */
function segmentFiles(name: string): string[] {
  return /^\+?layout(?:\.server)?\./.test(name) ? ['**'] : [name]
}

/** The id that a constant of an SDK stands for; empty when it is none. */
function idOfMember(name: string): string {
  if (/^[A-Z]{2}(?:_[A-Z]+)+_\d$/.test(name)) return name.toLowerCase().replaceAll('_', '-')
  const [, area = '', side = '', number = ''] = /^([A-Z]{2})([A-Z][a-z]+)(\d)$/.exec(name) ?? []
  return area ? `${area}-${side}-${number}`.toLowerCase() : ''
}
