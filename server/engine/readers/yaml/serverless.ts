/** Serverless manifests: the Serverless Framework and its components, Alibaba's Serverless Devs, build files of clouds. */

import { type RegionMore, readRegion } from '../manifests/state'
import {
  type Emitter,
  type Entry,
  emitTree,
  entriesOf,
  get,
  itemsOf,
  type Node,
  scalar,
  textOf,
} from '../structured/emit'

const CLOUD: Readonly<Record<string, string>> = {
  aws: 'aws',
  google: 'gcp',
  azure: 'azure',
  aliyun: 'alibaba',
  tencent: 'tencent',
  huawei: 'huawei',
}

export function functionBlock(entry: Entry, at: Emitter): number {
  return at.out.block('function', entry.key, at.block, {
    start: entry.keySpan.start,
    end: Math.max(entry.keySpan.end, entry.value.span.end),
  })
}

export function readServerless(root: Node, at: Emitter): void {
  const provider = get(root, 'provider')
  const cloud = CLOUD[textOf(get(provider, 'name')) || textOf(provider)] ?? 'aws'
  serverlessRegion(get(provider, 'region'), cloud, root, at)
  // components of one cloud (`component: scf`) state their inputs
  if (get(root, 'component')) readRegion(get(root, 'inputs', 'region'), 'tencent', at)
  for (const entry of entriesOf(root)) {
    if (entry.key !== 'functions') emitTree({ kind: 'map', span: entry.value.span, entries: [entry] }, [], at)
    else
      for (const fn of entriesOf(entry.value))
        emitTree(fn.value, ['functions', fn.key], { ...at, block: functionBlock(fn, at) })
  }
}

/** `${opt:region, 'x'}`, `${self:custom.region}`, `${param:region}`: each literal that the value can be without the command line. */
function serverlessRegion(node: Node | undefined, cloud: string, root: Node, at: Emitter, depth = 0): void {
  const value = scalar(node)
  if (!value || depth > 4) return
  if (!value.text.includes('$')) {
    readRegion(value, cloud, at)
    return
  }
  const usual = /,\s*(["'])([a-z0-9-]+)\1\s*\}$/.exec(value.text)
  if (usual) {
    const from = value.text.lastIndexOf(usual[2] as string)
    const span = value.excerpt.span(from, from + (usual[2] as string).length)
    at.out.region({ provider: cloud, id: usual[2] as string, span, block: at.block, role: 'runs' })
    return
  }
  for (const m of value.text.matchAll(/(self|param):([\w.-]+)(\$\{)?/g)) {
    const name = m[2] as string
    // a map by stage: each of its places
    if (m[1] === 'self' && m[3])
      for (const stage of entriesOf(get(root, ...name.split('.').filter(Boolean))))
        serverlessRegion(stage.value, cloud, root, at, depth + 1)
    else if (m[1] === 'self') serverlessRegion(get(root, ...name.split('.')), cloud, root, at, depth + 1)
    else
      for (const stage of [...entriesOf(get(root, 'params')), ...stages(root)])
        serverlessRegion(get(stage.value, name), cloud, root, at, depth + 1)
  }
}

function stages(root: Node): Entry[] {
  return entriesOf(get(root, 'stages')).flatMap((e) => entriesOf(e.value).filter((x) => x.key === 'params'))
}

/** Serverless Devs (`s.yaml`): each resource is a function with its own region. */
export function readServerlessDevs(root: Node, at: Emitter): void {
  for (const table of ['resources', 'services']) {
    for (const entry of entriesOf(get(root, table))) {
      const inner: Emitter = { ...at, block: functionBlock(entry, at) }
      const region = scalar(get(entry.value, 'props', 'region'))
      const named = region ? /^\$\{?\{?\s*vars[.(]?\.?([\w-]+)\)?\s*\}?\}$/.exec(region.text)?.[1] : undefined
      readRegion(named ? get(root, 'vars', named) : region, 'alibaba', inner)
      emitTree(entry.value, [table, entry.key], inner)
    }
  }
}

/** Commands of cloud builds, written as lists: `args: ['run', 'deploy', 'x', '--region', 'asia-east2']`. */
export function readCloudBuild(root: Node, at: Emitter): void {
  const more: RegionMore = { how: 'assumed', holds: { for: 'code' } }
  for (const step of itemsOf(get(root, 'steps'))) {
    const args = itemsOf(get(step, 'args')).flatMap((a) => (a.kind === 'scalar' ? [a] : []))
    const deploys = /^(?:run deploy|functions deploy|run jobs|app deploy)/.test(
      args
        .map((a) => a.text)
        .join(' ')
        .replace(/^(?:beta|alpha) /, ''),
    )
    const shell = /^(?:\/bin\/)?(?:ba|z)?sh$/.test(textOf(get(step, 'entrypoint')))
    for (const text of [scalar(get(step, 'script')), shell ? args.find((a) => a.text.includes(' ')) : undefined])
      if (text) at.context.embed('bash', text.excerpt, at.block)
    args.forEach((arg, i) => {
      const next = args[i + 1]
      if (/^--(?:region|location)$/.test(arg.text) && next && deploys) readVariable(next, root, at, more)
      const joined = /^--(?:region|location)=/.exec(arg.text)
      if (joined && deploys) {
        const excerpt = arg.excerpt.slice(joined[0].length, arg.text.length)
        readVariable(
          { ...arg, text: excerpt.text, excerpt, span: excerpt.span(0, excerpt.text.length) },
          root,
          at,
          more,
        )
      }
      const list = /^--(?:set|update)-env-vars(?:=|$)/.test(arg.text)
        ? arg.text.includes('=')
          ? arg
          : next
        : undefined
      if (list) at.context.embed('env-list', list.excerpt, at.block)
    })
  }
}

/** `$_REGION` and `${_REGION}` are substitutions of the same file. */
function readVariable(node: Node, root: Node, at: Emitter, more: RegionMore): void {
  const name = /^\$\{?(_\w+)\}?$/.exec(textOf(node))?.[1]
  readRegion(name ? get(root, 'substitutions', name) : node, 'gcp', at, more)
}
