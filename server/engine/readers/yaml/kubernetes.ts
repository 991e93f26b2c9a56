/** Kubernetes manifests: workloads are units; ConfigMaps and Secrets are named data that workloads load. */
import { stateServiceImage } from '../images'
import { interpreterOf } from '../script'
import { readWords } from '../structured/command-line'
import {
  dialectOfFile,
  dialectOfText,
  type Emitter,
  type Entry,
  emitBase64,
  emitEnvMap,
  emitTree,
  entriesOf,
  get,
  itemsOf,
  type Node,
  scalar,
  textOf,
} from '../structured/emit'
import { readUpstream } from '../structured/upstreams'
import { readPlaces } from './places'

const WORKLOAD =
  /^(?:Deployment|StatefulSet|DaemonSet|Job|CronJob|Pod|ReplicaSet|Service|Rollout|DeploymentConfig|Knative)$/

export function isKubernetes(root: Node): boolean {
  return scalar(get(root, 'apiVersion')) !== undefined && scalar(get(root, 'kind')) !== undefined
}

export function readKubernetes(root: Node, at: Emitter): void {
  const kind = textOf(get(root, 'kind'))
  const name = textOf(get(root, 'metadata', 'name'))
  if (kind === 'List') {
    for (const item of itemsOf(get(root, 'items'))) if (isKubernetes(item)) readKubernetes(item, at)
    return
  }
  if (kind === 'CustomResourceDefinition') return
  if (kind === 'ConfigMap') readData(root, name, 'config-map', at)
  else if (kind === 'Secret') readData(root, name, 'secret', at)
  else if (kind === 'Kustomization') readKustomization(root, at)
  else {
    const block = WORKLOAD.test(kind) ? at.out.block('workload', `${kind}/${name}`, at.block, root.span) : at.block
    readPlaces(root, { ...at, block })
    if (kind === 'Application' || kind === 'ApplicationSet') readArgo(root, { ...at, block })
    emitTree(
      root,
      [],
      { ...at, block },
      (entry, path, to) => readUpstream(entry, path, to, root) || skip(entry, path, to),
    )
  }
}

/** Takes over what means more than its text: images, references to named data, shell commands. */
function skip(entry: Entry, path: readonly string[], at: Emitter): boolean {
  const value = entry.value
  switch (entry.key) {
    case 'metadata':
      if (path.length === 1) annotations(get(value, 'annotations'), at)
      return path.length === 1
    case 'status':
      return path.length === 1
    case 'image':
      if (value.kind !== 'scalar') return false
      stateServiceImage(at.out, value.text, value.span, at.block)
      return true
    case 'containers':
    case 'initContainers':
      itemsOf(value).forEach((item, i) => {
        const block = at.out.block('container', textOf(get(item, 'name')), at.block, item.span)
        emitTree(item, [...path, String(i)], { ...at, block }, skip)
      })
      return value.kind === 'list'
    case 'envFrom':
      for (const item of itemsOf(value)) reference(item, at)
      return true
    case 'env':
      for (const item of itemsOf(value)) keyReference(item, at)
      return false
    case 'livenessProbe':
    case 'readinessProbe':
    case 'startupProbe':
      return true
    case 'script':
      return script(value, at)
    case 'command':
    case 'args':
      return readWords(value, at)
    default:
      return false
  }
}

/** Directives that an ingress controller puts into its own configuration. */
function annotations(node: Node | undefined, at: Emitter): void {
  for (const { key, value } of entriesOf(node))
    if (/-snippet$/.test(key) && value.kind === 'scalar') at.context.embed('nginx', value.excerpt, at.block)
}

/** The script of a step: of Tekton as text, of Argo with the command that runs it. */
function script(node: Node, at: Emitter): boolean {
  const text = scalar(node) ?? scalar(get(node, 'source'))
  if (!text) return false
  const runner = itemsOf(get(node, 'command')).map(textOf).join(' ')
  at.context.embed(interpreterOf(`#!${runner}`) || interpreterOf(text.text) || 'bash', text.excerpt, at.block)
  return node.kind === 'scalar'
}

function reference(item: Node, at: Emitter): void {
  for (const [key, kind] of [
    ['configMapRef', 'config-map'],
    ['secretRef', 'secret'],
  ] as const) {
    const name = scalar(get(item, key, 'name'))
    if (name) at.out.reference({ kind, target: name.text, span: name.span, block: at.block })
  }
}

