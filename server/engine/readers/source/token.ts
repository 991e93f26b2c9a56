/** Tokens of source code. */

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
