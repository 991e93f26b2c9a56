/** Hosts of the fact base by their labels from the right, patterns among them. */
import type { EndpointRow, HostMatch } from './facts'
import { registrable } from './protected'

interface LabelNode {
  readonly next: Map<string, LabelNode>
  rows: { row: EndpointRow; path: string }[]
  /** Row that speaks for the hosts below this domain as well. */
  covers?: EndpointRow
  /** Labels that hold `*` or `{region}`, as patterns. */
  patterns: { re: RegExp; node: LabelNode; any: boolean; capture: boolean }[]
}

const node = (): LabelNode => ({ next: new Map(), rows: [], patterns: [] })

function addRow(root: LabelNode, row: EndpointRow): void {
  const slash = row.host.indexOf('/')
  const host = (slash < 0 ? row.host : row.host.slice(0, slash)).replace(/:\d+$/, '')
  const path = slash < 0 ? '' : row.host.slice(slash).replace(/\/$/, '')
  let at = root
  for (const label of host.split('.').reverse()) at = /[*{]/.test(label) ? patternChild(at, label) : child(at, label)
  at.rows.push({ row, path })
  at.rows.sort((a, b) => b.path.length - a.path.length)
  // whoever runs a relay's own domain runs the hosts below it; below a shared suffix only the listed host counts
  if (row.class === 'relay' && !path && registrable(host) === host) at.covers = row
}

/** Hosts of a domain that answer people, not programs. */
const NOT_API =
  /^(?:docs?|help|wiki|blog|status|console|dashboard|account|login|auth|sso|pay|shop|store|static|assets|cdn-assets|img|images|mail|smtp|forum|community|bbs|t|news|download|test-?report)$/

function child(at: LabelNode, label: string): LabelNode {
  let found = at.next.get(label)
  if (!found) {
    found = node()
    at.next.set(label, found)
  }
  return found
}

function patternChild(at: LabelNode, label: string): LabelNode {
  const source = label
    .replace(/[.+^$()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '[a-z0-9_-]+')
    .replace(/\{[a-z]+\}/g, '([a-z0-9-]+)')
  const existing = at.patterns.find((p) => p.re.source === `^${source}$`)
  if (existing) return existing.node
  const made = { re: new RegExp(`^${source}$`), node: node(), any: label === '*', capture: label.includes('{') }
  at.patterns.push(made)
  return made.node
}

/** A look-up over rows: the most specific one for a host (lower-case ASCII, no port) and a path, or null. */
export function hostIndex(rows: readonly EndpointRow[]): (host: string, path: string) => HostMatch | null {
  const root = node()
  for (const row of rows) addRow(root, row)
  return (host, path) => findHost(root, host, path)
}

function findHost(root: LabelNode, host: string, path: string): HostMatch | null {
  const labels = host.split('.').reverse()
  let best: (HostMatch & { depth: number }) | null = null
  const consider = (at: LabelNode, depth: number, region: string, exact: boolean) => {
    for (const { row, path: prefix } of at.rows) {
      if (prefix && path !== prefix && !path.startsWith(`${prefix}/`)) continue
      if (!best || depth > best.depth || (depth === best.depth && exact && !best.exact))
        best = { row, region, exact, depth }
      return
    }
  }
  const walk = (at: LabelNode, i: number, region: string, exact: boolean) => {
    if (i === labels.length) {
      consider(at, i * 2 + (exact ? 1 : 0), region, exact)
      return
    }
    if (at.covers && i < labels.length && !NOT_API.test(labels[labels.length - 1] as string))
      best ??= { row: at.covers, region: '', exact: false, depth: 0 }
    const label = labels[i] as string
    const direct = at.next.get(label)
    if (direct) walk(direct, i + 1, region, exact)
    for (const p of at.patterns) {
      const m = p.re.exec(label)
      if (!m) continue
      walk(p.node, i + 1, p.capture ? (m[1] ?? '') : region, false)
      // a leading `*` stands for one or more labels
      if (p.any && p.node.rows.length > 0 && i < labels.length - 1) consider(p.node, i * 2, region, false)
    }
  }
  walk(root, 0, '', true)
  return best
}
