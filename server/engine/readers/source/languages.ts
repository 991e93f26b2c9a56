/** One row per language: how it writes comments, strings, names and reads of the environment. */
export interface Language {
  readonly id: string
  readonly files: RegExp
  readonly lineComment: readonly string[]
  readonly blockComment: readonly (readonly [string, string])[]
  /** Openers of strings, longest first; `raw` takes no escapes, `multi` may span lines. */
  readonly strings: readonly StringForm[]
  /** What interpolates inside strings that allow it. */
  readonly interpolation: '' | '${}' | '{}' | '#{}' | '$'
  readonly definition: RegExp
  readonly objects: ObjectForm
  /** A colon behind a name inside of a call names an argument. */
  readonly namedArguments: boolean
  /** Bodies are told by their indentation. */
  readonly indents?: true
  /** `/…/` may be a regular expression. */
  readonly regexes?: true
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
  /** A block behind a read gives its fall-back: `ENV.fetch("X") { "…" }`. */
  readonly blockFallback?: true
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
    files: /\.(?:py|pyi|pyw)$/,
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
    definition: /^(?:function|class)$/,
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
    definition: /^(?:func|type)$/,
    objects: { after: VALUE_AHEAD, typed: 'name' },
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
    definition: /^(?:class|interface|enum|record)$/,
    objects: { after: NEVER },
    namedArguments: true,
    ternary: true,
  },
  {
    id: 'kotlin',
    files: /\.kts?$/,
    lineComment: ['//'],
    blockComment: C_BLOCK,
    strings: [
      { open: '"""', close: '"""', multi: true, raw: true, interpolates: true },
      { open: '"', close: '"', interpolates: true },
      single,
    ],
    interpolation: '$',
    definition: /^(?:fun|class|object|interface)$/,
    objects: { after: NEVER },
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
      { open: '@"', close: '"', raw: true, multi: true, prefix: /^\$?$/ },
      { open: '"', close: '"', prefix: /^[$@]{0,2}$/ },
      single,
    ],
    interpolation: '{}',
    definition: /^(?:class|record|struct|interface|namespace)$/,
    objects: { after: VALUE_AHEAD, typed: 'new' },
    namedArguments: true,
    ternary: true,
  },
  {
    id: 'rust',
    files: /\.rs$/,
    lineComment: ['//'],
    blockComment: C_BLOCK,
    strings: [
      { open: 'r#"', close: '"#', raw: true, multi: true },
      { open: 'r"', close: '"', raw: true, multi: true },
      { ...double, multi: true },
    ],
    interpolation: '',
    definition: /^(?:fn|struct|impl|mod|trait|enum)$/,
    objects: { after: VALUE_AHEAD, typed: 'name' },
    namedArguments: true,
    without: withoutUnitTests,
  },
  {
    id: 'ruby',
    files: /\.(?:rb|rake|gemspec)$|^(?:Gemfile|Rakefile)$/,
    lineComment: ['#'],
    blockComment: [['=begin', '=end']],
    strings: [
      { open: '"', close: '"', multi: true, interpolates: true },
      { ...single, multi: true },
    ],
    interpolation: '#{}',
    definition: /^(?:def|class|module)$/,
    objects: { after: VALUE_AHEAD, afterWord: RETURNED },
    namedArguments: true,
    regexes: true,
    shiftJoins: true,
    neighboursJoin: true,
    ternary: true,
    blockFallback: true,
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
    definition: /^(?:function|class|interface|trait)$/,
    objects: { after: /^(?:\(|,|\[|=|=>|:|\?|\|\||\?\?|&&|:=|\.\.\.|\?\?=)$/, afterWord: RETURNED },
    namedArguments: true,
    dotJoins: true,
    ternary: true,
  },
]
