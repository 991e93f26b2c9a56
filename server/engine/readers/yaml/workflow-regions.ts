/** Regions that workflow jobs deploy to: inputs of actions, matrices, labels of runners. */
import { type RegionMore, readRegion, readRegions, within } from '../manifests/state'
import { type Emitter, entriesOf, get, itemsOf, type Node, scalar, textOf } from '../structured/emit'

/** An action that takes a place. The job itself runs at its runner: it deploys there. */
interface Action {
  readonly name: RegExp
  readonly input: RegExp
  readonly provider: string
  /** It only logs in or sets up: what the job does there, other steps say. */
  readonly prepares?: true
}

const ACTIONS: readonly Action[] = [
  { name: /^aws-actions\/configure-aws-credentials$/, input: /^aws-region$/, provider: 'aws', prepares: true },
  { name: /^aws-actions\//, input: /^aws-region$/, provider: 'aws' },
  { name: /^google-github-actions\/(?:deploy-|get-gke)/, input: /^(?:region|location)$/, provider: 'gcp' },
  { name: /^azure\/login$/i, input: /^environment$/, provider: 'azure', prepares: true },
  { name: /^azure\//i, input: /^(?:location|region)$/, provider: 'azure' },
  { name: /^(?:aliyun|alibaba)[\w-]*\/acr-login$/i, input: /^region-id$/, provider: 'alibaba', prepares: true },
  { name: /^(?:aliyun|alibaba)[\w-]*\//i, input: /^(?:region-id|region)$/, provider: 'alibaba' },
  { name: /^tencentcloud[\w-]*\//i, input: /^(?:region|tencentcloud_region)$/i, provider: 'tencent' },
  { name: /^huaweicloud[\w-]*\//i, input: /^region$/, provider: 'huawei' },
  { name: /^digitalocean\//i, input: /^region$/, provider: 'digitalocean' },
]
/** Actions that take the arguments of a command: input, option, provider. */
const ARGUMENTS: readonly (readonly [RegExp, string, RegExp, string])[] = [
  [/^superfly\/flyctl-actions/, 'args', /--(?:region|regions|primary-region)[= ]([\w,-]+)/, 'fly'],
  [/^amondnet\/vercel-action$/, 'vercel-args', /--regions[= ]([\w,-]+)/, 'vercel'],
]
/** Steps that put code somewhere: actions, and commands of a script. */
const DEPLOY_ACTION =
  /^(?:aws-actions\/(?:amazon-ecs-deploy|aws-cloudformation|aws-lambda|amazon-eks|aws-elasticbeanstalk)|azure\/(?:webapps|functions|container-apps|containerapps|aci|k8s|arm|bicep)[\w-]*deploy|azure\/(?:arm|functions-action|aks-set-context|k8s-set-context)|einaregilsson\/beanstalk|serverless\/|aws-actions\/sam)/i
const DEPLOY_COMMAND =
  /\b(?:cdk|sam|serverless|sls|copilot|eb|sst|azd|chalice|zappa|terragrunt|pulumi) (?:[\w-]+ )*(?:deploy|up|apply)\b|\b(?:terraform|tofu) (?:-\S+ )*apply\b|\b(?:kubectl|kustomize)\b.*\bapply\b|\bhelm (?:upgrade|install)\b|\baws (?:lambda (?:update|create)|ecs (?:update|create|run|register)|cloudformation (?:deploy|create|update)|apprunner|elasticbeanstalk|eks)\b|\baz (?:webapp|functionapp|containerapp|container|aks|deployment|staticwebapp)\b/

export function readActionRegions(step: Node, job: Node | undefined, at: Emitter): void {
  const action = textOf(get(step, 'uses')).replace(/@.*$/, '')
  const inputs = get(step, 'with')
  if (!action || !inputs) return
  const row = ACTIONS.find((a) => a.name.test(action) && entriesOf(inputs).some((e) => a.input.test(e.key)))
  if (row) {
    const code: RegionMore = !row.prepares || deploys(job) ? { holds: { for: 'code' } } : {}
    for (const entry of entriesOf(inputs))
      if (row.input.test(entry.key)) readPlace(entry.value, row.provider, job, at, { how: 'assumed', ...code })
  }
  for (const [name, input, option, provider] of ARGUMENTS) {
    const args = name.test(action) ? scalar(get(inputs, input)) : undefined
    const ids = args ? within(args, option) : undefined
    for (const id of ids?.text.matchAll(/[\w-]+/g) ?? [])
      at.out.region({
        provider,
        id: id[0],
        span: ids?.excerpt.span(id.index, id.index + id[0].length) ?? step.span,
        block: at.block,
        role: 'runs',
        how: 'assumed',
        holds: { for: 'code' },
      })
  }
}

function deploys(job: Node | undefined): boolean {
  return itemsOf(get(job, 'steps')).some(
    (step) => DEPLOY_ACTION.test(textOf(get(step, 'uses'))) || DEPLOY_COMMAND.test(textOf(get(step, 'run'))),
  )
}

/** A place, or every element of the matrix that it names. */
function readPlace(node: Node, provider: string, job: Node | undefined, at: Emitter, more: RegionMore): void {
  const name = /^\$\{\{\s*matrix\.([\w-]+)\s*\}\}$/.exec(textOf(node))?.[1]
  if (!name) {
    readRegion(node, provider, at, more)
    return
  }
  const matrix = get(job, 'strategy', 'matrix')
  readRegions(get(matrix, name), provider, at, more)
  for (const row of itemsOf(get(matrix, 'include'))) readRegion(get(row, name), provider, at, more)
}

const HOSTED = /^(?:self-hosted|linux|macos|windows|ubuntu|x64|arm64|gpu)\b/i

/** Labels of self-hosted runners that are a region id, or hold one: what the job calls, it calls from there. */
export function readRunner(job: Node, at: Emitter): void {
  const runner = get(job, 'runs-on')
  for (const label of runner?.kind === 'scalar' ? [runner] : itemsOf(runner)) {
    const node = scalar(label)
    if (!node) continue
    const said = within(node, /(?:^|\/)region=([\w-]+)/)
    if (said) readRegion(said, 'aws', at, { how: 'assumed' })
    else if (/^[a-z]{2,}(?:-[a-z]+)*-[a-z]+-?\d+[a-z]?$/.test(node.text) && !HOSTED.test(node.text))
      readRegion(node, '', at, { how: 'assumed' })
  }
}
