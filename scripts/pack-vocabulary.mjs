// Words with a fixed meaning: days that exist, countries of ISO 3166-1, vendors that the fact base knows.
import { readFileSync } from 'node:fs'

const COUNTRIES = new Set(JSON.parse(readFileSync(new URL('../server/engine/countries.json', import.meta.url), 'utf8')))
/** Regions of clouds may lie in several countries. */
const WIDE = new Set(['EU', 'XX'])
const COUNTRY_KEYS = new Set(['country', 'countries', 'unnamed', 'absent'])
const VENDOR_KEYS = new Set(['vendor', 'serves'])

/** Every text of a row, with its path and the nearest key: `[path, key, text]`. */
function* textsOf(value, path = [], key = '') {
  if (typeof value === 'string') yield [path, key, value]
  else if (Array.isArray(value)) for (const [k, v] of value.entries()) yield* textsOf(v, [...path, k], key)
  else if (value && typeof value === 'object')
    for (const [k, v] of Object.entries(value)) yield* textsOf(v, [...path, k], k)
}

function isRealDay(text) {
  const day = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}

const letters = (text) => text.toLowerCase().replace(/[^a-z0-9]/g, '')

/** A vendor is one of a provider, the maker that an official row names, or relay software, which hands out keys of its own. */
function vendorsOf(all) {
  const known = new Set(['any', ...all.providers.flatMap((p) => p.row.vendors), ...all.software.map((s) => s.row.id)])
  for (const { row, class: cls } of all.endpoints)
    if (cls === 'official')
      for (const v of row.serves)
        if (letters(`${row.name} ${row.operator ?? ''} ${row.host}`).includes(letters(v))) known.add(v)
  return known
}

export function* vocabularyErrors(all) {
  const vendors = vendorsOf(all)
  for (const part of ['endpoints', 'sources', 'clients', 'providers', 'regions', 'software', 'keys', 'events'])
    for (const item of all[part])
      for (const [path, key, text] of textsOf(item.row)) {
        const said = `${item.at(...path)}: ${item.row.id ?? item.row.host}: ${text}`
        if (/^\d{4}-\d\d-\d\d$/.test(text) && !isRealDay(text)) yield `${said} is no day`
        if (
          COUNTRY_KEYS.has(key) &&
          /^[A-Z]{2}$/.test(text) &&
          !COUNTRIES.has(text) &&
          !(part === 'regions' && WIDE.has(text))
        )
          yield `${said} is no country of ISO 3166-1`
        if (VENDOR_KEYS.has(key) && !vendors.has(text))
          yield `${said} is no vendor: none of rules/providers, and no official row is named so`
      }
}
