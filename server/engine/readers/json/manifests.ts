/** JSON files with a meaning of their own: package.json, devcontainer, vercel, notebooks are elsewhere. */

import { interpolate } from '../../interpolation'
import { namedFile } from '../../named-files'
import { nameOf } from '../../paths'
import type { Excerpt } from '../../text'
import { stateImage } from '../images'
import { readPlaceRows } from '../manifests'
import { readArmParameters, readArmTemplate } from '../manifests/azure'
import {
  assignment,
  type Emitter,
  type Entry,
  emitTree,
  entriesOf,
  get,
  itemsOf,
  type Node,
  type ScalarNode,
  scalar,
  textOf,
} from '../structured/emit'
import { readProxyRules } from '../structured/proxies'
import { readExtensions } from '../structured/tools'
import { isCloudFormation, readCloudFormation } from '../yaml/cloudformation'
import { readCloudBuild, readServerless } from '../yaml/serverless'
import { readTerraformJson } from './terraform'

/** Reads the document when it is one of these; false when the general rule applies. */
export function readJsonManifest(root: Node, at: Emitter, _x: Excerpt): boolean {
  const path = at.context.path
  const name = nameOf(path)
  if (at.context.embedded) return false
  readPlaceRows(root, at)
  if (name === 'package.json') return readPackage(root, at)
  if (name.endsWith('.tf.json')) {
    readTerraformJson(root, at)
    return true
  }
  if (name === 'composer.json') return readComposer(root, at)
  if (name === 'vercel.json') return readVercel(root, at)
  if (/(?:^|\/)\.vscode\/extensions\.json$/.test(path)) return readExtensions(get(root, 'recommendations'), at)
  if (name.endsWith('.code-workspace')) readExtensions(get(root, 'extensions', 'recommendations'), at)
  if (get(root, 'outbounds')) readProxyRules(root, at)
  if (/^serverless(?:[._-][\w-]+)?\.json$/.test(name)) {
    readServerless(root, at)
    return true
  }
  if (/^cloudbuild[\w.-]*\.json$/.test(name)) readCloudBuild(root, at)
  if (isCloudFormation(root)) {
    readCloudFormation(root, at)
    return true
  }
  const schema = textOf(get(root, '$schema'))
  if (/deploymentTemplate\.json/i.test(schema)) readArmTemplate(root, at)
  if (/deploymentParameters\.json/i.test(schema)) readArmParameters(root, at)
  if (/devcontainer\.json$/.test(name) || name === '.devcontainer') return readDevcontainer(root, at)
  if (get(root, 'openapi') || get(root, 'swagger')) return true
  if (get(root, 'nbformat') && get(root, 'cells')) return true
  return false
}

function readPackage(root: Node, at: Emitter): boolean {
  const own = scalar(get(root, 'name'))
  if (own) at.out.signature({ kind: 'package', ecosystem: 'self', name: own.text, span: own.span, block: at.block })
  for (const part of ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies']) {
    for (const entry of entriesOf(get(root, part))) {
      at.out.signature({ kind: 'package', ecosystem: 'npm', name: entry.key, span: entry.keySpan, block: at.block })
      if (part !== 'devDependencies' && part !== 'peerDependencies') dependency(entry, at)
    }
  }
  for (const script of entriesOf(get(root, 'scripts')))
    if (script.value.kind === 'scalar') at.context.embed('bash', script.value.excerpt, at.block)
  const proxy = scalar(get(root, 'proxy'))
  if (proxy) upstream('proxy', proxy, at)
  for (const part of ['config', 'env', 'contributes']) {
    const node = get(root, part)
    if (node && part !== 'contributes') emitTree(node, [part], at)
  }
  return true
}

/** By name; `workspace:NAME@*` and `file:../x` say which package or folder of the tree it is. */
function dependency(entry: Entry, at: Emitter): void {
  const range = textOf(entry.value)
  const folder = /^(?:file|link|portal):(?:\/\/)?(\.{0,2}[\w./@-]+)$/.exec(range)?.[1]
  const real = /^workspace:(@?[^@*^~\d][^@]*)@/.exec(range)?.[1] ?? entry.key
  const where = { span: entry.keySpan, block: at.block }
  if (folder) at.out.reference({ kind: 'build', target: folder, ...where })
  else at.out.reference({ kind: 'dependency', target: real, ...where })
}

