/** The open brackets around a token, the blocks they make, and the settings that wait until it is known what they list. */
import type { FactsBuilder, SettingInput } from '../../builder'
import type { NamedFile } from '../../named-files'
import { literalOf } from '../../template'
import type { Reference, Span } from '../../types'
import { isSilent, isTest } from './callees'

export interface Frame {
  readonly kind: 'call' | 'object' | 'list' | 'scope' | 'group' | 'params'
  readonly callee: string
  readonly block: number
  /** Key path from the call or the variable down to here. */
  readonly path: readonly string[]
  /** Index of the token that closes it. */
  readonly close: number
  /** The body of a class or the like: what stands in it are statements of their own. */
  readonly type?: boolean
  /** Chain of calls whose members a lambda calls without a name before them. */
  readonly receiver?: string
  /** Settings of this table wait until it is known whether it lists choices. */
  readonly buffer: SettingInput[] | null
  /** Whether this or a call around talks about values instead of using them. */
  readonly silent: boolean
}

export interface Remembered {
  /** What is known in these blocks, the same for the same knowledge. */
  key(blocks: readonly number[]): string
}

interface Definition {
  readonly indent: number
  readonly block: number
  readonly name: string
  /** A class or module: what stands in it are statements of their own. */
  readonly type: boolean
}

const MAX_FRAMES = 400
const MAX_DEFINITIONS = 200
/** A table with that many hosts lists choices of which the file itself takes none. */
const CHOICES = 4

export class Frames {
  private readonly stack: Frame[] = []
  /** Definitions whose bodies are told by their indentation. */
  private readonly definitions: Definition[] = []

  constructor(
    private readonly out: FactsBuilder,
    private readonly root: number,
    /** What was given to names of open blocks; what follows may rest on it. */
    private readonly remembered: readonly Remembered[] = [],
  ) {}

  get top(): Frame | undefined {
    return this.stack[this.stack.length - 1]
  }

  /** The frame around the innermost one. */
  get outer(): Frame | undefined {
    return this.stack[this.stack.length - 2]
  }

  get block(): number {
    return this.top?.block ?? this.definitionBlock
  }

  get definitionBlock(): number {
    return this.definitions[this.definitions.length - 1]?.block ?? this.root
  }

  /** Nothing but bodies of types is open. */
  get atRest(): boolean {
    const { top, stack, definitions } = this
    if (top && !top.type) return false
    return stack.every((f) => f.type) && definitions.every((d) => d.type)
  }

  /** How much is open. */
  get depth(): number {
    return this.stack.length + this.definitions.length
  }

  /** What is open at rest, the same for equal surroundings, and the blocks of it from the outer to the inner. */
  get rest(): { readonly key: string; readonly blocks: readonly number[] } {
    const { stack, definitions, root } = this
    const names = [...stack.map((f) => `{${f.path.join('.')}`), ...definitions.map((d) => `${d.indent} ${d.name}`)]
    const blocks = [root, ...stack.map((f) => f.block), ...definitions.map((d) => d.block)]
    const known = this.remembered.map((r) => r.key(blocks))
    return { key: [...names, ...known].join('\n'), blocks }
  }

  /** The blocks around, from the inner to the outer; the same one may come again. */
  get around(): readonly number[] {
    return [...this.stack.map((f) => f.block).reverse(), ...this.definitions.map((d) => d.block).reverse(), this.root]
  }

  get full(): boolean {
    return this.stack.length > MAX_FRAMES
  }

  push({ type, ...frame }: Omit<Frame, 'buffer' | 'silent'>, buffered = false): void {
    const silent = this.silent || (frame.kind === 'call' && isSilent(frame.callee))
    this.stack.push({ ...frame, buffer: buffered ? [] : null, silent, ...(type ? { type } : {}) })
  }

  /** Closes every frame that ends at or before token `i`. */
  closeBefore(i: number): void {
    for (let top = this.top; top && i >= top.close; top = this.top) this.pop()
  }

