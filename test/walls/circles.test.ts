/** No file imports itself by way of others: values and types alike, so that every file can be read after those it names. */
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const files: string[] = []
const walk = (folder: string): void => {
  for (const e of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, e.name)
    if (e.isDirectory()) walk(path)
    else if (e.name.endsWith('.ts')) files.push(path)
  }
}

function importsOf(path: string): string[] {
  const named = readFileSync(path, 'utf8').matchAll(/^(?:import|export)\b[^'"]*?\bfrom '(\.[^']*)'/gms)
  return [...named].flatMap(([, target = '']) => {
    const base = join(dirname(path), target)
    return [`${base}.ts`, join(base, 'index.ts')].find((p) => existsSync(p)) ?? []
  })
}

/** The first circle that is found from a file on, or null. */
function circleFrom(start: string, graph: ReadonlyMap<string, readonly string[]>, done: Set<string>): string[] | null {
  const line: string[] = []
  const visit = (path: string): string[] | null => {
    if (line.includes(path)) return [...line.slice(line.indexOf(path)), path]
    if (done.has(path)) return null
    line.push(path)
    for (const next of graph.get(path) ?? []) {
      const found = visit(next)
      if (found) return found
    }
    line.pop()
    done.add(path)
    return null
  }
  return visit(start)
}

describe('imports', () => {
  it('go round in no circle', () => {
    for (const room of ['server', 'rules', 'client']) walk(join(process.cwd(), room))
    assert.ok(files.length > 300, `${files.length} files`)
    const graph = new Map(files.map((path) => [path, importsOf(path)]))
    assert.ok([...graph.values()].flat().length > files.length, 'imports are found')
    const done = new Set<string>()
    for (const path of files) assert.equal(circleFrom(path, graph, done)?.join('\n  -> ') ?? null, null)
  })
})
