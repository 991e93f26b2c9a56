/** Where Kubernetes objects say they run: node labels, location labels of serving platforms. */

import { readRegion } from '../manifests/state'
import { type Emitter, entriesOf, get, itemsOf, type Node, scalar, textOf } from '../structured/emit'

const NODE_PLACE = /^(?:topology\.kubernetes\.io|failure-domain\.beta\.kubernetes\.io)\/(?:region|zone)$/
/** Labels that only one cloud sets. */
const CLOUDS: readonly (readonly [RegExp, string])[] = [
  [/^(?:eks\.amazonaws\.com|karpenter\.k8s\.aws|alpha\.eksctl\.io)\//, 'aws'],
  [/^cloud\.google\.com\//, 'gcp'],
  [/^kubernetes\.azure\.com\//, 'azure'],
  [/^(?:[\w.-]*\.)?(?:alibabacloud\.com|aliyun\.com)\//, 'alibaba'],
  [/^(?:[\w.-]*\.)?(?:cloud\.tencent\.com|tke\.cloud\.tencent\.com|qcloud)\//, 'tencent'],
  [/^(?:[\w.-]*\.)?(?:huaweicloud|cce)\.(?:com|io)\//, 'huawei'],
]
/** Objects whose labels place volumes or new nodes, not what runs. */
const PLACES_OTHERS = /^(?:PersistentVolume|PersistentVolumeClaim|StorageClass|NodePool|Provisioner|CSINode)$/

export function readPlaces(root: Node, at: Emitter): void {
  const kind = textOf(get(root, 'kind'))
  if (PLACES_OTHERS.test(kind)) return
  // Cloud Run names its location in a label of the service
  readRegion(get(root, 'metadata', 'labels', 'cloud.googleapis.com/location'), 'gcp', at, { holds: { for: 'code' } })
  const found: { readonly places: Node[]; cloud: string } = { places: [], cloud: '' }
  walk(get(root, 'spec'), found, 0)
  for (const place of found.places) readRegion(place, found.cloud, at)
}

function walk(node: Node | undefined, found: { readonly places: Node[]; cloud: string }, depth: number): void {
  if (!node || depth > 40) return
  if (node.kind === 'list') for (const item of node.items) walk(item, found, depth + 1)
  if (node.kind !== 'map') return
  expression(node, found)
  for (const entry of node.entries) {
    const cloud = CLOUDS.find(([re]) => re.test(entry.key))?.[1]
    if (cloud) found.cloud = cloud
    if (entry.key === 'nodeSelector')
      for (const label of entriesOf(entry.value)) if (NODE_PLACE.test(label.key)) found.places.push(label.value)
    // spread and preference say no place
    if (
      !/^(?:topologySpreadConstraints|preferredDuringSchedulingIgnoredDuringExecution|podAntiAffinity|podAffinity)$/.test(
        entry.key,
      )
    )
      walk(entry.value, found, depth + 1)
  }
}

/** `{ key: topology.kubernetes.io/region, operator: In, values: [...] }`. */
function expression(node: Node, found: { readonly places: Node[]; cloud: string }): void {
  const key = scalar(get(node, 'key'))?.text ?? ''
  const cloud = CLOUDS.find(([re]) => re.test(key))?.[1]
  if (cloud) found.cloud = cloud
  if (NODE_PLACE.test(key) && textOf(get(node, 'operator')) === 'In') found.places.push(...itemsOf(get(node, 'values')))
}
