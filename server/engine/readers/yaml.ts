import type { FactsBuilder } from '../builder'
import type { Style } from '../interpolation'
import type { ReadContext, Reader } from '../reader'
import type { Excerpt } from '../text'
import type { Span } from '../types'
import { readPlaceRows } from './manifests'
import { readScripts } from './structured/command-line'
import { type Emitter, emitTree, entriesOf, get, itemsOf, type Node, type ScalarNode } from './structured/emit'
import { readTolerantly } from './structured/tolerant'
import { readTools } from './structured/tools'
import { readUpstream } from './structured/upstreams'
import { YamlMemory } from './structured/yaml-blocks'
import { parseYaml, type YamlTree } from './structured/yaml-tree'
import { readCompose } from './yaml/compose'
import { isKubernetes, readKubernetes } from './yaml/kubernetes'
import { readManifest } from './yaml/manifests'
import { readGitlab, readWorkflow } from './yaml/pipelines'

const COMPOSE = /^(?:docker-)?compose(?:[._-].*)?\.ya?ml$/i
/** Requests of tests with their answers, recorded by VCR: nothing is sent there any more. */
const RECORDED = /^(?:---\s*)?http_interactions:/
const LOCK = /^(?:pnpm-lock|pubspec\.lock|yarn\.lock)/

