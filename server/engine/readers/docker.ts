import type { FactsBuilder } from '../builder'
import { interpolate } from '../interpolation'
import { nameOf } from '../paths'
import type { ReadContext, Reader } from '../reader'
import { Excerpt } from '../text'
import type { Span } from '../types'
import { embedValue } from './embedded'
import { stateImage } from './images'
import { interpreterOf } from './script'
import { contentOf, readWord } from './shell/words'
import { dialectOfFile } from './structured/emit'

const NAMES = /^(?:Dockerfile|Containerfile)(?:[._-].*)?$|\.(?:dockerfile|containerfile)$/i

/** Dockerfiles: ENV in both forms, ARG defaults, RUN as shell with exact places across continuations, heredocs. */
export const docker: Reader = {
  id: 'docker',
  version: 3,
  templated: true,
  dialects: ['dockerfile', 'docker'],
  dialectOf: (_path, name) =>
    NAMES.test(name) && !/\.(?:md|ts|js|py|go|dockerignore)$/i.test(name) ? 'dockerfile' : '',
  read(x, out, context) {
    const escapeMark = /^#\s*escape=`/m.test(x.text.slice(0, 200)) ? '`' : '\\'
    let block = context.block
    const stages = new Map<string, number>()
    for (const instruction of instructions(x, escapeMark, out)) {
      if (instruction.keyword === 'FROM') block = from(instruction, out, context.block, stages)
      else read(instruction, out, context, block)
    }
  },
}

interface Instruction {
  readonly keyword: string
  /** Arguments with continuations removed, every unit at its place. */
  readonly body: Excerpt
  readonly span: Span
  readonly heredoc: { readonly name: string; readonly body: Excerpt; readonly closed: Excerpt } | null
}

