/** Dotted names around a token: what is called, which member is meant, which key a bracket belongs to. */
import { ownerBefore } from './lists'
import { isCloser, isOpener, type Tokens } from './tokens'

export interface Named {
  /** Dots as written, `::` kept, `this.` left out. */
  readonly name: string
  /** Index of the first token of the name. */
  readonly at: number
}

const MAX_HOPS = 24
const MAX_GENERIC = 40
const MAX_ARGUMENTS = 60
const NOT_CALLED = new Set(
  'if for while switch catch return match with elif else foreach using lock when unless until case select and or not in is function typeof await new yield async func def fn fun class echo lambda const var'.split(
    ' ',
  ),
)
const ACCESS = /^(?:\.|\?\.|::|->|\?->)$/
const DEFINES = /^(?:def|function|func|fn|fun|class|record|struct)$/
const CONTROL =
  /^(?:if|for|while|switch|catch|match|with|when|using|lock|foreach|elif|unless|synchronized|return|function|until)$/
const MAX_SIGNATURE = 8

/** Dotted name that stands before the bracket at `i`, through calls: `A.builder().url` is `A.url` with `builder` left out. */
export function calleeBefore(tokens: Tokens, i: number): Named | null {
  let at = skipGeneric(tokens, i - 1)
  if (tokens.is(at, '!')) at--
  let name = tokens.word(at)
  if (!name || (NOT_CALLED.has(name) && !tokens.is(at - 1, '.'))) return null
  for (let hops = 0; hops < MAX_HOPS && ACCESS.test(tokens.punct(at - 1)); hops++) {
    const prior = tokens.word(at - 2)
    if (prior) {
      name = `${prior}${tokens.is(at - 1, '::') ? '::' : '.'}${name}`
      at -= 2
      continue
    }
    const called = tokens.is(at - 2, ')') ? tokens.opener(at - 2) - 1 : -1
    if (!tokens.word(called)) break
    name = `${tokens.word(called)}.${name}`
    at = called
  }
  return { name: name.replace(/^\$?this\./, '').replace(/!$/, ''), at }
}

/** What is called without brackets on the line of the argument that the token at `i` names: `Client.new uri_base: "…"`; else empty. */
export function bareCallee(tokens: Tokens, i: number): string {
  const [name, colon] = [tokens.at(i), tokens.at(i + 1)]
  if (!tokens.is(i + 1, ':') || tokens.word(i) === 'do' || name?.end !== colon?.start) return ''
  if (!/\s/.test(tokens.x.text[colon?.end ?? 0] ?? '')) return ''
  let k = i - 1
  for (let hops = 0; hops < MAX_ARGUMENTS && !startsLine(tokens, k); hops++) {
    if (isOpener(tokens.punct(k)) || /^[;=|]$/.test(tokens.punct(k))) break
    k = isCloser(tokens.punct(k)) ? tokens.opener(k) - 1 : k - 1
    if (k < 0) return ''
  }
  let callee = tokens.word(startsLine(tokens, k) ? k : ++k)
  for (; ACCESS.test(tokens.punct(k + 1)) && tokens.word(k + 2); k += 2)
    callee += tokens.punct(k + 1) + tokens.word(k + 2)
  return NOT_CALLED.has(callee) || tokens.is(k + 1, '(') || k + 1 > i ? '' : callee
}

/** First token of a line that goes on with no list. */
const startsLine = (tokens: Tokens, k: number): boolean => tokens.indent(k) >= 0 && !tokens.is(k - 1, ',')

/** From the `>` of generic arguments to the token before their `<`. */
function skipGeneric(tokens: Tokens, from: number): number {
  if (!tokens.is(from, '>')) return from
  let at = from
  let depth = 0
  for (; at > 0 && from - at < MAX_GENERIC; at--) {
    if (tokens.is(at, '>')) depth++
    else if (tokens.is(at, '<') && --depth === 0) break
  }
  return at - 1
}

/** Whether the brackets from `open` hold parameters of the name at `at`: `def name(`, `class Name(`, `name(…) {` in a class. */
export function isDefined(tokens: Tokens, { name, at }: Named, open: number): boolean {
  if (DEFINES.test(tokens.word(at - 1)) || name === 'constructor') return true
  if (tokens.language.bareMethods !== true || tokens.word(at - 1) === 'new') return false
  // `stage('x') {`: a parameter is neither a text nor a list
  if (tokens.language.trailingLambdas && (tokens.string(open + 1) || tokens.is(open + 1, '['))) return false
  return opensBody(tokens, open) || isArrowBodied(tokens, at, open)
}

/** C#: `string Name(…) => value`. */
function isArrowBodied(tokens: Tokens, at: number, open: number): boolean {
  const arrow = tokens.language.signedStrings === true && tokens.is(tokens.closer(open) + 1, '=>')
  return arrow && (tokens.word(at - 1) !== '' || /^[>\]?]$/.test(tokens.punct(at - 1)))
}

