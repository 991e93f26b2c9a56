/** What a command substitution prints where its text says it: `$(echo aHR0… | base64 -d)`, `$(printf 'https://%s/v1' host)`. */
import { decodeBase64 } from '../../base64'
import { Excerpt } from '../../text'

const WORD = /"(?:[^"\\]|\\[\s\S])*"|'[^']*'|[^\s"'|<>;&]+/g
const DECODES =
  /^(?:g?base64\s+(?:-\w*[dD]\w*|--decode)(?:\s+-\w+)*|openssl\s+(?:enc\s+)?-?base64(?:\s+-\w+)*\s+-d(?:\s+-\w+)*)$/
/** Filters that leave one line as it is. */
const KEEPS = /^(?:cat|xargs|head(?:\s+-n?\s*1)?|tail(?:\s+-n?\s*1)?|tr\s+-d\s+\S+)$/
const MAX = 2000

/** The pieces of the printed text, each at its place, decoded text at that of what was decoded; null when a program decides it. */
export function outputOf(command: Excerpt): readonly Excerpt[] | null {
  if (command.text.length > MAX || /[;&\n]|\$\(|`/.test(command.text)) return null
  const stages = stagesOf(command)
  const first = stages[0]
  if (!first) return null
  let said = printed(first)
  for (const stage of stages.slice(said ? 1 : 0)) {
    const [filter = '', given] = stage.text.trim().split(/\s*<<<\s*/)
    if (given !== undefined) said = wordsOf(stage.slice(stage.text.indexOf('<<<') + 3, stage.text.length)).slice(0, 1)
    if (said && DECODES.test(filter)) said = decoded(said)
    else if (!said || !KEEPS.test(filter)) return null
  }
  return said?.some((piece) => piece.text.trim() !== '') ? said : null
}

function stagesOf(command: Excerpt): Excerpt[] {
  const out: Excerpt[] = []
  let from = 0
  for (const m of command.text.matchAll(/"(?:[^"\\]|\\[\s\S])*"|'[^']*'|(\|)/g)) {
    if (!m[1]) continue
    out.push(command.slice(from, m.index))
    from = m.index + 1
  }
  return [...out, command.slice(from, command.text.length)]
}

/** Words without their quotes. */
function wordsOf(x: Excerpt): Excerpt[] {
  return [...x.text.matchAll(WORD)].map((m) => {
    const quote = /^["']/.test(m[0]) ? 1 : 0
    return x.slice(m.index + quote, m.index + m[0].length - quote)
  })
}

/** What `echo` and `printf` are given to say. */
function printed(stage: Excerpt): readonly Excerpt[] | null {
  const [name, ...rest] = wordsOf(stage)
  if (name?.text === 'echo') {
    const said = rest.filter((w) => !/^-[neE]+$/.test(w.text))
    return said.length === 1 ? said : null
  }
  if (name?.text !== 'printf') return null
  const [format, ...given] = rest.filter((w, i) => i > 0 || w.text !== '--')
  return format ? filled(format, given) : null
}

function filled(format: Excerpt, given: readonly Excerpt[]): readonly Excerpt[] | null {
  const pieces: Excerpt[] = []
  let at = 0
  let next = 0
  for (const m of format.text.matchAll(/%s|%%|\\n|%/g)) {
    if (m[0] === '%') return null
    pieces.push(format.slice(at, m.index))
    at = m.index + m[0].length
    const value = m[0] === '%s' ? given[next++] : undefined
    if (m[0] === '%s' && !value) return null
    if (value) pieces.push(value)
    if (m[0] === '%%') pieces.push(format.slice(m.index, m.index + 1))
  }
  return [...pieces, format.slice(at, format.text.length)].filter((piece) => piece.text !== '')
}

function decoded(pieces: readonly Excerpt[]): readonly Excerpt[] | null {
  const [said, ...others] = pieces
  const text = !said || others.length > 0 || said.text.includes('$') ? null : decodeBase64(said.text)?.trim()
  return said && text ? [Excerpt.assembled([{ text, span: said.span(0, said.text.length) }])] : null
}
