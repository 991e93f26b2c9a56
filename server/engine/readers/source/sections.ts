/**
 * Source code read again after an edit: statements that the edit does not reach are not looked at again.
 *
 * A section is what stands between two places where nothing but bodies of types is open. While it is read for the first time, it is told
 * which tokens are looked at, ahead and behind. Where the same tokens with the same brackets stand on the same text again, and the
 * same types are open, the section states the same: its facts are taken over, moved to where it stands now.
 */
import type { FactsBuilder } from '../../builder'
import { type Edit, editBetween } from '../../moves'
import { isSelfContained, type Stated } from '../../stated'
import type { Frames } from './frames'
import { isCloser, type Tokens } from './tokens'

interface Section {
  /** Indices of its first token and of the token behind it. */
  readonly from: number
  readonly to: number
  /** Indices of the first and the last token that were looked at. */
  readonly low: number
  readonly high: number
  /** What was open. */
  readonly key: string
  readonly blocks: readonly number[]
  readonly stated: Stated
}

/** A section that is being read. */
interface Open extends Pick<Section, 'from' | 'key' | 'blocks'> {
  /** How many types are open around it. */
  readonly depth: number
  readonly mark: readonly number[]
}

/** Tokens of a section, at least; and those of a type that is cut into sections of its own. */
const FEW = 40
const MANY = 300
/** Units around a token that may be looked at when the token is. */
const AROUND = 4200

/** The sections of the last text, by the offset of their first token. */
export class SourceMemory {
  tokens: Tokens | null = null
  /** What holds for the text as a whole, and decides how it is read. */
  kind = ''
  sections: ReadonlyMap<number, Section> = new Map()
}

export class Sections {
  private readonly last: ReadonlyMap<number, Section>
  private readonly before: Tokens | null
  private readonly edit: Edit
  private readonly now = new Map<number, Section>()
  private open: Open | null = null

  constructor(
    private readonly memory: SourceMemory,
    private readonly kind: string,
    private readonly tokens: Tokens,
    private readonly out: FactsBuilder,
  ) {
    const same = memory.kind === kind ? memory.tokens : null
    this.before = same
    this.last = same ? memory.sections : new Map()
    this.edit = same ? editBetween(same.x.text, tokens.x.text) : { at: 0, removed: 0, added: 0 }
  }

  /** At token `i`, before it is read: takes a section over where one begins that is known. Returns the token to go on with. */
  pass(i: number, frames: Frames): number {
    if (!frames.atRest || isCloser(this.tokens.punct(i))) return i
    const known = this.known(i, frames)
    const { open } = this
    if (open && !known) {
      const length = i - open.from
      // a small type is a section as a whole, a large one is cut
      if (frames.depth > open.depth ? length < MANY : frames.depth === open.depth && length < FEW && !this.ends(i))
        return i
    }
    if (open) this.keep(i, frames)
    if (known) return this.take(known, i, frames)
    if (!this.open) this.begin(i, frames)
    return i
  }

  /** The text was read. */
  end(): void {
    this.memory.kind = this.kind
    this.memory.tokens = this.tokens
    this.memory.sections = this.now
  }

  private ends(i: number): boolean {
    return i >= this.tokens.length
  }

  private begin(i: number, frames: Frames): void {
    this.tokens.forget()
    this.open = { from: i, depth: frames.depth, ...frames.rest, mark: this.out.mark() }
  }

  private keep(i: number, frames: Frames): void {
    const { open, tokens } = this
    this.open = null
    if (!open || open.from === i || open.key !== frames.rest.key) return
    const { from, key, blocks, mark } = open
    const stated = this.out.since(mark)
    if (!isSelfContained(stated, this.offset(from), this.offset(i))) return
    const { low, high } = tokens
    const range = { from, to: i, low: Math.min(low, from), high: Math.max(high, i - 1) }
    this.now.set(this.offset(from), { ...range, key, blocks, stated })
  }

  private known(i: number, frames: Frames): Section | null {
    const { before, edit } = this
    if (!before || i >= this.tokens.length) return null
    const start = this.offset(i)
    const by = start < edit.at ? 0 : edit.added - edit.removed
    const section = this.last.get(start - by)
    if (!section) return null
    const { low, high, from, key } = section
    const first = (before.list[low]?.start ?? 0) - AROUND
    const end = before.list[high]?.end
    const untouched = start < edit.at ? end !== undefined && end + AROUND <= edit.at : first >= edit.at + edit.removed
    if (!untouched || key !== frames.rest.key) return null
    return this.tokens.repeats(before, low, high, i - from, by) ? section : null
  }

  private take({ from, to, low, high, key, blocks, stated }: Section, i: number, frames: Frames): number {
    const shift = i - from
    const start = this.offset(i)
    const by = start - (this.before?.list[from]?.start ?? 0)
    const here = frames.rest.blocks
    const around = (block: number) => here[blocks.indexOf(block)] ?? block
    const now = this.out.restate(stated, by, around)
    const range = { from: i, to: to + shift, low: low + shift, high: high + shift }
    this.now.set(start, { ...range, key, blocks: here, stated: now })
    return to + shift
  }

  private offset(i: number): number {
    return this.tokens.list[i]?.start ?? this.tokens.x.text.length
  }
}
