/** Builders in more than one statement: `var b = OpenAIOkHttpClient.builder()`, later `b.baseUrl("…")`. */
import type { Remembered } from './frames'
import type { Tokens } from './tokens'

const BUILDS = /^(?:builder|newBuilder|new_builder|(?:\p{Lu}\w*)?Builder)$/u
const MAX_BLOCKS = 2000
const MAX_CHAIN = 12

export class Builders implements Remembered {
  /** Names of each block, with the call that made their builder. */
  private readonly made = new Map<number, Map<string, string>>()
  private size = 0

  constructor(private readonly tokens: Tokens) {}

  /** Looks whether the name is given a builder by the value at token `at`. */
  assigned(block: number, name: string, at: number): void {
    const call = this.callAt(at)
    const names = this.made.get(block)
    if (!call) {
      if (this.tokens.word(at) !== name) names?.delete(name)
    } else if (names) names.set(name, call)
    else if (this.size++ < MAX_BLOCKS) this.made.set(block, new Map([[name, call]]))
  }

  /** The callee as one chain from the call that made the builder, where a block around gave the name one. */
  resolve(callee: string, around: () => readonly number[]): string {
    const dot = this.size > 0 ? callee.indexOf('.') : -1
    if (dot <= 0) return callee
    const name = callee.slice(0, dot)
    for (const block of around()) {
      const call = this.made.get(block)?.get(name)
      if (call) return `${call}${callee.slice(dot)}`
    }
    return callee
  }

  key(blocks: readonly number[]): string {
    return this.size === 0 ? '' : blocks.map((b) => [...(this.made.get(b) ?? [])].join(' ')).join('|')
  }

  /** `Type.builder` of `Type.builder()`, `TypeBuilder` of `new TypeBuilder()` at `at`, or empty. */
  private callAt(at: number): string {
    const { tokens } = this
    let k = tokens.word(at) === 'new' ? at + 1 : at
    let name = tokens.word(k)
    for (let hops = 0; hops < MAX_CHAIN && /^(?:\.|::)$/.test(tokens.punct(k + 1)) && tokens.word(k + 2); hops++) {
      name += tokens.punct(k + 1) + tokens.word(k + 2)
      k += 2
    }
    if (!tokens.is(k + 1, '(')) return ''
    const last = name.slice(Math.max(name.lastIndexOf('.'), name.lastIndexOf(':')) + 1)
    return BUILDS.test(last) ? name : ''
  }
}
