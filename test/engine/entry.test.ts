/** What goes from a text with an entry: `«` and `»` around what goes, `[KEY]` and `{value}` around name and value inside of it. */
import assert from 'node:assert/strict'
import { entryOf } from '../../server/engine/entry'
import type { Span } from '../../server/engine/types'

const GOES = [
  'A=1\n«[URL]={x}\n»B=2\n',
  'A=1\r\n«export [URL]="{x}" # old\r\n»B=2\r\n',
  '«[URL]={x}»',
  'a:\n  b: 1\n«  [URL]: {x}\n»',
  'a:\n«  [URL]: {x}\n»  b: 1\n',
  'a:\n  - b\n«  - "[URL]={x}"\n»c: 1\n',
  'env:\n«  - name: [URL]\n    value: "{x}" # old\n»  - name: B\n    value: 1\n',
  'env:\n  - name: B\n    value: 1\n«  - name: "[URL]"\n    value: {x}\n»z: 1\n',
  '{ "a": 1«, "[URL]": "{x}"» }',
  '{ «"[URL]": "{x}", »"a": 1 }',
  '{\n«  "[URL]": "{x}",\n»  "a": 1\n}\n',
  '{\n  "a": 1«,\n  "[URL]": "{x}"»\n}\n',
  '{ «"[URL]": "{x}"» }',
  '{\n  // c\n«  "[URL]": "{x}", // d\n»  "a": 1,\n}\n',
  'env: { «[URL]: {x}, »A: 1 }\n',
  'env = { A = "1"«, [URL] = "{x}"» }\n',
  '[env]\n«[URL] = "{x}" # c\n»',
  'locals {\n«  [URL] = "{x}"\n»  b   = 1\n}\n',
  'locals {\n«  [URL] = "{x}"\n»}\n',
  'FROM a\n«ENV [URL]={x}\n»RUN b\n',
  '[Service]\n«Environment="[URL]={x}"\n»',
  '{\n«  [URL] = "{x}";\n»  b = 1;\n}\n',
  '{\n  "a": 1«,\n  "[URL]":\n    "{x}"»\n}\n',
  '{\n«  "[URL]":\n    "{x}",\n»  "a": 1\n}\n',
  'env:\n«  - { name: [URL], value: "{x}" } # old\n»  - { name: B, value: 1 }\n',
  'FROM a\nENV A=1« [URL]={x}»\n',
  'FROM a\nENV A=1« [URL]="{x}"» B=2\n',
  'FROM a\nENV «[URL]={x} »B=2\n',
  'ENV A=1« \\\n    [URL]={x}»\nRUN a\n',
  'ENV A=1« \\\r\n    [URL]={x}» \\\r\n    B=1\r\n',
  'ENV «[URL]={x} \\\n    »B=1\n',
  'export A=1« [URL]={x}» B="2"\n',
  'Environment="A=1"« "[URL]={x}"»\n',
  'Environment=«"[URL]={x}" »"A=1"\n',
  'a: 1\n«env:\n  [URL]: {x}\n»b: 1\n',
  'jobs:\n  a:\n    runs-on: x\n«    env: # old\n      [URL]: "{x}"\n»    steps: []\n',
  'a:\n  b: 1\n«  env:\n    - name: [URL]\n      value: {x}\n»c: 1\n',
]
const STAYS = [
  'a:\n  [URL]: {x}\nb: 1\n',
  'env:\n  - name: [URL]\n    value: {x}\n    more: 1\n  - name: B\n    value: 1\n',
  'jobs:\n  a:\n    env:\n      [URL]: {x}\n',
  'ENV A=1 \\\n# old\n    [URL]={x}\n',
  'export A=1 [URL]={x} # c\n',
  'ENV A=1 [URL]={x}#c\n',
  '[URL]={x} ./serve\n',
  'docker run -e [URL]={x} a\n',
]

/** Takes the marks out, in the order in which they stand. */
function read(marked: string): { text: string; key: Span; value: Span; goes: Span | null } {
  const text = marked.replaceAll(/«|»|\[URL\]|\{x\}/g, (mark) => mark.slice(1, -1))
  // each mark before a place moved it: one character for « and », two for the brackets
  const marks = [...marked.matchAll(/«|»|\[URL\]|\{x\}/g)]
  let taken = 0
  const at = new Map<string, Span>()
  for (const m of marks) {
    const start = m.index - taken
    taken += m[0].length > 1 ? 2 : 1
    at.set(m[0], { start, end: start + Math.max(0, m[0].length - 2) })
  }
  const [from, to] = [at.get('«'), at.get('»')]
  return {
    text,
    key: at.get('[URL]') as Span,
    value: at.get('{x}') as Span,
    goes: from && to ? { start: from.start, end: to.start } : null,
  }
}

describe('what goes with an entry', () => {
  for (const marked of [...GOES, ...STAYS]) {
    it(JSON.stringify(marked), () => {
      const { text, key, value, goes } = read(marked)
      assert.equal(text.slice(key.start, key.end), 'URL')
      assert.equal(text.slice(value.start, value.end), 'x')
      const got = entryOf(text, key, value)
      assert.deepEqual(got && { start: got.start, end: got.end }, goes)
    })
  }
})
