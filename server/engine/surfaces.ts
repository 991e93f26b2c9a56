/** Config files of clients by their name. */

import type { Client, ClientFile } from './facts'
import { nameOf } from './paths'

interface SurfaceRow {
  readonly client: Client
  readonly file: ClientFile
}

/**
 * The rows whose glob may match a path, in their order: those that end in its last segment, and those whose end is a pattern.
 * Few do: without the look-up every file of a project would be held against every glob of every client.
 */
export function surfacesByName(clients: readonly Client[]): (path: string) => readonly SurfaceRow[] {
  const rows = clients.flatMap((client) => (client.files ?? []).map((file) => ({ client, file })))
  const patterns: number[] = []
  const named = new Map<string, number[]>()
  for (const [i, { file }] of rows.entries()) {
    const last = nameOf(file.glob)
    if (last === '' || /[*?{}]/.test(file.glob.includes('{') ? file.glob : last)) patterns.push(i)
    else named.set(last, [...(named.get(last) ?? []), i])
  }
  return (path) =>
    [...patterns, ...(named.get(nameOf(path)) ?? [])].sort((a, b) => a - b).map((i) => rows[i] as SurfaceRow)
}
