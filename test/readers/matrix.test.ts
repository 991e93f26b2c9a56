/**
 * Every format that relaylint reads against the same conditions: as written, with CRLF, with a byte order mark and in UTF-16, behind Chinese text
 * and emoji on the same line, with an escape of the format, and half-typed: cut at every place. The cases stand in `cases/matrix`,
 * named `format: plain`, `format: Chinese`, `format: escape`. A reader or a language without them fails here.
 */
import assert from 'node:assert/strict'
import { createMachine } from '../../server/disk/host'
import { readFile } from '../../server/engine/read'
import { readers } from '../../server/engine/readers'
import { languages } from '../../server/engine/readers/source/languages'
import { createRedactor } from '../../server/engine/redact'
import type { FileFacts } from '../../server/engine/types'
import { decode } from '../../server/workspace/decode'
import { casesIn, changed, endpointsOf, holds, type MarkedCase } from './marked'
import { mutate, random } from './mutate'

const redactor = createRedactor([])
const machine = createMachine()
const cases = casesIn('matrix').flatMap((group) => group.cases)
const formats = new Map<string, Map<string, MarkedCase>>()
for (const one of cases) {
  const [format = '', kind = ''] = one.name.split(': ')
  formats.set(format, (formats.get(format) ?? new Map()).set(kind, one))
}

/** Formats of the catalogue whose values know no escape for a sign of an address. */
const WITHOUT_ESCAPE = new Set(
  'helm template,json5,ini,dockerfile heredoc,cmd,make,just,bicep,nginx,caddy,apache,nix,vercel,netlify,wrangler,fly,render,serverless,app.yaml,vue,svelte,markdown,manifest,script,jsx,groovy'.split(
    ',',
  ),
)

const factsOf = (path: string, text: string) => readFile(path, text, { readers, redactor })

function everyPrefix({ files }: MarkedCase): void {
  for (const file of files) {
    for (let end = 0; end <= file.text.length; end++) {
      const text = file.text.slice(0, end)
      const facts = factsOf(file.path, text)
      if (facts) sound(facts, text)
      for (const mark of file.marks) {
        if (end < mark.end) continue
        const found = endpointsOf([{ ...file, text, marks: [] }])
        assert.ok(
          found.some((e) => e.span.start === mark.start && e.span.end === mark.end && e.host === mark.host),
          `not found in ${JSON.stringify(text.slice(-60))}`,
        )
      }
    }
  }
}

function anyMutation({ name, files }: MarkedCase): void {
  const next = random(name.length * 7919 + 17)
  for (const file of files) {
    for (let i = 0; i < 60; i++) {
      const text = mutate(i % 3 === 0 ? mutate(file.text, next) : file.text, next)
      const facts = factsOf(file.path, text)
      if (facts) sound(facts, text)
    }
  }
}

/** No reader stopped, and every place lies inside of the text. */
function sound(facts: FileFacts, text: string): void {
  for (const p of facts.problems) assert.doesNotMatch(p.message, /reader stopped/, JSON.stringify(text))
  for (const s of facts.settings)
    for (const span of [s.keySpan, s.value.span])
      assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length, JSON.stringify(text))
}

function crlf(one: MarkedCase): MarkedCase {
  return changed(one, (text) => ({
    text: text.replaceAll('\n', '\r\n'),
    shift: (offset) => offset + text.slice(0, offset).split('\n').length - 1,
  }))
}

function through(one: MarkedCase, encode: (text: string) => Buffer): MarkedCase {
  return changed(one, (text) => {
    const decoded = decode(encode(text), machine)
    assert.ok(decoded)
    return { text: decoded.text, shift: (offset) => offset }
  })
}

describe('every format under every condition', () => {
  for (const [format, kinds] of formats) {
    describe(format, () => {
      for (const [kind, one] of kinds) {
        it(`${kind}: as written, CRLF, byte order mark, UTF-16`, () => {
          holds(one)
          holds(crlf(one))
          holds(through(one, (text) => Buffer.from(`\ufeff${text}`)))
          holds(through(one, (text) => Buffer.from(`\ufeff${text}`, 'utf16le')))
          holds(through(one, (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16()))
        })
        it(`${kind}: cut at every place`, () => everyPrefix(one))
        it(`${kind}: any mutation gives facts and problems, never an exception`, () => anyMutation(one))
      }
      it('has the conditions that it can have', () => {
        const wanted = WITHOUT_ESCAPE.has(format) ? ['Chinese', 'plain'] : ['Chinese', 'escape', 'plain']
        assert.deepEqual([...kinds.keys()].sort(), wanted)
      })
    })
  }

  it('names every reader', () => {
    const read = new Set(cases.flatMap((c) => c.files.map((f) => factsOf(f.path, f.text)?.reader)))
    assert.deepEqual(
      readers.map((r) => r.id).filter((id) => !read.has(id)),
      [],
    )
  })

  it('names every language of the source reader', () => {
    const read = new Set(cases.flatMap((c) => c.files.map((f) => factsOf(f.path, f.text)?.dialect)))
    assert.deepEqual(
      languages.map((l) => l.id).filter((id) => !read.has(id)),
      [],
    )
  })
})
