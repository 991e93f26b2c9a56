/** Clients that take a variable by themselves: `OpenAI()` reads `OPENAI_BASE_URL`. */
import type { Endpoint, Place } from '../types'
import type { ClientCall } from './calls'
import type { UnitIndex } from './units'

/** Places named for one endpoint; more would say nothing new. */
const MAX_PLACES = 12

/** Adds to each endpoint that stands in a variable the calls that take it without naming it. */
export function withImplicitUses(
  endpoints: readonly Endpoint[],
  calls: readonly ClientCall[],
  units: UnitIndex,
): Endpoint[] {
  const bare = new Map<string, ClientCall[]>()
  for (const call of calls) {
    if (!call.bare) continue
    for (const env of call.client.env ?? []) {
      if (env.role !== 'base-url' || env.ambiguous) continue
      const list = bare.get(env.name)
      if (list) list.push(call)
      else bare.set(env.name, [call])
    }
  }
  return endpoints.map((e) => {
    const takers = e.sink.kind === 'env' && !e.agent ? bare.get(e.sink.name) : undefined
    if (!takers) return e
    const code = new Set(e.reach.flatMap((r) => units.contained(r.unit)))
    const places = takers.filter((t) => code.has(t.unit)).map((t): Place => ({ path: t.path, span: t.call.span }))
    const known = new Set(e.chain.map((p) => `${p.path}:${p.span.start}`))
    const fresh = places.filter((p) => !known.has(`${p.path}:${p.span.start}`))
    return fresh.length > 0 ? { ...e, chain: [...e.chain, ...fresh].slice(0, Math.max(MAX_PLACES, e.chain.length)) } : e
  })
}
