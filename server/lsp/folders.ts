/** The folders of a workspace, and a folder of its own for every document that lies in none of them. */
import { readerFor } from '../engine/read'
import type { Reader } from '../engine/reader'
import type { OpenDocument } from './documents'
import { type Folder, safeDecode } from './folder'
import { fileNameFor } from './languages'

export interface Home {
  readonly folder: Folder
  readonly path: string
}

export class Folders {
  readonly list: Folder[] = []

  constructor(
    private readonly readers: readonly Reader[],
    private readonly make: (uri: string, file: string, lone: string) => Folder,
  ) {}

  add(uri: string): Folder {
    const folder = this.make(plain(uri), '', '')
    this.list.push(folder)
    return folder
  }

  remove(uri: string): Folder | undefined {
    const at = this.list.findIndex((f) => f.uri === plain(uri) && f.file === '')
    return at < 0 ? undefined : this.list.splice(at, 1)[0]
  }

  drop(folder: Folder): void {
    const at = this.list.indexOf(folder)
    if (at >= 0) this.list.splice(at, 1)
  }

  /** The innermost folder of a document. */
  find(uri: string): Home | null {
    let best: Home | null = null
    for (const folder of this.list) {
      const path = folder.pathOf(uri)
      if (path !== null && path !== '' && (!best || nearer(folder, best.folder))) best = { folder, path }
    }
    return best
  }

  /** The home of an open document: files of the disk, and texts that were never saved, get one of their own. */
  open(document: OpenDocument): Home | null {
    const known = this.find(document.uri)
    if (known) return known
    const parts = /^(file|untitled):(.*?)([^/]*)$/.exec(document.uri)
    if (!parts) return null
    const [, scheme = '', parent = '', last = ''] = parts
    const name = safeDecode(last)
    const file = readerFor(this.readers, name) ? name : scheme === 'untitled' ? fileNameFor(document.languageId) : name
    if (!file) return null
    const folder = this.make(plain(`${scheme}:${parent}`), file, document.uri)
    this.list.push(folder)
    return { folder, path: file }
  }
}

/** A folder of the workspace before a lone document's own, the inner one before the outer one. */
const nearer = (a: Folder, b: Folder): boolean =>
  (a.file === '') === (b.file === '') ? a.uri.length > b.uri.length : a.file === ''

const plain = (uri: string): string => uri.replace(/\/+$/, '')
