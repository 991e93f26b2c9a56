// Host patterns: their form, their examples, and that no two of them claim the same host.
import { matchRow, overlaps } from './pack-match.mjs'

const isPattern = (row) => /[*{]/.test(row.host)

export function* hostErrors(all) {
  for (const item of all.endpoints) {
    const { host, match = [], miss = [] } = item.row
    if (!/^(?:\*\.)?[a-z0-9*{}._-]+(?::\d+)?(?:\/[^\s?#]*)?$/.test(host) || /\.\.|^\.|\.$|\*\*/.test(host))
      yield `${item.at('host')}: ${host} is no host pattern (lower case, no scheme)`
    if (isPattern(item.row) && (match.length === 0 || miss.length === 0))
      yield `${item.at()}: ${host}: a pattern needs match and miss examples`
    for (const [k, url] of match.entries())
      if (!matchRow(host, url)) yield `${item.at('match', k)}: ${host} does not match ${url}`
    for (const [k, url] of miss.entries())
      if (matchRow(host, url)) yield `${item.at('miss', k)}: ${host} must not match ${url}`
  }
  yield* overlapErrors(all)
}

function* overlapErrors(all) {
  const patterns = all.endpoints.filter((i) => isPattern(i.row))
  for (const [k, a] of patterns.entries())
    for (const b of patterns.slice(k + 1))
      if (a.class !== b.class && overlaps(a.row, b.row))
        yield `${b.at()}: ${b.row.host} and ${a.row.host} (${a.class}.yaml) claim the same hosts`
}
