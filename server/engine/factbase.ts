/** Look-ups over a compiled pack: hosts by label from the right, variables, key paths, call names. Built once, lazily per kind. */
import type { Client, ClientFile, ClientOptions, EnvMeaning, FactBase, Pack, Region, Role, Software } from './facts'
import { GlobSet } from './glob'
import { hostIndex } from './host-index'
import { protectedNames } from './protected'
import { regionSpellings } from './region-id'
import { surfacesByName } from './surfaces'

interface KeyRule {
  readonly client: Client
  readonly file: ClientFile
  readonly role: Role
  readonly vendor: string
  readonly effect: ClientFile['effect']
  readonly keys: readonly string[]
}

/** `model_list[].litellm_params.api_base` becomes `['model_list', '[]', 'litellm_params', 'api_base']`. */
export function splitKeyPath(path: string): string[] {
  return path
    .replace(/\[\*?\]/g, '.[]')
    .split('.')
    .filter(Boolean)
}

const relaxed = (key: string) => key.replace(/[-_]/g, '').toLowerCase()

/** 2: the keys as written; 1: the same but for case, `-` and `_`; 0: others. */
function keyFit(pattern: readonly string[], keys: readonly string[]): 0 | 1 | 2 {
  if (pattern.length !== keys.length) return 0
  let fit: 1 | 2 = 2
  for (const [i, p] of pattern.entries()) {
    const key = keys[i] as string
    if (p === '*' || p === key || (p === '[]' && /^\d+$|^\[\]$/.test(key))) continue
    if (relaxed(p) !== relaxed(key)) return 0
    fit = 1
  }
  return fit
}

/** Dotted keys of one segment (`spring.ai.openai: base-url:`) count as several. */
function expand(keys: readonly string[]): string[] {
  return keys.flatMap((k) => (/^[\w-]+(\.[\w-]+)+$/.test(k) ? k.split('.') : [k]))
}

const NONE: readonly never[] = []

const kindRank: Record<string, number> = {
  sdk: 0,
  'provider-env': 0,
  agent: 1,
  framework: 2,
  app: 3,
  gateway: 4,
  action: 5,
  editor: 5,
}

