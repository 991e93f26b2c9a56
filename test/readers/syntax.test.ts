/** What is said of a text that does not parse: plain words with a place and what to do, in every structured format. */
import assert from 'node:assert/strict'
import { loadPack } from '../../rules'
import { readFile } from '../../server/engine/read'
import { readers } from '../../server/engine/readers'
import { createRedactor } from '../../server/engine/redact'

const redactor = createRedactor(loadPack().keys)

/** Format, broken text, what is said, line and column of the first place. */
const BROKEN: readonly (readonly [path: string, text: string, words: RegExp, line: number, column: number])[] = [
  ['a.json', '{\n  "a": "x', /a string is not closed: add a double quote/, 2, 8],
  ['a.json', '{ "a": [1, 2', /a list is not closed: add \]/, 1, 13],
  ['a.json', '{ "a": 1', /an object is not closed: add \}/, 1, 9],
  ['a.json', '{ "a" 1 }', /a colon is missing/, 1, 7],
  ['a.json', '{ "a": 1 "b": 2 }', /a comma is missing/, 1, 10],
  ['a.json', '{ a: 1 }', /this is no value|a key is missing/, 1, 3],
  ['a.json', '{ "a": yes }', /this is no value: put texts in double quotes/, 1, 8],
  ['a.json', '{ "a": }', /a value is missing/, 1, 8],
  ['a.json', '{} {}', /more text follows/, 1, 4],
  ['a.json', '{ "a": "\\x" }', /this escape does not exist/, 1, 8],
  ['a.json', '{ "a": 1 /* x', /a comment is not closed/, 1, 10],
  ['a.yaml', 'a: "x\nb: 1\n', /a quote is not closed/, 3, 1],
  ['a.yaml', 'a: [1, 2\nb: 1\n', /bracket/, 2, 1],
  ['a.yaml', 'a:\n\tb: 1\n', /a tab stands where blanks indent/, 2, 1],
  ['a.yaml', 'a: b: c\n', /a key follows where a value already stands/, 1, 4],
  ['a.yaml', 'a:\n  b: 1\n c: 2\n', /indented/, 3, 1],
  ['a.yaml', 'a: @x\n', /a text starts with a character/, 1, 4],
  ['a.yaml', 'a: "\\q"\n', /this escape does not exist/, 1, 5],
  ['a.toml', 'a = "x\n', /a string is not closed/, 1, 7],
  ['a.toml', 'a = [1, 2\n', /a list is not closed|a comma is missing/, 1, 10],
  ['a.toml', 'a = \n', /a value is missing/, 1, 5],
  ['a.toml', 'a 1\n', /= is missing/, 1, 3],
  ['a.toml', 'a = 1\na = 2\n', /stands twice/, 2, 1],
  ['a.toml', '[a\n', /name of a table is not closed/, 1, 3],
  ['a.toml', 'a = yes\n', /this is no value/, 1, 5],
  ['a.toml', 'a = 1 b = 2\n', /start a new line/, 1, 7],
]

describe('words of a syntax error', () => {
  for (const [path, text, words, line, column] of BROKEN)
    it(`${path}: ${JSON.stringify(text)}`, () => {
      const problems = readFile(path, text, { readers, redactor })?.problems ?? []
      const [first] = problems
      assert.ok(first, 'something is said')
      const before = text.slice(0, first.span.start).split('\n')
      assert.match(first.message, words)
      assert.deepEqual([before.length, (before.at(-1) ?? '').length + 1], [line, column])
      for (const { message } of problems) {
        assert.match(message, /^(?:JSON|YAML|TOML): [a-z=].*: [a-z]/, 'says what is wrong and what to do')
        assert.doesNotMatch(message, /[A-Z][a-z]+[A-Z]|implicit|scalar|token|flow|mapping/, 'no word of a parser')
        assert.ok(message.length <= 120)
      }
    })
})
