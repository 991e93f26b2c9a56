// Shapes of credentials prove themselves on texts that are made from their own pattern, so that no key-like text is stored.
import { sampleOf } from './pack-sample.mjs'

/** What stands where a key would stand, and is none. */
const NO_KEYS = [
  '',
  'your-api-key',
  'YOUR_API_KEY',
  'xxxxxxxxxxxxxxxxxxxxxxxx',
  'changeme',
  '<key>',
  '${API_KEY}',
  '...',
]

export function* credentialErrors(all) {
  const shapes = []
  for (const item of all.keys) {
    const { id, pattern, prefix } = item.row
    const at = item.at('pattern')
    if (/\([^)]*[+*][^)]*\)[+*]/.test(pattern)) {
      yield `${at}: ${id}: nested repetition is not linear`
      continue
    }
    let whole
    try {
      whole = new RegExp(`^(?:${pattern})$`)
    } catch (error) {
      yield `${at}: ${id}: ${error.message}`
      continue
    }
    for (const rest of NO_KEYS)
      if (whole.test(prefix + rest)) yield `${at}: ${id}: the pattern matches "${prefix}${rest}", which is no key`
    const sample = sampleOf(pattern)
    if (!whole.test(sample)) yield `${at}: ${id}: no text of this pattern could be made that it matches`
    if (!sample.startsWith(prefix)) yield `${at}: ${id}: what the pattern matches does not begin with ${prefix}`
    shapes.push({ item, whole, sample })
  }
  yield* shadowed(shapes)
}

/** The first shape that matches names the credential: none may stand in front of another maker's. */
function* shadowed(shapes) {
  for (const { item, sample } of shapes) {
    const first = shapes.find((s) => s.whole.test(sample))?.item.row
    if (first && first.vendor !== item.row.vendor)
      yield `${item.at()}: ${item.row.id}: ${first.id} of ${first.vendor} stands in front and matches the same`
  }
}
