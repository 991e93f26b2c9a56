import { nameOf } from '../paths'
import type { Reader } from '../reader'
import { readPlaceRows } from './manifests'
import { readScripts } from './structured/command-line'
import { type Emitter, emitTree, get, itemsOf, type Node, scalar } from './structured/emit'
import { readTolerantly } from './structured/tolerant'
import { readTomlPackages } from './structured/toml-packages'
import { parseToml } from './structured/toml-tree'
import { readTools } from './structured/tools'

/** TOML: Codex, pyproject, Cargo, wrangler, fly, netlify. What does not parse is repaired, left out, or read line by line. */
export const toml: Reader = {
  id: 'toml',
  version: 7,
  templated: true,
  dialects: ['toml'],
  dialectOf(path, name) {
    const bare = name.replace(/\.(?:example|sample|template|dist|bak)$/i, '')
    if (!/\.toml$|^Pipfile$/i.test(bare) || /lock/i.test(bare)) return ''
    return /(?:^|\/)\.codex\//.test(path) ? 'codex' : 'toml'
  },
  read(x, out, context) {
    for (const m of x.text.matchAll(/#[^#\r\n]*relaylint-[^\r\n]*/g))
      out.comment(m[0].slice(1), x.span(m.index, m.index + m[0].length))
    const tree = parseToml(x)
    if (tree.problem) out.problem(`TOML: ${tree.problem.message}`, tree.problem.span)
    const root = tree.root
    if (!root) {
      readTolerantly(tree.text, out, context.block, { style: {}, tables: true })
      return
    }
    if (tree.lost.length > 0)
      readTolerantly(tree.text, out, context.block, {
        style: {},
        tables: true,
        wanted: (at) => tree.lost.some((line) => line.start <= at && at < line.end),
      })
    const at: Emitter = { out, context, style: {}, block: context.block }
    const name = nameOf(context.path)
    readTools(root, at)
    if (/^(?:pyproject\.toml|Cargo\.toml|Pipfile)$/.test(name)) readTomlPackages(root, name, at)
    if (!context.embedded) readPlaceRows(root, at)
    if (name === 'netlify.toml') redirects(get(root, 'redirects'), at)
    emitTree(
      root,
      context.under,
      at,
      (entry, path, to) =>
        isAbout(name, path) || (name === 'netlify.toml' && entry.key === 'redirects') || readScripts(entry, to),
    )
  },
}

/** Links of a package to its own pages. */
function isAbout(file: string, path: readonly string[]): boolean {
  const place = path.join('.')
  if (file === 'pyproject.toml') return /^(?:project|tool\.poetry)\.urls$/.test(place)
  return file === 'Cargo.toml' && /^(?:workspace\.)?package$/.test(place)
}

function redirects(node: Node | undefined, at: Emitter): void {
  for (const rule of itemsOf(node)) {
    const to = scalar(get(rule, 'to'))
    if (to && get(rule, 'status')?.kind === 'scalar' && (get(rule, 'status') as { text: string }).text === '200') {
      at.out.setting({
        kind: 'upstream',
        name: 'redirects',
        keySpan: to.span,
        value: { span: to.span, parts: [{ kind: 'text', text: to.text, span: to.span }] },
        block: at.block,
      })
    }
  }
}
