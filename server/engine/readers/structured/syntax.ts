/** Errors of parsers in plain words: what is wrong with the text at that place, and how to mend it. Never a word of the parser itself. */

/** By the error codes of `jsonc-parser`. */
const JSON_WORDS: readonly string[] = [
  'this is no value: put texts in double quotes',
  'this is no value: put texts in double quotes',
  'this number is not written as JSON has it: check its digits',
  'a key is missing here: write it in double quotes',
  'a value is missing here: write it, or take the key out',
  'a colon is missing between key and value: put one in',
  'a comma is missing before this: put one in',
  'an object is not closed: add }',
  'a list is not closed: add ]',
  'more text follows behind the end of the value: take it out, or close the value further down',
  'a comment stands where none may stand: take it out',
  'a comment is not closed: add */',
  'a string is not closed: add a double quote',
  'this number is cut short: complete it',
  'an escape \\u is not complete: it takes four hexadecimal digits',
  'this escape does not exist: write \\\\ for a backslash',
  'a control character stands in a string: write it as an escape, such as \\n',
]

export function jsonWords(code: number): string {
  return JSON_WORDS[code] ?? 'this is not valid JSON: check it'
}

type Words = readonly (readonly [said: RegExp, words: string])[]

/** By the messages of `yaml`, of which many share a code. */
const YAML_WORDS: Words = [
  [/closing ["']quote/, 'a quote is not closed: add one'],
  [
    /sufficiently indented and end with a ([\]}])/,
    'a list or map in brackets is not closed: add its bracket, and indent every line of it',
  ],
  [/^Tabs are not allowed/, 'a tab stands where blanks indent: replace it by blanks'],
  [
    /same column|BAD_INDENT|indent/i,
    'this line is not indented like those beside it: give all of them the same number of blanks',
  ],
  [/^Map keys must be unique/, 'this key stands twice in one map: take one out'],
  [
    /followed by map values|Implicit keys|implicit map key/,
    'a colon is missing behind a key, or a text runs over several lines: put it in, or quote the text',
  ],
  [/Nested mappings/, 'a key follows where a value already stands: give it a line of its own, or quote the value'],
  [/1024 ch/, 'a key is longer than YAML allows: shorten it'],
  [/Plain value cannot start/, 'a text starts with a character that means something in YAML: quote it'],
  [/Invalid escape/, 'this escape does not exist in double quotes: use single quotes, or write \\\\'],
  [/Missing , (?:or : )?between/, 'a comma is missing between two items: put one in'],
  [/Unexpected (?:, in|empty item)/, 'a comma stands without an item: take it out'],
  [/Missing space after :/, 'a blank is missing behind a colon: put one in'],
  [/Comments must be separated/, 'a blank is missing before #: put one in, or quote the text'],
  [/[Aa]lias|[Aa]nchor|Unresolved/, 'an anchor, an alias or a tag does not resolve: check its name'],
  [/[Tt]ag\b/, 'an anchor, an alias or a tag does not resolve: check its name'],
  [/directive|document|doc-start/i, 'a document does not begin where it should: put --- on a line of its own'],
  [/Sequence item without/, 'a list item lacks its dash: put one in'],
  [/[Bb]lock (?:collection|scalar|map|seq)/, 'a block starts where none may start: put it on a line of its own'],
  [/^Unexpected|Expected/, 'this stands where it means nothing: check the quotes, brackets and blanks before it'],
]

export function yamlWords(message: string): string {
  return wordsFor(message, YAML_WORDS) ?? 'this is not valid YAML: check the quotes, brackets and blanks before it'
}

/** By the messages of `toml-eslint-parser`. */
const TOML_WORDS: Words = [
  [/Unterminated string/, 'a string is not closed: add its quote'],
  [/Unterminated table-key/, 'the name of a table is not closed: add ]'],
  [/Unterminated array/, 'a list is not closed: add ]'],
  [/Unterminated inline table/, 'a table in braces is not closed: add }'],
  [/bare keys/, 'a key is missing before =: write it'],
  [/Must be a newline/, 'more text follows behind the value: start a new line'],
  [/equal/, '= is missing behind a key: put it in'],
  [/Unspecified values/, 'a value is missing behind =: write it, in quotes when it is a text'],
  [/comma \(,\)/, 'a comma is missing between two items: put one in'],
  [/multiple times/, 'this key or table stands twice: take one out'],
  [/Control characters|code point/, 'a control character stands here: write it as an escape, such as \\n'],
  [/same line|No newlines/, 'a line ends where it must not: put key and value on one line'],
  [/Trailing comma/, 'a comma stands behind the last item of a table in braces: take it out'],
  [/Invalid character in escape/, 'this escape does not exist: write \\\\, or use single quotes'],
  [/date|time/, 'this is no date or time: quote it when it is a text'],
  [/zeros|Underscores|spaces/, 'this is no number: quote it when it is a text'],
  [/three-quotes|Three or more/, 'too many quotes stand in a row: write \\" for one inside of a text'],
  [/dots?\b/, 'a dot of this key has nothing beside it: check the name'],
  [/^Unexpected/, 'this is no value: put texts in quotes'],
]

export function tomlWords(message: string): string {
  return wordsFor(message, TOML_WORDS) ?? 'this is not valid TOML: check the quotes and brackets before it'
}

function wordsFor(message: string, table: Words): string | undefined {
  return table.find(([said]) => said.test(message))?.[1]
}
