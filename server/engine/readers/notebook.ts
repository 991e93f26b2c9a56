import { type Node, parseTree } from 'jsonc-parser'
import type { FactsBuilder } from '../builder'
import type { ReadContext, Reader } from '../reader'
import { Excerpt } from '../text'
import type { Span } from '../types'
import { dialectOfFile } from './structured/emit'
import { isTooDeep, unescaped } from './structured/json-tree'

/** Notebooks: code cells only, offsets mapped back through the JSON strings; `%env`, `!export`, `%%bash` and `%%writefile` are read as what they are. */
export const notebook: Reader = {
  id: 'notebook',
  version: 3,
  dialects: ['notebook'],
  dialectOf: (_path, name) => (/\.ipynb$/i.test(name) ? 'notebook' : ''),
  read(x, out, context) {
    if (isTooDeep(x.text)) {
      out.problem('nested deeper than 200 levels', x.span(0, 1), true)
      return
    }
    const tree = parseTree(x.text, [], { allowTrailingComma: true })
    const language = languageOf(tree)
    for (const cell of property(tree, 'cells')?.children ?? []) {
      if (property(cell, 'cell_type')?.value !== 'code') continue
      const source = property(cell, 'source')
      const strings = source?.type === 'array' ? (source.children ?? []) : source ? [source] : []
      const lines = strings.filter((l) => l.type === 'string').flatMap((l) => linesOf(decoded(l, x)))
      if (lines.length === 0) continue
      const whole = x.span(cell.offset, cell.offset + cell.length)
      readCell(lines, language, whole, out, context)
    }
  },
}

function readCell(
  lines: readonly Excerpt[],
  language: string,
  cell: Span,
  out: FactsBuilder,
  context: ReadContext,
): void {
  const magic = /^\s*%%(\w+)(?:\s+(.*))?/.exec(lines[0]?.text ?? '')
  const dialect = magic ? cellDialect(magic[1] as string, (magic[2] ?? '').trim(), language) : language
  const body = magic ? lines.slice(1) : lines
  if (dialect !== language) {
    if (dialect) context.embed(dialect, joined(body), context.block)
    return
  }
  const isMagic = (line: Excerpt) => /^\s*[%!]/.test(line.text)
  const code = body.map((line) => (isMagic(line) ? blanked(line) : line))
  if (!body.every(isMagic)) context.embed(language, joined(code), out.block('object', 'cell', context.block, cell))
  for (const line of body) readMagic(line, out, context)
}

/** What a `%%name` line makes of its cell; the language of the notebook for magics that only watch it, empty for texts of no interest. */
function cellDialect(name: string, rest: string, language: string): string {
  if (/^(?:bash|sh|script|system|sx)$/.test(name)) return 'bash'
  if (/^(?:javascript|js|typescript|ts|deno)$/.test(name)) return 'typescript'
  if (
    name === 'ruby' ||
    name === 'perl' ||
    name === 'html' ||
    name === 'latex' ||
    name === 'markdown' ||
    name === 'sql'
  )
    return ''
  if (/^(?:writefile|file)$/.test(name)) return dialectOfFile(rest.replace(/^-a\s+/, '').replace(/^.*\//, ''))
  return language
}

/** `%env NAME=value`, `%set_env NAME value`, `!command`. */
function readMagic(line: Excerpt, out: FactsBuilder, context: ReadContext): void {
  const env = /^\s*%(?:set_)?env\s+([A-Za-z_]\w*)(?:\s*=\s*|\s+)/.exec(line.text)
  if (env) {
    const end = line.text.trimEnd().length
    const from = env[0].length
    const quoted = /^(["']).*\1$/.test(line.text.slice(from, end)) ? 1 : 0
    const nameAt = line.text.indexOf(env[1] as string, line.text.indexOf('env') + 3)
    const value = line.slice(from + quoted, Math.max(from + quoted, end - quoted))
    const span = value.span(0, value.text.length)
    out.setting({
      kind: 'env',
      name: env[1] as string,
      keySpan: line.span(nameAt, nameAt + (env[1] as string).length),
      value: { parts: [{ kind: 'text', text: value.text, span }], span },
      block: context.block,
    })
    return
  }
  const command = /^\s*(?:!|%(?:system|sx|pip|conda|uv)(?=\s))!?/.exec(line.text)
  if (!command) return
  const from = /^\s*%(?:pip|conda|uv)/.test(line.text) ? line.text.indexOf('%') + 1 : command[0].length
  context.embed('bash', line.slice(from, line.text.length), context.block)
}

/** The language of the kernel, as a dialect; Python when nothing says otherwise. */
function languageOf(tree: Node | undefined): string {
  const metadata = property(tree, 'metadata')
  const name = String(
    property(property(metadata, 'language_info'), 'name')?.value ??
      property(property(metadata, 'kernelspec'), 'language')?.value ??
      'python',
  ).toLowerCase()
  if (/script|deno|node/.test(name)) return 'typescript'
  if (/^c#$|csharp/.test(name)) return 'csharp'
  return /^(?:go|java|kotlin|rust|ruby|php|bash)$/.test(name) ? name : 'python'
}

function property(node: Node | undefined, name: string): Node | undefined {
  return node?.children?.find((p) => p.type === 'property' && p.children?.[0]?.value === name)?.children?.[1]
}

function decoded(node: Node, x: Excerpt): Excerpt {
  const from = node.offset + 1
  const end = node.offset + node.length
  const closed = node.length > 1 && x.text[end - 1] === '"'
  return unescaped(x.text.slice(from, closed ? end - 1 : end), from, x)
}

function linesOf(text: Excerpt): Excerpt[] {
  return [...text.text.matchAll(/[^\n]*\n|[^\n]+$/g)].map((m) => text.slice(m.index, m.index + m[0].length))
}

/** Blanks in its place, so that the lines around stay next to each other. */
function blanked(line: Excerpt): Excerpt {
  const units = Array.from({ length: line.text.length }, (_, i) => i)
  return Excerpt.assembled(units.map((i) => ({ text: line.text[i] === '\n' ? '\n' : ' ', span: line.span(i, i + 1) })))
}

/** Lines put together again, unit by unit. */
function joined(lines: readonly Excerpt[]): Excerpt {
  const units: { text: string; span: Span }[] = []
  for (const line of lines)
    for (let i = 0; i < line.text.length; i++) units.push({ text: line.text[i] as string, span: line.span(i, i + 1) })
  return Excerpt.assembled(units)
}
