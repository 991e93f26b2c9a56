/** Words that are probably meant by a misspelt one. */

/** The known word that is nearest: at most two letters apart, or one of the two begins the other. */
export function nearestWord(word: string, known: readonly string[]): string | undefined {
  const near = within(word, known, (k) => Math.min(2, Math.floor(k.length / 3)))
  return near ?? known.find((k) => word.length > 2 && (k.startsWith(word) || word.startsWith(k)))
}

/** The known word of which this one is a slip of the pen: short words are too near to each other to say so. */
export function slipOf(word: string, known: readonly string[]): string | undefined {
  return within(word, known, (k) => (k.length < 5 ? 0 : Math.min(2, Math.floor(k.length / 4))))
}

function within(word: string, known: readonly string[], limit: (k: string) => number): string | undefined {
  return known
    .filter((k) => Math.abs(k.length - word.length) <= limit(k))
    .map((k) => ({ k, at: distance(word.toLowerCase(), k.toLowerCase()) }))
    .filter(({ k, at }) => at <= limit(k))
    .sort((a, b) => a.at - b.at)[0]?.k
}

/** Letters to add, take out, replace or swap with their neighbour. Words longer than a flag are never near. */
function distance(a: string, b: string): number {
  if (a.length > 40) return a.length
  const rows = [...Array(a.length + 1).keys()].map((i) => [i, ...Array<number>(b.length).fill(0)])
  for (let j = 0; j <= b.length; j++) (rows[0] as number[])[j] = j
  const at = (i: number, j: number) => rows[i]?.[j] ?? 0
  for (let i = 1; i <= a.length; i++)
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      const least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + same)
      ;(rows[i] as number[])[j] = swapped ? Math.min(least, at(i - 2, j - 2) + 1) : least
    }
  return at(a.length, b.length)
}
