/** Regions that workflow jobs deploy to: inputs of actions, matrices, labels of runners. */
import { type Emitter, entriesOf, get, itemsOf, type Node, scalar, textOf } from '../structured/emit'
import { readRegion, readRegions } from '../structured/regions'

/** Action, inputs that name a place, provider. The job itself runs at its runner: it deploys there. */
const ACTIONS: readonly (readonly [RegExp, RegExp, string])[] = [
  [/^aws-actions\//, /^aws-region$/, 'aws'],
  [/^google-github-actions\/(?:deploy-|get-gke)/, /^(?:region|location)$/, 'gcp'],
  [/^azure\//i, /^(?:location|region)$/, 'azure'],
  [/^(?:aliyun|alibaba)[\w-]*\//i, /^(?:region-id|region)$/, 'alibaba'],
  [/^tencentcloud[\w-]*\//i, /^(?:region|tencentcloud_region)$/i, 'tencent'],
  [/^huaweicloud[\w-]*\//i, /^region$/, 'huawei'],
  [/^digitalocean\//i, /^region$/, 'digitalocean'],
]
/** Actions that take the arguments of a command: input, option, provider. */
const ARGUMENTS: readonly (readonly [RegExp, string, RegExp, string])[] = [
  [/^superfly\/flyctl-actions/, 'args', /--(?:region|regions|primary-region)[= ]([\w,-]+)/, 'fly'],
  [/^amondnet\/vercel-action$/, 'vercel-args', /--regions[= ]([\w,-]+)/, 'vercel'],
]

export function readActionRegions(step: Node, job: Node | undefined, at: Emitter): void {
  const action = textOf(get(step, 'uses')).replace(/@.*$/, '')
  const inputs = get(step, 'with')
  if (!action || !inputs) return
  for (const [name, input, provider] of ACTIONS) {
    if (!name.test(action)) continue
    for (const entry of entriesOf(inputs)) if (input.test(entry.key)) readPlace(entry.value, provider, job, at)
  }
  for (const [name, input, option, provider] of ARGUMENTS) {
    const args = name.test(action) ? scalar(get(inputs, input)) : undefined
    const m = args ? option.exec(args.text) : null
    if (!args || !m) continue
    const from = m.index + m[0].length - (m[1] as string).length
    for (const id of (m[1] as string).matchAll(/[\w-]+/g)) {
      const span = args.excerpt.span(from + id.index, from + id.index + id[0].length)
      at.out.region({ provider, id: id[0], span, block: at.block, role: 'runs', how: 'assumed' })
    }
  }
}

/** A place, or every element of the matrix that it names. */
function readPlace(node: Node, provider: string, job: Node | undefined, at: Emitter): void {
  const name = /^\$\{\{\s*matrix\.([\w-]+)\s*\}\}$/.exec(textOf(node))?.[1]
  if (!name) {
    readRegion(node, provider, at, { how: 'assumed' })
    return
  }
  const matrix = get(job, 'strategy', 'matrix')
  readRegions(get(matrix, name), provider, at, { how: 'assumed' })
  for (const row of itemsOf(get(matrix, 'include'))) readRegion(get(row, name), provider, at, { how: 'assumed' })
}

const HOSTED = /^(?:self-hosted|linux|macos|windows|ubuntu|x64|arm64|gpu)\b/i

/** Labels of self-hosted runners that are a region id: what the job calls, it calls from there. */
export function readRunner(job: Node, at: Emitter): void {
  const runner = get(job, 'runs-on')
  for (const label of runner?.kind === 'scalar' ? [runner] : itemsOf(runner)) {
    const text = textOf(label)
    if (/^[a-z]{2,}(?:-[a-z]+)*-[a-z]+-?\d+[a-z]?$/.test(text) && !HOSTED.test(text))
      readRegion(label, '', at, { how: 'assumed' })
  }
}
