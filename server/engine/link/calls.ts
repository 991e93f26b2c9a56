/** Calls of source code that build or use an AI client. */
import type { Client, FactBase } from '../facts'
import type { Call, FileFacts, Setting, Span } from '../types'
import { type Owner, ownersOfCall } from './owners'
import type { UnitIndex } from './units'

/** A call of one file. */
export interface OwnCall {
  readonly call: Call
  readonly client: Client
  /** No option of the call names an address: the client looks at its variables, then calls its default host. */
  readonly bare: boolean
  /** From the name of the call to the end of its arguments. */
  readonly extent: Span
}

export interface ClientCall extends OwnCall {
  readonly path: string
  readonly unit: string
}

/** An instance that a package exports takes no options; a variable of the same name is another one. */
function isInstance({ options }: Owner): boolean {
  return !options.base && !options.key && (options.module?.some((m) => m.startsWith('@ai-sdk/')) ?? false)
}

export function ownCalls(file: FileFacts, facts: FactBase): OwnCall[] {
  return file.calls.flatMap((call) => {
    const owner = ownersOfCall(call.callee, file, facts).find((o) => o.nearness > (isInstance(o) ? 1 : 0))
    if (!owner) return []
    const extent = extentOf(file, call)
    return [{ call, client: owner.client, bare: !hasBase(call, extent, owner, file), extent }]
  })
}

/**
 * Whether an option is part of a call: it stands within its brackets, or in a later link of its chain (`A.builder().baseUrl(…)`).
 */
export function takesOption({ call, extent, path }: ClientCall, sink: Setting, sinkPath: string): boolean {
  if (sinkPath !== path) return false
  if (call.span.end <= sink.value.span.start && sink.value.span.end <= extent.end) return true
  return sink.keySpan.start === call.span.start && sink.callee?.startsWith(`${call.callee}.`) === true
}

/** `digests`: what was made of each file by `ownCalls`. */
export function placeCalls(
  digests: readonly { readonly file: FileFacts; readonly calls: readonly OwnCall[] }[],
  units: UnitIndex,
): ClientCall[] {
  return digests.flatMap(({ file, calls }) =>
    calls.map((own) => ({ ...own, path: file.path, unit: units.unitOf(file.path, own.call.block) })),
  )
}

function extentOf({ blocks }: FileFacts, { span, block }: Call): Span {
  return { start: span.start, end: blocks[block]?.span.end ?? span.end }
}

/** Whether anything stands between the brackets of a call. */
export function hasArguments(file: FileFacts, call: Call): boolean {
  return givesAny({ call, extent: extentOf(file, call) })
}

export const givesAny = ({ call, extent }: Pick<OwnCall, 'call' | 'extent'>): boolean =>
  extent.end - call.span.end > '()'.length

/** Whether the call, a call around its span, or an option object inside of it names an address. */
function hasBase(call: Call, extent: Span, { options }: Owner, file: FileFacts): boolean {
  const base = options.base ?? []
  const names = (given: readonly string[]) => given.some((o) => base.some((b) => b === o || b.split('.')[0] === o))
  if (names(call.options)) return true
  return file.settings.some(
    (s) =>
      s.kind === 'argument' &&
      s.keySpan.start >= extent.start &&
      s.value.span.end <= extent.end &&
      (base.includes(s.name) || base.some((b) => s.callee?.endsWith(b))),
  )
}
