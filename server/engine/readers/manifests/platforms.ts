/** Rows of platforms that host sites and functions. */
import type { PlaceRow } from './row'
import type { Selected } from './select'

const ANY = /^/
const glob = (key: string | undefined) => (key ?? '').replace(/^\//, '')
const VERCEL = /(?:^|\/)vercel\.json$/
const NETLIFY = /(?:^|\/)netlify\.toml$/
const RAILWAY = /(?:^|\/)railway\.(?:json|toml)$/
const WRANGLER = /(?:^|\/)wrangler\.(?:toml|jsonc?)$/
const AMPLIFY = /(?:^|\/)amplify_outputs\.json$/
/** The file stands in a folder of the tool; what it speaks of is around that folder. */
const ABOVE = { for: 'folder', folder: '..' } as const

const vercel: readonly PlaceRow[] = [
  { file: VERCEL, at: ['regions'], cloud: 'vercel' },
  { file: VERCEL, at: [/^(?:functionFailoverRegions|passiveRegions)$/], cloud: 'vercel', how: 'outage' },
  ...[[], ['services', ANY]].flatMap((under): PlaceRow[] => {
    const covers = (bound: readonly string[]) => [glob(bound[bound.length - 1])]
    return [
      { file: VERCEL, at: [...under, 'functions', ANY, 'regions'], cloud: 'vercel', covers },
      {
        file: VERCEL,
        at: [...under, 'functions', ANY, 'functionFailoverRegions'],
        cloud: 'vercel',
        covers,
        how: 'outage',
      },
    ]
  }),
]

/** `placement.region` is `cloud:id`. */
const wrangler: readonly PlaceRow[] = ['aws', 'gcp', 'azure'].flatMap((cloud) =>
  [
    ['placement', 'region'],
    ['env', ANY, 'placement', 'region'],
  ].map((at): PlaceRow => ({ file: WRANGLER, at, cloud, inside: new RegExp(`^${cloud}:(.+)$`) })),
)

/** Functions of Firebase stand in a package of their own beside the file. */
const rewritten = ({ entry, maps }: Selected) => (maps.length > 0 && entry ? 'functions' : undefined)

export const PLATFORMS: readonly PlaceRow[] = [
  ...vercel,
  { file: NETLIFY, at: ['functions', 'region'], cloud: 'netlify' },
  {
    file: NETLIFY,
    at: ['functions', ANY, 'region'],
    cloud: 'netlify',
    covers: ([name]) => [`**/${name}.*`, `**/${name}/**`],
  },
  ...wrangler,
  { file: /(?:^|\/)fly(?:\.[\w-]+)?\.toml$/, at: ['primary_region'], cloud: 'fly' },
  { file: RAILWAY, at: ['deploy', 'region'], cloud: 'railway' },
  { file: RAILWAY, at: ['deploy', 'multiRegionConfig', ANY], cloud: 'railway', keys: true },
  { file: RAILWAY, at: ['environments', ANY, 'deploy', 'region'], cloud: 'railway' },
  { file: RAILWAY, at: ['environments', ANY, 'deploy', 'multiRegionConfig', ANY], cloud: 'railway', keys: true },
  { file: /(?:^|\/)\.do\/app\.ya?ml$/, at: ['region'], cloud: 'digitalocean' },
  { file: /(?:^|\/)\.do\/deploy\.template\.ya?ml$/, at: ['spec', 'region'], cloud: 'digitalocean' },
  {
    file: /(?:^|\/)firebase\.json$/,
    at: ['hosting', 'rewrites', 'function', 'region'],
    cloud: 'gcp',
    how: 'assumed',
    folder: rewritten,
  },
  { file: /(?:^|\/)firebase\.json$/, at: ['hosting', 'rewrites', 'run', 'region'], cloud: 'gcp', how: 'assumed' },
  {
    file: /(?:^|\/)amplify\/team-provider-info\.json$/,
    at: [ANY, 'awscloudformation', 'Region'],
    cloud: 'aws',
    how: 'assumed',
    holds: ABOVE,
  },
  { file: AMPLIFY, at: [/^(?:auth|data|storage)$/, 'aws_region'], cloud: 'aws', how: 'assumed' },
  {
    file: /(?:^|\/)\.aws\/config$/,
    at: [/^(?:default|profile .+)$/, 'region'],
    cloud: 'aws',
    how: 'assumed',
    holds: ABOVE,
  },
  { file: /(?:^|\/)northflank\.json$/, at: ['**', 'spec', 'region'], cloud: 'northflank' },
]
