/** Commands inside of data: lists of arguments put together as a line, and keys whose scalars are shell text. */
import { Excerpt } from '../../text'
import type { Span } from '../../types'
import { type Emitter, type Entry, itemsOf, type Node, type ScalarNode } from './emit'

/** Keys of CI files, task runners and manifests whose text a shell runs. */
const SCRIPT =
  /^(?:run|script|before_script|after_script|pre_script|post_script|commands?|cmds?|entrypoint|exec|init_hook|runcmd|bootcmd|(?:ansible\.builtin\.)?(?:shell|command|raw)|(?:start|build|install|dev|release|deploy|preDeploy|pre_deploy|test|run|prebuild|postbuild|on[A-Z]\w*|post[A-Z]\w*|pre[A-Z]\w*)_?[cC]ommand)$/
/** Tables that hold such texts under names of their own. */
const TABLES = /^(?:scripts|tasks)$/
/** Lists under these keys are the words of one command, not a command each. */
const WORDS = /^(?:command|cmd|entrypoint|args)$/

/** Takes the entry over when its value is shell text; states nothing itself. */
export function readScripts(entry: Entry, at: Emitter): boolean {
  const { key, value } = entry
  if (TABLES.test(key) && value.kind === 'map') {
    const texts = value.entries.flatMap((e) => (e.value.kind === 'scalar' ? [e.value] : []))
    for (const text of texts) shell(text, at)
    return texts.length === value.entries.length
  }
  if (WORDS.test(key) && value.kind === 'list') return readWords(value, at)
  if (!SCRIPT.test(key)) return false
  const texts = value.kind === 'scalar' ? [value] : itemsOf(value)
  const taken = texts.map((text) => {
    if (text.kind === 'scalar') shell(text, at)
    return text.kind === 'scalar' || readWords(text, at)
  })
  return taken.length > 0 && taken.every(Boolean)
}

function shell(text: ScalarNode, at: Emitter): void {
  if (/[\s=]/.test(text.text)) at.context.embed('bash', text.excerpt, at.block)
}

/** A word that is a whole line, for the shell that stands in another list. */
const LINE = /^\s*(?:export\s+)?[A-Za-z_]\w*=\S+\s+\S|\s(?:&&|\|\|)\s|\n/

/** A list of words is read as one line; words that hold both kinds of quotes are read by themselves. */
export function readWords(node: Node, at: Emitter): boolean {
  const words = itemsOf(node)
  if (words.length === 0 || !words.every((w) => w.kind === 'scalar')) return false
  const line = lineOf(words as readonly ScalarNode[], at)
  if (line) at.context.embed('bash', line, at.block)
  return true
}

function lineOf(words: readonly ScalarNode[], at: Emitter): Excerpt | null {
  const pieces: { text: string; span: Span }[] = []
  for (const [i, word] of words.entries()) {
    const quote = quoteFor(word.text)
    // the text behind `-c` is a script of its own
    if (quote === null || /^-[a-z]*c$/.test(words[i - 1]?.text ?? '') || (i === 0 && LINE.test(word.text))) {
      at.context.embed('bash', word.excerpt, at.block)
      continue
    }
    const edge = (offset: number): Span => ({ start: offset, end: offset })
    if (pieces.length > 0) pieces.push({ text: ' ', span: edge(word.span.start) })
    if (quote) pieces.push({ text: quote, span: edge(word.span.start) })
    pieces.push(...unitsOf(word.excerpt))
    if (quote) pieces.push({ text: quote, span: edge(word.span.end) })
  }
  return pieces.length > 0 ? Excerpt.assembled(pieces) : null
}

/** The quote that keeps the word one word; empty when it needs none, null when no quote can hold it. */
function quoteFor(text: string): string | null {
  if (text !== '' && !/[\s"'`;&|<>()#*?\\]/.test(text)) return ''
  if (!text.includes("'")) return "'"
  return /["`\\]/.test(text) ? null : '"'
}

function unitsOf(x: Excerpt): { text: string; span: Span }[] {
  const span = x.span(0, x.text.length)
  if (span.end - span.start === x.text.length) return [{ text: x.text, span }]
  return Array.from({ length: x.text.length }, (_, i) => ({ text: x.text[i] as string, span: x.span(i, i + 1) }))
}
