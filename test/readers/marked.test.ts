import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { loadPack } from '../../rules'
import { createMachine } from '../../server/disk/host'
import { createFactBase } from '../../server/engine/factbase'
import { link } from '../../server/engine/link'
import { emptyPolicy } from '../../server/engine/policy'
import { readFile } from '../../server/engine/read'
import { readers } from '../../server/engine/readers'
import { createRedactor } from '../../server/engine/redact'
import { decode } from '../../server/workspace/decode'

/**
 * Cases of `marked/<format>.txt`: `=== name`, `--- path`, the text with «marked» ranges, then after `--- want` one line per
 * mark: `host class resolution key`, `*` for any; targets of reverse proxies are marked too. `--- notes N` asks for N problems. Nothing else may be an endpoint.
 */
interface Case {
  readonly name: string
  readonly path: string
  readonly marked: string
  readonly want: readonly string[]
  readonly notes: number | null
}

function casesOf(text: string): Case[] {
  return text
    .split(/^=== /m)
    .slice(1)
    .map((part) => {
      const m = /^(.*)\n--- (.*)\n([\s\S]*?)^--- want\n([\s\S]*?)(?:^--- notes (\d+)\n)?\n*(?![\s\S])/m.exec(part)
      assert.ok(m, `malformed case ${part.slice(0, 60)}`)
      const [, name = '', path = '', marked = '', want = '', notes] = m
      return { name, path, marked, want: want.split('\n').filter(Boolean), notes: notes === undefined ? null : +notes }
    })
}

function unmark(marked: string): { text: string; spans: string[] } {
  const spans: string[] = []
  let text = ''
  let start = 0
  for (const piece of marked.split(/([«»])/)) {
    if (piece === '«') start = text.length
    else if (piece === '»') spans.push(`${start}-${text.length}`)
    else text += piece
  }
  return { text, spans }
}

const pack = loadPack()
const facts = createFactBase(pack)
const redactor = createRedactor(pack.keys)
const machine = createMachine()

function endpointsOf(path: string, text: string) {
  const file = readFile(path, text, { readers, redactor })
  assert.ok(file, `no reader for ${path}`)
  const model = link(new Map([[path, file]]), { facts, platform: machine, policyFor: () => emptyPolicy() })
  // targets of reverse proxies with them, each place once
  const known = new Set(model.endpoints.map((e) => e.span.start))
  const listed = [...model.endpoints, ...model.upstreams.filter((u) => u.row && !known.has(u.span.start))]
  const all = listed.sort((a, b) => a.span.start - b.span.start)
  const spans = all.map((e) => `${e.span.start}-${e.span.end}`)
  const said = all.map((e) => [e.host, e.class, e.resolution, e.key])
  return { file, spans, said }
}

const variants: readonly (readonly [string, (marked: string) => string])[] = [
  ['as written', (s) => s],
  ['CRLF', (s) => s.replace(/\n/g, '\r\n')],
  ['no line break at the end', (s) => s.replace(/\n$/, '')],
]

const folder = join(process.cwd(), 'test/readers/marked')

describe('marked texts: every range, host, class and way, and nothing besides', () => {
  for (const name of readdirSync(folder).sort()) {
    describe(name, () => {
      for (const { name: title, path, marked, want, notes } of casesOf(readFileSync(join(folder, name), 'utf8'))) {
        for (const [how, change] of variants) {
          it(`${title} (${how})`, () => {
            const { text, spans } = unmark(change(marked))
            const found = endpointsOf(path, text)
            assert.deepEqual(found.spans, spans)
            const expected = want.map((line, i) => {
              const words = line.split(' ')
              return (found.said[i] as string[]).map((value, k) => ((words[k] ?? '*') === '*' ? value : words[k]))
            })
            assert.deepEqual(found.said, expected)
            if (notes !== null) assert.equal(found.file.problems.length, notes)
          })
        }
      }
    })
  }
})

describe('a byte order mark and UTF-16 change no range', () => {
  for (const name of readdirSync(folder).sort()) {
    it(name, () => {
      for (const { name: title, path, marked } of casesOf(readFileSync(join(folder, name), 'utf8'))) {
        const { text, spans } = unmark(marked)
        const wide = Buffer.from(`\ufeff${text}`, 'utf16le')
        for (const bytes of [Buffer.from(`\ufeff${text}`, 'utf8'), wide, Buffer.from(wide).swap16()]) {
          const decoded = decode(bytes, machine)
          assert.ok(decoded)
          assert.deepEqual(endpointsOf(path, decoded.text).spans, spans, title)
        }
      }
    })
  }
})
