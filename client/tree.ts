/** Tree of every AI endpoint: whose models are wanted, through which host, and where that is said and used. */
import * as vscode from 'vscode'
import type { EndpointItem, EndpointPlace } from '../server/protocol'

interface ProviderNode {
  readonly kind: 'provider'
  readonly name: string
  readonly items: readonly EndpointItem[]
}
interface HostNode {
  readonly kind: 'host'
  readonly host: string
  readonly items: readonly EndpointItem[]
}
interface PlaceNode {
  readonly kind: 'place'
  readonly label: string
  readonly place: EndpointPlace
  readonly tooltip: string
}
export type Node = ProviderNode | HostNode | PlaceNode

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
    if (!node) {
      const byProvider = group(await this.endpoints(), (e) => e.provider)
      return byProvider.map(([name, items]) => ({ kind: 'provider', name, items }))
    }
    if (node.kind === 'provider')
      return group(node.items, (e) => e.host).map(([host, items]) => ({ kind: 'host', host, items }))
    return node.kind === 'host' ? node.items.flatMap(places) : []
  }

  getTreeItem(node: Node): vscode.TreeItem {
    if (node.kind === 'place') return placeItem(node)
    const item = new vscode.TreeItem(
      node.kind === 'provider' ? node.name : node.host || 'host not known',
      vscode.TreeItemCollapsibleState.Collapsed,
    )
    if (node.kind === 'provider') {
      const hosts = new Set(node.items.map((e) => e.host)).size
      item.description = hosts === 1 ? '1 host' : `${hosts} hosts`
      item.iconPath = new vscode.ThemeIcon('organization')
      // what is worth a look is open at once
      if (node.items.some((e) => /^(?:relay|unknown|tunnel|lookalike|gateway)$/.test(e.class)))
        item.collapsibleState = vscode.TreeItemCollapsibleState.Expanded
    } else {
      item.description = node.items[0]?.basis || node.items[0]?.class || ''
      item.tooltip = `${node.host}: ${item.description}`
      item.iconPath = new vscode.ThemeIcon('server')
    }
    return item
  }
}

/** The literal, and every place that uses it. */
function places(e: EndpointItem): PlaceNode[] {
  const about = `${e.key} → ${e.host} (${e.basis})`
  return [
    { kind: 'place', label: e.key || e.host, place: e, tooltip: about },
    ...e.uses.map((use): PlaceNode => ({ kind: 'place', label: 'used', place: use, tooltip: `uses ${about}` })),
  ]
}

function placeItem({ label, place, tooltip }: PlaceNode): vscode.TreeItem {
  const { start, end } = place.range
  const item = new vscode.TreeItem(label)
  item.description = `${place.path}:${start.line + 1}`
  item.tooltip = `${tooltip}, ${item.description}`
  const range = new vscode.Range(start.line, start.character, end.line, end.character)
  item.command = {
    title: 'Open',
    command: 'vscode.open',
    arguments: [vscode.Uri.parse(place.uri), { selection: range }],
  }
  return item
}

function group(items: readonly EndpointItem[], by: (e: EndpointItem) => string): [string, EndpointItem[]][] {
  const groups = new Map<string, EndpointItem[]>()
  for (const item of items) groups.set(by(item), [...(groups.get(by(item)) ?? []), item])
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1))
}
