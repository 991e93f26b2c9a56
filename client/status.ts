/** The language status item: what relaylint does now, in words. */
import * as vscode from 'vscode'

export interface Status extends vscode.Disposable {
  busy(): void
  ready(): void
  off(): void
  failed(): void
  /** Counts what is reported now. */
  update(): Promise<void>
}

export function createStatus(): Status {
  const item = vscode.languages.createLanguageStatusItem('relaylint.status', [{ scheme: '*' }])
  item.name = 'relaylint'
  item.command = { title: 'Scan the workspace', command: 'relaylint.scanWorkspace' }
  const say = (text: string, busy = false, severity = vscode.LanguageStatusSeverity.Information) => {
    item.text = text
    item.busy = busy
    item.severity = severity
  }
  const own = () =>
    vscode.languages
      .getDiagnostics()
      .flatMap(([, list]) => list)
      .filter((d) => d.source === 'relaylint').length
  return {
    busy: () => say('relaylint: starting', true),
    ready: () => say('relaylint: ready'),
    off: () => say('relaylint: switched off in the settings'),
    failed: () => say('relaylint: the server did not start', false, vscode.LanguageStatusSeverity.Error),
    async update() {
      const n = own()
      const trust = vscode.workspace.isTrusted ? '' : ' · Restricted Mode: the folder’s own policy silences nothing'
      say(`relaylint: ${n === 0 ? 'no findings' : n === 1 ? '1 finding' : `${n} findings`}${trust}`)
    },
    dispose: () => item.dispose(),
  }
}
