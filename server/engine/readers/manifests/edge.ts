/** Rows of manifests whose code runs near its caller, unless they pin it. */
import { type Emitter, entriesOf, get, type Node, scalar } from '../structured/emit'
import { type Step, select } from './select'

interface EdgeRow {
  readonly file: RegExp
  readonly at: readonly Step[]
  /** What runs there: the entry that the value names, the folder of that name, a handler (in front of a content network), or all of the unit. */
  readonly runs: 'worker' | 'handler' | 'unit' | { readonly folder: string }
  readonly when?: (root: Node) => boolean
}

const WRANGLER = /(?:^|\/)wrangler\.(?:toml|jsonc?)$/

/** Without any placement a Worker runs near its caller. */
function isOpen(root: Node): boolean {
  const tables = [root, ...entriesOf(get(root, 'env')).map((e) => e.value)]
  return !tables.some((table) => {
    const placement = get(table, 'placement')
    return placement !== undefined && scalar(get(placement, 'mode'))?.text !== 'off'
  })
}

const ROWS: readonly EdgeRow[] = [
  { file: WRANGLER, at: ['main'], runs: 'worker', when: isOpen },
  { file: WRANGLER, at: ['pages_build_output_dir'], runs: { folder: 'functions' }, when: isOpen },
  { file: /(?:^|\/)deno\.jsonc?$/, at: ['deploy', 'entrypoint'], runs: 'worker' },
  { file: /(?:^|\/)fastly\.toml$/, at: ['language'], runs: 'unit' },
  {
    file: /(?:^|\/)serverless(?:[._-][\w-]+)?\.(?:ya?ml|json)$/,
    at: ['functions', /^/, 'events', 'cloudFront'],
    runs: 'handler',
  },
]

export function readEdgeRows(root: Node, at: Emitter): void {
  for (const row of ROWS) {
    if (!row.file.test(at.context.path) || (row.when && !row.when(root))) continue
    for (const { node, entry, maps } of select(root, row.at)) {
      const named = scalar(node)
      const handler = scalar(get(maps[2], 'handler'))?.text.replace(/\.\w+$/, '') ?? ''
      const detail =
        typeof row.runs === 'object'
          ? `folder:${row.runs.folder}`
          : row.runs === 'worker'
            ? `worker:${named?.text ?? ''}`
            : row.runs === 'handler'
              ? `cdn worker:${handler}`
              : 'unit'
      const span = row.runs === 'handler' || !named ? entry.keySpan : named.span
      at.out.trait({ what: 'edge-runtime', detail, span, block: at.block })
    }
  }
}
