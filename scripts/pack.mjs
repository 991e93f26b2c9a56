// Compiles rules/*.yaml into one JSON pack and refuses what is wrong, with file and line.
//   node scripts/pack.mjs [--check]      writes dist/pack.json (not with --check), prints counts
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LineCounter, parseDocument } from 'yaml'
import { checkPack } from './pack-checks.mjs'

const here = dirname(fileURLToPath(import.meta.url))

/** Reads one YAML file; `at(path)` gives `file:line` of a node for messages. */
function read(root, file) {
  const text = readFileSync(file, 'utf8')
  const lines = new LineCounter()
  const doc = parseDocument(text, { lineCounter: lines })
  const name = relative(root, file).replaceAll('\\', '/')
  const errors = doc.errors.map((e) => `${name}:${lines.linePos(e.pos[0]).line}: ${e.message.split('\n')[0]}`)
  const at = (path) => {
    const node = doc.getIn(path, true)
    const offset = node?.range?.[0] ?? 0
    return `${name}:${lines.linePos(offset).line}`
  }
  return { name, value: errors.length ? {} : (doc.toJS({ maxAliasCount: 0 }) ?? {}), at, errors }
}

const yamlFiles = (dir) => {
  try {
    return readdirSync(dir)
      .filter((f) => f.endsWith('.yaml'))
      .sort()
      .map((f) => join(dir, f))
  } catch {
    return []
  }
}

/** Loads every fact file below `rules`, returns `{ pack, errors }`; errors are `file:line: message`. */
export function compilePack(root = join(here, '..'), schemaRoot = root) {
  const rules = join(root, 'rules')
  const errors = []
  const load = (file) => {
    const result = read(root, file)
    errors.push(...result.errors)
    return result
  }
  const optional = (name) =>
    yamlFiles(rules).includes(join(rules, name))
      ? load(join(rules, name))
      : { name, value: {}, at: () => `rules/${name}:1`, errors: [] }
  const parts = {
    sources: optional('sources.yaml'),
    regions: optional('regions.yaml'),
    software: optional('software.yaml'),
    keys: optional('keys.yaml'),
    events: optional('events.yaml'),
    endpoints: yamlFiles(join(rules, 'endpoints')).map(load),
    clients: yamlFiles(join(rules, 'clients')).map(load),
    providers: yamlFiles(join(rules, 'providers')).map(load),
  }
  const rows = (part, key) =>
    (part.value[key] ?? []).map((row, i) => ({ row, at: () => part.at([key, i]), file: part.name }))
  const all = {
    sources: rows(parts.sources, 'sources'),
    regions: rows(parts.regions, 'regions'),
    software: rows(parts.software, 'software'),
    keys: rows(parts.keys, 'shapes'),
    events: rows(parts.events, 'events'),
    endpoints: parts.endpoints.flatMap((p) =>
      rows(p, 'endpoints').map((r) => ({ ...r, class: p.name.replace(/^.*\/|\.yaml$/g, '') })),
    ),
    clients: parts.clients.map((p) => ({ row: p.value, at: () => p.at([]), file: p.name })),
    providers: parts.providers.map((p) => ({ row: p.value, at: () => p.at([]), file: p.name })),
  }
  const known = { sources: 'sources', regions: 'regions', software: 'software', keys: 'shapes', events: 'events' }
  for (const [part, key] of Object.entries(known)) {
    for (const name of Object.keys(parts[part].value))
      if (name !== key) errors.push(`${parts[part].at([name])}: unknown key ${name}`)
  }
  errors.push(...checkPack(all, join(schemaRoot, 'rules')))
  const byId = (a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  const endpoints = all.endpoints
    .map(({ row, class: cls }) => ({ ...row, class: cls }))
    .sort((a, b) => (a.host < b.host ? -1 : 1))
  const content = {
    endpoints,
    sources: all.sources.map((x) => x.row).sort(byId),
    clients: all.clients.map((x) => x.row).sort(byId),
    providers: all.providers.map((x) => x.row).sort(byId),
    regions: all.regions.map((x) => x.row),
    software: all.software.map((x) => x.row).sort(byId),
    keys: all.keys.map((x) => x.row),
    events: all.events.map((x) => x.row).sort(byId),
  }
  const body = JSON.stringify(content)
  const hash = `sha256:${createHash('sha256').update(body).digest('hex').slice(0, 32)}`
  const date =
    content.sources
      .map((s) => String(s.read))
      .sort()
      .at(-1) ?? '1970-01-01'
  return { pack: { date, hash, ...content }, errors }
}

export function writePack(root = join(here, '..')) {
  const { pack, errors } = compilePack(root)
  if (errors.length > 0) return { errors, pack }
  mkdirSync(join(root, 'dist'), { recursive: true })
  writeFileSync(join(root, 'dist/pack.json'), JSON.stringify(pack))
  return { errors, pack }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const result = process.argv.includes('--check') ? compilePack() : writePack()
  for (const e of result.errors) console.error(e)
  if (result.errors.length > 0) {
    console.error(`${result.errors.length} errors in the fact base`)
    process.exit(1)
  }
  const { pack } = result
  console.log(
    ['endpoints', 'sources', 'clients', 'providers', 'regions', 'software', 'keys', 'events']
      .map((k) => `${pack[k].length} ${k}`)
      .join(', '),
    pack.hash,
  )
}
