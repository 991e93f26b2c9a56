/** Rows of pipelines and of tools that run tasks on machines. */
import type { PlaceRow } from './row'

const ANY = /^/
const CIRCLE = /(?:^|\/)\.circleci\/[^/]+\.ya?ml$/
const CODE = { for: 'code' } as const
/** Orbs that put code somewhere; others store images or set up a command. */
const AWS_ORB = /^aws-(?:ecs|eks|lambda|serverless|sam[\w-]*|elastic-beanstalk|code-deploy)\//
const GCP_ORB = /^gcp-(?:cloud-run|gke|cloud-functions)\//

/** Modules of Ansible that run code: the collection, names of modules, the key of the place, the cloud. */
const MODULES: readonly (readonly [RegExp, RegExp, string])[] = [
  [
    /^(?:amazon|community)\.aws\.(?:lambda|ec2_instance|ec2_launch_template|ecs_(?:service|task|taskdefinition|cluster)|eks_\w+|autoscaling_group|cloudformation|elasticbeanstalk_\w+|batch_\w+)$/,
    /^(?:aws_)?region$/,
    'aws',
  ],
  [
    /^azure\.azcollection\.azure_rm_(?:webapp|functionapp|containerinstance|containerapp|aks|virtualmachine\w*|appserviceplan|deployment)$/,
    /^location$/,
    'azure',
  ],
  [
    /^google\.cloud\.gcp_(?:compute_instance\w*|container_cluster|container_node_pool|cloudfunctions_\w+|appengine_\w+)$/,
    /^(?:region|zone|location)$/,
    'gcp',
  ],
  [
    /^(?:community\.digitalocean|community\.general)\.digital_ocean_(?:droplet|kubernetes)$/,
    /^region$/,
    'digitalocean',
  ],
  [/^hetzner\.hcloud\.(?:hcloud_)?server$/, /^(?:location|datacenter)$/, 'hetzner'],
]

export const PIPELINES: readonly PlaceRow[] = [
  ...[AWS_ORB, GCP_ORB].flatMap((orb): PlaceRow[] => {
    const cloud = orb === AWS_ORB ? 'aws' : 'gcp'
    const last = [orb, /^(?:aws[-_])?region$/]
    return [
      { file: CIRCLE, at: ['workflows', ANY, 'jobs', ...last], cloud, how: 'assumed', holds: CODE },
      { file: CIRCLE, at: ['jobs', ANY, 'steps', ...last], cloud, how: 'assumed', holds: CODE },
    ]
  }),
  ...MODULES.map(
    ([module, key, cloud]): PlaceRow => ({
      file: /\.ya?ml$/,
      // plays and lists of tasks
      when: (root) => root.kind === 'list',
      at: ['**', module, key],
      cloud,
      how: 'assumed',
      holds: CODE,
    }),
  ),
]
