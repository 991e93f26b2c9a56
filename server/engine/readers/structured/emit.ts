/** What JSON, YAML and TOML have in common: a tree of maps, lists and scalars becomes settings, blocks and signatures. */
import { decodeBase64 } from '../../base64'
import type { FactsBuilder, SettingInput } from '../../builder'
import { interpolate, type Style } from '../../interpolation'
import type { ReadContext } from '../../reader'
import { Excerpt } from '../../text'
import type { Span, Template } from '../../types'
import { embedValue } from '../embedded'

/** A node of any structured format. Spans are places in the file; a scalar's excerpt is its decoded text without quotes. */
export type Node = MapNode | ListNode | ScalarNode

export interface MapNode {
  readonly kind: 'map'
  readonly span: Span
  readonly entries: readonly Entry[]
}
export interface Entry {
  readonly key: string
  readonly keySpan: Span
  readonly value: Node
  /** The same map holds the key once more, further down: this value never counts. */
  readonly shadowed?: true
}
export interface ListNode {
  readonly kind: 'list'
  readonly span: Span
  readonly items: readonly Node[]
}
export interface ScalarNode {
  readonly kind: 'scalar'
  readonly span: Span
  readonly text: string
  readonly excerpt: Excerpt
  /** True when the text in the file differs from the value (escapes). */
  readonly escaped: boolean
  /** A local tag of YAML such as `!Ref`. */
  readonly tag?: string
}

export interface Emitter {
  readonly out: FactsBuilder
  readonly context: ReadContext
  readonly style: Style
  readonly block: number
  /** Everything stated below stands under a key that the same map holds once more. */
  readonly shadowed?: boolean
}

type Skip = (entry: Entry, path: readonly string[], at: Emitter) => boolean

function state(at: Emitter, input: Omit<SettingInput, 'block'>): void {
  const { kind, name, keySpan, value } = input
  const setting = { kind, name, path: input.path ?? [name], keySpan, value, block: at.block }
  at.out.setting(at.shadowed ? { ...setting, shadowed: true } : setting)
}

/** The emitter for what stands below an entry. */
function below(entry: Entry, at: Emitter): Emitter {
  return entry.shadowed && !at.shadowed ? { ...at, shadowed: true } : at
}

const ENV_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/
const ENV_MAPS =
  /^(?:env|environment|environments|variables|env_variables|envVars|env_vars|environment_variables|environmentVariables|containerEnv|remoteEnv|build_args|vars|terminal\.integrated\.env\.(?:linux|osx|windows)|claudeCode\.environmentVariables|extraEnv|extraEnvVars|configMapData|stringData)$/
const PAIR_NAME = /^(?:name|key|Name|Key)$/
const PAIR_VALUE = /^(?:value|Value|default|val)$/

export function get(node: Node | undefined, ...path: string[]): Node | undefined {
  let at = node
  for (const key of path) {
    if (at?.kind === 'map') at = at.entries.find((e) => e.key === key && !e.shadowed)?.value
    else if (at?.kind === 'list') at = at.items[Number(key)]
    else return undefined
  }
  return at
}

export function scalar(node: Node | undefined): ScalarNode | undefined {
  return node?.kind === 'scalar' ? node : undefined
}

export function textOf(node: Node | undefined): string {
  return node?.kind === 'scalar' ? node.text : ''
}

export function entriesOf(node: Node | undefined): readonly Entry[] {
  return node?.kind === 'map' ? node.entries.filter((e) => !e.shadowed) : []
}

/** Marks all but the last of equal keys as shadowed. */
export function lastWins(entries: readonly Entry[]): readonly Entry[] {
  const last = new Map(entries.map((e, i) => [e.key, i]))
  if (last.size === entries.length) return entries
  return entries.map((e, i) => (last.get(e.key) === i ? e : { ...e, shadowed: true as const }))
}

export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : []
}

