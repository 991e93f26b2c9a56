/** The extension in a browser: the server is a web worker. */
import { type ExtensionContext, Uri, workspace } from 'vscode'
import { LanguageClient } from 'vscode-languageclient/browser'
import { type Api, activate as activateIn } from './activate'

export function activate(context: ExtensionContext): Promise<Api> {
  const script = Uri.joinPath(context.extensionUri, 'dist', 'server.web.js')
  return activateIn(
    context,
    async (options) => new LanguageClient('relaylint', 'relaylint', await startWorker(script), options),
  )
}

/** A worker starts from the http address of a web extension, but not from a remote one: there its text is run from memory. */
async function startWorker(uri: Uri): Promise<Worker> {
  if (/^https?$/.test(uri.scheme)) return new Worker(uri.toString(true))
  const code = await workspace.fs.readFile(uri)
  return new Worker(URL.createObjectURL(new Blob([code as BlobPart], { type: 'text/javascript' })))
}
