import type { FactsBuilder } from '../builder'
import type { Reader } from '../reader'
import { Excerpt } from '../text'
import type { Span } from '../types'

/** Info strings that no reader has as its dialect. */
const LANGUAGES: Readonly<Record<string, string>> = {
  env: 'dotenv',
  '.env': 'dotenv',
  ini: 'dotenv',
  conf: 'ini',
  terminal: 'console',
  shellsession: 'console',
  'sh-session': 'console',
  yml: 'yaml',
  jsonc: 'json',
  json5: 'json',
  py: 'python',
  python3: 'python',
  ts: 'typescript',
  tsx: 'typescript',
  js: 'typescript',
  jsx: 'typescript',
  mjs: 'typescript',
  javascript: 'typescript',
  dockerfile: 'dockerfile',
  containerfile: 'dockerfile',
  ps: 'powershell',
  ps1: 'powershell',
  dos: 'cmd',
  batch: 'cmd',
  batchfile: 'cmd',
  terraform: 'hcl',
  tf: 'hcl',
  rs: 'rust',
  rb: 'ruby',
  cs: 'csharp',
  'c#': 'csharp',
  kt: 'kotlin',
  golang: 'go',
}
const CONSOLE = /^(?:console|shell|sh|bash|zsh|shell-session|)$/
const MAX_FENCE = 100_000

/** Markdown: fenced blocks by their info string, or by what they look like. What they say speaks to the auditor persona only. */
export const markdown: Reader = {
  id: 'markdown',
  audience: 'auditor',
  version: 3,
  dialects: ['markdown'],
  dialectOf: (_path, name) => (/\.(?:md|mdx|markdown)$/i.test(name) ? 'markdown' : ''),
  read(x, out, context) {
    out.quote(() => {
      for (const fence of fences(x, out)) {
        if (fence.end - fence.start > MAX_FENCE) continue
        const body = bodyOf(x, fence)
        const dialect = fence.language === '' ? guess(body.text) : (LANGUAGES[fence.language] ?? fence.language)
        if (!dialect) continue
        const block = out.block('object', 'fence', context.block, x.span(fence.start, fence.end))
        context.embed(dialect, body, block)
      }
    })
  },
}

interface Fence {
  readonly language: string
  readonly start: number
  readonly end: number
  /** What every line of the fence begins with: blanks of a list, the mark of a quotation. */
  readonly lead: string
}

/** A comment of the text around the fences: of HTML, or of MDX. */
const COMMENT = /<!--([\s\S]*?)(?:-->|$)|\{\/\*([\s\S]*?)\*\/\}/g

/** Fenced blocks: language of the info string, and the place of the text between the fences. One pass over the lines. */
function* fences(x: Excerpt, out: FactsBuilder): Generator<Fence> {
  const text = x.text
  let open: (Omit<Fence, 'end'> & { mark: string; above: number }) | null = null
  // behind the last fence or comment
  let free = 0
  const close = (fence: NonNullable<typeof open>, end: number): Fence => {
    commentsIn(x, free, fence.above, { start: fence.start, end }, out)
    return { ...fence, end }
  }
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at)
    const end = newline < 0 ? text.length : newline
    const line = text.slice(at, Math.min(end, at + 200))
    const mark = /^([ \t>]*)(`{3,}|~{3,})[ \t]*(.*?)[ \t\r]*$/.exec(line)
    if (mark && !open && !commentOpen(text.slice(free, at)))
      open = {
        mark: mark[2] as string,
        language: languageOf(mark[3] as string),
        start: end + 1,
        above: at,
        lead: mark[1] as string,
      }
    else if (mark && open && (mark[2] as string).startsWith(open.mark) && mark[3] === '') {
      yield close(open, at)
      open = null
      free = end
    }
    at = end + 1
  }
  if (!open) commentsIn(x, free, text.length, null, out)
  else if (open.start < text.length) yield close(open, text.length)
}

function commentOpen(text: string): boolean {
  return text.lastIndexOf('<!--') > text.lastIndexOf('-->')
}

/** Comments between two fences; the last one, with nothing but blanks behind it, speaks of the fence that follows. */
function commentsIn(x: Excerpt, from: number, to: number, fence: Span | null, out: FactsBuilder): void {
  for (const m of x.text.slice(from, to).matchAll(COMMENT)) {
    const end = from + m.index + m[0].length
    const above = fence && !/\S/.test(x.text.slice(end, to)) ? x.span(fence.start, fence.end) : undefined
    out.comment(m[1] ?? m[2] ?? '', x.span(from + m.index, end), above)
  }
}

/** The language of an info string: `bash`, `bash title="x"`, `{.bash .numberLines}`, `.env`. */
function languageOf(info: string): string {
  const braces = /^\{\s*\.?([\w+#.-]+)/.exec(info)
  return (braces?.[1] ?? /^[\w+#.-]*/.exec(info)?.[0] ?? '').toLowerCase()
}

/** The text of the fence without the marks that begin its lines, and without the prompts of a terminal. */
function bodyOf(x: Excerpt, fence: Fence): Excerpt {
  const whole = x.slice(fence.start, fence.end)
  const prompts = CONSOLE.test(LANGUAGES[fence.language] ?? fence.language)
  if (fence.lead === '' && !(prompts && /^[ \t]*[$%>] /m.test(whole.text))) return whole
  const pieces: Excerpt[] = []
  for (const m of whole.text.matchAll(/([^\n]*)(?:\n|$)/g)) {
    if (m[0] === '') continue
    let skip = 0
    while (skip < fence.lead.length && /[ \t>]/.test(m[0][skip] ?? '')) skip++
    if (prompts) skip += /^[ \t]*[$%>] /.exec(m[0].slice(skip))?.[0].length ?? 0
    pieces.push(whole.slice(m.index + skip, m.index + m[0].length))
  }
  return Excerpt.assembled(pieces)
}

function guess(text: string): string {
  if (/^\s*\$env:\w+\s*=/im.test(text)) return 'powershell'
  if (/^\s*set -g?x /m.test(text)) return 'fish'
  if (/^\s*\{/.test(text)) return 'json'
  if (/^\s*\[[\w."-]+\]\s*$/m.test(text)) return 'toml'
  return /^\s*(?:export\s+)?[A-Z][A-Z0-9_]*=\S/m.test(text) ? 'bash' : ''
}
