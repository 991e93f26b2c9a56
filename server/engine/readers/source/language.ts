/** What a row says about a language: how it writes comments, strings, names and reads of the environment. */
import type { Interpolation } from './interpolations'

export interface Language {
  readonly id: string
  readonly files: RegExp
  readonly lineComment: readonly string[]
  readonly blockComment: readonly (readonly [string, string])[]
  /** A block comment may hold others. */
  readonly nestedComments?: true
  /** Openers of strings, longest first; `raw` takes no escapes, `multi` may span lines. */
  readonly strings: readonly StringForm[]
  /** What interpolates inside strings that allow it. */
  readonly interpolation: Interpolation
  readonly definition: RegExp
  readonly objects: ObjectForm
  /** A colon behind a name inside of a call names an argument. */
  readonly namedArguments: boolean
  /** Methods are written without a word that says so: `name(…) {`. */
  readonly bareMethods?: true
  /** Braces that open a list: behind `[]string`, or behind `=` and `new[]`. */
  readonly initializers?: 'go' | 'braces'
  /** An expression that chooses between values: `match x { … }`, `switch (x) { … }`, `when (x) { … }`, `case x … end`; `x switch { … }`. */
  readonly choosesBy?: RegExp
  readonly choosesBehind?: true
  /** `%w[a b]` is a list of strings, `%q(a b)` one string. */
  readonly percentLiterals?: true
  /** Names in front of a template that leave its text as it is: String.raw`…`. */
  readonly textTags?: RegExp
  /** Files whose code holds elements, whose text is none: `<p>Set BASE_URL="…"</p>`. */
  readonly elements?: RegExp
  /** Types whose named argument is an address: Foundation's `URL(string: "…")`. Its use is not known, its path is. */
  readonly addressTypes?: { readonly callee: RegExp; readonly option: string }
  /** `Name(…) => value`: a body without braces. */
  readonly arrowBodies?: RegExp
  /** `{ name }` gives the option `name` the value of the variable. */
  readonly shorthand?: true
  /** `a, err := f()` gives the first name its value. */
  readonly multiAssign?: true
  /** Calls may leave their brackets out: `RestClient.post "https://…", body`. */
  readonly bareCalls?: true
  /** `#name` is a name of the class alone. */
  readonly privateNames?: true
  /** `@name value` gives a module a constant. */
  readonly attributes?: true
  /** The last value of a function is what it gives. */
  readonly tailValues?: true
  /** Bodies are told by their indentation. */
  readonly indents?: true
  /** `/…/` may be a regular expression. */
  readonly regexes?: true
  /** `'a'` is a character, `'a` a lifetime. */
  readonly characters?: true
  /** Opening of a text that begins on the next line and ends with its mark, the second group. */
  readonly heredoc?: RegExp
  /** Code stands between these marks, everything else is another language. */
  readonly island?: { readonly open: RegExp; readonly close: string }
  /** `$"…"` and `@"…"`: signs before the quote. */
  readonly signedStrings?: true
  /** Names begin with a sign that is no part of them: `$base`, `@base`. */
  readonly sigils?: true
  /** Text without the parts that state nothing (Rust's unit tests); offsets stay the same. */
  readonly without?: (text: string) => string
  /** `"a" . "b"`, `"a" << "b"` and `"a" "b"` join. */
  readonly dotJoins?: true
  readonly shiftJoins?: true
  readonly neighboursJoin?: true
  /** `c ? a : b` */
  readonly ternary?: true
  /** `"%s" % x` and `"{}".format(x)` */
  readonly percentFormats?: true
  /** Format strings mark their pieces with braces: `format!("{}")`; otherwise with percent signs. */
  readonly braceFormats?: true
  /** `{name}` of a format string is the variable of that name. */
  readonly capturesNames?: true
  /** A block may stand behind a method or a call: `ENV.fetch("X") { "…" }`, `x.ifEmpty { "…" }`. */
  readonly trailingLambdas?: true
  /** `if (c) "a" else "b"` is a value. */
  readonly ifValues?: true
  /** `"a" if c else "b"` */
  readonly ifBehind?: true
  /** `value as Type` */
  readonly casts?: true
}

/** When a brace opens a literal with keys and not a body. */
export interface ObjectForm {
  /** Every brace does. */
  readonly always?: true
  /** Behind this punctuation. */
  readonly after: RegExp
  /** Behind this word. */
  readonly afterWord?: RegExp
  /** Behind the name of a type, or only behind `new` and the name of a type. */
  readonly typed?: 'name' | 'new'
}

export interface StringForm {
  readonly open: string
  readonly close: string
  readonly raw?: boolean
  readonly multi?: boolean
  readonly interpolates?: boolean
  /** A doubled quote stands for one. */
  readonly doubles?: boolean
  /** Letters that may stand before the opener (`f"..."`, `r"..."`, `$"..."`). */
  readonly prefix?: RegExp
}
