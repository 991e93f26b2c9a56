/** Lines of make and just: continuations joined, lines of a recipe together. */
import { Excerpt } from '../../text'

export interface Block {
  /** One logical line, or all lines of a recipe with their line breaks. */
  readonly text: Excerpt
  /** The lines of a recipe. */
  readonly indented: boolean
}

/** `indent` tells a line of a recipe. Blank lines inside of a recipe belong to it. */
export function* blocksOf(x: Excerpt, indent: RegExp): Generator<Block> {
  const lines = [...x.text.matchAll(/([^\r\n]*)(\r\n|\n|\r|$)/g)].filter((m) => m[0] !== '')
  for (let i = 0; i < lines.length; ) {
    const first = lines[i] as RegExpMatchArray & { index: number }
    if (indent.test(first[1] as string)) {
      let j = i
      for (let goesOn = false; j < lines.length; j++) {
        const line = lines[j]?.[1] ?? ''
        if (!goesOn && !indent.test(line) && line.trim() !== '') break
        goesOn = line.endsWith('\\')
      }
      const last = lines[j - 1] as RegExpMatchArray & { index: number }
      yield { text: x.slice(first.index, last.index + last[0].length), indented: true }
      i = j
      continue
    }
    const pieces: Excerpt[] = []
    for (; i < lines.length; i++) {
      const m = lines[i] as RegExpMatchArray & { index: number }
      const line = m[1] as string
      const goesOn = line.endsWith('\\')
      // the blanks that begin a continued line are one blank
      const lead = pieces.length > 0 ? line.length - line.trimStart().length : 0
      const kept = goesOn ? line.slice(lead, -1) : line.slice(lead)
      if (kept) pieces.push(x.slice(m.index + lead, m.index + lead + kept.length))
      if (!goesOn) break
    }
    i++
    if (pieces.length > 0) yield { text: Excerpt.assembled(pieces), indented: false }
  }
}
