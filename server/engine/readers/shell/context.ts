import type { FactsBuilder } from '../../builder'
import type { ReadContext } from '../../reader'
import type { Excerpt } from '../../text'
import type { Command } from './lexer'
import type { Order } from './order'
import type { Word } from './words'

/** What the interpretation of a command needs besides the command. */
export interface Shell {
  readonly x: Excerpt
  readonly out: FactsBuilder
  readonly context: ReadContext
  readonly fish: boolean
  /** The command behind the pipe sign, if any. */
  readonly next: Command | undefined
  /** The order of the assignments in the script around. */
  readonly order: Order
}

/** Where the output of a command goes: its redirections, or the files of the `tee` behind its pipe sign. */
export function targetsOf(command: Command, next: Command | undefined): string[] {
  const tee = [command, ...(command.piped && next ? [next] : [])].flatMap((c) => {
    const at = c.words.findIndex((w) => w.text === 'tee')
    return at < 0 ? [] : c.words.slice(at + 1).filter((w) => !w.text.startsWith('-'))
  })
  return [...command.outputs, ...tee]
    .map((w) => nameOf(w))
    .filter((n) => n !== '' && n !== '/dev/null' && !/^\d$/.test(n))
}

/** The text of a word with its references by name: `$GITHUB_ENV`, `$HOME/.env`. */
function nameOf(word: Word): string {
  return word.template.parts.map((p) => (p.kind === 'text' ? p.text : p.kind === 'ref' ? `$${p.name}` : '')).join('')
}
