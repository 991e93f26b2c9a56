/**
 * Cases with marks. `### name` begins a case, `@@ path` a file of it. `«text¦host,class,resolution,effective,key,forwarded»` marks the exact
 * range of an endpoint (empty fields: the host of the text, unknown, literal, anything, anything, not asked; `|`
 * between accepted words).
 * A place without a mark holds none.
 */
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
import type { Endpoint, FileFacts, Model } from '../../server/engine/types'

const pack = loadPack()
const redactor = createRedactor(pack.keys)
const facts = createFactBase(pack)
const platform = createMachine()
const MARK = /«([^»¦]*)(?:¦([^»]*))?»/g

export interface Mark {
  readonly start: number
  readonly end: number
  readonly host: string
  readonly class: readonly string[]
  readonly resolution: readonly string[]
  readonly effective: string
  readonly key: string
  /** Callers are forwarded there. */
  readonly forwarded: boolean
}

export interface MarkedFile {
  readonly path: string
  readonly text: string
  readonly marks: readonly Mark[]
}

export interface MarkedCase {
  readonly name: string
  readonly files: readonly MarkedFile[]
}

/** The cases of every file of a folder below `test/readers/cases`, by file. */
export function casesIn(group: string): { readonly name: string; readonly cases: readonly MarkedCase[] }[] {
  const folder = join(process.cwd(), 'test/readers/cases', group)
  return readdirSync(folder)
    .sort()
    .map((file) => ({ name: file.replace(/\.txt$/, ''), cases: parse(readFileSync(join(folder, file), 'utf8')) }))
}

function parse(text: string): MarkedCase[] {
  return text
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const [name = '', ...files] = section.split(/^@@ /m)
      return {
        name: name.trim(),
        files: files.map((f) => unmark(f.slice(0, f.indexOf('\n')).trim(), f.slice(f.indexOf('\n') + 1))),
      }
    })
}

function unmark(path: string, marked: string): MarkedFile {
  const marks: Mark[] = []
  let text = ''
  let from = 0
  for (const m of marked.matchAll(MARK)) {
    const [all, value = '', fields = ''] = m
    text += marked.slice(from, m.index)
    const [host = '', kind = '', resolution = '', effective = '', key = '', forwarded] = fields
      .split(',')
      .map((f) => f.trim())
    marks.push({
      start: text.length,
      end: text.length + value.length,
      host: host || (/^(?:\w+:\/\/)?([^/:]*)/.exec(value)?.[1] ?? ''),
      class: (kind || 'unknown').split('|'),
      resolution: (resolution || 'literal').split('|'),
      effective,
      key,
      forwarded: forwarded === 'forwarded',
    })
    text += value
    from = m.index + all.length
  }
  return { path, text: `${(text + marked.slice(from)).trimEnd()}\n`, marks }
}

/** The case with another text in its files, for example with other line ends; `shift` maps offsets of the old text. */
export function changed(
  one: MarkedCase,
  change: (text: string) => { readonly text: string; readonly shift: (offset: number) => number },
): MarkedCase {
  return {
    ...one,
    files: one.files.map((f) => {
      const { text, shift } = change(f.text)
      return { ...f, text, marks: f.marks.map((m) => ({ ...m, start: shift(m.start), end: shift(m.end) })) }
    }),
  }
}

export function modelOf(files: readonly MarkedFile[]): Model {
  const read = new Map<string, FileFacts>()
  for (const { path, text } of files) {
    const file = readFile(path, text, { readers, redactor })
    if (file) read.set(path, file)
  }
  return link(read, { facts, platform, policyFor: () => emptyPolicy() })
}

export const endpointsOf = (files: readonly MarkedFile[]): readonly Endpoint[] => modelOf(files).endpoints

export const placeOf = (path: string, span: { readonly start: number; readonly end: number }) =>
  `${path}:${span.start}-${span.end}`

/** Every mark is an endpoint as described, and nothing else is one. */
export function holds(one: MarkedCase): void {
  const found = new Map(endpointsOf(one.files).map((e) => [placeOf(e.path, e.span), e]))
  const shown = [...found]
    .map(([at, e]) => `${at} ${e.class} ${e.host} ${e.resolution} ${e.effective} ${e.key}`)
    .join('\n')
  const wanted = new Set<string>()
  for (const file of one.files) {
    for (const mark of file.marks) {
      const at = placeOf(file.path, mark)
      wanted.add(at)
      const e = found.get(at)
      assert.ok(e, `nothing at ${at}, but\n${shown}`)
      assert.equal(e.host, mark.host)
      assert.ok(mark.class.includes(e.class), `${at} is ${e.class}`)
      assert.ok(mark.resolution.includes(e.resolution), `${at} is ${e.resolution}`)
      if (mark.effective) assert.equal(e.effective, mark.effective)
      if (mark.key) assert.equal(e.key, mark.key)
    }
  }
  for (const at of found.keys()) assert.ok(wanted.has(at), `one too many:\n${shown}`)
}
