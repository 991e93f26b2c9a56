/** Rows of tools that set up functions, services and stacks of clouds. */
import { get, type Node, textOf } from '../structured/emit'
import type { PlaceRow } from './row'
import type { Selected } from './select'

const ANY = /^/
const FOLDER = { for: 'folder' } as const
const PULUMI = /(?:^|\/)Pulumi(?:\.[\w.-]+)?\.ya?ml$/
const SAM = /(?:^|\/)samconfig\.(?:toml|ya?ml)$/
const SKAFFOLD = /^skaffold\/\S+ Config$/
const DATA = /\.(?:ya?ml|json)$/

const PULUMI_KEYS: Readonly<Record<string, string>> = {
  'aws:region': 'aws',
  'aws-native:region': 'aws',
  'gcp:region': 'gcp',
  'gcp:zone': 'gcp',
  'google-native:region': 'gcp',
  'azure-native:location': 'azure',
  'azure:location': 'azure',
  'azure-native:environment': 'azure',
  'azure:environment': 'azure',
  'alicloud:region': 'alibaba',
  'tencentcloud:region': 'tencent',
  'huaweicloud:region': 'huawei',
  'volcengine:region': 'volcengine',
  'yandex:zone': 'yandex',
  'digitalocean:region': 'digitalocean',
  'oci:region': 'oracle',
}

/** The cloud of a key of Pulumi's configuration. */
export function cloudOfPulumiKey(key: string): string | undefined {
  return Object.hasOwn(PULUMI_KEYS, key) ? PULUMI_KEYS[key] : undefined
}

const pulumiCloud = ({ bound }: Selected) => cloudOfPulumiKey(bound[0] ?? '')

const CLOUD_NAMES: Readonly<Record<string, string>> = {
  aws: 'aws',
  eks: 'aws',
  gcp: 'gcp',
  gke: 'gcp',
  google: 'gcp',
  azure: 'azure',
  aks: 'azure',
  alicloud: 'alibaba',
  aliyun: 'alibaba',
  alibaba: 'alibaba',
  tencent: 'tencent',
  tencentcloud: 'tencent',
  huawei: 'huawei',
  huaweicloud: 'huawei',
}

/** The cloud that a map names beside a region. */
function cloudBeside(node: Node | undefined): string | undefined {
  const named = ['cloudProvider', 'cloud_provider', 'provider', 'cloud'].map((k) => textOf(get(node, k))).find(Boolean)
  return CLOUD_NAMES[named ?? '']
}

const helmCloud = ({ maps }: Selected, root: Node) => cloudBeside(maps[maps.length - 1]) ?? cloudBeside(root)
const VALUES = /(?:^|\/)values[\w.-]*\.ya?ml$/
const NODE_PLACE = /^(?:topology\.kubernetes\.io|failure-domain\.beta\.kubernetes\.io)\/(?:region|zone)$/

/** Parts of a chart besides stores, queues and what watches over them. */
const COMPONENT =
  /^(?!.*(?:redis|postgres|mysql|maria|mongo|kafka|rabbit|nats|minio|elastic|opensearch|clickhouse|etcd|zookeeper|qdrant|milvus|weaviate|chroma|prometheus|grafana|loki|vault|ingress|nginx|cert))/i

const pathOfService = ({ maps }: Selected) => textOf(get(maps[2], 'path')) || undefined

export const STACKS: readonly PlaceRow[] = [
  { file: PULUMI, at: ['config', ANY], cloud: pulumiCloud, holds: FOLDER },
  { file: PULUMI, at: ['config', ANY, /^(?:value|default)$/], cloud: pulumiCloud, holds: FOLDER },
  { file: SAM, at: [ANY, ANY, 'parameters', 'region'], cloud: 'aws', holds: FOLDER },
  { file: /(?:^|\/)vefaas\.ya?ml$/, at: ['region'], cloud: 'volcengine' },
  { file: /(?:^|\/)sst\.json$/, at: ['region'], cloud: 'aws' },
  {
    file: /(?:^|\/)serverless-compose\.ya?ml$/,
    at: ['services', ANY, 'params', 'region'],
    cloud: 'aws',
    folder: pathOfService,
  },
  {
    file: /(?:^|\/)cdk\.json$/,
    at: ['context', /^(?:aws[-_:]?|cdk[-_:]?|deploy[-_]?)?region$/i],
    cloud: 'aws',
    how: 'assumed',
  },
  {
    file: /(?:^|\/)cdk\.context\.json$/,
    at: [/^availability-zones:/],
    cloud: 'aws',
    keys: true,
    inside: /\bregion=([\w-]+)/,
    how: 'assumed',
  },
  { file: DATA, kind: SKAFFOLD, at: ['deploy', 'cloudrun', 'region'], cloud: 'gcp' },
  { file: DATA, kind: SKAFFOLD, at: ['profiles', 'deploy', 'cloudrun', 'region'], cloud: 'gcp', how: 'assumed' },
  {
    file: DATA,
    kind: /^deploy\.cloud\.google\.com\/\S+ Target$/,
    at: ['run', 'location'],
    cloud: 'gcp',
    inside: /(?:^|\/)locations\/([\w-]+)/,
  },
  { file: VALUES, at: [/^awsRegion$/], cloud: 'aws', how: 'assumed' },
  { file: VALUES, at: ['aws', 'region'], cloud: 'aws', how: 'assumed' },
  { file: VALUES, at: [/^(?:region|location)$/], cloud: helmCloud, how: 'assumed' },
  { file: VALUES, at: [/^(?:global|cloud)$/, /^(?:region|location)$/], cloud: helmCloud, how: 'assumed' },
  { file: VALUES, at: ['nodeSelector', NODE_PLACE], cloud: '', how: 'assumed' },
  { file: VALUES, at: [COMPONENT, 'nodeSelector', NODE_PLACE], cloud: '', how: 'assumed' },
]
