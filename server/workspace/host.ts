/** The world as the workspace sees it. `disk` implements it for node, the editor for virtual file systems; tests for memory. */
import type { Platform } from '../engine/url'

export interface HostEntry {
  readonly name: string
  readonly kind: 'file' | 'folder' | 'link' | 'other'
}

export interface Host {
  /** Entries of a folder, `path` relative to the root with `/`, empty for the root. Rejects when it cannot be read. */
  list(path: string): Promise<readonly HostEntry[]>
  /** Size in bytes. */
  size(path: string): Promise<number>
  /** Bytes of a file. Rejects when it cannot be read. */
  read(path: string): Promise<Uint8Array>
  /** Bytes [from, to) of a large file; falls back to `read`. */
  readPart?(path: string, from: number, to: number): Promise<Uint8Array>
  /** Paths under version control, which ignore files do not exclude; null when unknown. */
  tracked?(): Promise<ReadonlySet<string> | null>
  /** Ignore files of the repository that hold above the root, outermost first; `prefix` leads from their folder to the root. */
  ignoresAbove?(): Promise<readonly { readonly prefix: string; readonly text: string }[]>
}

/** Everything a platform offers, handed in once. */
export interface Machine extends Platform {
  decodeUtf8(bytes: Uint8Array): string
  decodeUtf16(bytes: Uint8Array, bigEndian: boolean): string
  /** Lets everything that waits (signals, messages, key strokes) come first. */
  pause(): Promise<void>
}
