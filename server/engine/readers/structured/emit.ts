/** What JSON, YAML and TOML have in common: a tree of maps, lists and scalars becomes settings, blocks and signatures. */
import { decodeBase64 } from '../../base64'
import type { FactsBuilder } from '../../builder'
import { interpolate, type Style } from '../../interpolation'
import type { ReadContext } from '../../reader'
import { Excerpt } from '../../text'
import type { Span, Template } from '../../types'

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
}

export interface Emitter {
  readonly out: FactsBuilder
  readonly context: ReadContext
  readonly style: Style
  /** Values of maps under these keys are environment variables whatever their case. */
  readonly block: number
}

const ENV_NAME = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/
const ENV_MAPS =
  /^(?:env|environment|environments|variables|env_variables|envVars|env_vars|environment_variables|environmentVariables|containerEnv|remoteEnv|build_args|vars|terminal\.integrated\.env\.(?:linux|osx|windows)|claudeCode\.environmentVariables|extraEnv|extraEnvVars|configMapData|stringData)$/
const PAIR_NAME = /^(?:name|key|Name|Key)$/
const PAIR_VALUE = /^(?:value|Value|default|val)$/

export function get(node: Node | undefined, ...path: string[]): Node | undefined {
  let at = node
  for (const key of path) {
    if (at?.kind === 'map') at = at.entries.find((e) => e.key === key)?.value
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
  return node?.kind === 'map' ? node.entries : []
}

export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : []
}

export function templateOf(node: ScalarNode, style: Style): Template {
  const template = interpolate(node.excerpt, style)
  const whole = template.parts.length === 1 && template.parts[0]?.kind === 'text'
  // an escaped or folded value is edited as a whole
  return {
    ...template,
    span: node.span,
    ...(node.escaped && whole
      ? {
          encoding: 'escaped' as const,
          parts: [{ ...template.parts[0], span: node.span } as Template['parts'][number]],
        }
      : {}),
  }
}

/** Walks a tree and states every scalar; `skip` may take over a subtree (returns true when it did). */
export function emitTree(
  node: Node,
  path: readonly string[],
  at: Emitter,
  skip?: (entry: Entry, path: readonly string[], at: Emitter) => boolean,
): void {
  if (path.length > 60) return
  if (node.kind === 'map') {
    const pair = pairOf(node)
    if (pair) {
      emitEnv(pair.name, pair.keySpan, pair.value, at, [...path, pair.name])
      return
    }
    for (const entry of node.entries) {
      const inner = [...path, entry.key]
      if (skip?.(entry, inner, at)) continue
      if (entry.value.kind === 'scalar') emitScalar(entry, inner, at)
      else if (ENV_MAPS.test(entry.key)) emitEnvMap(entry.value, inner, at, skip)
      else emitTree(entry.value, inner, at, skip)
    }
  } else if (node.kind === 'list') {
    node.items.forEach((item, i) => {
      if (item.kind === 'scalar') emitListItem(item, path, i, at)
      else emitTree(item, [...path, String(i)], at, skip)
    })
  }
}

function pairOf(node: MapNode): { name: string; keySpan: Span; value: ScalarNode } | null {
  const name = node.entries.find((e) => PAIR_NAME.test(e.key) && e.value.kind === 'scalar')
  const value = node.entries.find((e) => PAIR_VALUE.test(e.key) && e.value.kind === 'scalar')
  if (!name || !value || name.value.kind !== 'scalar' || value.value.kind !== 'scalar') return null
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name.value.text) && /[A-Z]/.test(name.value.text)
    ? { name: name.value.text, keySpan: name.value.span, value: value.value }
    : null
}

