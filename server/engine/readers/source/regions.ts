/** Where source code says it runs: route segments of web frameworks, functions and stacks that are declared in code. */
import type { FactsBuilder } from '../../builder'
import type { Excerpt } from '../../text'
import type { DeployRegion } from '../../types'

interface Declaration {
  readonly language: RegExp
  /** Only in files whose name or text says so. */
  readonly file?: RegExp
  readonly text?: RegExp
  /** One group: an id in quotes, or a list of them. */
  readonly pattern: RegExp
  readonly provider: string
  /** Only this file, and what it imports. */
  readonly own?: true
}

const ID_OR_LIST = String.raw`(\[[^\]]{0,600}\]|['"][^'"\n]+['"])`
const js = (source: string) => new RegExp(source.replace('IDS', ID_OR_LIST), 'g')
const SCRIPT = /^(?:typescript|javascript)$/
const PYTHON = /^python$/
const CDK = /aws-cdk-lib|@aws-cdk\/|aws_cdk|\bcdktf\b|@cdktf\//

const DECLARATIONS: readonly Declaration[] = [
  { language: SCRIPT, pattern: js(String.raw`\bpreferredRegion\s*[:=]\s*IDS`), provider: 'vercel', own: true },
  {
    language: SCRIPT,
    pattern: js(String.raw`\bexport\s+const\s+config\b[^;{]{0,80}\{[^{}]{0,600}?\bregions\s*:\s*IDS`),
    provider: 'vercel',
    own: true,
  },
  {
    language: SCRIPT,
    file: /^(?:vercel|svelte\.config|nuxt\.config|astro\.config)\.[cm]?[jt]s$/,
    pattern: js(String.raw`\bregions\s*:\s*IDS`),
    provider: 'vercel',
  },
  {
    language: SCRIPT,
    file: /^sst\.config\.[cm]?[jt]s$/,
    pattern: js(String.raw`\bregion\s*:\s*IDS`),
    provider: 'aws',
  },
  {
    language: SCRIPT,
    text: CDK,
    pattern: js(String.raw`\benv\s*:\s*\{[^{}]{0,600}?\bregion\s*:\s*IDS`),
    provider: 'aws',
  },
  {
    language: PYTHON,
    text: CDK,
    pattern: js(String.raw`\bEnvironment\([^()]{0,600}?\bregion\s*=\s*IDS`),
    provider: 'aws',
  },
  {
    language: SCRIPT,
    text: /@pulumi\/aws|@cdktf\/provider-aws|cdktf/,
    pattern: js(String.raw`\bnew\s+(?:aws\.Provider|AwsProvider)\([^()]{0,600}?\bregion\s*:\s*IDS`),
    provider: 'aws',
  },
  {
    language: PYTHON,
    text: /pulumi_aws|cdktf/,
    pattern: js(String.raw`\b(?:aws\.Provider|AwsProvider)\([^()]{0,600}?\bregion\s*=\s*IDS`),
    provider: 'aws',
  },
  {
    language: SCRIPT,
    text: /firebase-functions/,
    pattern: js(
      String.raw`\b(?:setGlobalOptions|onRequest|onCall|onSchedule|onDocument\w+|onMessagePublished|onObject\w+)\(\s*\{[^{}]{0,600}?\bregion\s*:\s*IDS`,
    ),
    provider: 'gcp',
  },
  { language: SCRIPT, text: /firebase-functions/, pattern: js(String.raw`\.region\(\s*IDS`), provider: 'gcp' },
  {
    language: PYTHON,
    text: /firebase_functions/,
    pattern: js(String.raw`\b(?:set_global_options|on_request|on_call)\([^()]{0,600}?\bregion\s*=\s*IDS`),
    provider: 'gcp',
  },
]
interface ModelCall {
  readonly text: RegExp
  /** Groups: the client, and the id. */
  readonly pattern: RegExp
  readonly provider: string
  readonly cloud: string
}

