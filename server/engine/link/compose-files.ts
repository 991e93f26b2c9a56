/** Compose files that compose itself reads as one: `compose.yaml` and `compose.override.yaml` of a folder. */
import { folderOf, nameOf } from './paths'

const OVERRIDE = /^(?:docker-)?compose\.override\.ya?ml$/
/** In the order in which compose looks for them. */
const BASES = ['compose.yaml', 'compose.yml', 'docker-compose.yaml', 'docker-compose.yml']

/** The file that `path` overrides, when it is in the tree (`exists`); else `path` itself. */
export function baseOf(path: string, exists: (path: string) => boolean): string {
  if (!OVERRIDE.test(nameOf(path))) return path
  const folder = folderOf(path)
  const base = BASES.map((name) => (folder ? `${folder}/${name}` : name)).find(exists)
  return base ?? path
}
