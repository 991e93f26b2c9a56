/** Docker Compose: each service is a unit; `environment` wins over `env_file`. */

import { namedFile } from '../../named-files'
import { stateServiceImage } from '../images'
import { readWords } from '../structured/command-line'
import {
  assignment,
  dialectOfFile,
  dialectOfText,
  type Emitter,
  type Entry,
  emitTree,
  entriesOf,
  get,
  itemsOf,
  type Node,
  type ScalarNode,
  scalar,
  templateOf,
  textOf,
} from '../structured/emit'

export function readCompose(root: Node, at: Emitter): void {
  for (const entry of entriesOf(root)) {
    if (entry.key === 'services') for (const service of entriesOf(entry.value)) readService(service, at)
    else if (entry.key === 'include') readIncludes(entry.value, at)
    else if (entry.key === 'configs' || entry.key === 'secrets') readContents(entry.value, at)
    else if (!entry.key.startsWith('x-')) emitTree(entry.value, [entry.key], at)
  }
}

/** Files that compose writes itself: `configs: { app.env: { content: ... } }`. */
function readContents(node: Node, at: Emitter): void {
  for (const entry of entriesOf(node)) {
    const content = scalar(get(entry.value, 'content'))
    if (!content) continue
    const dialect = dialectOfFile(entry.key) || dialectOfText(content.text)
    if (dialect) at.context.embed(dialect, content.excerpt, at.block)
  }
}

/** `include: [a.yaml, { path: [b.yaml, b.local.yaml], env_file: [b.env] }]` */
function readIncludes(node: Node, at: Emitter): void {
  const list = (n: Node | undefined) => [n, ...(n ? itemsOf(n) : [])].flatMap((i) => (i && scalar(i)) || [])
  for (const item of itemsOf(node)) {
    const paths = item.kind === 'scalar' ? list(item) : list(get(item, 'path'))
    const reference = { kind: 'include' as const, block: at.block }
    for (const p of paths) at.out.reference({ ...reference, target: p.text, span: p.span })
    for (const env of list(get(item, 'env_file')))
      for (const p of paths) at.out.reference({ ...reference, target: env.text, span: env.span, fills: p.text })
  }
}

function readService(service: Entry, at: Emitter): void {
  const block = at.out.block('service', service.key, at.block, {
    start: service.keySpan.start,
    end: Math.max(service.keySpan.end, service.value.span.end),
  })
  const inner: Emitter = { ...at, block }
  for (const entry of entriesOf(service.value)) {
    const path = ['services', service.key, entry.key]
    const value = entry.value
    if (entry.key === 'image' && value.kind === 'scalar') image(value, inner)
    else if (entry.key === 'network_mode') sharedNetwork(value, inner)
    else if (entry.key === 'env_file') envFiles(value, inner)
    else if (entry.key === 'build') readBuild(value, inner)
    else if (entry.key === 'volumes') mounts(value, inner)
    else if (entry.key === 'extends') readExtends(value, inner)
    else if (entry.key === 'environment' && value.kind === 'list') {
      for (const item of itemsOf(value)) {
        const m = item.kind === 'scalar' ? /^([A-Za-z_][\w.-]*)(=|$)/.exec(item.text) : null
        if (item.kind !== 'scalar' || !m) continue
        if (m[2]) assignment(item, m[1] as string, inner, path)
        else handedOn(m[1] as string, item.span, inner, path)
      }
    } else if (entry.key === 'environment') environment(value, inner, path)
    else if (entry.key === 'command' || entry.key === 'entrypoint') command(value, inner)
    else if (['healthcheck', 'labels', 'logging', 'ports', 'depends_on', 'networks'].includes(entry.key)) continue
    else emitTree({ kind: 'map', span: value.span, entries: [entry] }, path.slice(0, 2), inner)
  }
}

/** `network_mode: service:vpn`: everything that this service sends leaves through the other one. */
function sharedNetwork(node: Node, at: Emitter): void {
  const mode = scalar(node)
  const target = mode ? /^(?:service|container):(.+)$/.exec(mode.text)?.[1] : undefined
  if (mode && target) at.out.reference({ kind: 'network', target, span: mode.span, block: at.block })
}

/** Volumes of this project: `./nginx.conf:/etc/nginx/nginx.conf:ro`, `{ type: bind, source: ./conf }`. */
function mounts(node: Node, at: Emitter): void {
  for (const item of itemsOf(node)) {
    const source = scalar(item) ?? scalar(get(item, 'source'))
    const target = source ? /^\.{1,2}(?:\/[^:$]+)?(?=:|$)/.exec(source.text)?.[0] : undefined
    if (source && target) at.out.reference({ kind: 'mount', target, span: source.span, block: at.block })
  }
}

function environment(node: Node, at: Emitter, path: readonly string[]): void {
  for (const e of node.kind === 'map' ? node.entries : []) {
    if (e.value.kind !== 'scalar') continue
    if (e.value.text === '' && e.value.span.end <= e.keySpan.end + 1) {
      handedOn(e.key, e.keySpan, at, path)
      continue
    }
    emitTree(
      {
        kind: 'map',
        span: e.value.span,
        entries: [{ ...e, key: 'environment', value: { kind: 'map', span: e.value.span, entries: [e] } }],
      },
      path.slice(0, -1),
      at,
    )
  }
}

/** A name without a value: the variable of whoever runs compose, the project's `.env` included. */
function handedOn(name: string, span: { start: number; end: number }, at: Emitter, path: readonly string[]): void {
  at.out.setting({
    kind: 'env',
    name,
    path: [...path, name],
    keySpan: span,
    value: { span, parts: [{ kind: 'ref', to: 'env', name, span }] },
    block: at.block,
  })
}

function image(node: ScalarNode, at: Emitter): void {
  const open = node.text.includes('$') ? templateOf(node, at.style) : undefined
  stateServiceImage(at.out, node.text, node.span, at.block, open)
}

function envFiles(node: Node, at: Emitter): void {
  const files = node.kind === 'list' ? node.items : [node]
  for (const file of files) {
    const s = scalar(file) ?? scalar(get(file, 'path'))
    const named = s && namedFile(templateOf(s, at.style), 'env-file', undefined, true)
    const raw = textOf(get(file, 'format')) === 'raw' ? { raw: true as const } : {}
    if (named) at.out.reference({ ...named, ...raw, span: s.span, block: at.block })
  }
}

function readBuild(node: Node, at: Emitter): void {
  const context = scalar(node) ?? scalar(get(node, 'context'))
  const dockerfile = textOf(get(node, 'dockerfile'))
  if (context && !/:\/\//.test(context.text))
    at.out.reference({
      kind: 'build',
      target: context.text,
      span: context.span,
      block: at.block,
      ...(dockerfile ? { member: dockerfile } : {}),
    })
  const args = get(node, 'args')
  if (args)
    emitTree(
      { kind: 'map', span: args.span, entries: [{ key: 'environment', keySpan: args.span, value: args }] },
      ['build'],
      at,
    )
}

function readExtends(node: Node, at: Emitter): void {
  const file = scalar(get(node, 'file'))
  const service = scalar(get(node, 'service')) ?? scalar(node)
  if (!service) return
  // without a file the base stands in this one
  at.out.reference({
    kind: 'include',
    target: file?.text ?? '',
    span: (file ?? service).span,
    block: at.block,
    member: service.text,
  })
}

function command(node: Node, at: Emitter): void {
  if (node.kind === 'scalar') at.context.embed('bash', node.excerpt, at.block)
  else readWords(node, at)
}
