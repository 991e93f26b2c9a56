import { type Emitter, entriesOf, get, itemsOf, type Node, scalar, templateOf } from '../structured/emit'

/** Values of a matrix: each of them is taken in a run of its own. Named `matrix.NAME`, as expressions name them. */
export function stateMatrix(matrix: Node | undefined, at: Emitter): void {
  const state = (name: string, value: Node): void => {
    for (const item of value.kind === 'list' ? value.items : [value])
      if (item.kind === 'scalar')
        at.out.setting({
          kind: 'env',
          name: `matrix.${name}`,
          path: ['matrix', name],
          keySpan: item.span,
          value: templateOf(item, at.style),
          block: at.block,
          weak: true,
        })
  }
  for (const axis of entriesOf(matrix)) {
    if (axis.key !== 'include') state(axis.key, axis.value)
    else for (const item of itemsOf(axis.value)) for (const e of entriesOf(item)) state(e.key, e.value)
  }
}

/**
 * Defaults of inputs and parameters: what a name stands for unless a caller or a deployment says otherwise. `key` is the word for a
 * default in this format, `path` leads to the names.
 */
export function stateDefaults(names: Node | undefined, key: string, path: string, at: Emitter): void {
  for (const name of entriesOf(names)) {
    const value = scalar(get(name.value, key))
    if (value)
      at.out.setting({
        kind: 'env',
        name: name.key,
        path: [path, name.key],
        keySpan: name.keySpan,
        value: templateOf(value, at.style),
        block: at.block,
        weak: true,
      })
  }
}
