/** Where the cursor stands in a policy file that may be half typed: the keys around it, read by indentation and brackets alone. */

export interface PolicyCursor {
  /** Keys from the root; `[]` for an element of a list. */
  readonly path: readonly string[]
  /** `key`: a key of the map at `path` begins here; `value`: a value of the key that ends `path`. */
  readonly at: 'key' | 'value'
  /** Offset where the word under the cursor begins, and the word up to the cursor. */
  readonly start: number
  readonly word: string
  /** Keys that the map has already, where that is known. */
  readonly present: ReadonlySet<string>
}

interface Level {
  readonly indent: number
  readonly key: string
}

/** Offsets in UTF-16; the text after the cursor counts only for the keys that are there already. */
export function policyCursor(text: string, offset: number): PolicyCursor {
  const before = text.slice(0, offset)
  const lines = before.split('\n')
  const stack: Level[] = []
  let flow: string[] = []
  let last = { at: 'key' as PolicyCursor['at'], rest: '', column: 0 }
  lines.forEach((raw, i) => {
    const line = raw.replace(/\r$/, '')
    const end = i === lines.length - 1
    if (!end && /^\s*(?:#.*)?$/.test(line)) return
    // a bracket that an earlier line left open holds this line, whatever its indentation
    if (flow.length > 0) {
      flow = scanFlow(line, flow)
      if (end) last = { at: atOf(flow), rest: flowWord(line), column: 0 }
      return
    }
    const read = readLine(line, stack)
    flow = read.flow
    if (end) last = read
  })
  const word = last.rest
  const path = [...stack.map((l) => l.key), ...flow.filter((f) => f !== '{')]
  return {
    path,
    at: last.at,
    start: offset - word.length,
    word,
    present: flow.length > 0 ? flowKeys(before) : blockKeys(text, offset, stack),
  }
}

/** Reads one line of block style into the stack; what is left is the word at its end. */
function readLine(
  line: string,
  stack: Level[],
): { at: PolicyCursor['at']; rest: string; column: number; flow: string[] } {
  let column = /^ */.exec(line)?.[0].length ?? 0
  let rest = line.slice(column)
  while (stack.length > 0 && deeper(stack, column, rest)) stack.pop()
  for (let dash = /^-(?:\s+|$)/.exec(rest); dash; dash = /^-(?:\s+|$)/.exec(rest)) {
    stack.push({ indent: column, key: '[]' })
    column += dash[0].length
    rest = rest.slice(dash[0].length)
  }
  const key = /^(["']?)([\w.-]+)\1\s*:(?:\s+|$)/.exec(rest)
  if (key) {
    stack.push({ indent: column, key: key[2] ?? '' })
    rest = rest.slice(key[0].length)
  }
  if (/^[[{]/.test(rest)) {
    const flow = scanFlow(rest, [])
    return { at: flow.length > 0 ? atOf(flow) : 'value', rest: flow.length > 0 ? flowWord(rest) : '', column, flow }
  }
  const word = rest.replace(/^["']/, '')
  if (key) return { at: 'value', rest: word, column, flow: [] }
  // an element of a list of words is a value, of a list of maps a key: the schema decides, both are offered
  return { at: 'key', rest: word, column, flow: [] }
}

/** Whether the top of the stack lies deeper than a line at this column. Lists may stand at the column of their key. */
function deeper(stack: readonly Level[], column: number, rest: string): boolean {
  const top = stack[stack.length - 1] as Level
  if (top.indent > column) return true
  if (top.indent < column) return false
  return !(rest.startsWith('-') && top.key !== '[]')
}

/** Follows brackets: `{` and `[]` are open ones, a name is the key of the map before it. */
function scanFlow(text: string, open: readonly string[]): string[] {
  const stack = [...open]
  let word = ''
  for (let i = 0; i < text.length; i++) {
    const c = text[i] as string
    if (c === '"' || c === "'") {
      const close = text.indexOf(c, i + 1)
      if (close < 0) return stack
      word = text.slice(i + 1, close)
      i = close
    } else if (c === '{' || c === '[') {
      stack.push(c === '{' ? '{' : '[]')
      word = ''
    } else if (c === '}' || c === ']') {
      while (stack.length > 0) {
        const top = stack.pop()
        if (top === '{' || top === '[]') break
      }
      word = ''
    } else if (c === ':' && /[\s,}\]]|$/.test(text[i + 1] ?? '')) {
      stack.push(word.trim())
      word = ''
    } else if (c === ',') {
      if (stack.at(-1) !== '{' && stack.at(-1) !== '[]') stack.pop()
      word = ''
    } else if (c === '#' && /\s/.test(text[i - 1] ?? ' ')) return stack
    else word += c
  }
  return stack
}

const atOf = (flow: readonly string[]): PolicyCursor['at'] => (flow.at(-1) === '{' ? 'key' : 'value')

const flowWord = (text: string): string => /[\w.*@-]*$/.exec(text)?.[0] ?? ''

/** Keys of the flow map that the cursor stands in. */
function flowKeys(before: string): ReadonlySet<string> {
  const open = before.slice(before.lastIndexOf('{') + 1)
  return new Set([...open.matchAll(/(?:^|,)\s*["']?([\w.-]+)["']?\s*:/g)].map((m) => m[1] ?? ''))
}

/** Keys of the block map that the cursor stands in: lines of its column, up and down, until one is less indented. */
function blockKeys(text: string, offset: number, stack: readonly Level[]): ReadonlySet<string> {
  const lines = text.split('\n')
  const here = text.slice(0, offset).split('\n').length - 1
  const columnOf = (line: string) => /^(?: *- +)*/.exec(line)?.[0].length ?? 0
  const indentOf = (line: string) => Math.max(columnOf(line), /^ */.exec(line)?.[0].length ?? 0)
  const column = indentOf(lines[here] ?? '')
  const keys = new Set<string>()
  const look = (step: number) => {
    for (let i = here; i >= 0 && i < lines.length; i += step) {
      const line = lines[i] ?? ''
      if (i !== here && /^\s*(?:#.*)?$/.test(line)) continue
      const at = indentOf(line)
      if (i !== here && (at < column || (step > 0 && at === column && /^ *-/.test(line)))) return
      const key =
        at === column && i !== here ? /^([\w.-]+)\s*:/.exec(line.slice(at).replace(/^["']/, ''))?.[1] : undefined
      if (key) keys.add(key)
      if (i !== here && step < 0 && /^ *-/.test(line) && at === column) return
    }
  }
  if (/^ *-/.test(lines[here] ?? '')) look(1)
  else {
    look(-1)
    look(1)
  }
  return stack.length >= 0 ? keys : new Set()
}
