// Checks of the fact base that no schema can express. Each returns `file:line: message`.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import Ajv from 'ajv'
import { orderErrors, relayErrors, sourceErrors } from './pack-evidence.mjs'
import { matchRow, overlaps } from './pack-match.mjs'

/** Words that claim more than a status allows. Official and acknowledged statements are quoted by their own words. */
const TOO_STRONG = {
  allegation: /\b(proved|proven|confirmed|established|admitted|is a fact)\b/i,
  disputed: /\b(proved|proven|confirmed|established|admitted|is a fact)\b/i,
  reported: /\b(proved|proven|confirmed by the company|admitted)\b/i,
  listed: /\b(proved|proven|confirmed|is malicious|is illegal|stolen)\b/i,
  'published-analysis': /\b(admitted|confirmed by the company)\b/i,
}
const VERDICT = /\b(malicious|illegal|backdoor|suspicious|criminal|scam|fraudulent)\b/i

function* duplicates(items, key) {
  const seen = new Map()
  for (const item of items) {
    const k = key(item.row)
    if (seen.has(k)) yield `${item.at()}: ${k} stands twice (also ${seen.get(k).at()})`
    else seen.set(k, item)
  }
}

function* schemaErrors(all, rules) {
  const file = join(rules, 'schema/facts.schema.json')
  if (!existsSync(file)) return
  const ajv = new Ajv({ allErrors: true, strict: false })
  const schema = JSON.parse(readFileSync(file, 'utf8'))
  ajv.addSchema(schema, 'facts')
  for (const [part, definition] of Object.entries({
    endpoints: 'endpoint',
    sources: 'source',
    clients: 'client',
    providers: 'provider',
    regions: 'region',
    software: 'software',
    keys: 'shape',
    events: 'event',
  })) {
    const validate = ajv.getSchema(`facts#/definitions/${definition}`)
    for (const item of all[part]) {
      if (validate(item.row)) continue
      for (const e of validate.errors.slice(0, 3))
        yield `${item.at()}: ${e.instancePath || '/'} ${e.message}${e.params?.additionalProperty ? ` (${e.params.additionalProperty})` : ''}`
    }
  }
}

function* wordErrors(all) {
  for (const item of all.events) {
    const strong = TOO_STRONG[item.row.status]
    if (strong?.test(item.row.claim))
      yield `${item.at()}: ${item.row.id}: "${strong.exec(item.row.claim)[0]}" says more than the status ${item.row.status}`
  }
  const texts = [
    ...all.endpoints.map((i) => [i, `${i.row.name} ${i.row.note ?? ''}`]),
    ...all.software.map((i) => [i, `${i.row.name} ${i.row.note ?? ''}`]),
  ]
  for (const [item, text] of texts)
    if (VERDICT.test(text)) yield `${item.at()}: "${VERDICT.exec(text)[0]}" is a verdict, not a fact`
}

function* matchErrors(all) {
  const rows = all.endpoints.map((i) => ({ ...i.row, class: i.class }))
  for (const item of all.endpoints) {
    const { host, match = [], miss = [] } = item.row
    if (!/^[a-z0-9*{}._-]+(:\d+)?(\/[^\s]*)?$/.test(host))
      yield `${item.at()}: ${host} is no host pattern (lower case, no scheme)`
    if (/[*{]/.test(host) && (match.length === 0 || miss.length === 0))
      yield `${item.at()}: ${host}: a pattern needs match and miss examples`
    for (const url of match) if (!matchRow(host, url)) yield `${item.at()}: ${host} does not match ${url}`
    for (const url of miss) if (matchRow(host, url)) yield `${item.at()}: ${host} must not match ${url}`
  }
  const exact = new Map(rows.filter((r) => !/[*{]/.test(r.host)).map((r) => [r.host, r]))
  for (const item of all.endpoints) {
    const other = exact.get(item.row.host)
    if (other && other.class !== item.class) yield `${item.at()}: ${item.row.host} is also in ${other.class}.yaml`
  }
  const patterns = all.endpoints.filter((i) => /[*{]/.test(i.row.host))
  for (const [k, a] of patterns.entries())
    for (const b of patterns.slice(k + 1))
      if (a.class !== b.class && overlaps(a.row, b.row))
        yield `${b.at()}: ${b.row.host} and ${a.row.host} (${a.class}.yaml) claim the same hosts`
}

function* keyErrors(all) {
  for (const item of all.keys) {
    try {
      const re = new RegExp(item.row.pattern)
      if (re.test('')) yield `${item.at()}: ${item.row.id}: the pattern matches the empty text`
    } catch (error) {
      yield `${item.at()}: ${item.row.id}: ${error.message}`
    }
    if (/\([^)]*[+*][^)]*\)[+*]/.test(item.row.pattern))
      yield `${item.at()}: ${item.row.id}: nested repetition is not linear`
  }
}

export function checkPack(all, rules) {
  return [
    ...schemaErrors(all, rules),
    ...duplicates(all.sources, (r) => r.id),
    ...duplicates(all.endpoints, (r) => r.host),
    ...duplicates(all.clients, (r) => r.id),
    ...duplicates(all.providers, (r) => r.id),
    ...duplicates(all.regions, (r) => `${r.provider} ${r.id}`),
    ...duplicates(all.software, (r) => r.id),
    ...duplicates(all.keys, (r) => r.id),
    ...duplicates(all.events, (r) => r.id),
    ...sourceErrors(all),
    ...relayErrors(all),
    ...orderErrors(all),
    ...wordErrors(all),
    ...matchErrors(all),
    ...keyErrors(all),
  ]
}