const REGION_OPTION = String.raw`\b(?:aws_region|awsRegion|aws_region_name|region_name|region|Region|location)["']?\s*[:=]\s*['"]([a-z][a-z0-9-]{3,40})['"]`
const MODEL_CALLS: readonly ModelCall[] = [
  {
    text: /bedrock/i,
    pattern: new RegExp(
      String.raw`\b(?:\w+\.)?(client|resource)\(\s*(?:service_name\s*=\s*)?['"]bedrock[\w-]*['"][^()]{0,400}?${REGION_OPTION}`,
      'g',
    ),
    provider: 'aws',
    cloud: 'bedrock',
  },
  {
    text: /bedrock/i,
    pattern: new RegExp(String.raw`\b(\w*Bedrock\w*)(?:\.builder\(\))?\([^()]{0,400}?${REGION_OPTION}`, 'g'),
    provider: 'aws',
    cloud: 'bedrock',
  },
  {
    text: /bedrock/i,
    pattern: /\b(Bedrock\w*Client)\b[^;]{0,300}?\bRegion\.of\("([a-z][a-z0-9-]{3,40})"\)/g,
    provider: 'aws',
    cloud: 'bedrock',
  },
  // the address alone, given to a client that takes any service
  {
    text: /amazonaws\.com\.cn/,
    pattern: /\b(bedrock[\w-]*)\.([a-z][a-z0-9-]{3,40})\.amazonaws\.com\.cn/g,
    provider: 'aws',
    cloud: 'bedrock',
  },
  {
    text: /bedrockruntime/,
    pattern: /\b(WithRegion)\("([a-z][a-z0-9-]{3,40})"\)/g,
    provider: 'aws',
    cloud: 'bedrock',
  },
  {
    text: /vertex/i,
    pattern: new RegExp(
      String.raw`\b(\w*(?:Anthropic|Claude)\w*Vertex\w*|\w*Vertex\w*(?:Anthropic|Claude)\w*)\([^()]{0,400}?${REGION_OPTION}`,
      'g',
    ),
    provider: 'gcp',
    cloud: 'vertex',
  },
]
const EDGE = /\bruntime\s*[:=]\s*['"](?:edge|experimental-edge)['"]/g
/** Folders whose files a platform runs near the caller, whatever they say. */
const EDGE_FOLDERS = /(?:^|\/)(?:netlify\/edge-functions|supabase\/functions)\//
/** Words that stand for a choice of the platform, not for a place. */
const NO_PLACE = /^(?:auto|global|all|home|default)$/

export interface Around {
  readonly language: string
  readonly path: string
  readonly block: number
  readonly comments: readonly { readonly start: number; readonly end: number }[]
}

export function readSourceRegions(x: Excerpt, out: FactsBuilder, { language, path, block, comments }: Around): void {
  const name = path.slice(path.lastIndexOf('/') + 1)
  const commented = (at: number) => comments.some((c) => c.start <= at && at < c.end)
  for (const d of DECLARATIONS) {
    if (!d.language.test(language) || (d.file && !d.file.test(name)) || (d.text && !d.text.test(x.text))) continue
    for (const m of x.text.matchAll(d.pattern)) {
      if (commented(m.index)) continue
      const list = m[1] as string
      const ids = [...list.matchAll(/['"]([\w -]+)['"]/g)].filter((id) => !NO_PLACE.test(id[1] as string))
      const from = m.index + m[0].length - list.length
      for (const id of ids) {
        const start = from + id.index + 1
        const said: DeployRegion = {
          provider: d.provider,
          id: id[1] as string,
          span: x.span(start, start + (id[1] as string).length),
          block,
          role: 'runs',
        }
        out.region({
          ...said,
          ...(d.own ? { covers: segmentFiles(name) } : {}),
          ...(d.own && ids.length > 1 ? { how: 'nearest' as const } : {}),
        })
      }
    }
  }
  for (const call of MODEL_CALLS) {
    if (!call.text.test(x.text)) continue
    for (const m of x.text.matchAll(call.pattern)) {
      if (commented(m.index)) continue
      const id = m[2] as string
      const end = m.index + m[0].lastIndexOf(id) + id.length
      const vendor = /Anthropic|Claude/.test(m[1] as string) ? { vendor: 'anthropic' } : {}
      const said = { provider: call.provider, id, span: x.span(end - id.length, end), block, role: 'model' as const }
      out.region({ ...said, cloud: call.cloud, ...vendor })
    }
  }
  if (!SCRIPT.test(language)) return
  for (const m of x.text.matchAll(EDGE)) {
    if (commented(m.index)) continue
    out.trait({ what: 'edge-runtime', detail: 'edge', span: x.span(m.index, m.index + m[0].length), block })
  }
  if (EDGE_FOLDERS.test(path)) out.trait({ what: 'edge-runtime', detail: 'edge', span: x.span(0, 0), block })
}

/** What a segment file speaks for: layouts for everything below them, other files for themselves. */
function segmentFiles(name: string): string[] {
  return /^\+?layout(?:\.server)?\./.test(name) ? ['**'] : [name]
}
