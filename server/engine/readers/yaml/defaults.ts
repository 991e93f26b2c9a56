import { type Emitter, entriesOf, get, type Node, scalar, templateOf } from '../structured/emit'

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
