import type { FactsBuilder } from './builder'
import type { Excerpt } from './text'
import type { Persona } from './types'

/**
 * What readers keep of the last text of one file, so that an edit costs the reading of what it touched. Whatever it holds, the facts are
 * those of a first reading.
 */
export class ReaderMemory {
  private readonly kept = new Map<unknown, object>()

  /** The one instance of a kind of memory. */
  of<T extends object>(kind: new () => T): T {
    let memory = this.kept.get(kind) as T | undefined
    if (!memory) {
      memory = new kind()
      this.kept.set(kind, memory)
    }
    return memory
  }
}

/** What a reader is told besides the text. */
export interface ReadContext {
  /** Path relative to the scan root, with `/`. */
  readonly path: string
  /** Block that everything read here belongs to; 0 for a whole file. */
  readonly block: number
  /** Dialect asked for by an embedding reader (`bash`, `python`), else empty. */
  readonly dialect: string
  /**
   * Reads an excerpt with another reader: a `run:` script, JSON in a string, a notebook cell. Beyond a small depth it does nothing.
   * `dialect` is a language or dialect name (`bash`, `python`, `json`, `dotenv` ...); unknown names are ignored.
   */
  embed(dialect: string, excerpt: Excerpt, block: number, under?: readonly string[]): void
  /** Key path of the scalar that holds the text, when a reader of data embedded it; else empty. */
  readonly under: readonly string[]
  /** The text stands inside of a file of another format: the path says nothing about it. */
  readonly embedded: boolean
  /** Where a file is read again and again. Never inside of another file. */
  readonly memory?: ReaderMemory
}

/** Reads one family of formats. Total by contract: the caller turns an exception into a problem, but none is expected. */
export interface Reader {
  readonly id: string
  /** Raised whenever the same text may give other facts: part of every cache key. */
  readonly version: number
  /** What it states is shown to this persona only: nobody else waits for it to be read. */
  readonly audience?: Persona
  /** Its texts may be templates, whose own comments (Helm's, Jinja's, those of ERB) are no part of the format. */
  readonly templated?: true
  /** Dialects that `embed` may ask for. */
  readonly dialects: readonly string[]
  /** Dialect for a path (its last segment is `name`), or empty when the reader is not for it. */
  dialectOf(path: string, name: string): string
  read(input: Excerpt, out: FactsBuilder, context: ReadContext): void
}
