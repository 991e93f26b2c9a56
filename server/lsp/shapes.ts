/** The shapes of parameters that handlers rely on. Only what is used is looked at: more is never wrong. */

/** Names what does not fit, or is empty. `at` is the name of the value. */
type Check = (value: unknown, at: string) => string

const string: Check = (v, at) => (typeof v === 'string' ? '' : `${at} is not a string`)
const count: Check = (v, at) => (Number.isInteger(v) && (v as number) >= 0 ? '' : `${at} is not a whole number from 0`)
const whole: Check = (v, at) => (Number.isInteger(v) ? '' : `${at} is not a whole number`)
const flag: Check = (v, at) => (typeof v === 'boolean' ? '' : `${at} is not true or false`)
const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v)

function object(fields: Readonly<Record<string, Check>>): Check {
  return (v, at) => {
    if (!isObject(v)) return `${at} is not an object`
    for (const [name, check] of Object.entries(fields)) {
      const wrong = check(v[name], at === 'params' ? name : `${at}.${name}`)
      if (wrong) return wrong
    }
    return ''
  }
}

function list(each: Check): Check {
  return (v, at) => {
    if (!Array.isArray(v)) return `${at} is not a list`
    for (const [i, item] of v.entries()) {
      const wrong = each(item, `${at}[${i}]`)
      if (wrong) return wrong
    }
    return ''
  }
}

const optional =
  (check: Check): Check =>
  (v, at) =>
    v === undefined || v === null ? '' : check(v, at)

const position = object({ line: count, character: count })
const range = object({ start: position, end: position })
const document = object({ uri: string })
const folder = object({ uri: string })
const atDocument = object({ textDocument: document })
const atPosition = object({ textDocument: document, position })

const SHAPES: ReadonlyMap<string, Check> = new Map([
  [
    'initialize',
    object({
      capabilities: object({}),
      workspaceFolders: optional(list(folder)),
      rootUri: optional(string),
      rootPath: optional(string),
    }),
  ],
  ['textDocument/didOpen', object({ textDocument: object({ uri: string, version: whole, text: string }) })],
  [
    'textDocument/didChange',
    object({
      textDocument: object({ uri: string, version: optional(whole) }),
      contentChanges: list(object({ text: string, range: optional(range) })),
    }),
  ],
  ['textDocument/didClose', atDocument],
  ['textDocument/didSave', atDocument],
  ['textDocument/hover', atPosition],
  ['textDocument/completion', atPosition],
  ['textDocument/codeAction', object({ textDocument: document, range, context: object({}) })],
  ['textDocument/documentLink', atDocument],
  ['textDocument/inlayHint', object({ textDocument: document, range })],
  ['workspace/executeCommand', object({ command: string, arguments: optional(list(() => '')) })],
  ['workspace/didChangeWatchedFiles', object({ changes: list(object({ uri: string, type: whole })) })],
  ['workspace/didChangeWorkspaceFolders', object({ event: object({ added: list(folder), removed: list(folder) }) })],
  ['workspace/didChangeConfiguration', object({})],
  ['relaylint/report', object({ format: string })],
  ['relaylint/trust', object({ trusted: flag })],
])

/** What is wrong with the parameters of a message, in words; empty when nothing is, and for methods that nobody handles. */
export function misfit(method: string, params: unknown): string {
  return SHAPES.get(method)?.(params, 'params') ?? ''
}
