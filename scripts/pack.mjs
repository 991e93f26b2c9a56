// Compiles rules/*.yaml into one JSON pack and refuses what is wrong, with file and line.
//   node scripts/pack.mjs [--check]      writes dist/pack.json (not with --check), prints counts
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { LineCounter, parseDocument } from 'yaml'
import { checkPack } from './pack-checks.mjs'
import { schemaChecker } from './pack-schema.mjs'
import { pageErrors } from './pack-words.mjs'

const here = dirname(fileURLToPath(import.meta.url))

/** Fact files that hold one list, by its key. */
const LISTS = { sources: 'sources', regions: 'regions', software: 'software', keys: 'shapes', events: 'events' }
/** Folders with one file per class, client or provider. */
const FOLDERS = ['endpoints', 'clients', 'providers']
/** The schema of each. */
const KINDS = {
  ...Object.fromEntries(Object.keys(LISTS).map((part) => [part, part])),
  endpoints: 'endpoints',
  clients: 'client',
  providers: 'provider',
}
const emptyPack = () => ({
  date: '1970-01-01',
  hash: '',
  ...Object.fromEntries(Object.keys(KINDS).map((k) => [k, []])),
})

const YAML = /\.yaml$/
/** Pages of the rules, and what speaks in their messages. */
const TEXTS = [
  ['', /\.ts$/],
  ['checks', /\.(?:md|ts)$/],
]

/** Reads one YAML file; `at(path)` gives `file:line` of a node for messages. */
function read(root, file) {
  const text = readFileSync(file, 'utf8')
  const lines = new LineCounter()
  const doc = parseDocument(text, { lineCounter: lines })
  const name = relative(root, file).replaceAll('\\', '/')
  const errors = doc.errors.map((e) => `${name}:${lines.linePos(e.pos[0]).line}: ${e.message.split('\n')[0]}`)
  const at = (path) => {
    for (let length = path.length; length >= 0; length--) {
      const node = doc.getIn(path.slice(0, length), true)
      if (node?.range) return `${name}:${lines.linePos(node.range[0]).line}`
    }
    return `${name}:1`
  }
  return { name, value: errors.length ? null : (doc.toJS({ maxAliasCount: 0 }) ?? {}), at, errors }
}

const filesOf = (dir, ending) => {
  try {
    return readdirSync(dir)
      .filter((f) => ending.test(f))
      .sort()
      .map((f) => join(dir, f))
  } catch {
    return []
  }
}

/** Loads every fact file below `rules`, returns `{ pack, errors }`; errors are `file:line: message`. `check` holds a file against its schema. */
export function compilePack(root = join(here, '..'), check = schemaChecker(join(root, 'rules/schema'))) {
  const rules = join(root, 'rules')
  const errors = []
  const load = (file) => {
    const result = read(root, file)
    errors.push(...result.errors)
    return result
  }
  const optional = (name, key) =>
    filesOf(rules, YAML).includes(join(rules, name))
      ? load(join(rules, name))
      : { name: `rules/${name}`, value: { [key]: [] }, at: () => `rules/${name}:1`, absent: true }
  const parts = {
    ...Object.fromEntries(Object.entries(LISTS).map(([part, key]) => [part, [optional(`${part}.yaml`, key)]])),
    ...Object.fromEntries(FOLDERS.map((part) => [part, filesOf(join(rules, part), YAML).map(load)])),
  }
  for (const [part, kind] of Object.entries(KINDS))
    for (const file of parts[part]) if (!file.absent && file.value) errors.push(...check(kind, file))
  // what does not have the form of its kind is not looked at any further
  if (errors.length > 0) return { pack: emptyPack(), errors }
  const rows = (file, key) =>
    file.value[key].map((row, i) => ({ row, at: (...path) => file.at([key, i, ...path]), file: file.name }))
  const whole = (file) => ({ row: file.value, at: (...path) => file.at(path), file: file.name })
  const all = {
    ...Object.fromEntries(Object.entries(LISTS).map(([part, key]) => [part, rows(parts[part][0], key)])),
    endpoints: parts.endpoints.flatMap((file) =>
      rows(file, 'endpoints').map((r) => ({ ...r, class: file.name.replace(/^.*\/|\.yaml$/g, '') })),
    ),
    clients: parts.clients.map(whole),
    providers: parts.providers.map(whole),
  }
  const pages = TEXTS.flatMap(([folder, ending]) => filesOf(join(rules, folder), ending)).map((file) => ({
    name: relative(root, file).replaceAll('\\', '/'),
    lines: readFileSync(file, 'utf8').split('\n'),
  }))
  errors.push(...checkPack(all), ...pageErrors(pages))
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
