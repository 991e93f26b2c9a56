/** Calls of source code that build or use an AI client. */
import type { Client, FactBase } from '../facts'
import type { Call, FileFacts } from '../types'
import type { Digest } from './digest'
import { type Owner, ownersOfCall } from './owners'
import type { UnitIndex } from './units'

/** A call of one file. */
export interface OwnCall {
  readonly call: Call
  readonly client: Client
  /** No option of the call names an address: the client looks at its variables, then calls its default host. */
  readonly bare: boolean
}

export interface ClientCall extends OwnCall {
  readonly path: string
  readonly unit: string
}

export function ownCalls(file: FileFacts, facts: FactBase): OwnCall[] {
  return file.calls.flatMap((call) => {
    const owner = ownersOfCall(call.callee, file, facts).find((o) => o.nearness > 0)
    return owner ? [{ call, client: owner.client, bare: !hasBase(call, owner, file) }] : []
  })
}

export function placeCalls(digests: readonly Digest[], units: UnitIndex): ClientCall[] {
  return digests.flatMap(({ file, calls }) =>
    calls.map((own) => ({ ...own, path: file.path, unit: units.unitOf(file.path, own.call.block) })),
  )
}

/** Whether the call, a call around its span, or an option object inside of it names an address. */
function hasBase(call: Call, { options }: Owner, file: FileFacts): boolean {
  const base = options.base ?? []
  const names = (given: readonly string[]) => given.some((o) => base.some((b) => b === o || b.split('.')[0] === o))
  if (names(call.options)) return true
  return file.settings.some(
    (s) =>
      s.kind === 'argument' &&
      s.keySpan.start >= call.span.start &&
      s.value.span.end <= endOf(call, file) &&
      (base.includes(s.name) || base.some((b) => s.callee?.endsWith(b))),
  )
}

function endOf(call: Call, file: FileFacts): number {
  return file.blocks[call.block]?.span.end ?? call.span.end
}