export function templateOf(node: ScalarNode, style: Style): Template {
  const tagged = node.tag ? taggedTemplate(node) : null
  if (tagged) return tagged
  const template = interpolate(node.excerpt, style)
  const whole = template.parts.length === 1 && template.parts[0]?.kind === 'text'
  if (!node.escaped || !whole) return { ...template, span: node.span }
  // an escaped or folded value is edited as a whole
  const lead = node.text.length - node.text.trimStart().length
  const span = node.text.trim() === '' ? node.span : node.excerpt.span(lead, node.text.trimEnd().length)
  const only = { kind: 'text' as const, text: node.text.trim(), span }
  return { parts: [only], span, encoding: 'escaped' }
}

/** Tags whose scalar is not the value: a name, a file, something encrypted. */
function taggedTemplate(node: ScalarNode): Template | null {
  const { span, text } = node
  if (node.tag === '!Ref') return { parts: [{ kind: 'ref', to: 'env', name: text, span }], span }
  if (node.tag === '!Sub' || text.includes('://')) return null
  return { parts: [{ kind: 'unknown', span }], span }
}

/** Walks a tree and states every scalar; `skip` may take over a subtree (returns true when it did). */
export function emitTree(node: Node, path: readonly string[], at: Emitter, skip?: Skip): void {
  if (path.length > 60) return
  if (node.kind === 'map') {
    const pair = pairOf(node)
    if (pair) {
      const inner = [...path, ...pair.under, pair.name]
      if (pair.under.length === 0 || ENV_NAME.test(pair.name)) emitEnv(pair.name, pair.keySpan, pair.value, at, inner)
      else emitScalar({ key: pair.name, keySpan: pair.keySpan, value: pair.value }, inner, at)
      return
    }
    const file = fileOf(node)
    if (file)
      at.context.embed(dialectOfFile(file.name) || dialectOfText(file.content.text), file.content.excerpt, at.block)
    for (const entry of node.entries) {
      const inner = [...path, entry.key]
      const to = below(entry, at)
      if (skip?.(entry, inner, to)) continue
      if (entry.value.kind === 'scalar') emitScalar(entry, inner, to)
      else if (ENV_MAPS.test(entry.key)) emitEnvMap(entry.value, inner, to, skip)
      else emitTree(entry.value, inner, to, skip)
    }
  } else if (node.kind === 'list') {
    node.items.forEach((item, i) => {
      if (item.kind === 'scalar') emitListItem(item, path, i, at)
      else emitTree(item, [...path, String(i)], at, skip)
    })
  }
}

interface Pair {
  readonly name: string
  /** Names in front of the last one. */
  readonly under: readonly string[]
  readonly keySpan: Span
  readonly value: ScalarNode
}

function pairOf(node: MapNode): Pair | null {
  const live = entriesOf(node)
  const patch = patchOf(live)
  if (patch) return patch
  const name = live.find((e) => PAIR_NAME.test(e.key) && e.value.kind === 'scalar')
  const value = live.find((e) => PAIR_VALUE.test(e.key) && e.value.kind === 'scalar')
  if (!name || !value || name.value.kind !== 'scalar' || value.value.kind !== 'scalar') return null
  // `env.NAME` and `openai.baseUrl` are paths: of a chart, of a tree of options
  const path = name.value.text.split('.')
  const last = path[path.length - 1] as string
  return /^[A-Za-z_][\w.-]*$/.test(name.value.text) && /[A-Z]/.test(last)
    ? { name: last, under: path.slice(0, -1), keySpan: name.value.span, value: value.value }
    : null
}

/** An operation of a JSON patch: `{ op: replace, path: /data/NAME, value: x }`. */
function patchOf(entries: readonly Entry[]): Pair | null {
  const of = (key: string) => scalar(entries.find((e) => e.key === key)?.value)
  const place = of('op') && of('path')
  const value = of('value')
  const name = /\/([A-Z][A-Z0-9_]*)$/.exec(place?.text ?? '')?.[1]
  return place && value && name ? { name, under: [], keySpan: place.span, value } : null
}

