/** Tokens of any of the languages: names, strings with their pieces, punctuation. Linear, no recursion. */
import { Elements } from './elements'
import type { Language } from './language'
import { heredocAt, percentString, regexEnd, stringAfterPrefix, stringAt, wordList } from './strings'
import type { Lexed, Token } from './token'

const WORD = /[\p{L}_$@][\p{L}\p{N}_$]*[!?]?/uy
const NUMBER = /\d[\w.]*/y
const OPERATORS = '=== !== ??= ||= ... ?-> => -> :: ?? || && ?. ?: := == != <= >= += .= <<'.split(' ')
/** By their first sign, longest first. */
const OPERATORS_OF: ReadonlyMap<string, readonly string[]> = new Map(
  OPERATORS.map(([sign = '']) => [sign, OPERATORS.filter((o) => o.startsWith(sign))]),
)
const LINE_END = /[\r\n]/g

/** `path`: the file of the text, by which elements are expected in it. */
export function lex(text: string, language: Language, path = ''): Lexed {
  const lexer = new Lexer(text, language, path)
  lexer.run()
  return lexer
}

class Lexer implements Lexed {
  readonly tokens: Token[] = []
  readonly comments: Lexed['comments'][number][] = []
  private i = 0
  /** Where the heredocs that were opened on this line end; 0 when there are none. */
  private heredocsEnd = 0
  /** By code of an ASCII sign: whether a comment, a text or the end of an island may begin with it. */
  private readonly opens: Uint8Array
  private readonly elements: Elements | null

  constructor(
    private readonly text: string,
    private readonly language: Language,
    path: string,
  ) {
    this.elements = language.elements?.test(path) && text.includes('</') ? new Elements(text) : null
    this.opens = openersOf(language)
  }

  run(): void {
    const { text, language } = this
    const island = language.island
    if (island && text.search(island.open) >= 0) this.toIsland(0)
    while (this.i < text.length) this.step()
  }

  private step(): void {
    const { text, i } = this
    if (this.elements?.inText && this.markup(this.elements)) return
    const c = text.charCodeAt(i)
    if (c === 10 && this.heredocsEnd > 0) this.leaveLine()
    else if (c <= 32 || c === 0xa0 || c === 0xfeff || (c === 92 && /^\\\r?\n/.test(text.slice(i, i + 3)))) this.i++
    else if (this.opens[c] === 0) this.plain(c)
    else if (this.language.island && text.startsWith(this.language.island.close, i)) this.toIsland(i)
    else if (!this.comment() && !this.percent() && !this.string() && !this.word() && !this.regex()) this.operator()
  }

  /** Skips the text of an element; false where a tag or a brace stands. */
  private markup(elements: Elements): boolean {
    const at = elements.skip(this.i)
    const moved = at !== this.i
    this.i = at
    return moved
  }

  /** A sign that opens nothing: most of a text. */
  private plain(c: number): void {
    if (isWordCode(c)) this.word()
    else this.operator()
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

  /** `%w[a b]`: a list of strings between blanks; `%q(a b)`: one string. */
  private percent(): boolean {
    const { text, i } = this
    if (!this.language.percentLiterals || text[i] !== '%') return false
    const list = wordList(text, i)
    const str = list ? null : percentString(text, i, regexStarts(this.tokens))
    if (list) {
      this.tokens.push(...list.tokens)
      this.i = list.end
    } else if (str) this.take(str)
    return list !== null || str !== null
  }

  private word(): boolean {
    const { text, i } = this
    let word = wordAt(text, i)
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
    const sign = this.text[this.i] as string
    if (sign === '#' && this.language.privateNames) {
      this.i++
      return
    }
    const inTag = this.elements?.inTag === true
    if (this.elements && sign === '<' && !inTag && regexStarts(this.tokens)) this.elements.open(this.i)
    const known = inTag ? undefined : OPERATORS_OF.get(sign)?.find((o) => this.text.startsWith(o, this.i))
    const text = known ?? sign
    this.elements?.sign(text, this.text[this.i - 1] === '/')
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
    const end = lineEnd(text, i, language)
    return { start: i, end, textStart: i + open.length, textEnd: end }
  }
  for (const [open, close] of language.blockComment) {
    if (!text.startsWith(open, i)) continue
    if (open === '=begin' && i > 0 && text[i - 1] !== '\n') continue
    const at = language.nestedComments ? nestedEnd(text, i, open, close) : text.indexOf(close, i + open.length)
    const end = at < 0 ? text.length : at + close.length
    return { start: i, end, textStart: i + open.length, textEnd: at < 0 ? text.length : at }
  }
  return null
}

/** Offset of the mark that closes the comment at `i`, over comments inside of it; -1 when it stays open. */
function nestedEnd(text: string, i: number, open: string, close: string): number {
  let depth = 1
  let at = i + open.length
  for (;;) {
    const end = text.indexOf(close, at)
    if (end < 0) return -1
    const inner = text.indexOf(open, at)
    if (inner < 0 || inner > end) {
      if (--depth === 0) return end
      at = end + close.length
    } else {
      depth++
      at = inner + open.length
    }
  }
}

/** End of the line of `i`; the end of an island ends it as well. */
function lineEnd(text: string, i: number, { island }: Language): number {
  LINE_END.lastIndex = i
  const end = LINE_END.exec(text)?.index ?? text.length
  const close = island ? text.slice(i, end).indexOf(island.close) : -1
  return close >= 0 ? i + close : end
}

/** Signs that open nothing in any language, unless its row says so. */
const PLAIN = '()[]{},.;:=&|+*^~>!?'

function openersOf({ lineComment, blockComment, strings, island }: Language): Uint8Array {
  const opens = new Uint8Array(128)
  for (let c = 0; c < 128; c++) if (!isWordCode(c) && !PLAIN.includes(String.fromCharCode(c))) opens[c] = 1
  const texts = [...lineComment, ...blockComment.map(([open]) => open), ...strings.map((form) => form.open)]
  for (const text of [...texts, island?.close ?? '']) if (text) opens[text.charCodeAt(0)] = 1
  return opens
}

/** Letters, digits and the underscore. */
function isWordCode(c: number): boolean {
  return (c >= 97 && c <= 122) || (c >= 65 && c <= 90) || (c >= 48 && c <= 57) || c === 95
}

/** The name at `i`, or empty. Names of plain letters are the rule. */
function wordAt(text: string, i: number): string {
  let end = i
  let c = text.charCodeAt(i)
  if (c >= 48 && c <= 57) return ''
  while (isWordCode(c) || c === 36) c = text.charCodeAt(++end)
  if (end > i && c < 128 && c !== 33 && c !== 63) return text.slice(i, end)
  WORD.lastIndex = i
  return WORD.exec(text)?.[0] ?? ''
}

function regexStarts(tokens: readonly Token[]): boolean {
  const last = tokens[tokens.length - 1]
  if (!last) return true
  // `</` closes an element
  if (last.type === 'punct') return !/^[)\]}<]$/.test(last.text)
  return last.type === 'word' && /^(?:return|typeof|case|in|of|and|or|not|if|unless|when)$/.test(last.text)
}
