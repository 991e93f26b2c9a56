// Files stand where their name says, rows stand once and in the order of their key, so that a diff shows what changed.

const CLASSES = ['official', 'cloud', 'gateway', 'relay', 'tunnel', 'ignored']

/** A file carries the name of what it holds. */
export function* fileErrors(all) {
  const seen = new Set()
  for (const item of all.endpoints) {
    if (CLASSES.includes(item.class) || seen.has(item.file)) continue
    seen.add(item.file)
    yield `${item.file}:1: ${item.class} is no class of endpoints: ${CLASSES.join(', ')}`
  }
  for (const item of [...all.clients, ...all.providers])
    if (!item.file.endsWith(`/${item.row.id}.yaml`))
      yield `${item.at('id')}: the file of ${item.row.id} has another name`
}

function* duplicates(items, key, name = key) {
  const seen = new Map()
  for (const item of items) {
    const k = key(item)
    if (seen.has(k)) yield `${item.at()}: ${name(item)} stands twice (also ${seen.get(k).at()})`
    else seen.set(k, item)
  }
}

export function* uniqueErrors(all) {
  for (const part of ['sources', 'clients', 'providers', 'software', 'keys', 'events'])
    yield* duplicates(all[part], (i) => i.row.id)
  yield* duplicates(all.endpoints, (i) => i.row.host)
  yield* duplicates(all.regions, (i) => `${i.row.provider} ${i.row.id}`)
  yield* duplicates(all.keys, (i) => i.row.pattern)
  for (const item of [...all.clients, ...all.software]) {
    const signs = item.row.signatures ?? []
    yield* duplicates(
      signs.map((row, k) => ({ row, at: () => item.at('signatures', k) })),
      (i) => `${i.row.kind} ${i.row.ecosystem ?? ''} ${i.row.name}`.toLowerCase(),
    )
  }
  for (const item of all.clients) {
    const names = (item.row.env ?? []).map((row, k) => ({ row, at: () => item.at('env', k) }))
    yield* duplicates(names, (i) => i.row.name)
    const globs = (item.row.files ?? []).map((row, k) => ({ row, at: () => item.at('files', k) }))
    yield* duplicates(globs, (i) => i.row.glob)
  }
  yield* sharedSigns(all)
}

/** One image, package or program is one software: nobody could say which is meant. */
function* sharedSigns(all) {
  const owner = new Map()
  for (const item of all.software)
    for (const [k, s] of item.row.signatures.entries()) {
      if (!['image', 'package', 'install', 'binary'].includes(s.kind)) continue
      const sign = `${s.kind} ${s.ecosystem ?? ''} ${s.name}`.toLowerCase()
      const other = owner.get(sign)
      if (other && other !== item.row.id) yield `${item.at('signatures', k)}: ${sign} is also a sign of ${other}`
      owner.set(sign, item.row.id)
    }
}

export function* orderErrors(all) {
  const byHost = (row) => row.host
  const byId = (row) => row.id
  const keys = {
    endpoints: byHost,
    sources: byId,
    software: byId,
    events: byId,
    regions: (row) => `${row.provider} ${row.id}`,
  }
  for (const [part, key] of Object.entries(keys)) {
    const last = new Map()
    for (const item of all[part]) {
      const value = key(item.row)
      const before = last.get(item.file)
      if (before !== undefined && before > value) yield `${item.at()}: ${value} stands after ${before}: sort the file`
      last.set(item.file, value)
    }
  }
  for (const item of all.clients) yield* sorted(item, ['env'], (e) => e.name)
  for (const item of all.providers)
    for (const [k, list] of (item.row.places ?? []).entries())
      for (const key of ['countries', 'unnamed', 'absent'])
        if (list[key]) yield* sorted(item, ['places', k, key], (c) => c)
}

function* sorted(item, path, key) {
  const list = path.reduce((value, step) => value?.[step], item.row) ?? []
  for (let k = 1; k < list.length; k++)
    if (key(list[k - 1]) > key(list[k]))
      yield `${item.at(...path, k)}: ${key(list[k])} stands after ${key(list[k - 1])}: sort the list`
}