export function createFactBase(pack: Pack): FactBase {
  const globs = new GlobSet()
  const lazy = <T>(make: () => T) => {
    let value: T | undefined
    return () => (value ??= make())
  }
  const hosts = lazy(() => hostIndex(pack.endpoints))
  const envs = lazy(() => {
    const exact = new Map<string, EnvMeaning[]>()
    const wild: { re: RegExp; meaning: EnvMeaning }[] = []
    for (const client of [...pack.clients].sort((a, b) => (kindRank[a.kind] ?? 9) - (kindRank[b.kind] ?? 9))) {
      for (const env of client.env ?? []) {
        const meaning = { client, env }
        if (env.name.includes('*')) wild.push({ re: new RegExp(`^${env.name.replace(/\*/g, '[A-Z0-9_]+')}$`), meaning })
        else exact.set(env.name, [...(exact.get(env.name) ?? []), meaning])
      }
    }
    return { exact, wild }
  })
  const headers = lazy(
    () =>
      new Map(
        pack.clients.flatMap((client) =>
          (client.headers ?? []).flatMap((h) => (h.role === 'base-url' ? [[h.name, client] as const] : [])),
        ),
      ),
  )
  const keyRules = lazy(() => {
    // by the last key: a file has many keys, few of them end like an address or a key
    const rules = new Map<string, KeyRule[]>()
    for (const client of pack.clients) {
      for (const file of client.files ?? []) {
        for (const key of file.keys ?? []) {
          const keys = splitKeyPath(key.path)
          const rule: KeyRule = {
            client,
            file,
            role: key.role,
            vendor: key.vendor ?? client.vendor,
            effect: key.effect ?? file.effect,
            keys,
          }
          const last = relaxed(keys[keys.length - 1] ?? '')
          rules.set(last, [...(rules.get(last) ?? []), rule])
        }
      }
    }
    return rules
  })
  const callees = lazy(() => {
    const map = new Map<string, { client: Client; options: ClientOptions }[]>()
    for (const client of pack.clients) {
      for (const options of client.options ?? []) {
        for (const callee of options.callees) {
          const key = `${options.language} ${callee}`
          map.set(key, [...(map.get(key) ?? []), { client, options }])
        }
      }
    }
    return map
  })
  const lastCallees = lazy(() => new Set([...callees().keys()].map((key) => key.replace(/ (?:.*\.)?([^.]*)$/, ' $1'))))
  const signatures = lazy(() => {
    const map = new Map<string, Client[]>()
    for (const client of pack.clients) {
      for (const s of client.signatures ?? []) {
        const key = `${s.kind} ${s.ecosystem ?? ''} ${s.name.toLowerCase()}`
        map.set(key, [...(map.get(key) ?? []), client])
      }
    }
    return map
  })
  const surfaceRows = lazy(() => surfacesByName(pack.clients))
  const softwares = lazy(() => {
    const map = new Map<string, Software>()
    for (const s of pack.software) for (const sig of s.signatures) map.set(`${sig.kind} ${sig.name.toLowerCase()}`, s)
    return map
  })
  const toolNames = lazy(
    () =>
      new Set(
        [...pack.clients, ...pack.software].flatMap((c) => (c.signatures ?? []).map((s) => s.name.toLowerCase())),
      ),
  )
  const byId = <T extends { id: string }>(rows: readonly T[]) => lazy(() => new Map(rows.map((r) => [r.id, r])))
  const sources = byId(pack.sources)
  const clients = byId(pack.clients)
  const regions = lazy(() => new Map<string, Region>(pack.regions.map((r) => [`${r.provider} ${r.id}`, r])))
  const regionsById = lazy(() => {
    const map = new Map<string, Region[]>()
    for (const r of pack.regions) map.set(r.id, [...(map.get(r.id) ?? []), r])
    return map
  })
  const clauses = lazy(
    () =>
      new Map(
        pack.providers.flatMap((provider) => (provider.clauses ?? []).map((c) => [c.id, { ...c, provider }] as const)),
      ),
  )
  const names = lazy(() => protectedNames(pack))
  /** Rows of config files by path. */
  const surfaces = new Map<string, readonly { client: Client; file: ClientFile }[]>()
  const surfacesOf = (path: string) => {
    let rows = surfaces.get(path)
    if (!rows) {
      const matching = surfaceRows()(path).filter((row) => globs.matches(row.file.glob, path))
      rows = matching.length > 0 ? matching : NONE
      surfaces.set(path, rows)
    }
    return rows
  }

  return {
    pack,
    host(host, path) {
      if (!host) return null
      const find = hosts()
      return find(host, path) ?? (host.startsWith('www.') ? find(host.slice(4), path) : null)
    },
    header: (name) => headers().get(name.toLowerCase()) ?? null,
    env(name) {
      const { exact, wild } = envs()
      const found = exact.get(name)
      if (found) return found
      return wild.filter((w) => w.re.test(name)).map((w) => w.meaning)
    },
    fileKey(path, keys) {
      const rows = surfacesOf(path)
      if (rows.length === 0) return null
      const wide = expand(keys)
      const last = wide[wide.length - 1] ?? ''
      let loose: KeyRule | null = null
      for (const ending of [relaxed(last), '*']) {
        for (const rule of keyRules().get(ending) ?? []) {
          const fit = Math.max(keyFit(rule.keys, keys), keyFit(rule.keys, wide))
          if (fit === 0 || (fit === 1 && loose) || !rows.some((row) => row.file === rule.file)) continue
          if (fit === 2) return rule
          loose = rule
        }
      }
      return loose
    },
    fileSurface(path) {
      const rows = surfacesOf(path)
      return rows.find((row) => row.file.agent) ?? rows[0] ?? null
    },
    callee: (language, callee) => callees().get(`${language} ${callee}`) ?? [],
    hasCallee: (language, last) => lastCallees().has(`${language} ${last}`),
    signature(kind, ecosystem, name) {
      const lower = name.toLowerCase()
      return signatures().get(`${kind} ${ecosystem} ${lower}`) ?? signatures().get(`${kind}  ${lower}`) ?? []
    },
    isToolName: (name) => toolNames().has(name.toLowerCase()),
    software: (kind, name) => softwares().get(`${kind} ${name.toLowerCase()}`) ?? null,
    region(provider, id) {
      for (const spelling of regionSpellings(provider, id)) {
        const row = regions().get(`${provider} ${spelling}`)
        if (row) return row
      }
      return null
    },
    regionAnywhere(id) {
      for (const spelling of regionSpellings('', id)) {
        const rows = regionsById().get(spelling) ?? []
        if (rows.length > 0) return new Set(rows.map((r) => r.country)).size === 1 ? (rows[0] as Region) : null
      }
      return null
    },
    source: (id) => sources().get(id) ?? null,
    clause: (id) => clauses().get(id) ?? null,
    providerOf: (vendor) => pack.providers.find((p) => p.vendors.includes(vendor)) ?? null,
    client: (id) => clients().get(id) ?? null,
    protectedNames: names,
  }
}
