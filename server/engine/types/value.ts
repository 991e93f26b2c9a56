/** Places in texts, and values as they are written. */

export interface Span {
  readonly start: number
  readonly end: number
}

/** A place in a file of the project. `path` is relative to the scan root, with `/`. */
export interface Place {
  readonly path: string
  readonly span: Span
}

/** A value as it is written: literal pieces, references to names, and pieces nobody can know from the text. */
export interface Template {
  readonly parts: readonly Part[]
  /** The whole value without its quotes. */
  readonly span: Span
  /** Set where the text in the file is not the value itself. */
  readonly encoding?: 'base64' | 'escaped' | 'percent'
  /** For one address whose text in the file is not the value: how to write another one. */
  readonly spelling?: Spelling
}

/**
 * - `units`   where each UTF-16 unit of the value begins in the file, and where the last one ends
 * - `base64`  how often the value is encoded in base64
 */
export type Spelling = { readonly units: readonly number[] } | { readonly base64: 1 | 2 }

export type Part = TextPart | RefPart | UnknownPart

export interface TextPart {
  readonly kind: 'text'
  /** Decoded text; secrets are already cut to their public prefix. */
  readonly text: string
  readonly span: Span
  /** Where a whole plain literal of source code or of an env file stands, its quotes included. */
  readonly quotes?: Span
}

export interface RefPart {
  readonly kind: 'ref'
  /** `env`: an environment variable; `name`: a constant of this file or an HCL `var.`/`local.` name; `key`: a key path of this file. */
  readonly to: 'env' | 'name' | 'key'
  readonly name: string
  readonly span: Span
  /** A member of the object around (`self.x`, `this.x`): no variable of a function is meant. */
  readonly own?: true
  /** Named data that holds the name: `config-map NAME` or `secret NAME`. */
  readonly in?: string
  /** The value when the reference is unset, for example `${NAME:-fallback}` or `process.env.NAME ?? "fallback"`. */
  readonly fallback?: Template
  /** Further values that a condition may choose: `${{ cond && 'a' || 'b' }}`, `cond ? a : b`. */
  readonly others?: readonly Template[]
}

/** An expression or template piece that the text alone does not decide. */
export interface UnknownPart {
  readonly kind: 'unknown'
  readonly span: Span
}
