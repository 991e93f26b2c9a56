// A text that a simple pattern matches: literals, classes, groups, alternatives, counted repetition. Look-arounds are stepped over.

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
/** Members of `[...]`, in the order letters, capitals, digits, others. */
function members(body) {
  const set = new Set()
  for (let i = 0; i < body.length; i++) {
    const from = body[i] === '\\' ? body[++i] : body[i]
    if (body[i + 1] === '-' && i + 2 < body.length) {
      for (let c = from.charCodeAt(0); c <= body.charCodeAt(i + 2); c++) set.add(String.fromCharCode(c))
      i += 2
    } else for (const c of from === 'd' && body[i - 1] === '\\' ? '0123456789' : from) set.add(c)
  }
  const rank = (c) => (LETTERS.includes(c) ? 0 : /[A-Z]/.test(c) ? 1 : /\d/.test(c) ? 2 : 3)
  return [...set].sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))
}

/** Different letters in turn, so that a text is no run of one letter. */
const spread = (list, count) => Array.from({ length: count }, (_, k) => list[(k * 7) % list.length]).join('')

function closing(pattern, open) {
  let depth = 0
  for (let i = open; i < pattern.length; i++) {
    if (pattern[i] === '\\') i++
    else if (pattern[i] === '[') i = pattern.indexOf(']', i)
    else if (pattern[i] === '(') depth++
    else if (pattern[i] === ')' && --depth === 0) return i
  }
  return pattern.length
}

/** `{n,m}`, `?`, `*`, `+` at `at`: how often (the least), and where the pattern goes on. */
function repetition(pattern, at) {
  const counted = /^\{(\d+)(?:,\d*)?\}/.exec(pattern.slice(at))
  if (counted) return { count: Number(counted[1]), next: at + counted[0].length }
  if (pattern[at] === '?' || pattern[at] === '*') return { count: 0, next: at + 1 }
  return { count: 1, next: pattern[at] === '+' ? at + 1 : at }
}

export function sampleOf(pattern) {
  let out = ''
  for (let i = 0; i < pattern.length; ) {
    if (pattern[i] === '|') break
    let make
    let end = i + 1
    if (pattern[i] === '(') {
      end = closing(pattern, i) + 1
      const inner = pattern.slice(i + 1, end - 1)
      const look = /^\?<?[=!]/.test(inner)
      make = (n) => (look ? '' : sampleOf(inner.replace(/^\?:/, '')).repeat(n))
    } else if (pattern[i] === '[') {
      end = pattern.indexOf(']', i) + 1
      const list = members(pattern.slice(i + 1, end - 1))
      make = (n) => spread(list, n)
    } else if (pattern[i] === '\\') {
      end = i + 2
      const escaped = pattern[i + 1]
      make = (n) => (escaped === 'b' ? '' : spread(escaped === 'd' ? [...'0123456789'] : [escaped], n))
    } else {
      const literal = pattern[i]
      make = (n) => literal.repeat(n)
    }
    const { count, next } = repetition(pattern, end)
    out += make(count)
    i = next
  }
  return out
}
