/** Tokens of HCL: names with dots, strings, heredocs, punctuation. */
export interface HclToken {
  readonly kind: 'name' | 'string' | 'heredoc' | 'punct'
  readonly text: string
  readonly start: number
  readonly end: number
  readonly contentStart: number
  readonly contentEnd: number
}

export function lexHcl(text: string): { tokens: HclToken[]; comments: { start: number; end: number }[] } {
  const tokens: HclToken[] = []
  const comments: { start: number; end: number }[] = []
  const push = (kind: HclToken['kind'], start: number, end: number, contentStart = start, contentEnd = end) =>
    tokens.push({ kind, text: text.slice(contentStart, contentEnd), start, end, contentStart, contentEnd })
  for (let i = 0; i < text.length; ) {
    const c = text[i] as string
    if (/\s/.test(c)) i++
    else if (c === '#' || text.startsWith('//', i)) {
      const end = lineEnd(text, i)
      comments.push({ start: i, end })
      i = end
    } else if (text.startsWith('/*', i)) {
      const at = text.indexOf('*/', i + 2)
      const end = at < 0 ? text.length : at + 2
      comments.push({ start: i, end })
      i = end
    } else if (c === '"') {
      const close = stringEnd(text, i)
      push('string', i, close + 1, i + 1, close)
      i = close + 1
    } else if (text.startsWith('<<', i)) {
      const m = /^<<-?([A-Za-z_]\w*)[ \t]*\r?\n/.exec(text.slice(i, i + 120))
      if (!m) {
        i += 2
        continue
      }
      const from = i + m[0].length
      const end = new RegExp(`^[ \\t]*${m[1]}[ \\t]*$`, 'm').exec(text.slice(from))
      const to = end ? from + end.index : text.length
      push('heredoc', i, to + (end ? end[0].length : 0), from, to)
      i = to + (end ? end[0].length : 0)
    } else {
      const name = /^[A-Za-z_][\w-]*(?:\.[A-Za-z_][\w-]*)*/.exec(text.slice(i, i + 200))
      if (name) {
        push('name', i, i + name[0].length)
        i += name[0].length
      } else {
        push('punct', i, i + 1)
        i++
      }
    }
  }
  return { tokens, comments }
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end < 0 ? text.length : text[end - 1] === '\r' ? end - 1 : end
}

/** The closing quote; quotes inside `${...}` do not count. A string ends with its line. */
function stringEnd(text: string, at: number): number {
  let depth = 0
  for (let i = at + 1; i < text.length; i++) {
    const c = text[i]
    if (c === '\\') i++
    else if (c === '$' && text[i + 1] === '{') {
      depth++
      i++
    } else if (c === '}' && depth > 0) depth--
    else if (c === '"' && depth === 0) return i
    else if (c === '\n' && depth === 0) return i
  }
  return text.length
}
