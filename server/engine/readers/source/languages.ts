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
  /** Named arguments: `name=value`, `name: value`, or both. */
  readonly named: '=' | ':' | '=:'
  /** String joining operator besides `+`. */
  readonly dotJoins: boolean
  readonly definition: RegExp
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
    named: '=:',
    dotJoins: false,
    definition: /^(?:def|class|async)$/,
  },
  {
    id: 'typescript',
    files: /\.(?:ts|tsx|mts|cts|js|jsx|mjs|cjs)$/,
    lineComment: ['//'],
    blockComment: C_BLOCK,
    strings: [{ open: '`', close: '`', multi: true, interpolates: true }, double, single],
    interpolation: '${}',
    named: ':',
    dotJoins: false,
    definition: /^(?:function|class)$/,
  },
  {
    id: 'go',
    files: /\.go$/,
    lineComment: ['//'],
    blockComment: C_BLOCK,
    strings: [{ open: '`', close: '`', raw: true, multi: true }, double, single],
    interpolation: '',
    named: ':',
    dotJoins: false,
    definition: /^(?:func|type)$/,
  },
  {
    id: 'java',
    files: /\.java$/,
    lineComment: ['//'],
    blockComment: C_BLOCK,
    strings: [{ open: '"""', close: '"""', multi: true }, double, single],
    interpolation: '',
    named: '=',
    dotJoins: false,
    definition: /^(?:class|interface|enum|record)$/,
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
    named: '=',
    dotJoins: false,
    definition: /^(?:fun|class|object|interface)$/,
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
    named: '=:',
    dotJoins: false,
    definition: /^(?:class|record|struct|interface|namespace)$/,
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
    named: ':',
    dotJoins: false,
    definition: /^(?:fn|struct|impl|mod|trait|enum)$/,
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
    named: '=:',
    dotJoins: false,
    definition: /^(?:def|class|module)$/,
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
    named: '=:',
    dotJoins: true,
    definition: /^(?:function|class|interface|trait)$/,
  },
]
