/** What a project knows of each of its files: the facts, the text as it was last read, and which files are near it. */
import type { FactBase } from '../engine/facts'
import { hash64 } from '../engine/hash'
import { createMemory, type LinkMemory } from '../engine/link/digest'
import { bringsIn } from '../engine/link/targets'
import { type Edit, editBetween, saysTheSame } from '../engine/moves'
import { readerFor, readFile } from '../engine/read'
import { type Reader, ReaderMemory } from '../engine/reader'
import { literalOf } from '../engine/template'
import type { FileFacts, Persona, Template } from '../engine/types'
import type { ScanContext } from './types'
import { Vicinity } from './vicinity'
import { type Known, knownTo, worthReading } from './worth'

/** What reading a text again changed. */
export interface Taken {
  /** The file says something else than before. */
  readonly changed: boolean
  /** Where it says something else, it says it of the same: only places moved, as by this edit. */
  readonly moved: Edit | null
  /** Files may have to be read that nobody has read: only a whole scan finds them. */
  readonly reaches: boolean
}

export class ProjectFiles {
  /** Facts by path and content hash; a scan fills it and reads from it. */
  readonly cache = new Map<string, { readonly hash: string; readonly facts: FileFacts | null }>()
  readonly memory: LinkMemory = createMemory()
  private facts = new Map<string, FileFacts>()
  private readonly texts = new Map<string, string>()
  /** The last text of each file that was taken, with the facts it was read to. */
  private readonly readings = new Map<string, { readonly text: string; readonly facts: FileFacts }>()
  /** What readers keep of files that somebody works in. */
  private readonly memories = new Map<string, ReaderMemory>()
  /** Files that asked for a scan because an import may bring them in. */
  private readonly asked = new Set<string>()
  private readonly known: Known
  private readonly vicinity: Vicinity

  constructor(private readonly context: Pick<ScanContext, 'readers' | 'redactor'> & { readonly facts: FactBase }) {
    this.known = knownTo(context.facts)
    this.vicinity = new Vicinity(context.facts, this.memory)
  }

  /** The facts of all files; another object after `reset`. */
  get all(): ReadonlyMap<string, FileFacts> {
    return this.facts
  }

  get(path: string): FileFacts | null {
    return this.facts.get(path) ?? null
  }

  /** Texts that were taken since the last `reset`. */
  get taken(): ReadonlyMap<string, string> {
    return this.texts
  }

  /** Takes over what a whole scan read; what is known of files that are gone is forgotten. */
  reset(files: ReadonlyMap<string, FileFacts>, paths: readonly string[]): void {
    this.facts = new Map(files)
    this.vicinity.reset(this.facts)
    this.texts.clear()
    const known = new Set(paths)
    for (const path of this.cache.keys()) if (!known.has(path)) this.cache.delete(path)
    for (const path of this.readings.keys()) if (!known.has(path)) this.release(path)
  }

  set(path: string, facts: FileFacts | null): void {
    if (facts === this.get(path)) return
    if (facts) this.facts.set(path, facts)
    else this.facts.delete(path)
    this.vicinity.set(path, facts)
  }

  /** Reads a text as the content of a file, for whoever asks for that path. */
  take(path: string, text: string, persona: Persona): Taken {
    const before = this.get(path)
    const inPaths = this.vicinity.namesInPaths
    const asked = this.asked.size
    this.texts.set(path, text)
    const after = this.read(path, text, persona)
    const moved = this.movedBetween(path, before, after, text)
    if (after) this.readings.set(path, { text, facts: after })
    if (moved && after) this.facts.set(path, after)
    else this.set(path, after)
    const reaches = !moved && (linksOf(before, inPaths) !== linksOf(after, inPaths) || this.asked.size > asked)
    return { changed: after !== before, moved, reaches }
  }

  /** The edit between the last reading and this one when it changed nothing but places. */
  private movedBetween(path: string, before: FileFacts | null, after: FileFacts | null, text: string): Edit | null {
    const last = this.readings.get(path)
    if (!before || !after || before === after || last?.facts !== before) return null
    const edit = editBetween(last.text, text)
    return saysTheSame(before, after, edit) ? edit : null
  }

  /** Nobody works in the file any more. */
  release(path: string): void {
    this.readings.delete(path)
    this.memories.delete(path)
  }

  isReferred(path: string): boolean {
    return this.vicinity.isReferred(path)
  }

  /** The file and what is near it; null when that is as good as everything. `folders` are units of their own. */
  around(path: string, folders: readonly string[]): ReadonlyMap<string, FileFacts> | null {
    const near = this.vicinity.around(path, folders)
    return near && new Map([...near].flatMap((other) => entryOf(other, this.facts.get(other))))
  }

  private read(path: string, text: string, persona: Persona): FileFacts | null {
    const found = readerFor(this.context.readers, path)
    const own = this.get(path)
    if (!found && !own) return null
    if (found && !this.isWorth(found.reader, path, text, persona)) return null
    // a file that is known by reference only is an env file of any name
    const facts = found ? this.readCached(path, text) : readAs(`${path}.env`, path, text, this.context)
    return facts && own?.local ? { ...facts, local: true } : facts
  }

  /** Whether the text is read. Source code that matters only by import stays what the last scan made of it, which it asks for once. */
  private isWorth(reader: Reader, path: string, text: string, persona: Persona): boolean {
    const worth = worthReading(reader, text, path, persona, this.known)
    if (worth !== 'later') return worth === 'yes'
    if (this.facts.has(path)) return true
    this.asked.add(path)
    return false
  }

  private memoryOf(path: string): ReaderMemory {
    const known = this.memories.get(path) ?? new ReaderMemory()
    this.memories.set(path, known)
    return known
  }

  private readCached(path: string, text: string): FileFacts | null {
    const hash = hash64(text)
    const known = this.cache.get(path)
    if (known?.hash === hash) return known.facts
    const facts = readFile(path, text, { ...this.context, memory: this.memoryOf(path) })
    this.cache.set(path, { hash, facts })
    return facts
  }
}

const entryOf = (path: string, facts: FileFacts | undefined): [string, FileFacts][] => (facts ? [[path, facts]] : [])

function readAs(
  name: string,
  path: string,
  text: string,
  context: Pick<ScanContext, 'readers' | 'redactor'>,
): FileFacts | null {
  const facts = readFile(name, text, context)
  return facts ? { ...facts, path } : null
}

/**
 * The files that a file brings in, and what it says of names in the paths of such files (`inPaths`): when they change, files may have to
 * be read that nobody has read.
 */
function linksOf(facts: FileFacts | null, inPaths: ReadonlySet<string>): string {
  if (!facts) return ''
  const files = facts.references.filter(bringsIn).map((r) => `${r.target} ${r.value ? wordsOf(r.value) : ''}`)
  const modules = facts.imports.map((i) => `${i.module} ${i.names.join(' ')}`)
  const given = facts.settings.flatMap((s) => (inPaths.has(s.name) ? [`${s.name}=${wordsOf(s.value)}`] : []))
  return [...files, ...modules, ...given].sort().join('\n')
}

/** A template with its references by name. */
function wordsOf(value: Template): string {
  return value.parts
    .map((p) =>
      p.kind === 'ref' ? `$${p.name} ${literalOf({ ...value, parts: [p] })}` : literalOf({ ...value, parts: [p] }),
    )
    .join('')
}
