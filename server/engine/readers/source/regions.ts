/** Where source code calls the models of a cloud, and what runs at the edge. */
import type { FactsBuilder } from '../../builder'
import type { Excerpt } from '../../text'

const SCRIPT = /^(?:typescript|javascript)$/

/** An address of the partition alone, given to a client that takes any service. */
const BEDROCK_IN_CHINA = /\bbedrock[\w-]*\.([a-z][a-z0-9-]{3,40})\.amazonaws\.com\.cn/g

const EDGE = /\bruntime\s*[:=]\s*['"](?:edge|experimental-edge)['"]/g
/** Configurations of frameworks speak for all that is built from them. */
const CONFIG = /(?:^|\/)(?:next|nuxt|nitro|svelte|astro)\.config\.[cm]?[jt]s$/
const EDGE_PRESET = /\bpreset\s*:\s*['"](?:vercel-edge|cloudflare[\w-]*|netlify-edge|deno-deploy)['"]/g
/** Functions at the points of presence of a content network. */
const EDGE_FUNCTION = /\bnew\s+((?:[\w.]+\.)?EdgeFunction)\s*\(/g
const ASSET = /fromAsset\(\s*(?:path\.join\(\s*__dirname\s*,\s*)?['"]([\w./-]+)['"]/
/** Folders whose files a platform runs near the caller, whatever they say. */
const EDGE_FOLDERS = /(?:^|\/)(?:netlify\/edge-functions|supabase\/functions)\//

export interface Around {
  readonly language: string
  readonly path: string
  readonly block: number
  readonly comments: readonly { readonly start: number; readonly end: number }[]
}

export function readSourceRegions(x: Excerpt, out: FactsBuilder, { language, path, block, comments }: Around): void {
  const commented = (at: number) => comments.some((c) => c.start <= at && at < c.end)
  for (const m of x.text.matchAll(BEDROCK_IN_CHINA)) {
    if (commented(m.index)) continue
    const id = m[1] as string
    const at = m.index + m[0].indexOf(id, 7)
    out.region({ provider: 'aws', id, span: x.span(at, at + id.length), block, role: 'model', cloud: 'bedrock' })
  }
  if (!SCRIPT.test(language)) return
  const edge = (at: number, length: number, detail: string) => {
    if (!commented(at)) out.trait({ what: 'edge-runtime', detail, span: x.span(at, at + length), block })
  }
  const config = CONFIG.test(path)
  for (const m of x.text.matchAll(EDGE)) edge(m.index, m[0].length, config ? 'unit' : 'edge')
  if (config) for (const m of x.text.matchAll(EDGE_PRESET)) edge(m.index, m[0].length, 'unit')
  if (x.text.includes('aws-cdk'))
    for (const m of x.text.matchAll(EDGE_FUNCTION)) {
      const folder = ASSET.exec(x.text.slice(m.index, m.index + 800))?.[1]
      const [whole, name = ''] = m
      edge(m.index + whole.indexOf(name), name.length, folder ? `cdn folder:${folder}` : 'cdn unit')
    }
  if (EDGE_FOLDERS.test(path)) out.trait({ what: 'edge-runtime', detail: 'edge', span: x.span(0, 0), block })
}
