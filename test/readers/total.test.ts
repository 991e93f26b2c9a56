import assert from 'node:assert/strict'
import { loadPack } from '../../rules'
import { createMachine } from '../../server/disk/host'
import { createFactBase } from '../../server/engine/factbase'
import { link } from '../../server/engine/link'
import { emptyPolicy } from '../../server/engine/policy'
import { readFile } from '../../server/engine/read'
import { readers } from '../../server/engine/readers'
import { createRedactor } from '../../server/engine/redact'
import type { FileFacts, Span, Template } from '../../server/engine/types'
import { mutate, random } from './mutate'
import { shapes } from './shapes'

const pack = loadPack()
const redactor = createRedactor(pack.keys)
const facts = createFactBase(pack)
const machine = createMachine()
const read = (path: string, text: string) => readFile(path, text, { readers, redactor })

const modelOf = (path: string, file: FileFacts) =>
  link(new Map([[path, file]]), { facts, platform: machine, policyFor: () => emptyPolicy() })

function hostsOf(path: string, text: string): string[] {
  const file = read(path, text)
  return file ? modelOf(path, file).endpoints.map((e) => e.host) : []
}

function* spansOf(file: FileFacts): Generator<Span> {
  for (const s of file.settings) {
    yield s.keySpan
    yield s.value.span
  }
  for (const list of [
    file.credentials,
    file.reads,
    file.calls,
    file.imports,
    file.references,
    file.regions,
    file.signatures,
    file.traits,
    file.comments,
    file.problems,
    file.blocks,
  ])
    for (const x of list) yield x.span
}

/** Set by `npm run fuzz`; the plain test repeats one run. */
const ROUNDS = Number(process.env.FUZZ_ROUNDS ?? 150)
const SEED = Number(process.env.FUZZ_SEED ?? 0)

function textParts(template: Template): { text: string; span: Span }[] {
  return template.parts.flatMap((p) =>
    p.kind === 'text' ? [{ text: p.text, span: p.span }] : p.kind === 'ref' && p.fallback ? textParts(p.fallback) : [],
  )
}

describe('readers', () => {
  for (const shape of shapes) {
    describe(shape.path, () => {
      it('finds its hosts', () => assert.deepEqual(hostsOf(shape.path, shape.text).sort(), [...shape.hosts].sort()))

      it('finds the same hosts with CRLF', () => {
        const crlf = shape.text.replace(/\r?\n/g, '\r\n')
        assert.deepEqual(hostsOf(shape.path, crlf).sort(), [...shape.hosts].sort())
      })

      it('the text at a range is the value', () => {
        const file = read(shape.path, shape.text)
        assert.ok(file)
        let checked = 0
        for (const s of file.settings) {
          if (s.value.encoding) continue
          for (const part of textParts(s.value)) {
            if (part.text === '…' || part.text.length !== part.span.end - part.span.start) continue
            assert.equal(shape.text.slice(part.span.start, part.span.end), part.text)
            checked++
          }
        }
        assert.ok(checked > 0 || file.settings.some((s) => s.value.encoding))
      })

      it('any mutation gives facts inside the text, never an exception', () => {
        const next = random(SEED * 104729 + shape.path.length * 7919 + shape.text.length)
        for (let i = 0; i < ROUNDS; i++) {
          const text = mutate(i % 3 === 0 ? mutate(shape.text, next) : shape.text, next)
          const file = read(shape.path, text)
          assert.ok(file)
          assert.doesNotThrow(() => modelOf(shape.path, file), JSON.stringify(text))
          for (const p of file.problems)
            assert.doesNotMatch(p.message, /reader stopped/, `${p.message}\n${JSON.stringify(text)}`)
          for (const span of spansOf(file))
            assert.ok(span.start >= 0 && span.start <= span.end && span.end <= text.length)
        }
      })
    })
  }
})
