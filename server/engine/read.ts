import { FactsBuilder } from './builder'
import { nameOf } from './paths'
import type { ReadContext, Reader, ReaderMemory } from './reader'
import type { Redactor } from './redact'
import { withoutTemplateComments } from './template-comments'
import { Excerpt } from './text'
import type { FileFacts } from './types'

export interface ReadOptions {
  readonly readers: readonly Reader[]
  readonly redactor: Redactor
  readonly memory?: ReaderMemory
}

const MAX_DEPTH = 4

const TEMPLATE = /\.(?:j2|jinja2?|erb|epp|tpl|tmpl|gotmpl|ctmpl|mustache|hbs)$/i

/** The reader and dialect for a path, or null when no reader knows it. Earlier readers win. A template is read as what it makes. */
export function readerFor(readers: readonly Reader[], path: string): { reader: Reader; dialect: string } | null {
  const made = path.replace(TEMPLATE, '')
  return known(readers, path) ?? (made === path ? null : known(readers, made))
}

function known(readers: readonly Reader[], path: string): { reader: Reader; dialect: string } | null {
  const name = nameOf(path)
  for (const reader of readers) {
    const dialect = reader.dialectOf(path, name)
    if (dialect) return { reader, dialect }
  }
  return null
}

/**
 * Reads one file. Never throws: a failing reader becomes a problem with its id, and what it stated before stays.
 * Returns null when no reader is for this path.
 */
export function readFile(path: string, text: string, options: ReadOptions): FileFacts | null {
  const found = readerFor(options.readers, path)
  if (!found) return null
  const out = new FactsBuilder(path, text, options.redactor)
  const whole = Excerpt.verbatim(text)
  const input = found.reader.templated ? withoutTemplateComments(whole, out) : whole
  run(found.reader, found.dialect, input, 0, 0, [], out, options)
  return out.done(found.reader.id, found.dialect)
}

function run(
  reader: Reader,
  dialect: string,
  input: Excerpt,
  block: number,
  depth: number,
  under: readonly string[],
  out: FactsBuilder,
  options: ReadOptions,
): void {
  const context: ReadContext = {
    path: out.path,
    block,
    dialect,
    under,
    embedded: depth > 0,
    ...(depth === 0 && options.memory ? { memory: options.memory } : {}),
    embed(wanted, excerpt, inner, holder = []) {
      if (depth >= MAX_DEPTH || excerpt.text === '') return
      const target = options.readers.find((r) => r.dialects.includes(wanted))
      if (target) run(target, wanted, excerpt, inner, depth + 1, holder, out, options)
    },
  }
  try {
    out.reading(input, () => reader.read(input, out, context))
  } catch (error) {
    out.problem(stopped(reader.id, error), input.span(0, input.text.length), true)
  }
}

/** What is said of a reader that failed: an exhausted stack is a limit of ours, everything else a bug that somebody may report. */
function stopped(id: string, error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  if (error instanceof RangeError && /call stack|recursion/i.test(message))
    return `the ${id} reader stopped: nested too deeply, the rest was not read`
  return `the ${id} reader stopped: a bug of relaylint (${message.slice(0, 120)}), the rest was not read`
}
