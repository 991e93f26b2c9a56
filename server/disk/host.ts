/** The node file system as a Host. Links are never followed; permission errors are errors. */
import {
  closeSync,
  constants,
  type Dirent,
  fstatSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
} from 'node:fs'
import { join, sep } from 'node:path'
import type { Host, HostEntry } from '../workspace/host'
import { ignoresAbove, trackedPaths } from './git-index'

export function createDiskHost(root: string): Host {
  const disk = new Disk(root)
  return {
    list: async (path) => disk.list(path),
    size: async (path) => disk.info(path).size,
    read: async (path) => disk.read(path),
    async readPart(path, from, to) {
      const handle = openSync(disk.full(path), 'r')
      try {
        const buffer = new Uint8Array(to - from)
        return buffer.subarray(0, readSync(handle, buffer, 0, to - from, from))
      } finally {
        closeSync(handle)
      }
    },
    tracked: () => trackedPaths(root),
    ignoresAbove: () => ignoresAbove(root),
  }
}

/** For small files synchronous calls are several times faster than promises. */
class Disk {
  /** Folders that were seen to be no links. */
  private readonly real = new Set<string>([''])
  /** Bytes of the paths whose names are no UTF-8, by the text that stands for them. */
  private readonly raw = new Map<string, Buffer>()

  constructor(private readonly root: string) {}

  full(path: string): string | Buffer {
    return this.raw.get(path) ?? (path === '' ? this.root : join(this.root, ...path.split('/')))
  }

  list(path: string): HostEntry[] {
    const full = this.full(path)
    const entries = readdirSync(full, { withFileTypes: true })
    if (Buffer.isBuffer(full) || entries.some((e) => e.name.includes('\ufffd'))) return this.listRaw(path, full)
    return entries.map((e) => ({ name: e.name, kind: kindOf(e) }))
  }

  private listRaw(path: string, full: string | Buffer): HostEntry[] {
    const folder = Buffer.from(full)
    return readdirSync(full, { withFileTypes: true, encoding: 'buffer' }).map((e) => {
      const bytes = e.name as unknown as Buffer
      const name = bytes.toString('utf8')
      this.raw.set(path === '' ? name : `${path}/${name}`, Buffer.concat([folder, Buffer.from(sep), bytes]))
      return { name, kind: kindOf(e) }
    })
  }

  /** Opened so that neither a link is followed nor a pipe waited for, whatever the path has become since it was listed. */
  read(path: string): Uint8Array {
    this.checkFolders(path)
    const handle = openSync(this.full(path), REGULAR)
    try {
      if (!fstatSync(handle).isFile()) throw notRegular()
      return readFileSync(handle)
    } finally {
      closeSync(handle)
    }
  }

  /** What is known of a regular file. */
  info(path: string): { readonly size: number } {
    this.checkFolders(path)
    const info = lstatSync(this.full(path))
    if (info.isSymbolicLink()) throw linkError()
    if (!info.isFile()) throw notRegular()
    return info
  }

  /** A file that is named by reference must not be reached through a link either. */
  private checkFolders(path: string): void {
    const parts = path.split('/')
    for (let i = 1; i < parts.length; i++) {
      const folder = parts.slice(0, i).join('/')
      if (this.real.has(folder)) continue
      if (lstatSync(this.full(folder)).isSymbolicLink()) throw linkError()
      this.real.add(folder)
    }
  }
}

function kindOf(e: Pick<Dirent, 'isSymbolicLink' | 'isDirectory' | 'isFile'>): HostEntry['kind'] {
  return e.isSymbolicLink() ? 'link' : e.isDirectory() ? 'folder' : e.isFile() ? 'file' : 'other'
}

/** Flags that not every system knows are none there. */
const REGULAR = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0)

function notRegular(): Error {
  return Object.assign(new Error('not a regular file'), { code: 'EISDIR' })
}

function linkError(): Error {
  return Object.assign(new Error('a link is not followed'), { code: 'ELOOP' })
}

export { createMachine } from './machine'
