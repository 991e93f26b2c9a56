/** Manifests of Python and Rust: the package's own name, its dependencies, and those that are folders of the tree. */
import { type Emitter, entriesOf, get, itemsOf, type Node, scalar, textOf } from './emit'

const self = (node: Node | undefined, at: Emitter): void => {
  const own = scalar(node)
  if (own) at.out.signature({ kind: 'package', ecosystem: 'self', name: own.text, span: own.span, block: at.block })
}

interface Dependency {
  readonly ecosystem: string
  readonly name: string
  readonly span: { readonly start: number; readonly end: number }
  /** Folder that the manifest names, relative to its own. */
  readonly folder?: string
}

function state({ ecosystem, name, span, folder }: Dependency, at: Emitter): void {
  at.out.signature({ kind: 'package', ecosystem, name, span, block: at.block })
  const target = folder?.replace(/^file:(?:\/\/)?/, '')
  if (target) at.out.reference({ kind: 'build', target, span, block: at.block })
  else at.out.reference({ kind: 'dependency', target: name, span, block: at.block })
}

export function readTomlPackages(root: Node, name: string, at: Emitter): void {
  if (name === 'Cargo.toml') readCargo(root, at)
  else readPython(root, at)
}

function readCargo(root: Node, at: Emitter): void {
  self(get(root, 'package', 'name'), at)
  const tables = [['dependencies'], ['dev-dependencies'], ['build-dependencies'], ['workspace', 'dependencies']]
  for (const path of tables)
    for (const e of entriesOf(get(root, ...path))) {
      const renamed = textOf(get(e.value, 'package'))
      const dependency = { ecosystem: 'cargo', name: renamed || e.key, span: e.keySpan }
      // what the workspace lists is what its members may take, not what the root contains
      if (path[0] === 'workspace') at.out.signature({ kind: 'package', ...dependency, block: at.block })
      else state({ ...dependency, ...folderIn(e.value) }, at)
    }
}

function readPython(root: Node, at: Emitter): void {
  const ecosystem = 'pypi'
  self(get(root, 'project', 'name') ?? get(root, 'tool', 'poetry', 'name'), at)
  const groups = entriesOf(get(root, 'tool', 'poetry', 'group')).map((e) => get(e.value, 'dependencies'))
  for (const table of [
    get(root, 'tool', 'poetry', 'dependencies'),
    ...groups,
    get(root, 'packages'),
    get(root, 'dev-packages'),
  ])
    for (const e of entriesOf(table)) state({ ecosystem, name: e.key, span: e.keySpan, ...folderIn(e.value) }, at)
  const sources = new Map(entriesOf(get(root, 'tool', 'uv', 'sources')).map((e) => [e.key, folderIn(e.value)]))
  const lists = [
    get(root, 'project', 'dependencies'),
    ...entriesOf(get(root, 'project', 'optional-dependencies')).map((e) => e.value),
    ...entriesOf(get(root, 'dependency-groups')).map((e) => e.value),
  ]
  for (const item of lists.flatMap((list) => itemsOf(list))) {
    const [, name, address] =
      /^([A-Za-z0-9][A-Za-z0-9_.-]*)\s*(?:\[[^\]]*\])?\s*(?:@\s*(\S+))?/.exec(textOf(item)) ?? []
    if (!name) continue
    const folder = /^file:|^\.{1,2}\//.test(address ?? '') ? { folder: address as string } : sources.get(name)
    state({ ecosystem, name, span: item.span, ...folder }, at)
  }
}

/** `{ path = "../x" }` */
function folderIn(value: Node): { folder?: string } {
  const folder = textOf(get(value, 'path'))
  return folder ? { folder } : {}
}
