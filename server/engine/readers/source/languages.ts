/** One row per language: how it writes comments, strings, names and reads of the environment. */
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
  /** `%w[a b]` is a list of strings. */
  readonly wordLists?: true
  /** `Name(…) => value`: a body without braces. */
  readonly arrowBodies?: RegExp
  /** `{ name }` gives the option `name` the value of the variable. */
  readonly shorthand?: true
  /** `a, err := f()` gives the first name its value. */
  readonly multiAssign?: true
  /** Calls may leave their brackets out: `RestClient.post "https://…", body`. */
  readonly bareCalls?: true
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

const C_BLOCK: Language['blockComment'] = [['/*', '*/']]
const double: StringForm = { open: '"', close: '"' }
const single: StringForm = { open: "'", close: "'" }

const NEVER = /(?!)/
const VALUE_AHEAD = /^(?:\(|,|\[|=|:|\?|\|\||\?\?|&&|:=|\.\.\.|\?\?=)$/
const RETURNED = /^(?:return|default)$/

/** Rust keeps unit tests at the end of the file: they state nothing. */
function withoutUnitTests(text: string): string {
  const at = /^[ \t]*#\[cfg\(test\)\]\s*(?:pub\s+)?mod\b/m.exec(text)?.index ?? -1
  return at < 0 ? text : text.slice(0, at)
}

export const languages: readonly Language[] = [
  {
    id: 'python',
    files: /\.(?:py|pyi|pyw|bzl|star)$|^(?:Tiltfile|SConstruct|SConscript|wscript)$/,
    lineComment: ['#'],
    blockComment: [],
    strings: [
      { open: '"""', close: '"""', multi: true, prefix: /^[rbuf]{0,2}$/i },
      { open: "'''", close: "'''", multi: true, prefix: /^[rbuf]{0,2}$/i },
      { open: '"', close: '"', prefix: /^[rbuf]{0,2}$/i },
      { open: "'", close: "'", prefix: /^[rbuf]{0,2}$/i },
    ],
    interpolation: '{}',
    definition: /^(?:def|class|async)$/,
    ifBehind: true,
    objects: { always: true, after: NEVER },
    namedArguments: true,
    indents: true,
    neighboursJoin: true,
    ternary: true,
    percentFormats: true,
  },
  {
    id: 'typescript',
    files: /\.(?:ts|tsx|mts|cts|js|jsx|mjs|cjs)$/,
    lineComment: ['//'],
    blockComment: C_BLOCK,
    strings: [{ open: '`', close: '`', multi: true, interpolates: true }, double, single],
    interpolation: '${}',
    arrowBodies: /^=>$/,
    definition: /^(?:function|class)$/,
    bareMethods: true,
    shorthand: true,
    objects: { after: VALUE_AHEAD, afterWord: RETURNED },
    namedArguments: false,
    regexes: true,
    ternary: true,
    casts: true,
  },
  {
    id: 'go',
    files: /\.go$/,
    lineComment: ['//'],
    blockComment: C_BLOCK,
    strings: [{ open: '`', close: '`', raw: true, multi: true }, double, single],
    interpolation: '',
    initializers: 'go',
    definition: /^(?:func|type)$/,
    multiAssign: true,
    objects: { after: /^(?:\(|,|\[|\{|=|:|\|\||&&|:=)$/, typed: 'name' },
    namedArguments: true,
    ternary: true,
  },
  {
    id: 'java',
    files: /\.java$/,
    lineComment: ['//'],
    blockComment: C_BLOCK,
    strings: [{ open: '"""', close: '"""', multi: true }, double, single],
    interpolation: '',
    initializers: 'braces',
    choosesBy: /^switch$/,
    definition: /^(?:class|interface|enum|record)$/,
    bareMethods: true,
    objects: { after: NEVER },
    namedArguments: true,
    ternary: true,
  },
  {
    id: 'kotlin',
    files: /\.kts?$/,
    lineComment: ['//'],
    blockComment: C_BLOCK,
    nestedComments: true,
    strings: [
      { open: '"""', close: '"""', multi: true, raw: true, interpolates: true },
      { open: '"', close: '"', interpolates: true },
      single,
    ],
    interpolation: '$',
    choosesBy: /^when$/,
    arrowBodies: /^=$/,
    definition: /^(?:fun|class|object|interface)$/,
    trailingLambdas: true,
    ifValues: true,
    objects: { after: NEVER },
    namedArguments: true,
    ternary: true,
  },
  {
    id: 'groovy',
    files: /\.(?:groovy|gradle)$|^Jenkinsfile(?:\.[\w-]+)?$/,
    lineComment: ['//'],
    blockComment: C_BLOCK,
    strings: [
      { open: '"""', close: '"""', multi: true, interpolates: true },
      { open: "'''", close: "'''", multi: true },
      { open: '"', close: '"', interpolates: true },
      single,
    ],
    interpolation: '$',
    definition: /^(?:def|class|interface|enum)$/,
    bareMethods: true,
    bareCalls: true,
    trailingLambdas: true,
    objects: { after: VALUE_AHEAD },
    namedArguments: true,
    ternary: true,
  },
  {
    id: 'csharp',
    files: /\.(?:cs|csx|razor)$/,
    lineComment: ['//'],
    blockComment: C_BLOCK,
    strings: [
      { open: '"""', close: '"""', multi: true, raw: true, prefix: /^\$*$/ },
      { open: '@"', close: '"', raw: true, multi: true, doubles: true, prefix: /^\$?$/ },
      { open: '"', close: '"', prefix: /^[$@]{0,2}$/ },
      single,
    ],
    interpolation: '{}',
    initializers: 'braces',
    choosesBehind: true,
    arrowBodies: /^=>$/,
    definition: /^(?:class|record|struct|interface|namespace)$/,
    signedStrings: true,
    braceFormats: true,
    bareMethods: true,
    objects: { after: VALUE_AHEAD, typed: 'new' },
    namedArguments: true,
    ternary: true,
  },
  {
    id: 'rust',
    files: /\.rs$/,
    lineComment: ['//'],
    blockComment: C_BLOCK,
    nestedComments: true,
    strings: [
      { open: 'r##"', close: '"##', raw: true, multi: true },
      { open: 'r#"', close: '"#', raw: true, multi: true },
      { open: 'r"', close: '"', raw: true, multi: true },
      { ...double, multi: true },
    ],
    characters: true,
    interpolation: '',
    choosesBy: /^match$/,
    definition: /^(?:fn|struct|impl|mod|trait|enum)$/,
    ifValues: true,
    braceFormats: true,
    capturesNames: true,
    shorthand: true,
    tailValues: true,
    objects: { after: VALUE_AHEAD, typed: 'name' },
    namedArguments: true,
    without: withoutUnitTests,
  },
  {
    id: 'ruby',
    files: /\.(?:rb|rake|gemspec|ru)$|^(?:Gem|Rake|Vagrant|Cap|Pod|Guard|Brew|Fast|App|Thor)file$/,
    lineComment: ['#'],
    blockComment: [['=begin', '=end']],
    strings: [
      { open: '"', close: '"', multi: true, interpolates: true },
      { ...single, multi: true },
    ],
    interpolation: '#{}',
    choosesBy: /^case$/,
    wordLists: true,
    definition: /^(?:def|class|module)$/,
    heredoc: /<<[~-]?(['"`]?)([A-Z_]\w*)\1/y,
    sigils: true,
    indents: true,
    bareCalls: true,
    tailValues: true,
    objects: { after: VALUE_AHEAD, afterWord: RETURNED },
    namedArguments: true,
    regexes: true,
    shiftJoins: true,
    neighboursJoin: true,
    ternary: true,
    trailingLambdas: true,
  },
  {
    id: 'php',
    files: /\.(?:php|phtml)$/,
    lineComment: ['//', '#'],
    blockComment: C_BLOCK,
    strings: [
      { open: '"', close: '"', multi: true, interpolates: true },
      { ...single, multi: true },
    ],
    interpolation: '$',
    choosesBy: /^match$/,
    definition: /^(?:function|class|interface|trait)$/,
    heredoc: /<<<[ \t]*(['"]?)([A-Za-z_]\w*)\1/y,
    island: { open: /<\?(?:php\b|=)/g, close: '?>' },
    sigils: true,
    objects: { after: /^(?:\(|,|\[|=|=>|:|\?|\|\||\?\?|&&|:=|\.\.\.|\?\?=)$/, afterWord: RETURNED },
    namedArguments: true,
    dotJoins: true,
    ternary: true,
  },
  {
    id: 'swift',
    files: /\.swift$/,
    lineComment: ['//'],
    blockComment: C_BLOCK,
    nestedComments: true,
    strings: [
      { open: '"""', close: '"""', multi: true, interpolates: true },
      { open: '"', close: '"', interpolates: true },
    ],
    interpolation: '\\()',
    definition: /^(?:func|class|struct|enum|extension|protocol|actor)$/,
    trailingLambdas: true,
    objects: { after: NEVER },
    namedArguments: true,
    ternary: true,
  },
  {
    id: 'dart',
    files: /\.dart$/,
    lineComment: ['//'],
    blockComment: C_BLOCK,
    nestedComments: true,
    strings: [
      { open: '"""', close: '"""', multi: true, interpolates: true, prefix: /^r?$/ },
      { open: "'''", close: "'''", multi: true, interpolates: true, prefix: /^r?$/ },
      { open: '"', close: '"', interpolates: true, prefix: /^r?$/ },
      { open: "'", close: "'", interpolates: true, prefix: /^r?$/ },
    ],
    interpolation: '$',
    definition: /^(?:class|enum|extension|mixin)$/,
    bareMethods: true,
    neighboursJoin: true,
    objects: { after: VALUE_AHEAD, afterWord: RETURNED },
    namedArguments: true,
    ternary: true,
  },
  {
    id: 'scala',
    files: /\.(?:scala|sc|sbt)$/,
    lineComment: ['//'],
    blockComment: C_BLOCK,
    nestedComments: true,
    strings: [
      { open: '"""', close: '"""', multi: true, raw: true, interpolates: true, prefix: /^\w*$/ },
      { open: '"', close: '"', interpolates: true, prefix: /^\w*$/ },
    ],
    characters: true,
    interpolation: '$',
    definition: /^(?:def|class|object|trait)$/,
    trailingLambdas: true,
    ifValues: true,
    objects: { after: NEVER },
    namedArguments: true,
  },
  {
    id: 'lua',
    files: /\.lua$/,
    lineComment: ['--'],
    blockComment: [['--[[', ']]']],
    strings: [{ open: '[[', close: ']]', raw: true, multi: true }, double, single],
    interpolation: '',
    definition: /^function$/,
    objects: { always: true, after: NEVER },
    namedArguments: true,
  },
]
