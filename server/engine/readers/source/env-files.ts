/** Env files that code loads: `load_dotenv("conf/llm.env")`, `dotenv.config({ path: join(__dirname, "conf", ".env") })`. */
import { namedFile } from '../../named-files'
import type { Part, Template } from '../../types'
import type { Opened } from './brackets'
import type { Frames } from './frames'
import type { Tokens } from './tokens'

/** Options that name the file; every other one is about something else (`encoding`, `override`). */
const NAMES_FILE = /^(?:path|dotenv_path|env_file|filename|file|directory|envFilePath|fileName)$/
const PROPERTY_SOURCE = /^@?(?:Test)?PropertySource$/
const MAX_TOKENS = 200

/** Keys and variables whose value is the name of an env file, or several. */
const KEY = /^(?:_?env_files?|envfile|envFile|envFilePath|dotenv_path)$/

/** States every env file that the arguments of a call name. */
export function readEnvFiles({ callee, open, close, block }: Opened, tokens: Tokens, frames: Frames): void {
  if (PROPERTY_SOURCE.test(callee)) {
    properties(open, close, block, tokens, frames)
    return
  }
  // directory and name are two arguments
  const joined = /Dotenv\W+create\w*$|\.configure\b/.test(callee)
  state(paths(open + 1, close, tokens, joined), block, tokens, frames)
}

/** `env_file = (".env", "conf/llm.env")`, `{ envFilePath: ["a.env", "b.env"] }`: what stands behind the key from `at` on. */
export function readEnvFileKey(name: string, at: number, stop: number, tokens: Tokens, frames: Frames): void {
  if (!KEY.test(name)) return
  const list = tokens.is(at, '[') || tokens.is(at, '(') || tokens.is(at, '{')
  const end = list ? tokens.closer(at) + 1 : Math.min(tokens.nextArgument(at, stop), at + 12)
  // without brackets the value ends with its line
  const ends = list ? end : lineEnd(at, end, tokens)
  state(paths(at, ends, tokens, false), frames.block, tokens, frames)
}

/** `@PropertySource("classpath:ai.properties")` */
function properties(open: number, close: number, block: number, tokens: Tokens, frames: Frames): void {
  for (let k = open + 1; k < close; k++) {
    const t = tokens.string(k)
    const m = /^(?:(file|classpath):)?(?:\.?\/)?([\w./-]+)$/.exec(tokens.content(k))
    if (!t || !m) continue
    const target = m[2] as string
    const from = m[1] === 'file' ? 'above' : 'classpath'
    frames.refer({ kind: 'include', target, from, span: tokens.x.span(t.contentStart, t.contentEnd) }, block)
  }
}

function lineEnd(at: number, end: number, tokens: Tokens): number {
  let k = at
  while (k < end && (k === at || tokens.indent(k) < 0)) k++
  return k
}

function state(found: readonly (readonly number[])[], block: number, tokens: Tokens, frames: Frames): void {
  for (const pieces of found) {
    const parts = pieces.flatMap((k, i): Part[] => [...(i > 0 ? [slash(k, tokens)] : []), ...piece(k, tokens)])
    const first = parts[0]
    const last = parts[parts.length - 1]
    if (!first || !last) continue
    const value: Template = { parts, span: { start: first.span.start, end: last.span.end } }
    const named = namedFile(value, 'env-file', 'above')
    if (named) frames.refer(named, block)
  }
}

/** The pieces of each path between two tokens: strings, and a name that may stand for one. */
function paths(from: number, to: number, tokens: Tokens, joined: boolean): number[][] {
  const found: number[][] = []
  let path: number[] = []
  /** Brackets that are open: true for those of a list. */
  const open: boolean[] = []
  const end = () => {
    if (path.length === 1 || path.some((k) => tokens.string(k))) found.push(path)
    path = []
  }
  for (let k = from; k < Math.min(to, from + MAX_TOKENS); k++) {
    const punct = tokens.punct(k)
    if (isNamed(k, tokens)) {
      end()
      // what another option is given is no path
      k = NAMES_FILE.test(tokens.word(k)) ? k + 1 : tokens.nextArgument(k, to) - 1
    } else if (/^[[{(]$/.test(punct)) open.push(punct !== '(' || tokens.word(k - 1) === '')
    else if (/^[\]})]$/.test(punct)) open.pop()
    else if (punct === ',' && (open.length === 0 ? !joined : open[open.length - 1])) end()
    else if (punct) continue
    else if (tokens.string(k) || (path.length === 0 && isName(k, tokens))) path.push(k)
  }
  end()
  return found
}

function isNamed(k: number, tokens: Tokens): boolean {
  return tokens.word(k) !== '' && (tokens.is(k + 1, '=') || tokens.is(k + 1, ':'))
}

/** A name by itself: neither called nor a member of something. */
function isName(k: number, tokens: Tokens): boolean {
  return (
    tokens.word(k) !== '' &&
    !/^(?:\(|\.|::|->|\?\.)$/.test(tokens.punct(k + 1)) &&
    !/^(?:\.|::|->)$/.test(tokens.punct(k - 1))
  )
}

function piece(k: number, tokens: Tokens): Part[] {
  const t = tokens.string(k)
  if (!t) return [{ kind: 'ref', to: 'name', name: tokens.word(k).replace(/^\$/, ''), span: tokens.span(k) }]
  const text = tokens.content(k)
  const hole = /^(?:\$?\{[^{}]*\})(?=[\\/])/.exec(text)
  const at = t.contentStart + (hole?.[0].length ?? 0)
  const rest: Part = { kind: 'text', text: text.slice(hole?.[0].length ?? 0), span: tokens.x.span(at, t.contentEnd) }
  return hole ? [{ kind: 'unknown', span: tokens.x.span(t.contentStart, at) }, rest] : [rest]
}

/** Between two pieces, one of which may bring its own. */
function slash(k: number, tokens: Tokens): Part {
  const at = tokens.span(k).start
  return { kind: 'text', text: '/', span: { start: at, end: at } }
}