function keyReference(item: Node, at: Emitter): void {
  for (const [from, kind] of [
    ['configMapKeyRef', 'config-map'],
    ['secretKeyRef', 'secret'],
  ] as const) {
    const ref = get(item, 'valueFrom', from)
    const name = scalar(get(ref, 'name'))
    const key = scalar(get(ref, 'key'))
    const as = scalar(get(item, 'name'))
    if (!name || !key || !as) continue
    at.out.reference({ kind, target: name.text, span: name.span, block: at.block, key: key.text, as: as.text })
    // the variable takes the value of the key of that object
    at.out.setting({
      kind: 'env',
      name: as.text,
      path: ['env', as.text],
      keySpan: as.span,
      value: {
        span: key.span,
        parts: [{ kind: 'ref', to: 'key', name: key.text, in: `${kind} ${name.text}`, span: key.span }],
      },
      block: at.block,
    })
  }
}

function readData(root: Node, name: string, kind: 'config-map' | 'secret', at: Emitter): void {
  const block = at.out.block(kind, name, at.block, root.span)
  const inner: Emitter = { ...at, block }
  const plain = new Set(entriesOf(get(root, 'stringData')).map((e) => e.key))
  for (const part of ['data', 'stringData', 'binaryData']) {
    const data = get(root, part)
    if (!data) continue
    const encoded = part === 'binaryData' || (kind === 'secret' && part === 'data')
    for (const one of entriesOf(data)) {
      // on write `stringData` goes over `data`
      const entry = part === 'data' && plain.has(one.key) ? { ...one, shadowed: true as const } : one
      const path = [part, entry.key]
      if (encoded) emitBase64(entry, path, inner)
      else if (entry.value.kind === 'scalar' && dialectOfFile(entry.key))
        at.context.embed(dialectOfFile(entry.key), entry.value.excerpt, block)
      else emitEnvMap({ kind: 'map', span: data.span, entries: [entry] }, [part], inner)
    }
  }
}

export function readKustomization(root: Node, at: Emitter): void {
  for (const [generator, kind] of [
    ['configMapGenerator', 'config-map'],
    ['secretGenerator', 'secret'],
  ] as const) {
    for (const item of itemsOf(get(root, generator))) {
      const block = at.out.block(kind, textOf(get(item, 'name')), at.block, item.span)
      const literals = get(item, 'literals')
      if (literals) emitTree(literals, ['literals', 'env'], { ...at, block })
      for (const file of [...itemsOf(get(item, 'envs')), get(item, 'env')]) {
        const s = scalar(file)
        if (s) at.out.reference({ kind: 'env-file', target: s.text, span: s.span, block })
      }
    }
  }
  for (const part of ['resources', 'components', 'patchesStrategicMerge', 'bases'])
    for (const item of itemsOf(get(root, part))) include(item, at)
  for (const item of itemsOf(get(root, 'patches'))) include(get(item, 'path'), at)
  readPatches(root, at)
}

function include(node: Node | undefined, at: Emitter): void {
  const s = scalar(node)
  if (s && /^[\w.@/-]+\.ya?ml$/.test(s.text))
    at.out.reference({ kind: 'include', target: s.text, span: s.span, block: at.block })
}

/** Values of a chart that Argo CD takes by name, from the folder of the chart. */
function readArgo(root: Node, at: Emitter): void {
  for (const source of [get(root, 'spec', 'source'), ...itemsOf(get(root, 'spec', 'sources'))]) {
    const folder = textOf(get(source, 'path'))
    for (const item of itemsOf(get(source, 'helm', 'valueFiles'))) {
      const s = scalar(item)
      const target = s && folder && /^[\w.@-]/.test(s.text) ? `${folder}/${s.text}` : ''
      if (s && target) at.out.reference({ kind: 'include', target, from: 'above', span: s.span, block: at.block })
    }
  }
}

/** Patches in the file itself, as text. */
function readPatches(root: Node, at: Emitter): void {
  const patches = ['patches', 'patchesJson6902', 'patchesStrategicMerge'].flatMap((k) => itemsOf(get(root, k)))
  for (const item of patches) {
    const text = scalar(item) ?? scalar(get(item, 'patch'))
    if (text?.text.includes('\n')) at.context.embed(dialectOfText(text.text), text.excerpt, at.block)
  }
}
