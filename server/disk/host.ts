/** The node file system as a Host. Links are never followed; permission errors are errors. */
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import type { Host, HostEntry } from '../workspace/host'
import { ignoresAbove, trackedPaths } from './git-index'

export function createDiskHost(root: string): Host {
  const full = (path: string) => (path === '' ? root : join(root, ...path.split('/')))
  // folders that were seen to be no links; for small files synchronous calls are several times faster than promises
  const real = new Set<string>([''])
  return {
    async list(path) {
      return readdirSync(full(path), { withFileTypes: true }).map(
        (e): HostEntry => ({
          name: e.name,
          kind: e.isSymbolicLink() ? 'link' : e.isDirectory() ? 'folder' : e.isFile() ? 'file' : 'other',
        }),
      )
    },
    async size(path) {
      return fileInfo(root, path, real).size
    },
    async read(path) {
      fileInfo(root, path, real)
      return readFileSync(full(path))
    },
    async readPart(path, from, to) {
      const handle = openSync(full(path), 'r')
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

/** What is known of a regular file. One that is named by reference must not be reached through a link either. */
function fileInfo(root: string, path: string, real: Set<string>): { readonly size: number } {
  const parts = path.split('/')
  for (let i = 1; i < parts.length; i++) {
    const folder = parts.slice(0, i).join('/')
    if (real.has(folder)) continue
    if (lstatSync(join(root, folder)).isSymbolicLink()) throw linkError()
    real.add(folder)
  }
  const info = lstatSync(join(root, ...parts))
  if (info.isSymbolicLink()) throw linkError()
  if (!info.isFile()) throw Object.assign(new Error('not a regular file'), { code: 'EISDIR' })
  return info
}

function linkError(): Error {
  return Object.assign(new Error('a link is not followed'), { code: 'ELOOP' })
}

export { createMachine } from './machine'
