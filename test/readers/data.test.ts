/**
 * Structured formats against `cases/data/<format>.txt`: as written, with CRLF, behind a line of Chinese text and emoji, and half-typed:
 * cut behind each value, which must still be found where it stands. In cases whose name begins with `~` a value takes its meaning
 * from what follows, so they are not cut.
 */
import assert from 'node:assert/strict'
import { createMachine } from '../../server/disk/host'
import { decode } from '../../server/workspace/decode'
import { casesIn, changed, endpointsOf, holds, type MarkedCase } from './marked'

const COMMENTS: Readonly<Record<string, string>> = {
  compose: '#',
  helm: '#',
  hcl: '#',
  kubernetes: '#',
  pipelines: '#',
  toml: '#',
  yaml: '#',
}

function crlf(one: MarkedCase): MarkedCase {
  return changed(one, (text) => ({
    text: text.replaceAll('\n', '\r\n'),
    shift: (offset) => offset + text.slice(0, offset).split('\n').length - 1,
  }))
}

function behind(one: MarkedCase, line: string): MarkedCase {
  return changed(one, (text) => ({ text: line + text, shift: (offset) => offset + line.length }))
}

for (const { name, cases } of casesIn('data')) {
  describe(`structured formats: ${name}`, () => {
    for (const one of cases) {
      it(one.name, () => holds(one))
      it(`${one.name}, with CRLF`, () => holds(crlf(one)))
      const comment = COMMENTS[name]
      if (comment && !one.files.some((f) => /^(?:%|---|\{|#!|#cloud)/.test(f.text) || f.text.includes('{{-')))
        it(`${one.name}, behind Chinese text`, () => holds(behind(one, `${comment} 中转 🚀 e\u0301\n`)))
      if (!one.name.startsWith('~')) it(`${one.name}, half-typed`, () => cutBehindEach(one))
    }
  })
}

function cutBehindEach(one: MarkedCase): void {
  for (const file of one.files) {
    for (const mark of file.marks) {
      const files = one.files.map((f) => (f === file ? { ...f, text: f.text.slice(0, mark.end) } : f))
      const found = endpointsOf(files).filter((e) => e.path === file.path)
      const here = found.find((e) => e.span.start === mark.start && e.span.end === mark.end)
      assert.ok(
        here,
        `${file.text.slice(mark.start, mark.end)} is not among ${found.map((e) => `${e.url} ${e.span.start}-${e.span.end}`)}`,
      )
      assert.equal(here.host, mark.host)
    }
  }
}

describe('structured formats: encodings of a file', () => {
  const text = '{ "说明": "🚀", "env": { "ANTHROPIC_BASE_URL": "https://llm.brackenfield-hub.net" } }\n'
  const start = text.indexOf('https')
  for (const [name, bytes] of [
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16, little end first', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16, big end first', Buffer.from(`\ufeff${text}`, 'utf16le').swap16()],
  ] as const) {
    it(name, () => {
      const decoded = decode(bytes, createMachine())
      assert.ok(decoded)
      const [only, ...rest] = endpointsOf([{ path: '.claude/settings.json', text: decoded.text, marks: [] }])
      assert.deepEqual(only?.span, { start, end: start + 'https://llm.brackenfield-hub.net'.length })
      assert.deepEqual(rest, [])
    })
  }
})
