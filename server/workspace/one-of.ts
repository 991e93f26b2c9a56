/** One pattern for many words. */

interface Node {
  readonly next: Map<string, Node>
  ends: boolean
}

/**
 * Source of a pattern that finds any of the words, each beginning written once. The engine tries the choices of an alternation one by one at
 * every place of a text: some fifty words side by side take twice the time of their common beginnings.
 */
export function oneOf(words: Iterable<string>): string {
  const root: Node = { next: new Map(), ends: false }
  for (const word of words) {
    let node = root
    for (const sign of word) {
      let next = node.next.get(sign)
      if (!next) {
        next = { next: new Map(), ends: false }
        node.next.set(sign, next)
      }
      node = next
    }
    node.ends = true
  }
  return sourceOf(root)
}

/** A word that another one begins with is enough: what follows it need not be looked at. */
function sourceOf({ next, ends }: Node): string {
  if (ends) return ''
  const choices = [...next].map(([sign, node]) => sign.replace(/[\\^$.*+?()[\]{}|/-]/, '\\$&') + sourceOf(node))
  return choices.length === 1 ? (choices[0] as string) : `(?:${choices.join('|')})`
}
