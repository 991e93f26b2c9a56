/** Expressions that choose between values: `match`, `switch`, `when`, `case`. Where the value of each arm begins. */
import type { Tokens } from '../tokens'

export interface Arms {
  /** First tokens of the values, with the token that each has to end before. */
  readonly values: readonly { readonly at: number; readonly stop: number }[]
  /** Index of the first token behind the expression. */
  readonly next: number
}

const MAX_ARMS = 24
const MAX_SUBJECT = 60

/** The arms of `match subject { … }` whose word stands at `i`, or null when it is none. */
export function armsFrom(tokens: Tokens, i: number, stop: number): Arms | null {
  if (tokens.word(i) === 'case') return armsOfCase(tokens, i, stop)
  let at = i + 1
  for (const limit = Math.min(stop, i + MAX_SUBJECT); at < limit && !tokens.is(at, '{'); at++)
    if (tokens.is(at, '(') || tokens.is(at, '[')) at = tokens.closer(at)
    else if (tokens.is(at, ';')) return null
  return tokens.is(at, '{') ? armsWithin(tokens, at, stop) : null
}

/** The arms between the brace at `open` and its end: what stands behind every arrow of that level. */
export function armsWithin(tokens: Tokens, open: number, stop: number): Arms | null {
  const close = Math.min(tokens.closer(open), stop)
  const values: { at: number; stop: number }[] = []
  for (let k = open + 1; k < close && values.length < MAX_ARMS; k++) {
    const sign = tokens.punct(k)
    if (/^[([{]$/.test(sign)) k = tokens.closer(k)
    else if (sign === '=>' || sign === '->') values.push(arm(tokens, k + 1, close))
  }
  return values.length > 0 ? { values, next: close + 1 } : null
}

/** A value, or the last one of a block. */
function arm(tokens: Tokens, at: number, close: number): { at: number; stop: number } {
  if (!tokens.is(at, '{')) return { at, stop: close }
  const end = Math.min(tokens.closer(at), close)
  let last = at + 1
  for (let k = at + 1; k < end - 1; k++) {
    if (/^[([{]$/.test(tokens.punct(k))) k = tokens.closer(k)
    else if (tokens.is(k, ';') && k + 1 < end) last = k + 1
  }
  return { at: last, stop: end }
}

/** Ruby: `case x when a then "…" else "…" end`: the first value on the line of each branch, or on the next. */
function armsOfCase(tokens: Tokens, i: number, stop: number): Arms | null {
  const values: { at: number; stop: number }[] = []
  let depth = 0
  for (let k = i + 1; k < stop && values.length < MAX_ARMS; k++) {
    const word = tokens.word(k)
    if (/^[([{]$/.test(tokens.punct(k))) k = tokens.closer(k)
    else if (word === 'case' || word === 'do' || word === 'begin') depth++
    else if (word === 'end' && depth-- === 0) return values.length > 0 ? { values, next: k + 1 } : null
    else if (depth === 0 && (word === 'when' || word === 'else')) {
      const at = word === 'else' ? k + 1 : branchOf(tokens, k, stop)
      if (at > 0) values.push({ at, stop })
    }
  }
  return null
}

/** Behind `then`, or on the line below the condition. */
function branchOf(tokens: Tokens, when: number, stop: number): number {
  for (let k = when + 1; k < Math.min(stop, when + MAX_SUBJECT); k++) {
    if (tokens.word(k) === 'then') return k + 1
    const [before, here] = [tokens.at(k - 1), tokens.at(k)]
    if (
      k > when + 1 &&
      before &&
      here &&
      tokens.x.text.slice(before.end, here.start).includes('\n') &&
      !tokens.is(k - 1, ',')
    )
      return k
  }
  return -1
}
