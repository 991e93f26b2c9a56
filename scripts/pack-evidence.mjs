// Checks of what a fact rests on: sources with a day and an address, relay rows with enough of them, sorted files.

const DAY = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/
/** A search page or a folder of nothing is no address of a claim. */
const NO_ADDRESS = /\/search\?|[\s,]$|\/blob\/[^/]+\/(?:.*\/)?README$/

export function* sourceErrors(all) {
  const ids = new Set(all.sources.map((s) => s.row.id))
  const need = (item, id, what) =>
    ids.has(id) ? [] : [`${item.at()}: ${what}: source ${id} is not in rules/sources.yaml`]
  for (const item of all.sources) {
    const { id, date, read, url } = item.row
    for (const [k, day] of Object.entries({ date, read }))
      if (!DAY.test(String(day))) yield `${item.at()}: ${id}: ${k} is no day`
    if (NO_ADDRESS.test(String(url))) yield `${item.at()}: ${id}: ${url} is no address of a source`
  }
  for (const item of all.endpoints) {
    const { host, sources = [], seen } = item.row
    if (sources.length === 0) yield `${item.at()}: ${host}: no source`
    for (const s of sources) yield* need(item, s, host)
    if (!DAY.test(String(seen?.last ?? ''))) yield `${item.at()}: ${host}: seen.last is no day`
    if (seen?.first > seen?.last) yield `${item.at()}: ${host}: seen first after it was seen last`
  }
  for (const item of all.clients)
    for (const s of [...(item.row.source ?? []), ...(item.row.precedenceSource ? [item.row.precedenceSource] : [])])
      yield* need(item, s, item.row.id)
  for (const item of all.regions) yield* need(item, item.row.source, `${item.row.provider} ${item.row.id}`)
  for (const item of [...all.keys, ...all.events]) yield* need(item, item.row.source, item.row.id)
  for (const item of all.software) for (const s of item.row.sources ?? []) yield* need(item, s, item.row.id)
  for (const item of all.providers) {
    for (const p of item.row.places ?? []) yield* need(item, p.source, p.id)
    for (const c of item.row.clauses ?? []) yield* need(item, c.source, c.id)
  }
}

/** A relay row speaks to developers only with two groups of sources, the operator's own words, or a stated measurement. */
export function* relayErrors(all) {
  const sources = new Map(all.sources.map((s) => [s.row.id, s.row]))
  for (const item of all.endpoints) {
    const { host, seen, confidence, self, sources: ids = [] } = item.row
    if (item.class !== 'relay' || confidence === 'low') continue
    const known = ids.map((id) => sources.get(id)).filter(Boolean)
    if (known.length === 0) continue
    const groups = new Set(known.map((s) => s.group))
    if (groups.size < 2 && !self && !known.some((s) => s.measured))
      yield `${item.at()}: ${host}: one group of sources is not enough for ${confidence} confidence`
    if (known.every((s) => s.date < seen?.last)) yield `${item.at()}: ${host}: seen later than any of its sources`
  }
}

/** Rows stand in the order of their key, so that a diff shows what changed and nothing twice. */
export function* orderErrors(all) {
  const key = { endpoints: 'host', sources: 'id', software: 'id', events: 'id' }
  for (const [part, field] of Object.entries(key)) {
    const last = new Map()
    for (const item of all[part]) {
      const value = String(item.row[field])
      const before = last.get(item.file)
      if (before !== undefined && before > value) yield `${item.at()}: ${value} stands after ${before}: sort the file`
      last.set(item.file, value)
    }
  }
}
