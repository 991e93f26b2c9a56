/** The extension on node: the server is a process of its own. */
import { join } from 'node:path'
import type { ExtensionContext } from 'vscode'
import { LanguageClient, TransportKind } from 'vscode-languageclient/node'
import { type Api, activate as activateIn } from './activate'

export function activate(context: ExtensionContext): Promise<Api> {
  const module = join(context.extensionPath, 'dist', 'server.js')
  return activateIn(
    context,
    async (options) =>
      new LanguageClient(
        'relaylint',
        'relaylint',
        {
          run: { module, transport: TransportKind.ipc },
          debug: { module, transport: TransportKind.ipc, options: { execArgv: ['--enable-source-maps'] } },
        },
        options,
      ),
  )
}