/** Logical lines: continuations joined, comment and blank lines inside of them left out. */
function* instructions(x: Excerpt, escapeMark: string, out: FactsBuilder): Generator<Instruction> {
  const lines = [...x.text.matchAll(/[^\r\n]*(?:\r\n|\n|\r|$)/g)].filter((m) => m[0] !== '')
  for (let i = 0; i < lines.length; i++) {
    const first = lines[i] as RegExpMatchArray & { index: number }
    const line = first[0].replace(/[\r\n]+$/, '')
    if (comment(line, first.index, x, out) || line.trim() === '') continue
    const pieces: { text: string; span: Span }[] = []
    let end = first.index
    for (; i < lines.length; i++) {
      const m = lines[i] as RegExpMatchArray & { index: number }
      const text = m[0].replace(/[\r\n]+$/, '')
      if (pieces.length > 0 && (comment(text, m.index, x, out) || text.trim() === '')) continue
      const goesOn = text.trimEnd().endsWith(escapeMark)
      const kept = goesOn ? text.trimEnd().slice(0, -1) : text
      pieces.push({ text: `${kept} `.slice(0, kept.length), span: x.span(m.index, m.index + kept.length) })
      end = m.index + text.length
      if (!goesOn) break
      pieces.push({ text: ' ', span: x.span(end, end) })
    }
    const whole = Excerpt.assembled(pieces)
    const keyword = /^\s*([A-Za-z]+)\s+/.exec(whole.text)
    if (!keyword) continue
    const marker = /<<-?\s*["']?([A-Za-z_]\w*)["']?/.exec(whole.text)
    let heredoc: Instruction['heredoc'] = null
    if (marker && /^(?:RUN|COPY|ADD)$/i.test(keyword[1] as string)) {
      const from = (lines[i + 1] as (RegExpMatchArray & { index: number }) | undefined)?.index ?? x.text.length
      let j = i + 1
      while (j < lines.length && (lines[j] as RegExpMatchArray)[0].trim() !== marker[1]) j++
      const to = (lines[j] as (RegExpMatchArray & { index: number }) | undefined)?.index ?? x.text.length
      const behind = (lines[j + 1] as (RegExpMatchArray & { index: number }) | undefined)?.index ?? x.text.length
      heredoc = {
        name: whole.text.trim().split(/\s+/).pop() ?? '',
        body: x.slice(from, to),
        closed: x.slice(from, behind),
      }
      i = j
    }
    yield {
      keyword: (keyword[1] as string).toUpperCase(),
      body: whole.slice(keyword[0].length, whole.text.length),
      span: x.span(first.index, end),
      heredoc,
    }
  }
}

function comment(line: string, at: number, x: Excerpt, out: FactsBuilder): boolean {
  const trimmed = line.trimStart()
  if (!trimmed.startsWith('#')) return false
  const start = at + line.length - trimmed.length
  out.comment(trimmed.slice(1), x.span(start, at + line.length))
  return true
}

/** A stage of its own; one that starts from an earlier stage has what that one sets. */
function from(instruction: Instruction, out: FactsBuilder, file: number, stages: Map<string, number>): number {
  const words = instruction.body.text
    .trim()
    .split(/\s+/)
    .filter((w) => !w.startsWith('--'))
  const name = words[2] ?? words[0] ?? ''
  const block = out.block('stage', name, stages.get(words[0] ?? '') ?? file, instruction.span)
  if (words[2]) stages.set(words[2], block)
  const at = instruction.body.text.indexOf(words[0] ?? '')
  if (words[0] && !words[0].includes('$'))
    stateImage(out, words[0], instruction.body.span(at, at + words[0].length), block)
  return block
}

function read(instruction: Instruction, out: FactsBuilder, context: ReadContext, block: number): void {
  const { keyword, body } = instruction
  if (keyword === 'ENV' || keyword === 'ARG' || keyword === 'LABEL') {
    if (keyword !== 'LABEL') variables(body, keyword === 'ARG', out, context, block)
  } else if (keyword === 'RUN' || keyword === 'CMD' || keyword === 'ENTRYPOINT') {
    if (instruction.heredoc) scripted(body, instruction.heredoc, context, block)
    else if (/^\s*\[/.test(body.text)) execForm(body, context, block)
    else context.embed('bash', stripMounts(body), block)
  } else if ((keyword === 'COPY' || keyword === 'ADD') && instruction.heredoc) {
    const dialect = dialectOfFile(nameOf(instruction.heredoc.name))
    if (dialect) context.embed(dialect, instruction.heredoc.body, block)
  } else if (keyword === 'ONBUILD') context.embed('dockerfile', body, block)
}

/** `RUN <<EOF` is a script itself; in any other command the document belongs to what the shell runs. */
function scripted(
  body: Excerpt,
  { body: text, closed }: NonNullable<Instruction['heredoc']>,
  context: ReadContext,
  block: number,
): void {
  const command = stripMounts(body)
  if (/^\s*<</.test(command.text)) context.embed(interpreterOf(text.text) || 'bash', text, block)
  else {
    const { start } = closed.span(0, 0)
    context.embed('bash', Excerpt.assembled([command, { text: '\n', span: { start, end: start } }, closed]), block)
  }
}

/** `["sh", "-c", "script"]`: words of one command; an element with blanks is a script of its own. */
function execForm(body: Excerpt, context: ReadContext, block: number): void {
  const pieces: (Excerpt | { text: string; span: Span })[] = []
  for (const m of body.text.matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
    const at = m.index + 1
    const text = m[1] as string
    if (/\s/.test(text)) context.embed('bash', body.slice(at, at + text.length), block)
    else if (text) pieces.push(body.slice(at, at + text.length), { text: ' ', span: body.span(at, at) })
  }
  context.embed('bash', Excerpt.assembled(pieces), block)
}

function stripMounts(body: Excerpt): Excerpt {
  const m = /^(?:\s*--(?:mount|network|security)=\S+)+\s*/.exec(body.text)
  return m ? body.slice(m[0].length, body.text.length) : body
}

/** `K=V L="W x"` and the old `K the rest of the line`. */
function variables(body: Excerpt, weak: boolean, out: FactsBuilder, context: ReadContext, block: number): void {
  const old = /^\s*([A-Za-z_]\w*)[ \t]+([^=\s][\s\S]*|=[\s\S]*)$/.exec(body.text)
  if (old && !weak && !/^\s*[A-Za-z_]\w*=/.test(body.text)) {
    const at = body.text.indexOf(old[2] as string, (old[1] as string).length)
    const start = body.text.indexOf(old[1] as string)
    out.setting({
      kind: 'env',
      name: old[1] as string,
      keySpan: body.span(start, start + (old[1] as string).length),
      value: interpolate(body.slice(at, body.text.trimEnd().length), { bare: true }),
      block,
    })
    embedValue(body.slice(at, body.text.trimEnd().length), [old[1] as string], context, block)
    return
  }
  for (let i = 0; i < body.text.length; ) {
    const m = /^\s*([A-Za-z_]\w*)(=)?/.exec(body.text.slice(i))
    if (!m || m[0] === '') break
    const keyAt = i + m[0].length - (m[1] as string).length - (m[2] ? 1 : 0)
    i += m[0].length
    if (!m[2]) continue
    const word = readWord(body, i)
    out.setting({
      kind: 'env',
      name: m[1] as string,
      keySpan: body.span(keyAt, keyAt + (m[1] as string).length),
      value: word.template,
      block,
      weak,
    })
    embedValue(contentOf(word, body), [m[1] as string], context, block)
    i = Math.max(word.end, i)
    if (body.text[i] && !/\s/.test(body.text[i] as string)) i++
  }
}
