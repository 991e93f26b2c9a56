/** Pages of rules out of the extension itself: the addresses that the server names lead to the network, these do not. */
import * as vscode from 'vscode'
import type { Middleware } from 'vscode-languageclient'
import { commands, type ExplainRequest, ruleOfPage } from '../server/protocol'

const SCHEME = 'relaylint-page'

export interface Pages extends vscode.Disposable {
  show(name: string, markdown: string): Promise<void>
}

export function createPages(): Pages {
  const pages = new Map<string, string>()
  const changed = new vscode.EventEmitter<vscode.Uri>()
  const provider = vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    onDidChange: changed.event,
    provideTextDocumentContent: (uri) => pages.get(uri.toString()) ?? '',
  })
  return {
    async show(name, markdown) {
      const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${name}.md` })
      pages.set(uri.toString(), markdown)
      changed.fire(uri)
      await vscode.commands.executeCommand('markdown.showPreview', uri)
    },
    dispose: () => vscode.Disposable.from(changed, provider).dispose(),
  }
}

/** Diagnostics and hovers whose links open the extension's own copy of a page. */
export const pageLinks: Middleware = {
  handleDiagnostics(uri, diagnostics, next) {
    for (const d of diagnostics) {
      const code = d.code
      const rule = code && typeof code === 'object' ? ruleOfPage(code.target.toString(true)) : null
      if (rule && code && typeof code === 'object') d.code = { value: code.value, target: explaining({ rule }) }
    }
    next(uri, diagnostics)
  },
  async provideHover(document, position, token, next) {
    const hover = await next(document, position, token)
    if (hover) hover.contents = hover.contents.map(linked)
    return hover
  },
}

function linked(content: vscode.MarkdownString | vscode.MarkedString): vscode.MarkdownString | vscode.MarkedString {
  if (!(content instanceof vscode.MarkdownString)) return content
  const text = content.value.replace(/\]\((https:[^)\s]+)\)/g, (whole, address: string) => {
    const rule = ruleOfPage(address)
    return rule ? `](${explaining({ rule }).toString(true)})` : whole
  })
  const own = new vscode.MarkdownString(text)
  // the only command that a hover may run: it shows a page
  own.isTrusted = { enabledCommands: [commands.explain] }
  return own
}

function explaining(request: ExplainRequest): vscode.Uri {
  return vscode.Uri.parse(`command:${commands.explain}?${encodeURIComponent(JSON.stringify([request]))}`)
}