function readComposer(root: Node, at: Emitter): boolean {
  const own = scalar(get(root, 'name'))
  if (own) at.out.signature({ kind: 'package', ecosystem: 'self', name: own.text, span: own.span, block: at.block })
  for (const entry of entriesOf(get(root, 'require')))
    at.out.reference({ kind: 'dependency', target: entry.key, span: entry.keySpan, block: at.block })
  for (const part of ['require', 'require-dev']) {
    for (const entry of entriesOf(get(root, part)))
      at.out.signature({
        kind: 'package',
        ecosystem: 'composer',
        name: entry.key,
        span: entry.keySpan,
        block: at.block,
      })
  }
  return true
}

function upstream(name: string, value: ScalarNode, at: Emitter): void {
  const span = value.span
  at.out.setting({
    kind: 'upstream',
    name,
    path: [name],
    keySpan: span,
    value: { span, parts: [{ kind: 'text', text: value.text, span }] },
    block: at.block,
  })
}

function readVercel(root: Node, at: Emitter): boolean {
  for (const part of ['rewrites', 'redirects', 'routes', 'proxies']) {
    for (const rule of itemsOf(get(root, part))) {
      const target = scalar(get(rule, 'destination')) ?? scalar(get(rule, 'dest'))
      if (target && part !== 'redirects') upstream(part, target, at)
    }
  }
  for (const part of ['env', 'build']) {
    const node = get(root, part)
    if (node)
      emitTree({ kind: 'map', span: node.span, entries: [{ key: part, keySpan: node.span, value: node }] }, [], at)
  }
  return true
}

function readDevcontainer(root: Node, at: Emitter): boolean {
  const style = { colonDefault: true }
  const inner: Emitter = { ...at, style }
  for (const entry of entriesOf(root)) {
    const value = entry.value
    if (entry.key === 'image' && value.kind === 'scalar') stateImage(at.out, value.text, value.span, at.block)
    else if (entry.key === 'features')
      for (const f of entriesOf(value))
        at.out.signature({
          kind: 'feature',
          ecosystem: 'devcontainer',
          name: f.key.replace(/:[^/]*$/, ''),
          span: f.keySpan,
          block: at.block,
        })
    else if (entry.key === 'customizations') {
      readExtensions(get(get(value, 'vscode'), 'extensions'), at)
      emitTree({ kind: 'map', span: value.span, entries: [entry] }, [], inner)
    } else if (entry.key === 'runArgs') runArgs(itemsOf(value), inner)
    else if (/Command$/.test(entry.key)) commands(value, inner)
    else emitTree({ kind: 'map', span: value.span, entries: [entry] }, [], inner)
  }
  return true
}

/** Arguments of `docker run`: variables, and env files. */
function runArgs(items: readonly Node[], at: Emitter): void {
  items.forEach((item, i) => {
    if (item.kind !== 'scalar') return
    const joined = /^(--env|-e|--env-file)=/.exec(item.text)
    const option = joined?.[1] ?? textOf(items[i - 1])
    if (!joined && !/^(?:--env|-e|--env-file)$/.test(option)) return
    const skip = joined?.[0].length ?? 0
    const rest: ScalarNode = {
      ...item,
      text: item.text.slice(skip),
      excerpt: item.excerpt.slice(skip, item.text.length),
    }
    if (option === '--env-file') {
      const named = namedFile(interpolate(rest.excerpt, at.style), 'env-file', 'above')
      if (named) at.out.reference({ ...named, block: at.block })
      return
    }
    const name = /^([A-Za-z_]\w*)=/.exec(rest.text)?.[1]
    if (name) assignment(rest, name, at, ['runArgs'])
  })
}

function commands(node: Node, at: Emitter): void {
  if (node.kind === 'scalar') at.context.embed('bash', node.excerpt, at.block)
  else if (node.kind === 'map') for (const e of node.entries) commands(e.value, at)
  else
    for (const item of itemsOf(node))
      if (item.kind === 'scalar' && item.text.includes(' ')) at.context.embed('bash', item.excerpt, at.block)
}
