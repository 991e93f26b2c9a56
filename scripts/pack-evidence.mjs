// Checks of what a fact rests on: sources with a day and an address, relay rows with enough of them, sorted files.

/** A search page or a folder of nothing is no address of a claim. */
const NO_ADDRESS = /\/search\?|[\s,]$|\/blob\/[^/]+\/(?:.*\/)?README$/

export function* sourceErrors(all) {
  const ids = new Set(all.sources.map((s) => s.row.id))
  const need = (item, id, what) =>
    ids.has(id) ? [] : [`${item.at()}: ${what}: source ${id} is not in rules/sources.yaml`]
  for (const item of all.sources) {
    const { id, date, read, url } = item.row
    if (date > read) yield `${item.at('date')}: ${id}: read before the day that it carries`
    if (NO_ADDRESS.test(String(url))) yield `${item.at()}: ${id}: ${url} is no address of a source`
  }
  for (const item of all.endpoints) {
    const { host, sources = [], seen } = item.row
    for (const s of sources) yield* need(item, s, host)
    if (seen.first > seen.last) yield `${item.at()}: ${host}: seen first after it was seen last`
  }
  for (const item of all.clients)
    for (const s of [...(item.row.source ?? []), ...(item.row.precedenceSource ? [item.row.precedenceSource] : [])])
      yield* need(item, s, item.row.id)
  for (const item of all.regions) yield* need(item, item.row.source, `${item.row.provider} ${item.row.id}`)
  for (const item of [...all.keys, ...all.events]) yield* need(item, item.row.source, item.row.id)
  for (const item of all.software) for (const s of item.row.sources ?? []) yield* need(item, s, item.row.id)
  for (const item of all.providers)
    for (const [path, id] of pointersOf(item.row, [])) yield* need({ at: () => item.at(...path) }, id, item.row.id)
}

const POINTERS = new Set(['source', 'absentSource'])
/** Every place of a provider's file that names a source, however deep: `[path, id]`. */
function* pointersOf(value, path) {
  if (typeof value !== 'object' || value === null) return
  for (const [key, inner] of Object.entries(value)) {
    const step = Array.isArray(value) ? Number(key) : key
    if (POINTERS.has(key)) yield [[...path, step], inner]
    else yield* pointersOf(inner, [...path, step])
  }
}

/** Marks that say something about one class only. */
const MARKS = { self: 'relay', listed: 'gateway', hosting: 'tunnel' }

/** A relay row speaks to developers only with two groups of sources, the operator's own words, or a stated measurement. */
export function* relayErrors(all) {
  const sources = new Map(all.sources.map((s) => [s.row.id, s.row]))
  for (const item of all.endpoints) {
    const { host, seen, confidence, self } = item.row
    for (const [mark, cls] of Object.entries(MARKS))
      if (item.row[mark] && item.class !== cls) yield `${item.at(mark)}: ${host}: ${mark} is for ${cls}s`
    const known = item.row.sources.map((id) => sources.get(id)).filter(Boolean)
    if (self && known.length > 0 && !known.some((s) => s.status === 'self-described'))
      yield `${item.at()}: ${host}: no source in which the operator describes itself`
    if (item.class !== 'relay' || confidence === 'low' || known.length === 0) continue
    const groups = new Set(known.map((s) => s.group))
    if (groups.size < 2 && !self && !known.some((s) => s.measured))
      yield `${item.at()}: ${host}: one group of sources is not enough for ${confidence} confidence`
    if (known.every((s) => s.date < seen.last)) yield `${item.at('seen')}: ${host}: seen later than any of its sources`
  }
}
