/** Which client a call or a member belongs to: by the name at the call, and by what the file imports. */
import type { Client, ClientOptions, FactBase } from '../facts'
import type { FileFacts } from '../types'

export interface Owner {
  readonly client: Client
  readonly options: ClientOptions
  /** 2: the file imports this name from the client's package; 1: it imports the package, or none is named; 0: neither. */
  readonly nearness: 0 | 1 | 2
}

const NONE: readonly Owner[] = []

export const languageOf = (dialect: string): string => (dialect === 'javascript' ? 'typescript' : dialect)

/** Clients with a call of that name, the nearest first. `A.builder().apiKey(k).baseUrl(u)` is looked up as `A.baseUrl` too. */
export function ownersOfCall(callee: string, file: FileFacts, facts: FactBase): readonly Owner[] {
  const language = languageOf(file.dialect)
  const last = callee.slice(callee.lastIndexOf('.') + 1)
  // most calls of a file are no client's, and all forms of a name end alike
  if (!facts.hasCallee(language, last)) return NONE
  const head = callee.split('.')[0] as string
  return [
    ...new Set([callee, `${head}.${last}`, ...qualified(callee, head, file), ...ofVariable(head, last, file), last]),
  ]
    .flatMap((name) => facts.callee(language, name))
    .map((found) => ({ ...found, nearness: nearness(file, found.options, head) }))
    .sort((a, b) => b.nearness - a.nearness)
}

/** `Client` as `ollama.Client` where it is imported from `ollama`. */
function qualified(callee: string, head: string, file: FileFacts): string[] {
  return file.imports
    .filter((i) => i.names.includes(head) && i.module !== head)
    .map((i) => `${i.module.slice(i.module.search(/[^./:\\]+$/))}.${callee}`)
}

/** `b.baseUrl` as `A.baseUrl` where `A.builder()` is called: a builder that is kept in a variable. */
function ofVariable(head: string, last: string, file: FileFacts): string[] {
  if (!/^(?:java|kotlin)$/.test(file.dialect) || head === last || !/^[a-z]/.test(head)) return []
  const built = file.calls.flatMap((c) => (/^[A-Z]\w*\.builder\b/.test(c.callee) ? [c.callee.split('.')[0]] : []))
  return [...new Set(built)].map((type) => `${type}.${last}`)
}

/** The client whose package the file uses and whose objects have a member of that name (`cfg.BaseURL = ...`), or null. */
export function ownerOfMember(path: readonly string[], file: FileFacts, facts: FactBase): Client | null {
  const name = path[path.length - 1] ?? ''
  // a class's own member is not the client's
  if (path.length < 2 || /^(?:this|self|cls|super)$/.test(path[0] as string)) return null
  const language = languageOf(file.dialect)
  for (const client of facts.pack.clients) {
    for (const options of client.options ?? []) {
      if (options.language !== language || !options.base?.includes(name)) continue
      if (options.module && nearness(file, options, '') > 0) return client
      if (language === 'ruby' && file.calls.some((call) => options.callees.includes(call.callee))) return client
    }
  }
  return null
}

function nearness(file: FileFacts, { module }: ClientOptions, name: string): Owner['nearness'] {
  if (!module) return 1
  const from = file.imports.filter((i) =>
    module.some((m) => i.module === m || (i.module.startsWith(m) && /^[./:\\]/.test(i.module.slice(m.length)))),
  )
  return from.some((i) => i.names.includes(name)) ? 2 : from.length > 0 ? 1 : 0
}
