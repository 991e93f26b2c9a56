import type { FactsBuilder } from '../builder'
import type { Style } from '../interpolation'
import type { ReadContext, Reader } from '../reader'
import { Excerpt } from '../text'
import { readJsonManifest } from './json/manifests'
import { readScripts } from './structured/command-line'
import { type Emitter, emitTree } from './structured/emit'
import { parseJson } from './structured/json-tree'
import { closeBrackets, repairYaml } from './structured/repair'
import { readTolerantly } from './structured/tolerant'
import { readTools } from './structured/tools'
import { readUpstream } from './structured/upstreams'
import { parseYaml } from './structured/yaml-tree'
import { isKubernetes, readKubernetes } from './yaml/kubernetes'

const SKIP =
  /^(?:package-lock|npm-shrinkwrap|composer\.lock|tsconfig.*|jsconfig.*|\.eslintrc.*|biome|lerna|nx|turbo|deno\.lock|.*\.lock|.*-lock|.*\.schema|.*\.min|.*\.map)(?:\.jsonc?)?$/i
const NAMES =
  /\.(?:json|jsonc|json5|code-workspace|webmanifest|tfvars\.json|tf\.json)$|^(?:\.devcontainer|OAI_CONFIG_LIST|\.mcp|\.continuerc|\.babelrc)$/i

/** Lists of what was found in a project: reports of this tool, bills of material. They call nothing. */
const INVENTORY = /^\s*\{[^{]*"(?:schema"\s*:\s*"relaylint\/|bomFormat"\s*:\s*"CycloneDX")/

const SINGLE_QUOTES = /^\s*[{[]\s*(?:\{\s*)?'[\w.-]+'\s*:/

/** JSON and JSON with comments, tolerant of half-typed text. */
export const json: Reader = {
  id: 'json',
  version: 7,
  templated: true,
  dialects: ['json', 'jsonc'],
  dialectOf(path, name) {
    const bare = name.replace(/\.(?:example|sample|template|tpl|dist|bak)$/i, '')
    if (!NAMES.test(bare) || SKIP.test(bare)) return ''
    return /(?:^|\/)\.claude\//.test(path) ? 'claude-settings' : 'json'
  },
  read(x, out, context) {
    if (INVENTORY.test(x.text.slice(0, 400))) return
    if (/\.json5$/i.test(context.path) && !context.embedded) {
      readJson5(x, out, context)
      return
    }
    const tree = parseJson(x)
    if (tree.problems.length > 0 && SINGLE_QUOTES.test(x.text)) {
      readJson5(x, out, context)
      return
    }
    if (tree.tooDeep) {
      out.problem('nested deeper than 200 levels; read line by line only', x.span(0, 1), true)
      readTolerantly(x, out, context.block, { style: {} })
      return
    }
    for (const p of tree.problems) out.problem(`JSON: ${p.message}`, p.span)
    for (const c of tree.comments) out.comment(c.text, c.span)
    if (tree.root) readRoot(tree.root, x, out, context)
  },
}

const COMMENT = /"(?:\\[\s\S]|[^"\\\r\n])*"?|'(?:\\[\s\S]|[^'\\\r\n])*'?|\/\/[^\r\n]*|\/\*[\s\S]*?\*\//g

/** JSON5 without its comments is YAML's flow style: keys without quotes, single quotes, trailing commas. */
function readJson5(x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  const text = x.text.replace(COMMENT, (m) => (m[0] === '/' ? m.replace(/[^\r\n]/g, ' ') : m))
  for (const m of x.text.matchAll(COMMENT))
    if (m[0][0] === '/') out.comment(m[0].replace(/^\/[/*]|\*\/$/g, ''), x.span(m.index, m.index + m[0].length))
  const bare = Excerpt.assembled([{ text, span: x.span(0, x.text.length) }])
  const first = parseYaml(bare)
  const repaired = first.problems.length > 0 ? closeBrackets(repairYaml(bare) ?? bare) : null
  const tree = repaired ? parseYaml(repaired) : first
  if (tree.tooDeep || tree.tooMany) out.problem('nested deeper than 200 levels', x.span(0, 1), true)
  for (const p of first.problems) out.problem(`JSON5: ${p.message}`, p.span)
  for (const { root } of tree.documents) readRoot(root, x, out, context)
}

function readRoot(
  root: NonNullable<ReturnType<typeof parseJson>['root']>,
  x: Excerpt,
  out: FactsBuilder,
  context: ReadContext,
): void {
  const style: Style = {}
  const at: Emitter = { out, context, style, block: context.block }
  readTools(root, at)
  if (isKubernetes(root)) readKubernetes(root, at)
  else if (!readJsonManifest(root, at, x))
    emitTree(
      root,
      context.under,
      at,
      (entry, path, to) => readUpstream(entry, path, to, root) || readScripts(entry, to),
    )
}
