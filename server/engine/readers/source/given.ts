/** What the names of a function were given before: a fall-back often is a statement of its own. */
import { choicesOf, literalOf } from '../../template'
import type { RefPart, Template } from '../../types'
import type { Remembered } from './frames'
import { withFallback } from './values/parts'

/** Blocks whose names are remembered, for one file. */
const MAX_BLOCKS = 5000

export class Given implements Remembered {
  /** Reads of the environment by block, then by the name that was given one. */
  private readonly reads = new Map<number, Map<string, RefPart>>()
  /** The read that a function gave back before, by its block. */
  private readonly results = new Map<number, RefPart>()

  /** `b = os.Getenv("X")`, later `if b == "" { b = "…" }`: the value that is left for the name, with the read before it. */
  named(block: number, name: string, value: Template): Template {
    const earlier = this.readOf(block, name)
    const own = this.resolved(block, value)
    const read = bareRead(own)
    if (read) this.remember(block, name, read)
    return earlier && isAddress(own) ? { ...own, parts: withFallback([earlier], own) } : own
  }

  /** `if v := os.Getenv("X"); v != "" { return v }`, later `return "…"`. */
  returned(block: number, value: Template): Template {
    const earlier = this.results.get(block)
    const own = this.resolved(block, value)
    const read = bareRead(own)
    if (read && this.results.size < MAX_BLOCKS) this.results.set(block, read)
    return earlier && isAddress(own) ? { ...own, parts: withFallback([earlier], own) } : own
  }

  /** Whether the value is a name that this function gave a read. */
  isOwn(block: number, value: Template): boolean {
    const name = soleName(value)
    return name !== null && this.readOf(block, name.name) !== undefined
  }

  key(blocks: readonly number[]): string {
    const known = (block: number) => {
      const names = [...(this.reads.get(block) ?? [])].map(([name, read]) => `${name}=${read.name}`)
      return [...names, this.results.get(block)?.name ?? ''].join(' ')
    }
    return this.reads.size + this.results.size === 0 ? '' : blocks.map(known).join('|')
  }

  private readOf(block: number, name: string): RefPart | undefined {
    return this.reads.get(block)?.get(name)
  }

  private remember(block: number, name: string, read: RefPart): void {
    const names = this.reads.get(block)
    if (names) names.set(name, read)
    else if (this.reads.size < MAX_BLOCKS) this.reads.set(block, new Map([[name, read]]))
  }

  /** `b || "…"` and `b ? b : "…"` where `b` is a read: the read with its fall-back. */
  private resolved(block: number, value: Template): Template {
    const [only] = value.parts
    if (value.parts.length !== 1 || only?.kind !== 'ref' || only.to !== 'name') return value
    const choices = choicesOf(only)
    const names = only.name === '' ? choices.flatMap((c) => soleName(c) ?? []) : [only]
    const read = names.map((n) => this.readOf(block, n.name)).find((r) => r !== undefined)
    if (!read) return value
    const address = choices.find(isAddress)
    return { ...value, parts: address ? withFallback([read], address) : [read] }
  }
}

function soleName({ parts }: Template): RefPart | null {
  const [only] = parts
  return parts.length === 1 && only?.kind === 'ref' && only.to === 'name' && only.name !== '' ? only : null
}

function bareRead({ parts }: Template): RefPart | null {
  const [only] = parts
  if (parts.length !== 1 || only?.kind !== 'ref' || only.to !== 'env' || choicesOf(only).some(says)) return null
  const { fallback: _nothing, ...read } = only
  return read
}

/** `?? null` and `|| ""` say nothing. */
const says = (template: Template): boolean =>
  template.parts.some((p) => p.kind === 'ref' || (p.kind === 'text' && p.text !== ''))

/** A literal address, or a choice of such; a read of another variable is none. */
function isAddress(value: Template): boolean {
  return /:\/\//.test(literalOf(value)) && value.parts.every((p) => p.kind === 'text')
}
