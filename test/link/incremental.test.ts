/** After any edits of a project of several files, what is known equals what a fresh scan says. */
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import createIgnore from 'ignore'
import { parse } from 'yaml'
import { checks, loadPack } from '../../rules'
import { createMachine } from '../../server/disk/host'
import { createFactBase } from '../../server/engine/factbase'
import { readers } from '../../server/engine/readers'
import { createRedactor } from '../../server/engine/redact'
import type { Host, HostEntry } from '../../server/workspace/host'
import { Project } from '../../server/workspace/project'

const pack = loadPack()
const context = {
  machine: createMachine(),
  facts: createFactBase(pack),
  readers,
  redactor: createRedactor(pack.keys),
  rules: checks,
}

/** A tree in memory. */
function memory(files: ReadonlyMap<string, string>): Host {
  const bytes = (path: string) => {
    const text = files.get(path)
    if (text === undefined) throw new Error(`${path}: no such file`)
    return new TextEncoder().encode(text)
  }
  return {
    async list(folder) {
      const lead = folder ? `${folder}/` : ''
      const found = new Map<string, HostEntry>()
      for (const path of files.keys()) {
        if (!path.startsWith(lead)) continue
        const [name = '', ...rest] = path.slice(lead.length).split('/')
        found.set(name, { name, kind: rest.length > 0 ? 'folder' : 'file' })
      }
      if (found.size === 0 && folder) throw new Error(`${folder}: no such folder`)
      return [...found.values()]
    },
    size: async (path) => bytes(path).length,
    read: async (path) => bytes(path),
  }
}

const projectOf = (files: ReadonlyMap<string, string>) =>
  new Project({ ...context, host: memory(files) }, { day: '2026-11-24', untrusted: false }, (m) => assert.fail(m))

function stateOf(project: Project): unknown {
  const model = project.model
  assert.ok(model)
  return {
    endpoints: model.endpoints.map((e) => [
      e.path,
      e.span,
      e.host,
      e.class,
      e.resolution,
      e.effective,
      e.reach,
      e.chain,
    ]),
    uses: model.uses,
    findings: project
      .pathsWithFindings()
      .flatMap((path) => project.findings(path))
      .map((f) => `${f.path}:${f.span.start}-${f.span.end} ${f.severity} ${f.rule} ${f.fingerprint}`)
      .sort(),
  }
}

/** A small generator of its own, so that a failing seed can be run again. */
function random(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** What somebody types; most of it changes nothing but places. */
const TYPED = ['x', 'x', ' ', '\n', '#', '(', '"', ':', '/']

const folder = join(process.cwd(), 'test/link/cases')
const cases = readdirSync(folder)
  .sort()
  .flatMap(
    (file) => parse(readFileSync(join(folder, file), 'utf8')) as { name: string; files: Record<string, string> }[],
  )

describe('linking while typing', () => {
  cases.forEach(({ name, files }, index) => {
    it(`${name}: equal to a fresh scan`, async () => {
      const next = random(index + 1)
      const texts = new Map(Object.entries(files))
      // an invalid policy leaves the last good one in force, which a fresh start cannot know: it is not edited here
      const edited = [...texts.keys()].filter((p) => p !== '.gitignore' && p !== 'relaylint.yaml')
      // an ignored file that is open is looked at even when nothing names it any more
      const ignored = createIgnore().add(texts.get('.gitignore') ?? '')
      const own = edited.filter((p) => !ignored.ignores(p))
      const paths = own.length > 0 ? own : edited
      const lines = paths.flatMap((p) => (texts.get(p) ?? '').split('\n'))
      const project = projectOf(new Map(texts))
      await project.refresh()
      for (let step = 0; step < 16; step++) {
        const path = paths[next(paths.length)] as string
        const own = (texts.get(path) ?? '').split('\n')
        const at = next(own.length)
        const line = own[at] ?? ''
        // a line goes, a line of this project comes, a few characters go, or one comes
        const kind = next(6)
        if (kind === 0) own.splice(at, 1)
        else if (kind === 1) own.splice(at, 0, lines[next(lines.length)] as string)
        else if (kind === 2) own[at] = line.slice(0, next(40))
        else {
          const column = next(line.length + 1)
          own[at] = line.slice(0, column) + TYPED[next(TYPED.length)] + line.slice(column)
        }
        texts.set(path, own.join('\n'))
        project.edit(path, texts.get(path) ?? '')
        if (project.needsRefresh) await project.refresh()
      }
      const fresh = projectOf(texts)
      await fresh.refresh()
      assert.deepEqual(stateOf(project), stateOf(fresh))
    })
  })
})
