import type { FactsBuilder } from '../builder'
import { interpolate } from '../interpolation'
import type { ReadContext, Reader } from '../reader'
import type { Excerpt } from '../text'

const PATH =
  /nginx[\w.-]*\.(?:conf|template|tmpl|j2|erb)$|(?:^|\/)nginx\/.*|\.nginx$|(?:^|\/)(?:conf\.d|sites-(?:available|enabled))\//
/** Folders named `conf.d` of other programs. */
const OTHER = /(?:^|\/)(?:supervisor|php|mysql|mariadb|postgres|systemd|redis|haproxy|dnsmasq)[\w.-]*\//i
const TOKEN = /#[^\r\n]*|"(?:[^"\\]|\\[\s\S])*"?|'(?:[^'\\]|\\[\s\S])*'?|[;{}]|(?:\$\{[^}\s]*\}?|[^\s;{}"'])+/g
const PASS = /^(?:proxy|grpc|uwsgi|scgi|fastcgi)_pass$/
const PARAM = /^(?:fastcgi_param|uwsgi_param|scgi_param|passenger_env_var)$/

interface Word {
  readonly text: string
  readonly start: number
  readonly end: number
}

/** nginx: targets of reverse proxies, also through `set`, `map` and `upstream`, variables for applications, passed-on credentials. */
export const nginx: Reader = {
  id: 'nginx',
  version: 4,
  templated: true,
  dialects: ['nginx'],
  dialectOf: (path, name) =>
    PATH.test(path) && !OTHER.test(path) && !/\.(?:md|sh|ya?ml|json|env|html?|py|ini|cfg|toml)$/.test(name)
      ? 'nginx'
      : '',
  read(x, out, context) {
    const all = [...statements(x, out)]
    const known = variables(all)
    for (const { words, inside } of all) {
      const [directive, first, second] = words
      if (!directive || !first) continue
      if (PASS.test(directive.text)) pass(directive, first, known, x, out, context)
      else if (directive.text === 'server' && inside === 'upstream') upstream(directive, [first], x, out, context)
      else if (directive.text === 'env') assigned(first, x, out, context)
      else if (PARAM.test(directive.text) && second) variable(first, second, x, out, context)
      else if (directive.text === 'proxy_set_header' && /^(?:authorization|x-api-key)$/i.test(first.text))
        out.trait({
          what: 'forwards-credentials',
          detail: x.text.slice(directive.start, first.end).slice(0, 80),
          span: x.span(directive.start, (words.at(-1) as Word).end),
          block: context.block,
        })
    }
  },
}

interface Statement {
  readonly words: readonly Word[]
  /** The directive of the block around it, and the variable that a `map` fills. */
  readonly inside: string
  readonly fills: string
}

/** Directives with their words. A statement that was not typed to its `;` ends with its block. */
function* statements(x: Excerpt, out: FactsBuilder): Generator<Statement> {
  const blocks: { name: string; fills: string }[] = []
  let words: Word[] = []
  const statement = (): Statement => ({ words, inside: blocks.at(-1)?.name ?? '', fills: blocks.at(-1)?.fills ?? '' })
  for (const m of x.text.matchAll(TOKEN)) {
    const raw = m[0]
    const start = m.index
    const end = start + raw.length
    if (raw[0] === '#') out.comment(raw.slice(1), x.span(start, end))
    else if (raw === '{') {
      blocks.push({ name: words[0]?.text ?? '', fills: words[0]?.text === 'map' ? (words[2]?.text ?? '') : '' })
      words = []
    } else if (raw === '}' || raw === ';') {
      if (words.length > 0) yield statement()
      words = []
      if (raw === '}') blocks.pop()
    } else {
      const quoted = raw[0] === '"' || raw[0] === "'"
      const closed = quoted && raw.length > 1 && raw.endsWith(raw[0] as string)
      const from = quoted ? start + 1 : start
      const to = closed ? end - 1 : end
      words.push({ text: x.text.slice(from, to), start: from, end: to })
    }
  }
  if (words.length > 0) yield statement()
}

/** What `set $name value` and the lines of `map ... $name { }` give a variable. */
function variables(all: readonly Statement[]): ReadonlyMap<string, readonly Word[]> {
  const known = new Map<string, Word[]>()
  const add = (name: string, value: Word | undefined) => {
    if (!value || !name.startsWith('$')) return
    const list = known.get(name)
    if (list) list.push(value)
    else known.set(name, [value])
  }
  for (const { words, fills } of all) {
    if (words[0]?.text === 'set') add(words[1]?.text ?? '', words[2])
    else if (fills && words.length === 2) add(fills, words[1])
  }
  return known
}

type Known = ReadonlyMap<string, readonly Word[]>

/** `proxy_pass https://host;`, `proxy_pass $backend;`, `proxy_pass https://$host$request_uri;`. */
function pass(directive: Word, target: Word, known: Known, x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  const m = /^([a-z]+:\/\/)?(\$\w+|\$\{\w+\})/.exec(target.text)
  const values = m ? known.get((m[2] as string).replace(/[{}]/g, '')) : undefined
  const scheme = m?.[1] ? [{ ...target, end: target.start + m[1].length }] : []
  if (!values) upstream(directive, [target], x, out, context)
  else for (const value of values.slice(0, 12)) upstream(directive, [...scheme, value], x, out, context)
}

function upstream(directive: Word, parts: readonly Word[], x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  const last = parts.at(-1) as Word
  out.setting({
    kind: 'upstream',
    name: directive.text,
    keySpan: x.span(directive.start, directive.end),
    value: {
      span: x.span(last.start, last.end),
      parts: parts.flatMap((p) => interpolate(x.slice(p.start, p.end), { bare: true }).parts),
    },
    block: context.block,
  })
}

/** `env NAME=value;` */
function assigned(word: Word, x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  const name = /^(\w+)=/.exec(word.text)?.[1]
  if (!name) return
  const at = word.start + name.length
  variable({ text: name, start: word.start, end: at }, { text: '', start: at + 1, end: word.end }, x, out, context)
}

function variable(name: Word, value: Word, x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  out.setting({
    kind: 'env',
    name: name.text,
    keySpan: x.span(name.start, name.end),
    value: interpolate(x.slice(value.start, value.end), { bare: true }),
    block: context.block,
  })
}
