/** Splits a script into commands: words, redirections, here-documents, and where the output of a group goes. */
import type { FactsBuilder } from '../../builder'
import type { Excerpt } from '../../text'
import { endOfLine, patience, readWord, type Word } from './words'

export interface Command {
  readonly words: Word[]
  /** File names behind `>` and `>>`. */
  readonly outputs: Word[]
  /** File names behind `<`. */
  readonly inputs: Word[]
  readonly heredocs: Excerpt[]
  /** Text behind `<<<`. */
  hereString: Word | null
  /** Its output goes on to the command behind it. */
  piped: boolean
  /** The sign between it and the command before, where one depends on the other. */
  after: '' | '&&' | '||'
}

interface Pending {
  readonly marker: string
  readonly command: Command
}

const fresh = (): Command => ({
  words: [],
  outputs: [],
  inputs: [],
  heredocs: [],
  hereString: null,
  piped: false,
  after: '',
})

/** Commands in the order of the text. Comments go to `out`. Never throws. */
export function commandsOf(x: Excerpt, out: FactsBuilder): Command[] {
  return new Lexer(x, out).run()
}

class Lexer {
  private readonly commands: Command[] = []
  private command = fresh()
  private pending: Pending[] = []
  /** Where the open groups begin in `commands`. */
  private readonly groups: number[] = []
  /** Commands of a group that just closed: what is redirected behind it holds for all of them. */
  private closed: readonly Command[] = []
  /** Markers that no later line holds. */
  private readonly missing = new Set<string>()
  private readonly patient = patience()

  constructor(
    private readonly x: Excerpt,
    private readonly out: FactsBuilder,
  ) {}

  run(): Command[] {
    const text = this.x.text
    for (let i = 0; i < text.length; ) i = this.step(text, i)
    this.flush()
    return this.commands
  }

  private flush(): void {
    const { words, heredocs, outputs } = this.command
    if (words.length > 0 || heredocs.length > 0 || outputs.length > 0) this.commands.push(this.command)
    this.command = fresh()
  }

  /** Reads what stands at `i` and returns the place behind it. */
  private step(text: string, i: number): number {
    const c = text[i] as string
    if (c === '\n') return this.newline(i)
    if (c === '\\' && /^\\\r?\n/.test(text.slice(i, i + 3))) return i + (text[i + 1] === '\r' ? 3 : 2)
    if (/\s/.test(c)) return i + 1
    if (c === '#' && (i === 0 || /[\s;|&(]/.test(text[i - 1] as string))) {
      const end = endOfLine(text, i)
      this.out.comment(text.slice(i + 1, end), this.x.span(i, end))
      return end
    }
    if (c === '<' || c === '>') return this.redirection(text, i)
    if (/[;|&()]/.test(c)) return this.operator(text, i)
    const alone = /[\s;|&)]/.test(text[i + 1] ?? ' ')
    if (c === '{' && alone) {
      this.flush()
      this.groups.push(this.commands.length)
      return i + 1
    }
    if (c === '}' && alone && this.command.words.length === 0) {
      this.closeGroup()
      return i + 1
    }
    const word = readWord(this.x, i, this.patient)
    this.command.words.push(word)
    return Math.max(word.end, i + 1)
  }

  private newline(i: number): number {
    const waiting = this.pending
    this.pending = []
    this.flush()
    this.closed = []
    let at = i + 1
    for (const doc of waiting) at = this.heredoc(doc, at)
    return at
  }

  private operator(text: string, i: number): number {
    const c = text[i] as string
    if (c === '|' && text[i + 1] !== '|') this.command.piped = true
    const double = (c === '|' || c === '&') && text[i + 1] === c
    // `2>&1` and `&>`
    if (c === '&' && (text[i - 1] === '>' || text[i + 1] === '>')) return i + 1
    this.flush()
    if (double) this.command.after = c === '&' ? '&&' : '||'
    if (c === '(') this.groups.push(this.commands.length)
    else if (c === ')') this.closeGroup()
    else this.closed = []
    return i + (double ? 2 : 1)
  }

  private closeGroup(): void {
    this.flush()
    const from = this.groups.pop()
    this.closed = from === undefined ? [] : this.commands.slice(from)
  }

  private redirection(text: string, i: number): number {
    const here = /^<<(-?)[ \t]*(\\?)(["']?)([A-Za-z_][\w.-]*)\3/.exec(text.slice(i, i + 80))
    if (here && text[i + 2] !== '<') {
      this.pending.push({ marker: here[4] as string, command: this.command })
      return i + here[0].length
    }
    const operator = /^(?:<<<|>>|>\||<>|<&|>&|[<>])[ \t]*/.exec(text.slice(i, i + 20))?.[0] ?? (text[i] as string)
    const at = i + operator.length
    // `<(command)`: what stands inside is a command of its own
    if (text[at] === '(') return at
    const word = readWord(this.x, at, this.patient)
    if (word.end === at) return at
    if (operator.startsWith('<<<')) this.command.hereString = word
    else if (operator[0] === '<' && !operator.startsWith('<&')) this.command.inputs.push(word)
    else if (operator.startsWith('>') && !operator.startsWith('>&')) {
      this.command.outputs.push(word)
      if (this.command.words.length === 0) for (const inner of this.closed) inner.outputs.push(word)
    }
    return word.end
  }

  /** The lines up to the marker belong to the command. Without its marker there is no document: it may be a shift, or half-typed. */
  private heredoc(doc: Pending, from: number): number {
    const text = this.x.text
    if (this.missing.has(doc.marker)) return from
    for (let at = from; at < text.length; ) {
      const next = text.indexOf('\n', at)
      const end = next < 0 ? text.length : next
      if (text.slice(at, end).trim() === doc.marker) {
        doc.command.heredocs.push(this.x.slice(from, at))
        return end + 1
      }
      at = end + 1
    }
    this.missing.add(doc.marker)
    return from
  }
}