function emitListItem(item: ScalarNode, path: readonly string[], index: number, at: Emitter): void {
  const parent = path[path.length - 1] ?? ''
  const m = /^([A-Za-z_][A-Za-z0-9_]*)=/.exec(item.text)
  if (m && (ENV_MAPS.test(parent) || ENV_NAME.test(m[1] as string) || parent === 'args')) {
    assignment(item, m[1] as string, at, path)
    return
  }
  const inner = [...path, String(index)]
  state(at, { kind: 'key', name: parent, path: inner, keySpan: item.span, value: templateOf(item, at.style) })
}

/** `NAME=value` inside one scalar. */
export function assignment(item: ScalarNode, name: string, at: Emitter, path: readonly string[] = []): void {
  const start = name.length + 1
  const value = item.excerpt.slice(start, item.text.length)
  const open = /^["'](?!\s*$)/.test(value.text) ? 1 : 0
  const closed = open > 0 && value.text.length > 1 && value.text.endsWith(value.text[0] as string) ? 1 : 0
  const inner = value.slice(open, value.text.length - closed)
  embedValue(inner, [...path, name], at.context, at.block)
  state(at, {
    kind: 'env',
    name,
    path: [...path, name],
    keySpan: item.excerpt.span(0, name.length),
    value: interpolate(inner, at.style),
  })
}

function emitScalar(entry: Entry, path: readonly string[], at: Emitter): void {
  const { key, keySpan, value } = entry
  if (value.kind !== 'scalar') return
  if (value.tag === '!!binary') emitBase64(entry, path, at)
  else if (ENV_NAME.test(key)) emitEnv(key, keySpan, value, at, path)
  else {
    const dialect = embeddedDialect(key, value)
    if (dialect) at.context.embed(dialect, value.excerpt, at.block, path)
    state(at, { kind: 'key', name: key, path, keySpan, value: templateOf(value, at.style) })
  }
}

const MAX_EMBEDDED = 200_000

/** Dialect of a text inside of a scalar: JSON by its shape, anything else by the name of a file in its key. */
function embeddedDialect(key: string, node: ScalarNode): string {
  const { text } = node
  if (text.length <= 20 || text.length > MAX_EMBEDDED) return ''
  // half-typed JSON is JSON as well
  if (/^\s*(?:\{\s*"|\[\s*\{\s*")[^"\r\n]*"\s*:/.test(text)) return 'json'
  if (!text.includes('\n'))
    return text.includes('=') && (key === 'line' || dialectOfFile(key) === 'dotenv') ? 'dotenv' : ''
  return /^(?:values|valuesContent|patch)$/.test(key) ? dialectOfText(text) : dialectOfFile(key)
}

/** `{ path: app.env, content: | ... }`: a file that a manifest writes (cloud-init, init containers, CI). */
function fileOf(node: MapNode): { name: string; content: ScalarNode } | null {
  const live = entriesOf(node)
  const content = scalar(live.find((e) => e.key === 'content' || e.key === 'contents')?.value)
  const name = scalar(live.find((e) => /^(?:path|dest|destination|target|file_?[nN]ame|file)$/.test(e.key))?.value)
  const known = content && name && (content.text.includes('\n') || dialectOfFile(name.text) !== '')
  return known ? { name: name.text, content } : null
}

function emitEnv(name: string, keySpan: Span, value: ScalarNode, at: Emitter, path: readonly string[]): void {
  const dialect = embeddedDialect('', value)
  if (dialect) at.context.embed(dialect, value.excerpt, at.block, path)
  else embedValue(value.excerpt, path, at.context, at.block)
  state(at, { kind: 'env', name, path, keySpan, value: templateOf(value, at.style) })
}

/** A map or list of environment variables. */
export function emitEnvMap(node: Node, path: readonly string[], at: Emitter, skip?: Skip): void {
  if (node.kind === 'list') {
    emitTree(node, path, at, skip)
    return
  }
  for (const entry of node.kind === 'map' ? node.entries : []) {
    const inner = [...path, entry.key]
    const to = below(entry, at)
    if (skip?.(entry, inner, to)) continue
    if (entry.value.kind === 'scalar' && /^[A-Za-z_][\w.-]*$/.test(entry.key)) {
      if (/[_A-Z]/.test(entry.key) && !dialectOfFile(entry.key))
        emitEnv(entry.key, entry.keySpan, entry.value, to, inner)
      else emitScalar(entry, inner, to)
    } else if (entry.value.kind === 'map') {
      const value = entriesOf(entry.value).find((e) => PAIR_VALUE.test(e.key) && e.value.kind === 'scalar')
      if (value && ENV_NAME.test(entry.key)) emitEnv(entry.key, entry.keySpan, value.value as ScalarNode, to, inner)
      else emitTree(entry.value, inner, to, skip)
    } else emitTree(entry.value, inner, to, skip)
  }
}

/** A base64 scalar (Kubernetes Secret data), decoded up to twice; the place is the whole scalar. */
export function emitBase64(entry: Entry, path: readonly string[], at: Emitter): void {
  if (entry.value.kind !== 'scalar') return
  let text = decodeBase64(entry.value.text)
  for (let i = 0; i < 2 && text !== null; i++) {
    const again = /^[A-Za-z0-9+/]{16,}={0,2}\s*$/.test(text) ? decodeBase64(text) : null
    if (again === null || !/^[\x20-\x7e\s]+$/.test(again)) break
    text = again
  }
  if (text === null) return
  const span = entry.value.span
  const decoded = Excerpt.assembled([{ text, span }])
  if (/\.(?:env|ya?ml|json|toml|properties)$/.test(entry.key) || entry.key.startsWith('.env')) {
    at.context.embed(dialectOfFile(entry.key), decoded, at.block)
    return
  }
  const value: Template = { parts: [{ kind: 'text', text: text.trim(), span }], span, encoding: 'base64' }
  const variable = entry.value.tag === '!!binary' ? ENV_NAME : /^[A-Za-z_]\w*$/
  const kind = variable.test(entry.key) ? 'env' : 'key'
  state(entry.shadowed ? { ...at, shadowed: true } : at, { kind, name: entry.key, path, keySpan: entry.keySpan, value })
}

/** Dialect for `embed` by a file name inside a ConfigMap or heredoc. */
export function dialectOfFile(name: string): string {
  if (/\.env$|^\.env/.test(name)) return 'dotenv'
  if (/\.ya?ml$/.test(name)) return 'yaml'
  if (/\.jsonc?$/.test(name)) return 'json'
  if (/\.toml$/.test(name)) return 'toml'
  if (/\.properties$/.test(name)) return 'properties'
  if (/\.(?:service|socket|timer|container)$/.test(name)) return 'systemd'
  if (/\.(?:ini|cfg)$|^\.npmrc$/.test(name)) return 'ini'
  if (/^Caddyfile/.test(name)) return 'caddyfile'
  if (/\.(?:conf|nginx)$|nginx/.test(name)) return 'nginx'
  if (/\.fish$/.test(name)) return 'fish'
  if (/\.(?:sh|bash|zsh)$|^\.?(?:bashrc|zshrc|profile|bash_profile|zprofile|zshenv)$/.test(name)) return 'bash'
  if (/\.py$/.test(name)) return 'python'
  return ''
}

/** Dialect of a text without a name, by its first telling line; empty when it is prose. */
export function dialectOfText(text: string): string {
  const first = /^(?!\s*(?:#(?!!)|\/\/|$))[^\r\n]*/m.exec(text)?.[0] ?? ''
  if (/^\s*[{[]\s*(?:["{}\]]|$)/.test(first)) return 'json'
  if (/^#!.*\b(?:ba|z|da)?sh\b/.test(first)) return 'bash'
  if (/^\[[\w."-]+\]\s*$/.test(first)) return 'toml'
  if (/^(?:export\s+)?[A-Za-z_]\w*=/.test(first)) return 'dotenv'
  return /^\s*(?:-\s+)?["']?[\w.-]+["']?\s*:(?:\s|$)|^---\s*$/.test(first) ? 'yaml' : ''
}
