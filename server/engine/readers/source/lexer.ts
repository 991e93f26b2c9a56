/** Tokens of any of the languages: names, strings with their pieces, punctuation. Linear, no recursion. */
import type { Language } from './languages'
import { heredocAt, regexEnd, stringAfterPrefix, stringAt, wordList } from './strings'

export type Token = Word | Str | Punct

export interface Word {
  readonly type: 'word'
  readonly text: string
  readonly start: number
  readonly end: number
}
export interface Str {
  readonly type: 'string'
  /** Content without the quotes: [contentStart, contentEnd). */
  readonly contentStart: number
  readonly contentEnd: number
  readonly start: number
  readonly end: number
  readonly raw: boolean
  /** Interpolates in this language's way. */
  readonly interpolates: boolean
}
export interface Punct {
  readonly type: 'punct'
  readonly text: string
  readonly start: number
  readonly end: number
}

export interface Lexed {
  readonly tokens: readonly Token[]
  readonly comments: readonly {
    readonly start: number
    readonly end: number
    readonly textStart: number
    readonly textEnd: number
  }[]
}

const WORD = /[\p{L}_$@][\p{L}\p{N}_$]*[!?]?/uy
const NUMBER = /\d[\w.]*/y
const OPERATORS = '=== !== ??= ||= ... ?-> => -> :: ?? || && ?. ?: := == != <= >= += .= <<'.split(' ')

export function lex(text: string, language: Language): Lexed {
  const lexer = new Lexer(text, language)
  lexer.run()
  return lexer
}

class Lexer implements Lexed {
  readonly tokens: Token[] = []
  readonly comments: Lexed['comments'][number][] = []
  private i = 0
  /** Where the heredocs that were opened on this line end; 0 when there are none. */
  private heredocsEnd = 0

  constructor(
    private readonly text: string,
    private readonly language: Language,
  ) {}

  run(): void {
    const { text, language } = this
    const island = language.island
    if (island && text.search(island.open) >= 0) this.toIsland(0)
    while (this.i < text.length) this.step()
  }

  private step(): void {
    const { text, i } = this
    const c = text.charCodeAt(i)
    if (c === 10 && this.heredocsEnd > 0) this.leaveLine()
    else if (c <= 32 || c === 0xa0 || c === 0xfeff || (c === 92 && /^\\\r?\n/.test(text.slice(i, i + 3)))) this.i++
    else if (this.language.island && text.startsWith(this.language.island.close, i)) this.toIsland(i)
    else if (!this.comment() && !this.words() && !this.string() && !this.word() && !this.regex()) this.operator()
  }

  /** Goes on with the first code at or after `from`; what stands before is no code. */
  private toIsland(from: number): void {
    const { island } = this.language
    if (!island) return
    island.open.lastIndex = from
    const open = island.open.exec(this.text)
    this.i = open ? open.index + open[0].length : this.text.length
    this.push(';', from, from)
  }

  private leaveLine(): void {
    this.i = this.heredocsEnd
    this.heredocsEnd = 0
  }

  private comment(): boolean {
    const comment = commentAt(this.text, this.i, this.language)
    if (!comment) return false
    this.comments.push(comment)
    this.i = comment.end
    return true
  }

  private string(): boolean {
    const heredoc = heredocAt(this.text, this.i, this.heredocsEnd, this.language)
    if (heredoc) {
      this.tokens.push(heredoc.token)
      this.heredocsEnd = heredoc.end
      this.i = heredoc.token.end
      return true
    }
    const str = stringAt(this.text, this.i, this.language)
    if (str) this.take(str)
    return str !== null
  }

  /** `%w[a b]`: a list of strings between blanks. */
  private words(): boolean {
    const list = this.language.wordLists && this.text[this.i] === '%' ? wordList(this.text, this.i) : null
    if (!list) return false
    this.tokens.push(...list.tokens)
    this.i = list.end
    return true
  }

  private word(): boolean {
    const { text, i } = this
    WORD.lastIndex = i
    let word = WORD.exec(text)?.[0] ?? ''
    if (/[!?]$/.test(word) && this.language.id !== 'rust') word = word.slice(0, -1)
    const prefixed = word ? stringAfterPrefix(text, i, word, this.language) : null
    if (!word) {
      NUMBER.lastIndex = i
      word = NUMBER.exec(text)?.[0] ?? ''
    }
    if (word) this.take(prefixed ?? { type: 'word', text: word, start: i, end: i + word.length })
    return word !== ''
  }

  private regex(): boolean {
    if (!this.language.regexes || this.text[this.i] !== '/' || !regexStarts(this.tokens)) return false
    const end = regexEnd(this.text, this.i)
    if (end > 0) this.i = end
    return end > 0
  }

  private operator(): void {
    const text = OPERATORS.find((o) => this.text.startsWith(o, this.i)) ?? (this.text[this.i] as string)
    this.push(text, this.i, this.i + text.length)
    this.i += text.length
  }

  private push(text: string, start: number, end: number): void {
    this.tokens.push({ type: 'punct', text, start, end })
  }

  private take(token: Token): void {
    this.tokens.push(token)
    this.i = token.end
  }
}

function commentAt(text: string, i: number, language: Language): Lexed['comments'][number] | null {
  for (const open of language.lineComment) {
    if (!text.startsWith(open, i)) continue
    if (open === '#' && language.id === 'php' && text[i + 1] === '[') continue
    let end = i
    while (end < text.length && text[end] !== '\n' && text[end] !== '\r' && !endsIsland(text, end, language)) end++
    return { start: i, end, textStart: i + open.length, textEnd: end }
  }
  for (const [open, close] of language.blockComment) {
    if (!text.startsWith(open, i)) continue
    if (open === '=begin' && i > 0 && text[i - 1] !== '\n') continue
    const at = text.indexOf(close, i + open.length)
    const end = at < 0 ? text.length : at + close.length
    return { start: i, end, textStart: i + open.length, textEnd: at < 0 ? text.length : at }
  }
  return null
}

function endsIsland(text: string, i: number, { island }: Language): boolean {
  return island !== undefined && text.startsWith(island.close, i)
}

function regexStarts(tokens: readonly Token[]): boolean {
  const last = tokens[tokens.length - 1]
  if (!last) return true
  if (last.type === 'punct') return !/^[)\]}]$/.test(last.text)
  return last.type === 'word' && /^(?:return|typeof|case|in|of|and|or|not|if|unless|when)$/.test(last.text)
}
