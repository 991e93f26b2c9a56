/** Tokens of any of the languages: names, strings with their pieces, punctuation. Linear, no recursion. */
import type { Language, StringForm } from './languages'

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
  readonly multi: boolean
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
const OPERATORS = [
  '??=',
  '||=',
  '...',
  '?->',
  '=>',
  '->',
  '::',
  '??',
  '||',
  '&&',
  '?.',
  '?:',
  ':=',
  '==',
  '!=',
  '<=',
  '>=',
  '+=',
  '.=',
  '<<',
]

export function lex(text: string, language: Language): Lexed {
  const tokens: Token[] = []
  const comments: Lexed['comments'][number][] = []
  const regexAllowed = language.regexes === true
  for (let i = 0; i < text.length; ) {
    const c = text.charCodeAt(i)
    if (c <= 32 || c === 0xa0 || c === 0xfeff) {
      i++
      continue
    }
    const comment = commentAt(text, i, language)
    if (comment) {
      comments.push(comment)
      i = comment.end
      continue
    }
    const str = stringAt(text, i, language)
    if (str) {
      tokens.push(str)
      i = str.end
      continue
    }
    WORD.lastIndex = i
    const word = WORD.exec(text)
    if (word) {
      let w = word[0]
      if (/[!?]$/.test(w) && language.id !== 'rust') w = w.slice(0, -1)
      const before = stringAfterPrefix(text, i, w, language)
      if (before) {
        tokens.push(before)
        i = before.end
        continue
      }
      tokens.push({ type: 'word', text: w, start: i, end: i + w.length })
      i += w.length
      continue
    }
    NUMBER.lastIndex = i
    const number = NUMBER.exec(text)
    if (number) {
      tokens.push({ type: 'word', text: number[0], start: i, end: i + number[0].length })
      i += number[0].length
      continue
    }
    if (c === 47 && regexAllowed && regexStarts(tokens)) {
      const end = regexEnd(text, i)
      if (end > 0) {
        i = end
        continue
      }
    }
    const operator = OPERATORS.find((o) => text.startsWith(o, i)) ?? (text[i] as string)
    tokens.push({ type: 'punct', text: operator, start: i, end: i + operator.length })
    i += operator.length
  }
  return { tokens, comments }
}

function commentAt(text: string, i: number, language: Language): Lexed['comments'][number] | null {
  for (const open of language.lineComment) {
    if (!text.startsWith(open, i)) continue
    if (open === '#' && language.id === 'php' && text[i + 1] === '[') continue
    let end = i
    while (end < text.length && text[end] !== '\n' && text[end] !== '\r') end++
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

function stringAt(text: string, i: number, language: Language): Str | null {
  for (const form of language.strings) {
    if (text.startsWith(form.open, i)) return readString(text, i, i, form, language, '')
    if (form.prefix && language.id === 'csharp' && /[$@]/.test(text[i] as string)) {
      const m = /^[$@]{1,3}/.exec(text.slice(i, i + 3))?.[0] ?? ''
      if (m && text.startsWith(form.open, i + m.length) && form.prefix.test(m))
        return readString(text, i, i + m.length, form, language, m)
    }
  }
  return null
}

/** `f"..."`: the word just read is a string prefix. */
function stringAfterPrefix(text: string, start: number, word: string, language: Language): Str | null {
  if (word.length > 2) return null
  for (const form of language.strings) {
    if (form.prefix?.test(word) && text.startsWith(form.open, start + word.length))
      return readString(text, start, start + word.length, form, language, word)
  }
  return null
}

function readString(
  text: string,
  start: number,
  at: number,
  form: StringForm,
  language: Language,
  prefix: string,
): Str {
  const contentStart = at + form.open.length
  const raw = form.raw === true || /r/i.test(prefix) || prefix.includes('@')
  const interpolates = form.interpolates === true || (language.interpolation === '{}' && /[f$]/i.test(prefix))
  let i = contentStart
  let depth = 0
  for (; i < text.length; i++) {
    const c = text[i]
    if (depth === 0 && text.startsWith(form.close, i)) {
      if (language.id === 'csharp' && form.raw && form.close === '"' && text[i + 1] === '"') {
        i++
        continue
      }
      return {
        type: 'string',
        start,
        end: i + form.close.length,
        contentStart,
        contentEnd: i,
        raw,
        interpolates,
        multi: form.multi === true,
      }
    }
    if (c === '\\' && !raw) {
      i++
      continue
    }
    if (form.open === '`' && interpolates) {
      if (c === '$' && text[i + 1] === '{') {
        depth++
        i++
        continue
      }
      if (depth > 0 && c === '{') depth++
      else if (depth > 0 && c === '}') depth--
      continue
    }
    if (!form.multi && (c === '\n' || c === '\r')) break
  }
  // half-typed: the string ends with its line, or with the text
  const end = Math.min(i, text.length)
  return { type: 'string', start, end, contentStart, contentEnd: end, raw, interpolates, multi: form.multi === true }
}

function regexStarts(tokens: readonly Token[]): boolean {
  const last = tokens[tokens.length - 1]
  if (!last) return true
  if (last.type === 'punct') return !/^[)\]}]$/.test(last.text)
  return last.type === 'word' && /^(?:return|typeof|case|in|of|and|or|not|if|unless|when)$/.test(last.text)
}

function regexEnd(text: string, i: number): number {
  let inClass = false
  for (let k = i + 1; k < text.length; k++) {
    const c = text[k]
    if (c === '\n') return -1
    if (c === '\\') k++
    else if (c === '[') inClass = true
    else if (c === ']') inClass = false
    else if (c === '/' && !inClass) return k + 1
  }
  return -1
}
