/** The node file system as a Host. Links are never followed; permission errors are errors. */
import { lstat, open, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Host, HostEntry } from '../workspace/host'
import { trackedPaths } from './git-index'

export function createDiskHost(root: string): Host {
  const full = (path: string) => (path === '' ? root : join(root, ...path.split('/')))
  return {
    async list(path) {
      const entries = await readdir(full(path), { withFileTypes: true })
      return entries.map(
        (e): HostEntry => ({
          name: e.name,
          kind: e.isSymbolicLink() ? 'link' : e.isDirectory() ? 'folder' : e.isFile() ? 'file' : 'other',
        }),
      )
    },
    async size(path) {
      await refuseLinks(root, path)
      const info = await lstat(full(path))
      if (!info.isFile()) throw Object.assign(new Error('not a regular file'), { code: 'EISDIR' })
      return info.size
    },
    async read(path) {
      await refuseLinks(root, path)
      return readFile(full(path))
    },
    async readPart(path, from, to) {
      const handle = await open(full(path), 'r')
      try {
        const buffer = new Uint8Array(to - from)
        const { bytesRead } = await handle.read(buffer, 0, to - from, from)
        return buffer.subarray(0, bytesRead)
      } finally {
        await handle.close()
      }
    },
    tracked: () => trackedPaths(root),
  }
}

/** A file that is named by reference must not be reached through a link either. */
async function refuseLinks(root: string, path: string): Promise<void> {
  const parts = path.split('/')
  for (let i = 1; i <= parts.length; i++) {
    const info = await lstat(join(root, ...parts.slice(0, i)))
    if (info.isSymbolicLink()) throw Object.assign(new Error('a link is not followed'), { code: 'ELOOP' })
  }
}

export { createMachine } from './machine'
