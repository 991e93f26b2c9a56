import type { FactsBuilder } from '../builder'
import { interpolate } from '../interpolation'
import { push } from '../multimap'
import type { ReadContext, Reader } from '../reader'
import { Excerpt } from '../text'
import type { Part, Template } from '../types'
import { readHeaders } from './ini/headers'
import { comment, environment, logicalLines } from './ini/lines'
import { hasPlaces, readPlaceRows } from './manifests'
import type { Node, Entry as TreeEntry } from './structured/emit'

const PAIR = /^(\s*)([DR]{1,2}:[A-Za-z_]\w*|[\w.@/-]+(?:\[[\w.-]*\])?(?:[ \t]+[\w.-]+){0,3}?)(\s*[=:]\s*)(.*)$/s
/** `openai {` opens a section of HOCON within the one around it, `}` closes it. */
const NESTED = /^\s*(?:"?([\w.-]+)"?\s*[:=]?\s*\{|(\}))\s*$/
/** `host openai_base_url=https://…`: variables behind the name of a host in an inventory. */
const INLINE = /\s([A-Za-z_]\w*)=(https?:\/\/[^\s"',]+)/g
const ENV_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/
/** Keys whose value is a list of variables. */
const ENV_LIST = /^(?:environment|env|setenv|set_env|envs)$/i

/** INI-like files: sections, `key = value`, values on the lines below their key, lists of variables. */
export const ini: Reader = {
  id: 'ini',
  version: 5,
  templated: true,
  dialects: ['ini', 'npmrc', 'headers'],
  dialectOf: (path, name) =>
    /(?:^|\/)\.aws\/config$/.test(path) ||
    /^(?:\.npmrc|\.yarnrc|pip\.conf|pip\.ini|\.gitconfig|\.curlrc|supervisord\.conf|\.pypirc)$|\.(?:ini|cfg|conf)(?:\.(?:example|sample|template|dist|tmpl|j2))?$/i.test(
      name,
    )
      ? 'ini'
      : '',
  read(x, out, context) {
    if (context.dialect === 'headers') {
      readHeaders(x, out, context)
      return
    }
    const server = context.embedded ? '' : serverOf(x.text)
    if (server) {
      context.embed(server, x, context.block)
      return
    }
    let section = ''
    let open: Entry | null = null
    const places = hasPlaces(context.path) ? new Sections() : null
    const close = () => {
      if (open) state(open, section, out, context)
      if (open) places?.add(section, open)
      open = null
    }
    for (const line of logicalLines(x, out)) {
      if (comment(line, out)) continue
      const header = /^\s*\[([^\]\r\n]+)\]?/.exec(line.text)
      if (header) {
        close()
        section = (header[1] as string).trim()
        continue
      }
      const nested = NESTED.exec(line.text)
      if (nested) {
        close()
        section = nested[2] ? section.replace(/\.?[^.]*$/, '') : [section, nested[1]].filter(Boolean).join('.')
        continue
      }
      const listed =
        open && ENV_LIST.test((open as Entry).key) && /^\s+["']?(?:[DR]{1,2}:)?[A-Za-z_]\w*=/.test(line.text)
      const pair = listed || /^\s+[a-z][a-z0-9+.-]*:\/\//i.test(line.text) ? null : PAIR.exec(line.text)
      if (!pair) {
        if (open && /^\s+\S/.test(line.text)) (open as Entry).lines.push(stripped(line, out))
        continue
      }
      close()
      open = entryOf(pair, line, out)
    }
    close()
    if (places) readPlaceRows(places.root(), { out, context, style: {}, block: context.block })
  },
}

/** The web server whose directives a file called `.conf` or `.cfg` holds; empty when it is none. */
function serverOf(text: string): string {
  if (/^[ \t]*(?:<(?:VirtualHost|Location|LocationMatch|Proxy|IfModule)\b|(?:ProxyPass|SetEnv)\w*[ \t])/m.test(text))
    return 'apache'
  if (/^[ \t]*(?:proxy_pass[ \t]+[^;\n]+;|(?:server|http|stream|upstream[ \t]+[\w.-]+)[ \t]*\{)/m.test(text))
    return 'nginx'
  return /^(?:backend|listen)[ \t]+\S+/m.test(text) && /^[ \t]+server(?:-template)?[ \t]/m.test(text) ? 'haproxy' : ''
}

/** Keys by their section, as a tree. */
class Sections {
  private readonly sections = new Map<string, TreeEntry[]>()

  add(section: string, { key, keyPlace, lines }: Entry): void {
    const [value] = lines
    if (!value) return
    const { text } = value
    const node = { kind: 'scalar', span: value.span(0, text.length), text, excerpt: value, escaped: false } as const
    push(this.sections, section, { key, keySpan: keyPlace.span(0, key.length), value: node })
  }

  root(): Node {
    const span = { start: 0, end: 0 }
    const entries = [...this.sections].map(
      ([key, inner]): TreeEntry => ({ key, keySpan: span, value: { kind: 'map', span, entries: inner } }),
    )
    return { kind: 'map', span, entries }
  }
}

interface Entry {
  readonly key: string
  readonly keyPlace: Excerpt
  /** The value behind the key and on the lines below it, without remarks. */
  readonly lines: Excerpt[]
}

function entryOf(m: RegExpExecArray, line: Excerpt, out: FactsBuilder): Entry {
  const [, lead = '', key = '', operator = ''] = m
  const at = lead.length + key.length + operator.length
  return {
    key,
    keyPlace: line.slice(lead.length, lead.length + key.length),
    lines: [stripped(line.slice(at, line.text.length), out)],
  }
}

/** Without the remark behind ` ;` or ` #`, and without blanks around. */
function stripped(line: Excerpt, out: FactsBuilder): Excerpt {
  const remark = /\s[#;]([^\r\n]*)$/.exec(line.text)
  if (remark) out.comment(remark[1] as string, line.span(remark.index + 1, line.text.length))
  const end = line.text.slice(0, remark ? remark.index : line.text.length).trimEnd().length
  const start = line.text.length - line.text.trimStart().length
  return line.slice(Math.min(start, end), end)
}

/** Further variables in one value. */
function inline(value: Excerpt, out: FactsBuilder, context: ReadContext): void {
  for (const m of value.text.matchAll(INLINE)) {
    const [all, name = '', address = ''] = m
    const end = m.index + all.length
    out.setting({
      kind: 'key',
      name,
      keySpan: value.span(m.index + 1, m.index + 1 + name.length),
      value: interpolate(value.slice(end - address.length, end), { bare: true }),
      block: context.block,
    })
  }
}

function state({ key, keyPlace, lines }: Entry, section: string, out: FactsBuilder, context: ReadContext): void {
  const said = lines.filter((l) => l.text !== '')
  const blank = Excerpt.assembled([{ text: '\n', span: keyPlace.span(0, 0) }])
  const value =
    said.length === 1 ? (said[0] as Excerpt) : Excerpt.assembled(said.flatMap((l, i) => (i > 0 ? [blank, l] : [l])))
  inline(value, out, context)
  if (ENV_LIST.test(key) && (/=/.test(value.text) || value.text === '')) {
    environment(value, out, context.block)
    return
  }
  // `env[NAME] = value` of php-fpm, `D:NAME=value` of pytest-env
  const name = /^env\[([A-Za-z_]\w*)\]$/.exec(key)?.[1] ?? /^[DR]{1,2}:([A-Za-z_]\w*)$/.exec(key)?.[1] ?? key
  const at = key.indexOf(name)
  const env = name !== key || ENV_NAME.test(name)
  out.setting({
    kind: env ? 'env' : 'key',
    name,
    path: env && name !== key ? [name] : section ? [section, name] : [name],
    keySpan: keyPlace.span(at, at + name.length),
    value: worth(value, section),
    block: context.block,
  })
}

/** Without its quotes; `%(name)s` and `${section:name}` are keys of the same file. */
function worth(x: Excerpt, section: string): Template {
  const quoted = /^(["'])([^"']*)\1?$/.exec(x.text)
  const inner = quoted ? x.slice(1, 1 + (quoted[2] as string).length) : x
  const parts: Part[] = []
  let at = 0
  for (const m of inner.text.matchAll(/%\(([\w.-]+)\)s|\$\{(?:([\w.-]+):)([\w.-]+)\}/g)) {
    if (m.index > at) parts.push(...interpolate(inner.slice(at, m.index), { bare: true }).parts)
    at = m.index + m[0].length
    parts.push({
      kind: 'ref',
      to: 'key',
      name: `${m[2] ?? section}.${m[1] ?? m[3]}`.replace(/^\./, ''),
      span: inner.span(m.index, at),
    })
  }
  const rest = interpolate(inner.slice(at, inner.text.length), { bare: true })
  return at === 0
    ? rest
    : { span: inner.span(0, inner.text.length), parts: [...parts, ...(at < inner.text.length ? rest.parts : [])] }
}