function emitListItem(item: ScalarNode, path: readonly string[], index: number, at: Emitter): void {
  const parent = path[path.length - 1] ?? ''
  const m = /^([A-Za-z_][A-Za-z0-9_]*)=/.exec(item.text)
  if (m && (ENV_MAPS.test(parent) || ENV_NAME.test(m[1] as string) || parent === 'args')) {
    assignment(item, m[1] as string, at, path)
    return
  }
  at.out.setting({
    kind: 'key',
    name: parent,
    path: [...path, String(index)],
    keySpan: item.span,
    value: templateOf(item, at.style),
    block: at.block,
  })
}

/** `NAME=value` inside one scalar. */
export function assignment(item: ScalarNode, name: string, at: Emitter, path: readonly string[] = []): void {
  const start = name.length + 1
  const value = item.excerpt.slice(start, item.text.length)
  const quoted = /^(["'])(.*)\1$/s.exec(value.text)
  const inner = quoted ? value.slice(1, value.text.length - 1) : value
  at.out.setting({
    kind: 'env',
    name,
    path: [...path, name],
    keySpan: item.excerpt.span(0, name.length),
    value: interpolate(inner, at.style),
    block: at.block,
  })
}

function emitScalar(entry: Entry, path: readonly string[], at: Emitter): void {
  if (entry.value.kind !== 'scalar') return
  if (ENV_NAME.test(entry.key)) emitEnv(entry.key, entry.keySpan, entry.value, at, path)
  else {
    const embedded = embeddedJson(entry.value)
    if (embedded) at.context.embed('json', entry.value.excerpt, at.block)
    at.out.setting({
      kind: 'key',
      name: entry.key,
      path,
      keySpan: entry.keySpan,
      value: templateOf(entry.value, at.style),
      block: at.block,
    })
  }
}

function embeddedJson(node: ScalarNode): boolean {
  return node.text.length > 20 && node.text.length < 200_000 && /^\s*\{\s*"/.test(node.text) && /\}\s*$/.test(node.text)
}

function emitEnv(name: string, keySpan: Span, value: ScalarNode, at: Emitter, path: readonly string[]): void {
  if (embeddedJson(value)) at.context.embed('json', value.excerpt, at.block)
  at.out.setting({ kind: 'env', name, path, keySpan, value: templateOf(value, at.style), block: at.block })
}

/** A map or list of environment variables. */
export function emitEnvMap(
  node: Node,
  path: readonly string[],
  at: Emitter,
  skip?: (entry: Entry, path: readonly string[], at: Emitter) => boolean,
): void {
  if (node.kind === 'list') {
    emitTree(node, path, at, skip)
    return
  }
  for (const entry of entriesOf(node)) {
    const inner = [...path, entry.key]
    if (entry.value.kind === 'scalar' && /^[A-Za-z_][\w.-]*$/.test(entry.key)) {
      if (/^[A-Z_][A-Z0-9_]*$/.test(entry.key) || /[_A-Z]/.test(entry.key))
        emitEnv(entry.key, entry.keySpan, entry.value, at, inner)
      else emitScalar(entry, inner, at)
    } else if (entry.value.kind === 'map') {
      const value = entry.value.entries.find((e) => PAIR_VALUE.test(e.key) && e.value.kind === 'scalar')
      if (value && ENV_NAME.test(entry.key)) emitEnv(entry.key, entry.keySpan, value.value as ScalarNode, at, inner)
      else emitTree(entry.value, inner, at, skip)
    } else emitTree(entry.value, inner, at, skip)
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
  at.out.setting({
    kind: /^[A-Za-z_][A-Za-z0-9_]*$/.test(entry.key) ? 'env' : 'key',
    name: entry.key,
    path,
    keySpan: entry.keySpan,
    value,
    block: at.block,
  })
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

/** Image name without registry port confusion, tag and digest. */
export function imageName(text: string): string {
  return text
    .trim()
    .replace(/@sha256:.*$/, '')
    .replace(/:[^/:]*$/, '')
    .replace(/^(?:docker\.io|registry-1\.docker\.io|index\.docker\.io)\//, '')
    .replace(/^library\//, '')
}