  closeAll(): void {
    while (this.top) this.pop()
  }

  /** Ends the definitions that a line with this indentation no longer belongs to; `end` is where their last line ends. */
  outdent(indent: number, end: number): void {
    while ((this.definitions[this.definitions.length - 1]?.indent ?? -1) >= indent) {
      const ended = this.definitions.pop()
      if (ended) this.out.endBlock(ended.block, end)
    }
  }

  define(definition: Definition): void {
    if (this.definitions.length <= MAX_DEFINITIONS) this.definitions.push(definition)
  }

  reference(kind: Reference['kind'], target: string, span: Span, block: number): void {
    this.out.reference({ kind, target, span, block })
  }

  refer(named: NamedFile, block: number): void {
    this.out.reference({ ...named, block })
  }

  /** Name of the function or class around, or empty. */
  get scope(): string {
    return (
      this.definitions[this.definitions.length - 1]?.name ??
      this.innermost((f) => f.kind === 'scope' && f.path.length > 0)?.path[0] ??
      ''
    )
  }

  /** The nearest call around, with only literals between. */
  get call(): Frame | undefined {
    for (let k = this.stack.length - 1; k >= 0; k--) {
      const f = this.stack[k] as Frame
      if (f.kind === 'call' || (f.kind === 'object' && f.callee)) return f
      if (f.kind === 'scope' || f.kind === 'params') return undefined
    }
    return undefined
  }

  /** Whether any call around talks about values: an assertion, a message. */
  get silent(): boolean {
    return this.top?.silent ?? false
  }

  /** Whether a test framework runs the code around. */
  private get tested(): boolean {
    return this.stack.some((f) => f.kind === 'call' && isTest(f.callee))
  }

  /** States the setting, or keeps it until the table around is closed. */
  state(setting: SettingInput): void {
    if (this.tested && /^(?:request|upstream|constant|member)$/.test(setting.kind)) return
    const table = isChoice(setting) ? this.innermost((f) => f.kind === 'scope' || f.buffer !== null)?.buffer : null
    if (table) table.push(setting)
    else this.out.setting(setting)
  }

  private innermost(test: (frame: Frame) => boolean): Frame | undefined {
    for (let k = this.stack.length - 1; k >= 0; k--) if (test(this.stack[k] as Frame)) return this.stack[k]
    return undefined
  }

  private pop(): void {
    const settings = this.stack.pop()?.buffer
    if (!settings || settings.length === 0) return
    const around = this.innermost((f) => f.buffer !== null)
    if (around) {
      around.buffer?.push(...settings)
      return
    }
    const listed = choicesAmong(settings)
    for (const setting of settings) if (!listed.has(setting)) this.out.setting(setting)
    this.out.choices(() => {
      for (const setting of listed) this.out.setting(setting)
    })
  }
}

const hostOf = (setting: SettingInput): string => /^https?:\/\/([^/:]+)/.exec(literalOf(setting.value))?.[1] ?? ''

/**
 * The settings of a table that only lists what one may choose from: the same key again and again, or names of providers as keys.
 * A key of its own that says what its address is for (`claude_api_base`) is a default.
 */
function choicesAmong(settings: readonly SettingInput[]): ReadonlySet<SettingInput> {
  const times = new Map<string, number>()
  for (const { name } of settings) times.set(name, (times.get(name) ?? 0) + 1)
  const listed = settings.filter(
    (s) => hostOf(s) === '' || times.get(s.name) !== 1 || !/ur[il]|base|host|endpoint/i.test(s.name),
  )
  const hosts = new Set(listed.map(hostOf).filter(Boolean))
  return new Set(hosts.size >= CHOICES ? listed : [])
}

/** An address that is stated or merely passed on may be a choice of the table around; an option builds a client there and then. */
function isChoice({ kind, name, callee }: SettingInput): boolean {
  return kind === 'constant' || (kind === 'argument' ? name.startsWith('$') : callee?.startsWith('~') === true)
}
