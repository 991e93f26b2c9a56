/** Rows of objects that set up clusters, and of controllers that set up functions and services of clouds. */
import { get, type Node, textOf } from '../structured/emit'
import type { PlaceRow } from './row'
import type { Step } from './select'

const DATA = /\.(?:ya?ml|json)$/
const CLUSTER = { for: 'cluster' } as const

const cluster = (kind: RegExp, cloud: string, ...at: Step[]): PlaceRow => ({
  file: DATA,
  kind,
  at,
  cloud,
  how: 'assumed',
  holds: CLUSTER,
})
const service = (kind: RegExp, cloud: string, ...at: Step[]): PlaceRow => ({
  file: DATA,
  kind,
  at,
  cloud,
  how: 'assumed',
})
/** Kinds of controllers that run code; others store, route or grant. */
const RUNS =
  '(?:Function|Cluster|Service|RunService|RunJob|TaskDefinition|Instance|Application|Job|LinuxWebApp|WindowsWebApp|LinuxFunctionApp|WindowsFunctionApp|ContainerApp|KubernetesCluster|CloudFunctionsFunction|ComputeInstance|FlexibleAppVersion|StandardAppVersion|FargateProfile|NodeGroup|NodePool|AutoscalingGroup)'
const ZONE_KEY = /^(?:topology\.kubernetes\.io|failure-domain\.beta\.kubernetes\.io)\/(?:region|zone)$/

export const CLUSTERS: readonly PlaceRow[] = [
  cluster(/^eksctl\.io\/\S+ ClusterConfig$/, 'aws', 'metadata', 'region'),
  cluster(/^eksctl\.io\/\S+ ClusterConfig$/, 'aws', 'availabilityZones'),
  cluster(/^kops\.k8s\.io\/\S+ Cluster$/, '', 'spec', 'subnets', 'zone'),
  cluster(/^kops\.k8s\.io\/\S+ Cluster$/, '', 'spec', 'networking', 'subnets', 'zone'),
  cluster(/^kops\.k8s\.io\/\S+ InstanceGroup$/, '', 'spec', 'zones'),
  cluster(/ (?:AWSCluster|AWSManagedControlPlane)$/, 'aws', 'spec', 'region'),
  cluster(/ GCP(?:Managed)?(?:Cluster|ControlPlane)$/, 'gcp', 'spec', /^(?:region|location)$/),
  cluster(/ Azure(?:Managed)?(?:Cluster|ControlPlane)$/, 'azure', 'spec', 'location'),
  cluster(/^container\.cnrm\.cloud\.google\.com\/\S+ Container(?:Cluster|NodePool)$/, 'gcp', 'spec', 'location'),
  {
    ...cluster(/^deploy\.cloud\.google\.com\/\S+ Target$/, 'gcp', 'gke', 'cluster'),
    inside: /(?:^|\/)locations\/([\w-]+)/,
  },
  {
    ...cluster(/^karpenter\.(?:sh|k8s\.aws)\/\S+ (?:NodePool|Provisioner)$/, '', '**', 'requirements', 'values'),
    // only what the nodes have to be in
    cloud: ({ maps }) => (placed(maps[maps.length - 1]) ? '' : undefined),
  },
  service(
    new RegExp(`^(?:run|cloudfunctions|compute|appengine)\\.cnrm\\.cloud\\.google\\.com/\\S+ ${RUNS}$`),
    'gcp',
    'spec',
    /^(?:location|region|zone)$/,
  ),
  ...[
    ['eks', 'aws'],
    ['container', 'gcp'],
    ['containerservice', 'azure'],
  ].map(([group, cloud = '']) =>
    cluster(
      new RegExp(`^${group}\\.${cloud}\\.(?:m\\.)?(?:upbound|crossplane)\\.io/`),
      cloud,
      'spec',
      'forProvider',
      /^(?:region|location|zone)$/,
    ),
  ),
  ...(['aws', 'gcp', 'azure'] as const).map((cloud) =>
    service(
      new RegExp(
        `^(?!eks\\.|container\\.|containerservice\\.)[\\w-]+\\.${cloud}\\.(?:m\\.)?(?:upbound|crossplane)\\.io/\\S+ ${RUNS}$`,
      ),
      cloud,
      'spec',
      'forProvider',
      /^(?:region|location|zone)$/,
    ),
  ),
  service(
    /^(?:lambda|ecs|eks|ec2)\.services\.k8s\.aws\/\S+ (?:Function|Service|TaskDefinition|Cluster|Instance)$/,
    'aws',
    'metadata',
    'annotations',
    'services.k8s.aws/region',
  ),
]

function placed(requirement: Node | undefined): boolean {
  return ZONE_KEY.test(textOf(get(requirement, 'key'))) && textOf(get(requirement, 'operator')) === 'In'
}
