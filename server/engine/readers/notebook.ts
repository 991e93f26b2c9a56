import { type Node, parseTree } from 'jsonc-parser'
import type { Reader } from '../reader'
import { Excerpt } from '../text'
import type { Span } from '../types'
import { unescaped } from './structured/json-tree'

/** Notebooks: code cells only, offsets mapped back through the JSON strings; `%env`, `!export` and `%%bash` are read as shell. */
export const notebook: Reader = {
  id: 'notebook',
  version: 1,
  dialects: ['notebook'],
  dialectOf: (_path, name) => (/\.ipynb$/i.test(name) ? 'notebook' : ''),
  read(x, out, context) {
    const tree = parseTree(x.text, [], { allowTrailingComma: true })
    const cells = property(tree, 'cells')
    for (const cell of cells?.children ?? []) {
      if (property(cell, 'cell_type')?.value !== 'code') continue
      const source = property(cell, 'source')
      const lines = source?.type === 'array' ? (source.children ?? []) : source ? [source] : []
      const pieces = lines.filter((l) => l.type === 'string').map((l) => lineOf(l, x))
      if (pieces.length === 0) continue
      const code: { text: string; span: Span }[] = []
      const shell: Excerpt[] = []
      const isShell = /^%%(?:bash|sh|script)/.test(pieces[0]?.text ?? '')
      for (const line of pieces) {
        const magic = /^\s*(?:%env\s+|%set_env\s+|!)/.exec(line.text)
        if (isShell || magic) shell.push(line.slice(magic?.[0].length ?? 0, line.text.length))
        else if (!/^\s*%/.test(line.text))
          for (let i = 0; i < line.text.length; i++)
            code.push({ text: line.text[i] as string, span: line.span(i, i + 1) })
      }
      if (code.length > 0)
        context.embed(
          'python',
          Excerpt.assembled(code),
          out.block('object', 'cell', context.block, x.span(cell.offset, cell.offset + cell.length)),
        )
      for (const s of shell) context.embed('bash', s, context.block)
    }
  },
}

function property(node: Node | undefined, name: string): Node | undefined {
  return node?.children?.find((p) => p.type === 'property' && p.children?.[0]?.value === name)?.children?.[1]
}

function lineOf(node: Node, x: Excerpt): Excerpt {
  const from = node.offset + 1
  return unescaped(x.text.slice(from, node.offset + node.length - 1), from, x)
}
