/**
 * Source code of nine languages against `cases/source/<language>.txt`. In a case, `«text¦host,class,resolution»` marks the exact range
 * of an endpoint (empty fields: the host of the text, unknown, literal; `|` between accepted words). A line without a mark holds none.
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
import type { FileFacts } from '../../server/engine/types'

const pack = loadPack()
const redactor = createRedactor(pack.keys)
const facts = createFactBase(pack)
const platform = createMachine()
const folder = join(process.cwd(), 'test/readers/cases/source')
const MARK = /«(.*?)(?:¦([^»]*))?»/g

interface Case {
  readonly name: string
  readonly files: Map<string, string>
  /** `path:start-end` to what is accepted there. */
  readonly expected: Map<string, { host: string; class: string[]; resolution: string[] }>
}

function parse(text: string): Case[] {
  return text
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const [name = '', ...files] = section.split(/^@@ /m)
      const one: Case = { name: name.trim(), files: new Map(), expected: new Map() }
      for (const file of files)
        unmark(file.slice(0, file.indexOf('\n')).trim(), file.slice(file.indexOf('\n') + 1), one)
      return one
    })
}

function unmark(path: string, marked: string, { files, expected }: Case): void {
  let text = ''
  let from = 0
  for (const m of marked.matchAll(MARK)) {
    const [all, value = '', fields = ''] = m
    text += marked.slice(from, m.index)
    const [host = '', kind = '', resolution = ''] = fields.split(',').map((f) => f.trim())
    expected.set(`${path}:${text.length}-${text.length + value.length}`, {
      host: host || (/^(?:\w+:\/\/)?([^/:]*)/.exec(value)?.[1] ?? ''),
      class: (kind || 'unknown').split('|'),
      resolution: (resolution || 'literal').split('|'),
    })
    text += value
    from = m.index + all.length
  }
  files.set(path, `${(text + marked.slice(from)).trimEnd()}\n`)
}

function endpointsOf(files: ReadonlyMap<string, string>) {
  const read = new Map<string, FileFacts>()
  for (const [path, text] of files) {
    const file = readFile(path, text, { readers, redactor })
    if (file) read.set(path, file)
  }
  return link(read, { facts, platform, policyFor: () => emptyPolicy() }).endpoints
}

for (const file of readdirSync(folder).sort()) {
  describe(`source code: ${file.replace(/\.txt$/, '')}`, () => {
    for (const one of parse(readFileSync(join(folder, file), 'utf8'))) {
      it(one.name, () => {
        const found = new Map(endpointsOf(one.files).map((e) => [`${e.path}:${e.span.start}-${e.span.end}`, e]))
        const shown = [...found].map(([at, e]) => `${at} ${e.class} ${e.host} ${e.resolution}`).join('\n')
        for (const [at, want] of one.expected) {
          const e = found.get(at)
          assert.ok(e, `nothing at ${at}, but\n${shown}`)
          assert.equal(e.host, want.host)
          assert.ok(want.class.includes(e.class), `${at} is ${e.class}`)
          assert.ok(want.resolution.includes(e.resolution), `${at} is ${e.resolution}`)
        }
        for (const at of found.keys()) assert.ok(one.expected.has(at), `one too many:\n${shown}`)
      })
    }
  })
}
