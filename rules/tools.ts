/** Tools by the name that a policy gives them. */
import type { Client, FactBase, Software } from '../server/engine/facts'

const plain = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '')
/** A tool is denied with its action, its editor extension and its kits. */
const PARTS = /-(?:action|cli|js|proxy|python|sdk|typescript|vscode)$/

/** Two spellings of one name. */
export function sameName(a: string, b: string): boolean {
  return plain(a) === plain(b)
}

/** Whether a policy that names `tool` means this client. */
export function meansClient(tool: string, client: Client): boolean {
  for (let id = client.id; ; id = id.replace(PARTS, '')) {
    if (sameName(id, tool)) return true
    if (!PARTS.test(id)) return sameName(client.name, tool)
  }
}

/** Whether a variable begins with the client's own name. */
export function carriesName(variable: string, client: Client): boolean {
  return plain(variable).startsWith(plain(client.id.replace(PARTS, '')))
}

export function meansSoftware(tool: string, software: Software): boolean {
  return sameName(software.id, tool) || sameName(software.name, tool)
}

/** Whether the fact base knows how to find a tool of that name. A package or image may still be called so. */
export function isKnownTool(tool: string, facts: FactBase): boolean {
  return (
    facts.pack.clients.some((c) => meansClient(tool, c) && (c.signatures?.length ?? 0) > 0) ||
    facts.pack.software.some((s) => meansSoftware(tool, s))
  )
}