/** Whether a body follows the brackets that open at `i`: `(…) {`, `(…): Type {`. */
function opensBody(tokens: Tokens, i: number): boolean {
  const close = tokens.closer(i)
  if (tokens.is(close + 1, '{')) return true
  if (!tokens.is(close + 1, ':')) return false
  for (let k = close + 2; k < close + MAX_SIGNATURE; k++) {
    if (tokens.is(k, '{')) return true
    if (/^(?:;|=|=>|,|\))$/.test(tokens.punct(k))) return false
  }
  return false
}

/** Type of `Type name = new(` at `i`, the index of the bracket. */
export function targetType(tokens: Tokens, i: number): Named | null {
  const typed = tokens.word(i - 1) === 'new' && tokens.is(i - 2, '=') && tokens.word(i - 3) !== ''
  return typed && tokens.word(i - 4) ? { name: tokens.word(i - 4), at: i - 1 } : null
}

/** `client.base_url` before an assignment as `['client', 'base_url']`; null for a plain name. */
export function memberPath(tokens: Tokens, i: number): string[] | null {
  const path: string[] = []
  for (let k = i, hops = 0; hops < 8 && tokens.word(k); k -= 2, hops++) {
    path.unshift(tokens.word(k).replace(/^[$@]+/, ''))
    if (!ACCESS.test(tokens.punct(k - 1)) || tokens.is(k - 1, '?->')) break
  }
  return path.length > 1 ? path : null
}

const TYPE =
  /^(?:class|interface|struct|enum|object|impl|trait|namespace|module|defmodule|extension|record|protocol|actor|mixin|mod|type)$/

/** Whether the word begins the definition of a type, not of a function. */
export const definesType = (word: string): boolean => TYPE.test(word)

/** Name of the function or type whose body opens at `i`, empty when it has none, and which of the two it is. */
export function scopeAt(tokens: Tokens, i: number): { readonly name: string; readonly kind: 'scope' | 'type' } {
  for (let k = i - 1; k >= 0 && i - k < 60; k--) {
    if (/^[;{}]$/.test(tokens.punct(k))) break
    const word = tokens.word(k)
    if (tokens.language.definition.test(word))
      return { name: tokens.word(nameAfter(tokens, k)), kind: definesType(word) ? 'type' : 'scope' }
  }
  return { name: arrowName(tokens, i) || methodName(tokens, i), kind: 'scope' }
}

/** Whether the body that opens at `i` is one of a type, and not of a function. */
export function opensType(tokens: Tokens, i: number): boolean {
  if (tokens.is(i - 1, ')')) return false
  for (let k = i - 1; k >= 0 && i - k < 60 && !/^[;{}]$/.test(tokens.punct(k)); k--) {
    if (DEFINES_FUNCTION.test(tokens.word(k))) return false
    if (TYPE.test(tokens.word(k))) return true
  }
  return false
}

const DEFINES_FUNCTION = /^(?:def|function|func|fn|fun)$/

/** `const name = async (…) => {` */
function arrowName(tokens: Tokens, i: number): string {
  if (!tokens.is(i - 1, '=>') || !tokens.language.shorthand) return ''
  let at = tokens.is(i - 2, ')') ? tokens.opener(i - 2) : i - 2
  for (let k = i - 2; k > i - MAX_SIGNATURE && !tokens.is(i - 2, ')'); k--)
    if (tokens.is(k, ')')) {
      at = tokens.opener(k)
      break
    }
  if (tokens.word(at - 1) === 'async') at--
  return at > 0 ? ownerBefore(tokens, at) : ''
}

/** `func (c *Client) name(`: the receiver stands before the name; `def self.name`: the object does. */
export function nameAfter(tokens: Tokens, definition: number): number {
  if (tokens.is(definition + 1, '(')) return tokens.closer(definition + 1) + 1
  return tokens.is(definition + 2, '.') ? definition + 3 : definition + 1
}

/** `String name(…) {`, `name(…): string {`: a body behind parameters, without a word that says so. */
function methodName(tokens: Tokens, i: number): string {
  if (!tokens.language.bareMethods) return ''
  let k = i - 1
  while (i - k < MAX_SIGNATURE && (tokens.word(k) || /^[:.<>[\]|?,]$/.test(tokens.punct(k)))) k--
  const name = tokens.is(k, ')') ? tokens.word(tokens.opener(k) - 1) : ''
  return CONTROL.test(name) ? '' : name
}

/** Names of the options given between two brackets, nested literals included to a depth of two. */
export function optionsIn(tokens: Tokens, open: number, close: number): string[] {
  const names: string[] = []
  let depth = 0
  for (let k = open; k < close && names.length < 30; k++) {
    const text = tokens.punct(k)
    if (isOpener(text)) depth++
    else if (isCloser(text)) depth--
    else if (tokens.word(k) && depth <= 2 && (tokens.is(k + 1, ':') || tokens.is(k + 1, '=')))
      names.push(tokens.word(k))
  }
  return names
}
