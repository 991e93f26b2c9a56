/** Elements among code (JSX): where their text stands, which is no code. */

/** Where the lexer is: inside of `<Name …>`, in the text behind it, or in braces inside of either. */
type Place = { readonly kind: 'tag' | 'text' } | { readonly kind: 'code'; depth: number }

/** Longest tag that is looked at to tell an element from a comparison. */
const MAX_TAG = 4000
const MAX_PLACES = 400

export class Elements {
  private readonly places: Place[] = []
  /** Last place of a closing tag, by its name; the text is searched once. */
  private closed: Map<string, number> | null = null

  constructor(private readonly text: string) {}

  get inText(): boolean {
    return this.top?.kind === 'text'
  }

  get inTag(): boolean {
    return this.top?.kind === 'tag'
  }

  /** Looks whether an element begins with the sign at `i`, where a value may stand. */
  open(i: number): void {
    const name = nameAt(this.text, i)
    if (name === null || this.places.length > MAX_PLACES) return
    if (this.inText || this.closes(name, i) || selfClosing(this.text, i)) this.places.push({ kind: 'tag' })
  }

  /** Follows the punctuation of the code; `alone`: a slash stands before the sign, the element has no text. */
  sign(text: string, alone: boolean): void {
    const { top } = this
    if (top?.kind === 'tag' && text === '>') {
      this.places.pop()
      if (!alone) this.places.push({ kind: 'text' })
    } else if (top && text === '{') {
      if (top.kind === 'code') top.depth++
      else this.places.push({ kind: 'code', depth: 1 })
    } else if (top?.kind === 'code' && text === '}' && --top.depth === 0) this.places.pop()
  }

  /** Offset of the first code behind the text at `i`: a brace, a tag, or what follows the end of the element. */
  skip(i: number): number {
    const rest = /[<{]/g
    rest.lastIndex = i
    const at = rest.exec(this.text)?.index ?? this.text.length
    if (!this.text.startsWith('</', at)) return at === i ? this.stuck(i) : at
    const end = this.text.indexOf('>', at)
    this.places.pop()
    return end < 0 ? this.text.length : end + 1
  }

  /** At a sign of the text itself: a tag or a brace that the lexer takes, or a lone `<`. */
  private stuck(i: number): number {
    if (this.text[i] === '{' || nameAt(this.text, i) !== null) {
      if (this.text[i] === '<') this.open(i)
      return i
    }
    return i + 1
  }

  private get top(): Place | undefined {
    return this.places[this.places.length - 1]
  }

  private closes(name: string, i: number): boolean {
    this.closed ??= new Map([...this.text.matchAll(/<\/([\w.:-]*)\s*>/g)].map((m) => [m[1] as string, m.index]))
    return (this.closed.get(name) ?? -1) > i
  }
}

/** Name of the tag at `i`, empty for `<>`, null when none opens there. */
function nameAt(text: string, i: number): string | null {
  const tag = /^<([A-Za-z][\w.:-]*|(?=>))/.exec(text.slice(i, i + 80))
  return tag ? (tag[1] as string) : null
}

/** Whether the tag at `i` ends with `/>`, over strings and braces. */
function selfClosing(text: string, i: number): boolean {
  const limit = Math.min(text.length, i + MAX_TAG)
  for (let k = i + 1, depth = 0; k < limit; k++) {
    const c = text[k]
    if (c === '{') depth++
    else if (c === '}') depth--
    else if (depth === 0 && (c === '"' || c === "'")) {
      k = text.indexOf(c, k + 1)
      if (k < 0) return false
    } else if (depth === 0 && (c === '(' || c === ';' || c === '<')) return false
    else if (depth === 0 && c === '>') return text[k - 1] === '/'
  }
  return false
}
