/** Lists and maps that are written without a bracket of their own kind: `List.of(…)`, `[]string{…}`, `new[] {…}`. */
import type { Tokens } from './tokens'

/** Calls that put their arguments into a list or a map. */
const LIST_CALLS =
  /^(?:(?:List|Set|Stream|Map|EnumSet|Sequence)\.(?:of|entry|ofEntries)|Immutable\w+\.of|Arrays\.asList|Collections\.\w+|(?:list|set|array|map|mutableList|mutableSet|mutableMap|arrayList|hashMap|linkedMap|linkedSet|sequence)Of|array|tuple|frozenset|deque|(?:itertools\.)?cycle|(?:Vec|HashMap|BTreeMap|HashSet)::from|Set|Map|Object\.freeze|Object\.entries)$/
const COLLECTIONS =
  /^(?:I?(?:ReadOnly)?(?:List|Collection|Set|Dictionary|Enumerable)|HashSet|SortedSet|Queue|Stack|ConcurrentBag|Immutable\w+|Concurrent\w+|ArrayList|LinkedList|HashMap|LinkedHashMap|TreeMap)$/
const MAX_TYPE = 24
/** Signs and words between the name's `=` and the bracket of its value. */
const LEADS = /^(?:&|\*|mut|static|new|await|const|vec!|&mut|final|ref)$/

export const isListCall = (callee: string): boolean => LIST_CALLS.test(callee)

/** Index of the first token of the initializer whose brace opens at `i`, or -1 when the brace begins no list. */
export function initializerAt(tokens: Tokens, i: number): number {
  switch (tokens.language.initializers) {
    case 'go':
      return typedSlice(tokens, i)
    case 'braces':
      return arrayBraces(tokens, i)
    default:
      return -1
  }
}

/** `[]string{`, `[...]string{`, `map[string]string{`: a type behind brackets whose own name is no struct. */
function typedSlice(tokens: Tokens, i: number): number {
  let at = i - 1
  if (!/^(?:string|any|\[\]|byte)$/.test(tokens.word(at))) return -1
  while (tokens.is(at - 1, ']')) {
    at = tokens.opener(at - 1)
    if (tokens.word(at - 1) === 'map') at--
    if (at < 0) return -1
  }
  return at < i - 1 ? at : -1
}

/** `= {`, `new[] {`, `new string[] {`, `new() {`, `new List<string> {` */
function arrayBraces(tokens: Tokens, i: number): number {
  if (tokens.is(i - 1, '=')) return i
  const nested = /^[{,]$/.test(tokens.punct(i - 1))
  if (nested) return -1
  for (let k = i - 1; k > i - MAX_TYPE && k > 0; k--) {
    const sign = tokens.punct(k)
    if (tokens.word(k) === 'new') return isArrayType(tokens, k, i) ? k : -1
    if (/^[;={}]$/.test(sign)) return -1
  }
  return -1
}

function isArrayType(tokens: Tokens, from: number, brace: number): boolean {
  if (tokens.is(brace - 1, ']')) return true
  // `Type name = new() { Key = value }` gives an object its members
  if (tokens.is(from + 1, '(')) return tokens.is(from - 1, '=') && !tokens.is(brace + 2, '=')
  return COLLECTIONS.test(tokens.word(from + 1))
}

/** Name that the value whose first token stands at `at` is given to: `name = `, `name: `, `"name" => `, `name: Type = `. */
export function ownerBefore(tokens: Tokens, at: number): string {
  let sign = at - 1
  while (LEADS.test(tokens.punct(sign) || tokens.word(sign))) sign--
  if (!/^(?:=|:|=>|:=)$/.test(tokens.punct(sign))) return ''
  return (tokens.is(sign, '=') ? annotated(tokens, sign) : '') || tokens.word(sign - 1) || tokens.content(sign - 1)
}

/** The name in front of a type: `name: string[] =`, `var name []string =`, `Name { get; } =`; empty when no type stands there. */
function annotated(tokens: Tokens, sign: number): string {
  if (tokens.is(sign - 1, '}')) return tokens.word(tokens.opener(sign - 1) - 1)
  if (tokens.language.initializers === 'go' && tokens.is(sign - 2, ']')) return tokens.word(tokens.opener(sign - 2) - 1)
  for (let k = sign - 1; k > sign - MAX_TYPE && k > 0; k--) {
    const text = tokens.punct(k)
    if (text === ':') return sameLine(tokens, k, sign) ? tokens.word(k - 1) : ''
    if (text === ']' || text === ')') k = tokens.opener(k)
    else if (/^(?:;|\{|\}|\(|\[|=|\?|=>)$/.test(text)) return ''
    if (k < 0) return ''
  }
  return ''
}

/** A colon that ends its line begins a block (`try:`), no type. */
function sameLine(tokens: Tokens, from: number, to: number): boolean {
  const [a, b] = [tokens.at(from), tokens.at(Math.min(from + 1, to))]
  return a !== undefined && b !== undefined && !tokens.x.text.slice(a.end, b.start).includes('\n')
}
