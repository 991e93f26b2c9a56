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
  return [...shorter(client.id), client.name].some((name) => sameName(name, tool))
}

/** Whether a variable begins with the client's own name. */
export function carriesName(variable: string, client: Client): boolean {
  return plain(variable).startsWith(plain(client.id.replace(PARTS, '')))
}

export function meansSoftware(tool: string, software: Software): boolean {
  return sameName(software.id, tool) || sameName(software.name, tool)
}

/** Names by which a policy may deny a tool. */
export function toolNames({ pack }: FactBase): string[] {
  const whole = [...pack.clients, ...pack.software].flatMap((t) => [t.id, t.name])
  return [...new Set(pack.clients.flatMap(({ id }) => [...shorter(id)]).concat(whole))]
}

/** `claude-code-action`, `claude-code`: an id, and what is left of it without what says which part of the tool it is. */
function* shorter(id: string): Iterable<string> {
  for (let at = id; ; at = at.replace(PARTS, '')) {
    yield at
    if (!PARTS.test(at)) return
  }
}

/** Whether the fact base knows how to find a tool of that name. A package or image may still be called so. */
export function isKnownTool(tool: string, facts: FactBase): boolean {
  return (
    facts.pack.clients.some((c) => meansClient(tool, c) && (c.signatures?.length ?? 0) > 0) ||
    facts.pack.software.some((s) => meansSoftware(tool, s))
  )
}