/** YAML in all its uses. The dialect is told by path, then by what the document holds. */
export const yaml: Reader = {
  id: 'yaml',
  version: 7,
  templated: true,
  dialects: ['yaml', 'compose', 'workflow', 'helm-template', 'gitlab', 'spring'],
  dialectOf(path, name) {
    if (/(?:^|\/)templates\/(?:[^/]+\/)*[^/]+\.tpl$/.test(path)) return 'helm-template'
    const bare = name.replace(/\.(?:example|sample|template|tpl|tmpl|dist|bak)$/i, '')
    if (!/\.ya?ml$/i.test(bare) || LOCK.test(name)) return ''
    if (/(?:^|\/)\.(?:github|gitea|forgejo)\/workflows\//.test(path) || /^action\.ya?ml$/.test(name)) return 'workflow'
    if (COMPOSE.test(bare)) return 'compose'
    if (/(?:^|\/)\.gitlab-ci\.ya?ml$|\.gitlab-ci\.ya?ml$/.test(path)) return 'gitlab'
    if (/(?:^|\/)templates\//.test(path)) return 'helm-template'
    if (/^(?:application|bootstrap)[\w.-]*\.ya?ml$/.test(bare)) return 'spring'
    return 'yaml'
  },
  read(x, out, context) {
    if (RECORDED.test(x.text)) return
    const style = styleOf(context.dialect)
    if (context.dialect === 'helm-template' && x.text.includes('{{')) {
      readTolerantly(x, out, context.block, { style })
      return
    }
    const tree = parseYaml(x, context.memory?.of(YamlMemory))
    if (tree.tooDeep) {
      out.problem('nested deeper than 200 levels; read line by line only', x.span(0, 1), true)
      readTolerantly(x, out, context.block, { style })
      return
    }
    if (tree.tooMany)
      out.problem('nested or repeated beyond the limit; the rest was read line by line', x.span(0, 1), true)
    for (const p of tree.problems) out.problem(`YAML: ${p.message}`, p.span)
    for (const c of tree.comments) out.comment(c.text, c.span, valueBelow(c.span, out.text))
    for (const { root, span } of tree.documents) {
      const block = tree.documents.length > 1 ? out.block('document', '', context.block, span) : context.block
      readDocument(root, out, context, style, block, x)
    }
    // a value that begins with braces is a template's, and a map to YAML
    if (!tree.clean || tree.tooMany || /:[ \t]+\{\{/.test(x.text)) readRest(tree, out, context, style)
  },
}

const BLOCK_VALUE =
  /^[^\r\n]*(?:\r?\n|$)([^\r\n#]*:[ \t]+(?:[!&]\S+[ \t]+)*[|>][-+\d]*[ \t]*\r?\n[ \t]+[^\r\n]*)(?=[\r\n]|$)/

/** Behind a comment, a key and the single line of its block scalar, which takes no comment of its own; else undefined. */
function valueBelow(comment: Span, file: string): Span | undefined {
  const said = BLOCK_VALUE.exec(file.slice(comment.end, comment.end + 4096))?.[1]
  if (!said) return undefined
  const start = file.indexOf('\n', comment.end) + 1
  const indent = (line: string) => /^[ \t]*/.exec(line)?.[0].length ?? 0
  const next = file.slice(start + said.length).match(/^\r?\n(?:[ \t]*\r?\n)*([ \t]*\S)/)?.[1]
  return next && indent(next) > indent(said) ? undefined : { start, end: start + said.length }
}

/** Lines that the parser could not place are read by themselves. */
function readRest(tree: YamlTree, out: FactsBuilder, context: ReadContext, style: Style): void {
  const known = placesOf(
    tree.documents.map((d) => d.root),
    out.text,
  )
  const wanted = (at: number) => !known(tree.text.span(at, at + 1).start)
  readTolerantly(tree.text, out, context.block, { style, wanted })
}

/**
 * Whether a place of the file lies in a key or a scalar of the trees. Of a folded scalar only the first line counts: behind
 * an error it may have swallowed the lines of others.
 */
function placesOf(roots: readonly Node[], file: string): (offset: number) => boolean {
  const spans: Span[] = []
  const endOf = (node: ScalarNode): number => {
    const line = node.escaped ? file.slice(node.span.start, node.span.end).search(/[\r\n]/) : -1
    return line < 0 ? node.span.end : node.span.start + line
  }
  const walk = (node: Node): void => {
    if (node.kind === 'scalar') spans.push({ start: node.span.start, end: endOf(node) })
    else if (node.kind === 'list') node.items.forEach(walk)
    else
      for (const e of node.entries) {
        if (e.value.kind === 'scalar') spans.push({ start: e.keySpan.start, end: endOf(e.value) })
        else walk(e.value)
      }
  }
  roots.forEach(walk)
  const starts = spans.sort((a, b) => a.start - b.start)
  return (offset) => {
    let low = 0
    let high = starts.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((starts[middle] as Span).start <= offset) low = middle + 1
      else high = middle
    }
    const last = starts[low - 1]
    return last !== undefined && offset < last.end
  }
}

function styleOf(dialect: string): Style {
  if (dialect === 'compose') return { bare: true, dollarDollar: true }
  if (dialect === 'spring') return { colonDefault: true }
  if (dialect === 'workflow') return {}
  return { parenRef: true, dollarDollar: true }
}

function readDocument(
  root: Node,
  out: FactsBuilder,
  context: ReadContext,
  style: Style,
  block: number,
  x: Excerpt,
): void {
  const at: Emitter = { out, context, style, block }
  const has = (key: string) => get(root, key) !== undefined
  if (has('openapi') || has('swagger') || has('asyncapi')) return
  if (!context.embedded && context.dialect !== 'compose') readIncludes(root, at)
  if (!context.embedded) readPlaceRows(root, at)
  readTools(root, at)
  if (isKubernetes(root)) readKubernetes(root, at)
  else if (context.dialect === 'workflow' || (has('jobs') && (has('on') || has('true')))) readWorkflow(root, at)
  else if (context.dialect === 'compose' || looksLikeCompose(root))
    readCompose(root, { ...at, style: { bare: true, dollarDollar: true } })
  else if (context.dialect === 'gitlab') readGitlab(root, at)
  else if (!context.embedded && readManifest(root, at, x)) return
  else
    emitTree(
      root,
      [],
      has('spring') || has('langchain4j') ? { ...at, style: { colonDefault: true } } : at,
      (entry, path, inner) =>
        isSiteAddress(context.path, path) || readUpstream(entry, path, inner, root) || readScripts(entry, inner),
    )
}

/** Files that a pipeline or a gateway brings in: `include: [x.yml, { local: y.yml }]`, `template: z.yml`. */
function readIncludes(root: Node, at: Emitter): void {
  const refer = (node: Node | undefined) => {
    if (node?.kind === 'scalar' && /^[\w.@/-]+\.ya?ml$/.test(node.text))
      at.out.reference({ kind: 'include', target: node.text, span: node.span, block: at.block })
  }
  const include = get(root, 'include')
  for (const item of include ? [include, ...itemsOf(include)] : []) {
    refer(item)
    refer(get(item, 'local'))
  }
  const templates = (node: Node | undefined, depth: number): void => {
    if (!node || depth > 6) return
    refer(get(node, 'template'))
    for (const part of ['stages', 'jobs', 'steps', 'variables'])
      for (const item of itemsOf(get(node, part))) templates(item, depth + 1)
  }
  templates(root, 0)
}

/** Where a Jekyll site itself is served. */
function isSiteAddress(file: string, path: readonly string[]): boolean {
  return /(?:^|\/)_config[\w.-]*\.ya?ml$/.test(file) && path.length === 1 && /^(?:url|baseurl)$/.test(path[0] as string)
}

function looksLikeCompose(root: Node): boolean {
  const services = get(root, 'services')
  return (
    services?.kind === 'map' &&
    entriesOf(services).some((s) =>
      ['image', 'build', 'environment', 'env_file', 'container_name'].some((k) => get(s.value, k) !== undefined),
    )
  )
}
