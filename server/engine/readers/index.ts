import type { Reader } from '../reader'

/** Every reader, most specific first. A new format is one file and one line here. */
export const readers: readonly Reader[] = []
