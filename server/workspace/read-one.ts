/** Reads one file of a host: bytes, text, facts. The same in the thread of the scan and in its helpers. */
import { readerFor, readFile } from '../engine/read'
import type { Reader } from '../engine/reader'
import type { Redactor } from '../engine/redact'
import type { FileFacts, Persona } from '../engine/types'
import { type Decoded, decode, decoderOf } from './decode'
import { withMark } from './env-notes'
import { holdsSign } from './filter'
import { halfText } from './half-text'
import type { Host, Machine } from './host'
import { reasonOf } from './walk'
import { type Known, worthReading } from './worth'

export interface ReadingContext {
  readonly host: Host
  readonly machine: Machine
  readonly readers: readonly Reader[]
  readonly redactor: Redactor
  readonly known: Known
}

/** What reading one file came to. Plain data, so that it can travel between threads. */
export type Outcome =
  | { readonly kind: 'facts'; readonly decoded: Decoded; readonly facts: FileFacts }
  /** A text that cannot say anything. */
  | { readonly kind: 'quiet' }
  /** Source code that matters only when a file that matters imports it. */
  | { readonly kind: 'later' }
  /** No reader knows it, or it is large and holds neither a key word nor a listed host. */
  | { readonly kind: 'passed' }
  | { readonly kind: 'binary' }
  | { readonly kind: 'skipped'; readonly reason: string }

export type FactsOf = (path: string, text: string) => FileFacts | null

export interface ReadOneOptions {
  /** Text that replaces what is on disk. */
  readonly overlay?: string | undefined
  /** A file that matters imports it: it is read whatever it holds. */
  readonly imported?: boolean
  /** Replaces the readers, for callers that remember. */
  readonly factsOf?: FactsOf
}

/** Never rejects: what cannot be read is an outcome with its reason. */
export async function readOne(
  path: string,
  persona: Persona,
  context: ReadingContext,
  { overlay, imported, factsOf = (p, text) => readFile(p, text, context) }: ReadOneOptions = {},
): Promise<Outcome> {
  const found = readerFor(context.readers, path)
  if (!found) return { kind: 'passed' }
  const read = overlay === undefined ? await textOf(path, context) : textOfOverlay(overlay)
  if ('kind' in read) return read
  const worth = imported ? 'yes' : worthReading(found.reader, read.text, path, persona, context.known)
  if (worth !== 'yes') return { kind: worth === 'later' ? 'later' : 'quiet' }
  const facts = factsOf(path, read.text)
  if (!facts) return { kind: 'quiet' }
  return { kind: 'facts', decoded: read, facts: read.bom ? withMark(facts) : facts }
}

const textOfOverlay = (text: string): Decoded => ({ text, encoding: 'utf-8', bom: false })

/** Text of a file, or the outcome that says why there is none. */
export async function textOf(
  path: string,
  context: Pick<ReadingContext, 'host' | 'machine' | 'known'>,
): Promise<Decoded | Outcome> {
  const { host, machine, known } = context
  try {
    const size = await host.size(path)
    if (size > MAX_BYTES)
      return (await largeMatters(path, size, context))
        ? {
            kind: 'skipped',
            reason: `larger than ${MAX_BYTES / 1024 / 1024} MiB and it holds a key word or a known host`,
          }
        : { kind: 'passed' }
    const bytes = await host.read(path)
    const decoded = decode(bytes, machine)
    if (decoded) return decoded
    const half = halfText(bytes, machine, known)
    return half.kind === 'text' ? textOfOverlay(half.text) : half
  } catch (error) {
    return { kind: 'skipped', reason: reasonOf(error) }
  }
}

/** Looks for a key word or a listed host piece by piece, in the encoding that the first piece shows. */
async function largeMatters(
  path: string,
  size: number,
  { host, machine, known }: Pick<ReadingContext, 'host' | 'machine' | 'known'>,
): Promise<boolean> {
  if (!host.readPart) return true
  let decodePiece: ReturnType<typeof decoderOf> = null
  for (let at = 0; at < size; at += PIECE) {
    const bytes = await host.readPart(path, at, Math.min(size, at + PIECE + OVERLAP))
    if (at === 0) decodePiece = decoderOf(bytes, machine)
    if (!decodePiece) {
      if (halfText(bytes, machine, known).kind !== 'binary') return true
    } else {
      const text = decodePiece(bytes)
      if (holdsSign(text, known.host)) return true
    }
    await machine.pause()
  }
  return false
}

const MAX_BYTES = 5 * 1024 * 1024
/** Bytes of a large file that are looked at together, and how far a word or a host may reach into the next piece. */
const PIECE = 4 * 1024 * 1024
const OVERLAP = 256
