/** Answers the server's requests for files that only the editor can read: virtual file systems, and everything in a browser. */
import * as vscode from 'vscode'
import type { BaseLanguageClient } from 'vscode-languageclient'
import { type FolderEntry, requests } from '../server/protocol'

export function answerFiles(client: BaseLanguageClient): void {
  const { fs } = vscode.workspace
  client.onRequest(requests.readFile, async ({ uri }: { uri: string }) => base64(await fs.readFile(inside(uri))))
  client.onRequest(requests.fileSize, async ({ uri }: { uri: string }) => (await fs.stat(inside(uri))).size)
  client.onRequest(requests.listFolder, async ({ uri }: { uri: string }): Promise<FolderEntry[]> => {
    const entries = await fs.readDirectory(inside(uri))
    return entries.map(([name, type]) => ({ name, kind: kindOf(type) }))
  })
}

/** Only files of the workspace are handed out. */
function inside(text: string): vscode.Uri {
  const uri = vscode.Uri.parse(text, true)
  if (!vscode.workspace.getWorkspaceFolder(uri)) throw new Error('the file lies outside of the workspace')
  return uri
}

function kindOf(type: vscode.FileType): FolderEntry['kind'] {
  if (type & vscode.FileType.SymbolicLink) return 'link'
  if (type & vscode.FileType.Directory) return 'folder'
  return type & vscode.FileType.File ? 'file' : 'other'
}

/** In pieces, because a call takes only so many arguments. */
function base64(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i += 0x8000) text += String.fromCharCode(...bytes.subarray(i, i + 0x8000))
  return btoa(text)
}
