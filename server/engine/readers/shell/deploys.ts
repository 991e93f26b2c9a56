/** Commands that deploy: the region they name, and the variables they set. */

import type { FactsBuilder } from '../../builder'
import { interpolate } from '../../interpolation'
import { nameOf } from '../../paths'
import type { ReadContext } from '../../reader'
import type { Excerpt } from '../../text'
import type { DeployRegion, Span } from '../../types'
import { cloudOfPulumiKey } from '../manifests/stacks'
import type { Shell } from './context'
import type { Word } from './words'

interface Deploy {
  readonly command: RegExp
  /** What the words after the command have to say; storage, networks and groups of the same tool run no code. */
  readonly verb: RegExp
  readonly flag: RegExp
  readonly provider: string
  /** The flag takes `name=value`, and only these names are places. */
  readonly names?: RegExp
  readonly how?: DeployRegion['how']
  /** What is called there is this service, whatever the command sets up. */
  readonly model?: 'bedrock'
  /** What it sets up is a cluster. */
  readonly cluster?: true
}

/** Commands that write down a place for later: command, words in front of it, provider. */
const SETTINGS: readonly (readonly [RegExp, RegExp, (name: string) => string | undefined])[] = [
  [/^pulumi$/, /^config set ([\w-]+:\w+)$/, cloudOfPulumiKey],
  [/^gcloud$/, /^config set ((?:run|functions|compute|app)\/(?:region|zone))$/, () => 'gcp'],
  [/^azd$/, /^env set (AZURE_LOCATION)$/, () => 'azure'],
]

const DEPLOYS: readonly Deploy[] = [
  {
    command: /^gcloud$/,
    verb: /^(?:(?:alpha|beta) )?(?:run (?:deploy|jobs|services|worker-pools)|functions deploy|app (?:create|deploy)|compute instances create|container clusters create)/,
    flag: /^--(?:region|location|zone)$/,
    provider: 'gcp',
  },
  { command: /^sam$/, verb: /^(?:deploy|sync)/, flag: /^--region$/, provider: 'aws' },
  { command: /^(?:serverless|sls|copilot|eb|cdk|sst)$/, verb: /^/, flag: /^(?:--region|-r)$/, provider: 'aws' },
  {
    command: /^aws$/,
    verb: /^(?:lambda (?:create|update)|ecs (?:create|update|register|run)|cloudformation (?:deploy|create)|apprunner|elasticbeanstalk|ec2 run-instances|eks create)/,
    flag: /^--region$/,
    provider: 'aws',
  },
  { command: /^az$/, verb: /^cloud set/, flag: /^(?:--name|-n)$/, provider: 'azure' },
  { command: /^azd$/, verb: /^(?:up|provision|deploy|env new)/, flag: /^(?:--location|-l)$/, provider: 'azure' },
  {
    command: /^eksctl$/,
    verb: /^create (?:cluster|nodegroup|fargateprofile)/,
    flag: /^(?:--region|-r|--zones)$/,
    provider: 'aws',
    cluster: true,
  },
  {
    command: /^kops$/,
    verb: /^create cluster/,
    flag: /^--(?:zones|control-plane-zones|master-zones)$/,
    provider: '',
    cluster: true,
  },
  {
    command: /^(?:terraform|tofu|terragrunt)$/,
    verb: /^(?:apply|plan|run-all apply)/,
    flag: /^--?var$/,
    provider: '',
    names: /^(?:(?:aws|gcp|google|azure|alicloud|tencent)_)?(?:region|location|zone)$/,
    how: 'assumed',
  },
  {
    command: /^az$/,
    verb: /^(?:containerapp|webapp|functionapp|appservice plan|container create|vm create|aks create)/,
    flag: /^(?:--location|-l|--consumption-plan-location)$/,
    provider: 'azure',
  },
  { command: /^aws$/, verb: /^bedrock/, flag: /^--region$/, provider: 'aws', model: 'bedrock' },
  { command: /^(?:vercel|now)$/, verb: /^/, flag: /^--regions$/, provider: 'vercel' },
  {
    command: /^(?:fly|flyctl)$/,
    verb: /^(?:deploy|launch|machines? |scale|regions|m )/,
    flag: /^(?:--regions?|-r|--primary-region)$/,
    provider: 'fly',
  },
  { command: /^koyeb$/, verb: /^(?:apps?|services?) /, flag: /^--regions$/, provider: 'koyeb' },
  { command: /^heroku$/, verb: /^(?:create|apps:create|spaces:create)/, flag: /^--region$/, provider: 'heroku' },
  { command: /^doctl$/, verb: /^(?:apps|compute droplet) create/, flag: /^--region$/, provider: 'digitalocean' },
  { command: /^(?:aliyun|s)$/, verb: /^(?:fc|deploy)/, flag: /^--region(?:-id)?$/i, provider: 'alibaba' },
]
const ENV_LIST = /^--(?:(?:set|update)-env-vars|env-vars|environment-variables|settings|set-secrets|env)$/

