// What a file of a provider points at exists: clauses, hosts, regions, places.
import { matchRow } from './pack-match.mjs'

/** A key is at home on hosts of its maker: no host of somebody else may be named so. */
const foreign = (host, endpoints) =>
  endpoints.find(
    ({ row, class: cls }) => ['relay', 'tunnel'].includes(cls) && (row.host === host || matchRow(host, row.host)),
  )

export function* providerErrors(all) {
  const clauses = new Map()
  const vendors = new Map()
  for (const item of all.providers) {
    for (const [k, c] of (item.row.clauses ?? []).entries()) {
      if (clauses.has(c.id)) yield `${item.at('clauses', k)}: clause ${c.id} stands twice (also ${clauses.get(c.id)})`
      clauses.set(c.id, item.at('clauses', k))
    }
    for (const [k, v] of item.row.vendors.entries()) {
      if (vendors.has(v)) yield `${item.at('vendors', k)}: ${v} is also a vendor of ${vendors.get(v)}`
      vendors.set(v, item.row.id)
    }
    for (const [k, host] of item.row.hosts.entries()) {
      const other = foreign(host, all.endpoints)
      if (other) yield `${item.at('hosts', k)}: ${host} is ${other.class} in rules/endpoints`
    }
  }
  for (const item of all.providers) {
    const { ownership, channels = [], places = [] } = item.row
    if (ownership && !clauses.has(ownership.clause)) yield `${item.at('ownership')}: ${ownership.clause} is no clause`
    for (const [k, channel] of channels.entries()) yield* channelErrors(item, k, channel, clauses, all)
    for (const [k, list] of places.entries()) yield* placeErrors(item, k, list, all)
  }
}

function* channelErrors(item, k, channel, clauses, all) {
  if (channel.callers && !clauses.has(channel.callers))
    yield `${item.at('channels', k, 'callers')}: ${channel.callers} is no clause`
  if (!all.providers.some((p) => p.row.id === channel.terms))
    yield `${item.at('channels', k, 'terms')}: ${channel.terms} is no provider`
  for (const [n, u] of (channel.unavailable ?? []).entries()) {
    const known = all.regions.some(
      ({ row }) => row.provider === u.provider && (u.region ? row.id === u.region : row.partition === u.partition),
    )
    if (!known)
      yield `${item.at('channels', k, 'unavailable', n)}: ${u.provider} ${u.region ?? u.partition} is not in rules/regions.yaml`
  }
}

/** A place is on a list, missing from it or not named; never two of these. */
function* placeErrors(item, k, list, all) {
  if (list.absent && !all.sources.some(({ row }) => row.id === list.absentSource))
    yield `${item.at('places', k)}: absentSource names no source`
  const said = new Map(list.countries.map((c) => [c, 'countries']))
  for (const key of ['unnamed', 'absent'])
    for (const [n, c] of (list[key] ?? []).entries()) {
      if (said.has(c)) yield `${item.at('places', k, key, n)}: ${c} also stands in ${said.get(c)}`
      said.set(c, key)
    }
  for (const [n, e] of (list.exceptions ?? []).entries()) {
    if (said.get(e.country) !== 'countries')
      yield `${item.at('places', k, 'exceptions', n)}: ${e.country} is not on the list`
    if (e.code && !e.code.startsWith(`${e.country}-`))
      yield `${item.at('places', k, 'exceptions', n, 'code')}: ${e.code} is no part of ${e.country}`
  }
}
