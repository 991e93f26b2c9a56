/** Which files of the project a module name of an import may mean. */

import { push } from '../multimap'
import { folderOf, nameOf, resolvePath, upward } from '../paths'
import type { FileFacts } from '../types'
import type { Packages } from './packages'

const ECMASCRIPT = [
  '.ts',
  '.tsx',
  '.mts',
  '.js',
  '.mjs',
  '.cjs',
  '.jsx',
  '.vue',
  '/index.ts',
  '/index.tsx',
  '/index.js',
  '/index.mjs',
]

export interface Modules {
  /** Files that `module` may name when `file` imports it, the likeliest first; only such as were read. */
  files(file: FileFacts, module: string): readonly string[]
}

export function createModules(files: ReadonlyMap<string, FileFacts>, packages: Packages): Modules {
  const folders = new Map<string, string[]>()
  for (const path of files.keys()) {
    const folder = folderOf(path)
    const list = folders.get(folder)
    if (list) list.push(path)
    else folders.set(folder, [path])
  }
  const read = (paths: readonly string[]) => paths.filter((p) => files.has(p))

  function ecmascript(path: string, module: string): string[] {
    const bare = module.replace(/\.(?:js|mjs|cjs|ts)$/, '')
    const with_ = (base: string | null) => (base === null ? [] : [...ECMASCRIPT.map((end) => base + end), base])
    if (/^\.{1,2}(?:\/|$)/.test(bare)) return with_(resolvePath(folderOf(path), bare))
    const alias = /^(?:@|~|#|\$lib)\/(.+)$/.exec(bare)?.[1]
    if (alias)
      return upward(folderOf(path)).flatMap((folder) =>
        ['src/', 'app/', 'lib/', ''].flatMap((part) => with_(resolvePath(folder, part + alias))),
      )
    const [, name = '', rest = ''] = /^(@[^/]+\/[^/]+|[^/@][^/]*)\/?(.*)$/.exec(bare) ?? []
    const folder = packages.folder('npm', name, path)
    // an alias of the compiler: `@app/x` and `settings/x` below the sources
    if (folder === undefined)
      return upward(folderOf(path)).flatMap((f) =>
        ['src/', ''].flatMap((part) => with_(resolvePath(f, part + bare.replace(/^[@~#]/, '')))),
      )
    return ['', 'src/', 'lib/'].flatMap((part) => with_(resolvePath(folder, part + (rest || 'index'))))
  }

  function python(path: string, module: string): string[] {
    const dots = /^\.*/.exec(module)?.[0].length ?? 0
    const name = module.slice(dots).replaceAll('.', '/')
    const forms = (folder: string | null) => {
      if (folder === null) return []
      const base = folder && name ? `${folder}/${name}` : folder || name
      return base ? [`${base}.py`, `${base}/__init__.py`] : ['__init__.py']
    }
    if (dots > 0) return forms(resolvePath(folderOf(path), '../'.repeat(dots - 1)))
    const own = packages.folder('pypi', name.split('/')[0] as string, path)
    const installed = own === undefined ? [] : [own, resolvePath(own, 'src')].flatMap(forms)
    return installed.concat(
      upward(folderOf(path)).flatMap((folder) => [...forms(folder), ...forms(folder ? `${folder}/src` : 'src')]),
    )
  }

  /** `shared_llm::URL` of a crate of the same workspace. */
  function crate(path: string, module: string): string[] {
    const [name = '', ...rest] = module.split('::').filter(Boolean)
    const folder = packages.folder('cargo', name, path)
    if (folder === undefined) return []
    const inside = rest.slice(0, 1).flatMap((m) => [`src/${m}.rs`, `src/${m}/mod.rs`])
    return [...inside, 'src/lib.rs'].flatMap((p) => resolvePath(folder, p) ?? [])
  }

  /** Go packages and JVM classes are named from the root of their module: the longest folder that ends the name. */
  function bySuffix(module: string, split: RegExp, of: (parts: readonly string[]) => readonly string[]): string[] {
    const parts = module.split(split).filter(Boolean)
    for (let from = 0; from < parts.length; from++) {
      const found = of(parts.slice(from))
      if (found.length > 0) return [...found]
    }
    return []
  }

  let byName: Map<string, string[]> | undefined
  function endingWith(tail: string): string[] {
    if (!byName) {
      byName = new Map()
      for (const path of files.keys()) push(byName, nameOf(path), path)
    }
    return (byName.get(nameOf(tail)) ?? []).filter((p) => p === tail || p.endsWith(`/${tail}`))
  }

  function find(file: FileFacts, module: string): readonly string[] {
    switch (file.dialect) {
      case 'typescript':
      case 'javascript':
        return read(ecmascript(file.path, module))
      case 'python':
        return read(python(file.path, module))
      case 'go':
        return bySuffix(module, /\//, (parts) => (folders.get(parts.join('/')) ?? []).filter((p) => p.endsWith('.go')))
      case 'java':
      case 'kotlin':
        return bySuffix(module, /\./, (parts) =>
          parts.length < 2
            ? []
            : [parts, parts.slice(0, -1)].flatMap((p) =>
                endingWith(`${p.join('/')}.java`).concat(endingWith(`${p.join('/')}.kt`)),
              ),
        )
      case 'rust':
        return read([...crate(file.path, module), ...rust(file.path, module)])
      case 'ruby':
        return read(
          ['', 'lib/', 'app/', 'config/'].flatMap((part) =>
            upward(folderOf(file.path)).map((f) => `${f ? `${f}/` : ''}${part}${module.replace(/^\.\//, '')}.rb`),
          ),
        )
      case 'php':
        return bySuffix(module, /\\/, (parts) =>
          parts.length > 1 || parts[0] ? endingWith(`${parts.join('/')}.php`) : [],
        )
      default:
        return []
    }
  }

  // files of one folder mean the same by one name
  const known = new Map<string, readonly string[]>()
  return {
    files(file, module) {
      const key = `${file.dialect}\u0000${folderOf(file.path)}\u0000${module}`
      let found = known.get(key)
      if (!found) {
        found = find(file, module)
        known.set(key, found)
      }
      return found
    },
  }
}

/** `crate::config::URL` lies in `config.rs` or `config/mod.rs` beside or above the file. */
function rust(path: string, module: string): string[] {
  const parts = module.split('::').filter((p) => p && !/^(?:crate|self|super)$/.test(p))
  const tries = [parts, parts.slice(0, -1)].filter((p) => p.length > 0)
  return upward(folderOf(path)).flatMap((folder) =>
    tries.flatMap((p) => {
      const base = [folder, ...p].filter(Boolean).join('/')
      return [`${base}.rs`, `${base}/mod.rs`]
    }),
  )
}

/** Languages whose files of one folder share their top-level names. */
export function sharesFolder(file: FileFacts): boolean {
  return (
    file.dialect === 'go' ||
    file.dialect === 'kotlin' ||
    file.dialect === 'terraform' ||
    /\.tf(?:\.json)?$/.test(nameOf(file.path))
  )
}
