/** A folder that only the client can read: a virtual file system, or any folder in the browser. */
import type { Connection } from 'vscode-languageserver'
import { type FolderEntry, requests } from '../protocol'
import type { Host } from '../workspace/host'
import { encodeSegment } from './folder'

export function createClientHost(connection: Connection, root: string): Host {
  const uri = (path: string) => (path === '' ? root : `${root}/${path.split('/').map(encodeSegment).join('/')}`)
  return {
    list: (path) => connection.sendRequest<FolderEntry[]>(requests.listFolder, { uri: uri(path) }),
    size: (path) => connection.sendRequest<number>(requests.fileSize, { uri: uri(path) }),
    async read(path) {
      const text = await connection.sendRequest<string>(requests.readFile, { uri: uri(path) })
      return Uint8Array.from(atob(text), (c) => c.charCodeAt(0))
    },
  }
}

/** A host with no files at all: only open documents count. */
export function createEmptyHost(): Host {
  const none = async (): Promise<never> => {
    throw Object.assign(new Error('there is no file system'), { code: 'ENOENT' })
  }
  return { list: async () => [], size: none, read: none }
}
