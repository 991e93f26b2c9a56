// What is said about a host, a place or a company, against the standing of whoever says it.

/** Words that claim more than a status allows. Official and acknowledged statements are quoted by their own words. */
const TOO_STRONG = {
  heuristic: /\b(proved|proven|confirmed|established|admitted|verified|is a fact)\b/i,
  allegation: /\b(proved|proven|confirmed|established|admitted|verified|is a fact|in fact|undisputed)\b/i,
  disputed: /\b(proved|proven|confirmed|established|admitted|verified|is a fact|in fact|undisputed)\b/i,
  listed: /\b(proved|proven|confirmed|admitted|verified|unauthori[sz]ed|stolen)\b/i,
  reported: /\b(proved|proven|confirmed by the company|admitted|undisputed)\b/i,
  'self-described': /\b(proved|proven|verified|undisputed|authori[sz]ed by)\b/i,
  'published-analysis': /\b(admitted|confirmed by the company|undisputed)\b/i,
}
/** Words of a verdict, which no source and no row of ours may use, whatever its status. */
const VERDICT =
  /\b(malicious|illegal|unlawful|backdoors?|suspicious|criminals?|scams?|fraud(?:ulent)?|thie(?:f|ves)|stolen|shady|dubious|evil|dangerous|unsafe)\b/i
/** Strongest first. */
const STATUSES =
  'official acknowledged self-described published-analysis reported listed disputed allegation heuristic'.split(' ')

/** Every text that people read, with the standing it is said with: `[item, path, text, status]`. */
function* texts(all) {
  const status = new Map(all.sources.map((s) => [s.row.id, s.row.status]))
  const best = (ids) => STATUSES.find((s) => ids.some((id) => status.get(id) === s))
  for (const i of all.events) {
    yield [i, ['claim'], i.row.claim, i.row.status]
    yield [i, ['claimant'], i.row.claimant, i.row.status]
  }
  for (const i of all.sources) {
    yield [i, ['title'], i.row.title, i.row.status]
    yield [i, ['publisher'], i.row.publisher, i.row.status]
    yield [i, ['interest'], i.row.interest, i.row.status]
  }
  for (const part of ['endpoints', 'software'])
    for (const i of all[part]) {
      const standing = i.row.dispute ? 'disputed' : best(i.row.sources)
      for (const key of ['name', 'operator', 'note', 'dispute']) yield [i, [key], i.row[key], standing]
    }
  for (const i of all.clients) {
    yield [i, ['name'], i.row.name, best(i.row.source)]
    for (const [k, e] of (i.row.env ?? []).entries()) yield [i, ['env', k, 'note'], e.note, best(i.row.source)]
  }
  for (const i of all.regions) for (const key of ['place', 'note']) yield [i, [key], i.row[key], best([i.row.source])]
  for (const i of all.providers) yield* providerTexts(i, (id) => status.get(id))
}

function* providerTexts(i, statusOf) {
  const { clauses = [], channels = [], places = [], unconfirmed, refusal, ownership } = i.row
  for (const [k, c] of clauses.entries())
    for (const key of ['title', 'summary']) yield [i, ['clauses', k, key], c[key], c.status]
  for (const [k, c] of channels.entries())
    for (const [n, u] of (c.unavailable ?? []).entries())
      yield [i, ['channels', k, 'unavailable', n, 'reason'], u.reason, statusOf(u.source)]
  for (const [k, p] of places.entries())
    for (const [n, e] of (p.exceptions ?? []).entries())
      yield [i, ['places', k, 'exceptions', n, 'area'], e.area, statusOf(e.source)]
  for (const [k, text] of unconfirmed.entries()) yield [i, ['unconfirmed', k], text, 'heuristic']
  if (refusal) yield [i, ['refusal', 'note'], refusal.note, statusOf(refusal.source)]
  if (ownership)
    yield [i, ['ownership', 'note'], ownership.note, clauses.find((c) => c.id === ownership.clause)?.status]
}

/** What is only somebody's word is worded as such. */
const ONLY_SAID = new Set(['reported', 'allegation', 'disputed'])
const ATTRIBUTED =
  /\b(?:report(?:s|ed|edly)?|accord(?:s|ing) to|sa(?:ys?|id)|told|wr(?:ites?|ote)|alleg\w+|claim(?:s|ed)?|accus\w+|den(?:y|ies|ied)|states?|stated|assert\w*|as summarised by|differ)\b/i

function* unattributed(all) {
  for (const item of all.events)
    if (ONLY_SAID.has(item.row.status) && !ATTRIBUTED.test(item.row.claim))
      yield `${item.at('claim')}: ${item.row.id}: the claim is ${item.row.status} and does not say that somebody says so`
}

export function* wordErrors(all) {
  yield* unattributed(all)
  for (const [item, path, text, status] of texts(all)) {
    if (!text) continue
    const verdict = VERDICT.exec(text)
    if (verdict) yield `${item.at(...path)}: "${verdict[0]}" is a verdict, not a fact`
    const strong = status && TOO_STRONG[status]?.exec(text)
    // what is not established may be said to be so
    if (strong && !/\b(?:not|never|nobody|nothing|no)\b[^.;]{0,60}$/i.test(text.slice(0, strong.index)))
      yield `${item.at(...path)}: ${item.row.id ?? item.row.host}: "${strong[0]}" says more than the status ${status}`
  }
}

/** Pages and messages of the rules: `pages` holds `{ name, lines }`. */
export function* pageErrors(pages) {
  for (const { name, lines } of pages)
    for (const [k, line] of lines.entries()) {
      const verdict = VERDICT.exec(line)
      if (verdict) yield `${name}:${k + 1}: "${verdict[0]}" is a verdict, not a fact`
    }
}
