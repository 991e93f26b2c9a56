/** Tree of every AI endpoint, grouped by host; the label carries the basis of its class. */
import * as vscode from 'vscode'
import type { EndpointItem } from '../server/protocol'

type Node = { readonly host: string; readonly items: readonly EndpointItem[] } | { readonly item: EndpointItem }

export class EndpointTree implements vscode.TreeDataProvider<Node>, vscode.Disposable {
  private readonly changes = new vscode.EventEmitter<void>()
  readonly onDidChangeTreeData = this.changes.event

  constructor(private readonly endpoints: () => Promise<readonly EndpointItem[]>) {}

  refresh(): void {
    this.changes.fire()
  }

  dispose(): void {
    this.changes.dispose()
  }

  async getChildren(node?: Node): Promise<Node[]> {
    if (node) return 'items' in node ? node.items.map((item) => ({ item })) : []
    const byHost = new Map<string, EndpointItem[]>()
    for (const item of await this.endpoints()) byHost.set(item.host, [...(byHost.get(item.host) ?? []), item])
    return [...byHost].sort(([a], [b]) => (a < b ? -1 : 1)).map(([host, items]) => ({ host, items }))
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if ('items' in node) {
      const item = new vscode.TreeItem(node.host || 'unknown host', vscode.TreeItemCollapsibleState.Collapsed)
      item.description = node.items[0]?.basis || node.items[0]?.class || ''
      item.tooltip = `${node.host}: ${item.description}`
      item.iconPath = new vscode.ThemeIcon('server')
      return item
    }
    const { item: e } = node
    const line = e.range.start.line + 1
    const item = new vscode.TreeItem(e.key || e.host)
    item.description = `${e.path}:${line}`
    item.tooltip = `${e.key} → ${e.host} (${e.basis}), ${e.path}:${line}`
    const start = new vscode.Position(e.range.start.line, e.range.start.character)
    const end = new vscode.Position(e.range.end.line, e.range.end.character)
    item.command = {
      title: 'Open',
      command: 'vscode.open',
      arguments: [vscode.Uri.parse(e.uri), { selection: new vscode.Range(start, end) }],
    }
    return item
  }
}
