/** Typed access to the nodes of a policy file. What does not fit becomes an error at its exact position, never an exception. */

import { type Document, isAlias, isMap, isScalar, isSeq, parseDocument, type Node as YamlNode } from 'yaml'
import { isCountry } from '../engine/country'
import { nearestWord } from '../engine/nearest'
import type { Spanned } from '../engine/policy'
import { yamlWords } from '../engine/readers/structured/syntax'
import { isDay } from '../engine/suppress'
import { lineAt, lineStartsOf, quotable } from '../engine/text'
import type { Span } from '../engine/types'
import type { Words } from './policy-words'

export interface PolicyError {
  readonly path: string
  readonly span: Span
  /** 1-based, for messages. */
  readonly line: number
  readonly column: number
  readonly message: string
}

/** A text of the policy file and its place; line and column are 1-based. */
export interface Written {
  readonly value: string
  readonly path: string
  readonly span: Span
  readonly line: number
  readonly column: number
}

export type Value = YamlNode | null | undefined

export class PolicyNodes {
  readonly errors: PolicyError[] = []
  readonly notes: PolicyError[] = []
  private readonly document: Document
  private readonly lines: number[]

  constructor(
    private readonly source: string,
    private readonly path: string,
  ) {
    this.lines = lineStartsOf(source)
    this.document = parseDocument(source, { prettyErrors: false }) as unknown as Document
  }

  /** The map that a policy is; null when the text is none, which is an error. */
  root(): Value {
    for (const e of this.document.errors) this.fail({ start: e.pos[0], end: e.pos[1] }, yamlWords(e.message))
    if (this.document.errors.length > 0) return null
    const { contents } = this.document
    if (isMap(contents)) return contents
    this.fail({ start: 0, end: Math.min(1, this.source.length) }, 'a policy is a map that starts with `version: 1`')
    return null
  }

  private at(span: Span): { span: Span; line: number; column: number } {
    const line = lineAt(this.lines, span.start)
    return { span, line: line + 1, column: span.start - (this.lines[line] ?? 0) + 1 }
  }

  fail(span: Span, message: string): void {
    this.errors.push({ path: this.path, ...this.at(span), message })
  }

  written(value: string, node: Value): Written {
    return { value, path: this.path, ...this.at(this.span(node)) }
  }

  /** What an alias (`*name`) stands for; the place of an error is then that of the anchor. */
  follow(node: unknown): Value {
    return (isAlias(node) ? node.resolve(this.document) : node) as Value
  }

  span(node: Value): Span {
    const range = node?.range
    return range ? { start: range[0], end: Math.max(range[0], range[1]) } : { start: 0, end: 0 }
  }

  spanned<T>(node: Value, value: T): Spanned<T> {
    return { value, span: this.span(node), path: this.path }
  }

  plain(node: Value): unknown {
    return isScalar(node) ? node.value : undefined
  }

  map(node: Value, allowed: readonly string[], what: string): Map<string, Value> {
    const out = new Map<string, Value>()
    if (!isMap(node)) {
      if (node) this.fail(this.span(node), `${what} is a map`)
      return out
    }
    for (const pair of node.items) {
      const key = String((pair.key as { value?: unknown } | null)?.value ?? '')
      if (!allowed.includes(key))
        this.fail(this.span(pair.key as YamlNode), `unknown key \`${quotable(key)}\` in ${what}${meant(key, allowed)}`)
      else out.set(key, this.follow(pair.value))
    }
    return out
  }

  list<T>(node: Value, what: string, each: (item: Value) => T | null): Spanned<T>[] {
    if (!node) return []
    if (!isSeq(node)) {
      this.fail(this.span(node), `${what} is a list`)
      return []
    }
    return node.items.flatMap((raw) => {
      const item = this.follow(raw)
      const value = each(item)
      return value === null ? [] : [this.spanned(item, value)]
    })
  }

  strings(node: Value, what: string): Spanned<string>[] {
    return this.list(node, what, (n) => this.text(n, what) || null)
  }

  text(node: Value, what: string): string {
    const value = this.plain(node)
    if (typeof value !== 'string' || value.trim() === '') {
      this.fail(this.span(node), `${what} is a text that is not empty`)
      return ''
    }
    return value
  }

  required(map: Map<string, Value>, key: string, at: Value, what: string): string {
    if (!map.has(key)) {
      this.fail(this.span(at), `${what} needs \`${key}\``)
      return ''
    }
    return this.text(map.get(key), `\`${key}\` of ${what}`)
  }

  /**
   * Whether a text is a known word. One that is not is an error. With `otherwise` (`%` stands for the word) only a slip of
   * the pen is one, and any other word is noted.
   */
  word(node: Value, words: Words, what: string, otherwise?: string): boolean {
    const value = String(this.plain(node) ?? '')
    if (value.trim() === '' || words.has(value)) return value.trim() !== ''
    const near = words.near(value, otherwise === undefined)
    const known = `\`${quotable(value)}\``
    const hint = near ? `; is \`${near}\` meant?` : ''
    if (near || otherwise === undefined) this.fail(this.span(node), `${known} is not ${what}${hint}`)
    else this.notes.push({ path: this.path, ...this.at(this.span(node)), message: otherwise.replace('%', () => known) })
    return false
  }

  oneOf(node: Value, allowed: readonly string[], what: string): string | undefined {
    if (!node) return undefined
    const value = String(this.plain(node))
    if (allowed.includes(value)) return value
    this.fail(this.span(node), `${what} is one of ${allowed.join(', ')}`)
    return undefined
  }

  day(map: Map<string, Value>, what: string): string | undefined {
    const node = map.get('until')
    if (!node) return undefined
    const raw = isScalar(node) ? String(node.source ?? node.value ?? '') : ''
    if (isDay(raw)) return raw
    this.fail(this.span(node), `\`until\` of ${what} is a day that exists (YYYY-MM-DD)`)
    return undefined
  }

  country(node: Value, what: string): string {
    const value = String((isScalar(node) ? (node.source ?? node.value) : '') ?? '')
    if (isCountry(value)) return value
    const capitals = isCountry(value.toUpperCase()) ? `; is \`${value.toUpperCase()}\` meant?` : ''
    const hint = /^uk$/i.test(value) ? '; the United Kingdom is GB' : capitals
    this.fail(this.span(node), `${what} is an ISO 3166 code of two capital letters${hint}`)
    return ''
  }

  /** A country, or a part of one: some lists except parts. */
  place(node: Value, what: string): string {
    const value = String((isScalar(node) ? (node.source ?? node.value) : '') ?? '')
    return /^[A-Z]{2}-[A-Z0-9]{1,3}$/.test(value) ? value : this.country(node, what)
  }

  host(m: Map<string, Value>, n: Value, what: string): string {
    const host = this.required(m, 'host', n, what).toLowerCase()
    if (!host) return ''
    if (/^(?:\*\.)?[a-z0-9_.\-\u0080-\uffff]+(?::\d+)?$/.test(host) || /^\[?[0-9a-f:]+\]?$/.test(host)) return host
    this.fail(this.span(m.get('host')), `\`host\` of ${what} is a host without scheme and path, such as *.corp.example`)
    return ''
  }
}

/** The end of a message: the known word that may be meant, or nothing. */
export function meant(word: string, known: readonly string[]): string {
  const best = nearestWord(word, known)
  return best ? `; is \`${best}\` meant?` : ''
}