export function deploys(words: readonly Word[], shell: Shell): void {
  const { x, out, context } = shell
  const first = words[0] as Word
  const name = nameOf(first.text)
  const rest = words.slice(1)
  const row = DEPLOYS.find((d) => d.command.test(name) && d.verb.test(`${verbOf(rest, d.flag)} `))
  // in a pipeline, the command deploys the code of the repository
  const pipeline =
    /(?:^|\/)(?:\.github\/workflows|\.gitea\/workflows|\.forgejo\/workflows)\/|\.gitlab-ci\.ya?ml$|cloudbuild|azure-pipelines|(?:^|\/)\.circleci\//.test(
      context.path,
    )
  const more: Pick<DeployRegion, 'holds' | 'how'> = {
    ...(row?.how ? { how: row.how } : row?.cluster ? { how: 'assumed' as const } : {}),
    ...(row?.cluster ? { holds: { for: 'cluster' } } : pipeline ? { holds: { for: 'code' } } : {}),
  }
  const role = row?.model ? { role: 'model' as const, cloud: row.model } : { role: 'runs' as const }
  settings(name, rest, shell, pipeline ? { holds: { for: 'code' } } : {})
  rest.forEach((word, i) => {
    const equals = word.text.indexOf('=')
    const flag = equals < 0 ? word.text : word.text.slice(0, equals)
    const given = equals < 0 ? valueAt(rest[i + 1], 0) : valueAt(word, equals + 1)
    const value = row?.names ? named(given, row.names, x) : given
    if (row?.flag.test(flag) && value) {
      for (const id of idsIn(value, x))
        out.region({ provider: row.provider, block: context.block, ...role, ...more, ...id })
    }
    if (ENV_LIST.test(flag)) envWords(rest.slice(equals < 0 ? i + 1 : i), equals < 0 ? 0 : equals + 1, x, out, context)
  })
}

/** The words that say what to do, without what the flag is given. */
function verbOf(rest: readonly Word[], flag: RegExp): string {
  return rest
    .filter((w, i) => !w.text.startsWith('-') && !flag.test(rest[i - 1]?.text ?? ''))
    .map((w) => w.text)
    .join(' ')
}

/** A place that the last word of the command writes down. */
function settings(
  command: string,
  rest: readonly Word[],
  { x, out, context }: Shell,
  more: Partial<DeployRegion>,
): void {
  const said = rest.filter((w) => !w.text.startsWith('-'))
  const last = said[said.length - 1]
  const words = said.slice(0, -1).map((w) => w.text)
  for (const [name, form, cloudOf] of SETTINGS) {
    const key = name.test(command) ? form.exec(words.join(' '))?.[1] : undefined
    const provider = key ? cloudOf(key) : undefined
    if (provider === undefined || !last) continue
    for (const id of idsIn({ word: last, skip: 0 }, x))
      out.region({ provider, block: context.block, role: 'runs', how: 'assumed', ...more, ...id })
  }
}

/** The value of `name=value`, where the name is one of these. */
function named(
  given: { word: Word; skip: number } | null,
  names: RegExp,
  x: Excerpt,
): { word: Word; skip: number } | null {
  if (!given) return null
  const { word, skip } = given
  const name = /^["']?([\w-]+)=/.exec(x.text.slice(word.start + skip, word.end))
  return name && names.test(name[1] as string) ? { word, skip: skip + name[0].length } : null
}

function valueAt(word: Word | undefined, skip: number): { word: Word; skip: number } | null {
  return word ? { word, skip } : null
}

/** Ids of one word: a list, or a variable that linking follows. */
function idsIn(
  { word, skip }: { word: Word; skip: number },
  x: Excerpt,
): (Pick<DeployRegion, 'id' | 'span'> & Partial<DeployRegion>)[] {
  const parts = word.template.parts
  const last = parts[parts.length - 1]
  if (last?.kind === 'ref') return [{ id: '', span: last.span, value: { parts: [last], span: last.span } }]
  const raw = x.text.slice(word.start + skip, word.end)
  if (!/^["']?[A-Za-z0-9, _-]+["']?$/.test(raw)) return []
  return [...raw.matchAll(/[A-Za-z0-9][A-Za-z0-9_-]*(?: [A-Za-z0-9_-]+)*/g)].map((m) => {
    const from = word.start + skip + m.index
    const span: Span = x.span(from, from + m[0].length)
    return { id: m[0], span }
  })
}

/** `A=1,B=2` or `A=1 B=2`: words as long as they assign. */
function envWords(words: readonly Word[], skip: number, x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  for (const [i, word] of words.entries()) {
    const from = word.start + (i === 0 ? skip : 0)
    const lead = /^["']/.test(x.text.slice(from)) ? 1 : 0
    const piece = x.slice(from + lead, word.end)
    if (!/^[A-Za-z_]\w*=/.test(piece.text)) return
    readEnvList(piece, out, context)
  }
}

/** `NAME=value` pairs, separated by commas or lines. */
export function readEnvList(x: Excerpt, out: FactsBuilder, context: ReadContext): void {
  for (const m of x.text.matchAll(/([A-Za-z_]\w*)=([^,"'\r\n]*)/g)) {
    if (m.index > 0 && !/[,\s^@;|:]/.test(x.text[m.index - 1] as string)) continue
    const name = m[1] as string
    out.setting({
      kind: 'env',
      name,
      keySpan: x.span(m.index, m.index + name.length),
      value: interpolate(x.slice(m.index + name.length + 1, m.index + m[0].length), { bare: true }),
      block: context.block,
    })
  }
}
