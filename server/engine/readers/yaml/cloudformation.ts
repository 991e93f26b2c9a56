/** CloudFormation and SAM templates, in YAML or JSON: functions are units, zones and the partition of names say where a stack goes. */
import { type RegionMore, readRegions } from '../manifests/state'
import { type Emitter, emitTree, entriesOf, get, type Node, textOf } from '../structured/emit'
import { stateDefaults } from './defaults'
import { functionBlock } from './serverless'

export function isCloudFormation(root: Node): boolean {
  if (get(root, 'AWSTemplateFormatVersion') !== undefined) return true
  return entriesOf(get(root, 'Resources')).some((r) => /^(?:AWS|Custom)::/.test(textOf(get(r.value, 'Type'))))
}

/** Resources that run code. */
const RUNS = /Function|Container|Service|TaskDefinition|AppRunner/
/** Resources whose zones are those of what the stack runs; volumes and databases have zones of their own. */
const ZONED =
  /^AWS::(?:EC2::(?:Instance|Subnet|Host)|AutoScaling::AutoScalingGroup|ECS::|EKS::|Batch::|ElasticLoadBalancing)/
const ASSUMED: RegionMore = { how: 'assumed' }

export function readCloudFormation(root: Node, at: Emitter): void {
  // `!Ref NAME` and `${NAME}`
  stateDefaults(get(root, 'Parameters'), 'Default', 'Parameters', { ...at, style: {} })
  for (const entry of entriesOf(root)) {
    if (entry.key === 'Parameters') continue
    if (entry.key !== 'Resources') {
      emitTree({ kind: 'map', span: entry.value.span, entries: [entry] }, [], at)
      continue
    }
    for (const resource of entriesOf(entry.value)) {
      const type = textOf(get(resource.value, 'Type'))
      const block = RUNS.test(type) ? functionBlock(resource, at) : at.block
      readPlaces(type, get(resource.value, 'Properties'), at)
      const variables = get(resource.value, 'Properties', 'Environment', 'Variables')
      if (variables)
        emitTree(
          { kind: 'map', span: variables.span, entries: [{ key: 'env', keySpan: variables.span, value: variables }] },
          ['Resources', resource.key],
          { ...at, block },
        )
      emitTree(resource.value, ['Resources', resource.key], { ...at, block }, (e) => e.key === 'Variables')
    }
  }
  readPartition(root, at)
}

function readPlaces(type: string, properties: Node | undefined, at: Emitter): void {
  if (ZONED.test(type))
    for (const key of ['AvailabilityZone', 'AvailabilityZones']) readRegions(get(properties, key), 'aws', at, ASSUMED)
  if (type === 'AWS::CloudFormation::StackSet') {
    const groups = get(properties, 'StackInstancesGroup')
    for (const group of groups?.kind === 'list' ? groups.items : [])
      readRegions(get(group, 'Regions'), 'aws', at, ASSUMED)
  }
}

/** Names of resources carry the partition that they live in, and no stack reaches another one; a template for several names several. */
function readPartition(root: Node, at: Emitter): void {
  const found: { partition: string; start: number; end: number }[] = []
  const walk = (node: Node, depth: number): void => {
    if (depth > 40 || found.length > 50) return
    if (node.kind === 'map') for (const e of entriesOf(node)) walk(e.value, depth + 1)
    else if (node.kind === 'list') for (const item of node.items) walk(item, depth + 1)
    else
      for (const m of node.text.matchAll(/\barn:(aws[\w-]*|\$\{AWS::Partition\}):/g)) {
        const from = m.index + 4
        found.push({ partition: m[1] as string, ...node.excerpt.span(from, from + (m[1] as string).length) })
      }
  }
  walk(root, 0)
  const [first] = found
  if (first?.partition === 'aws-cn' && found.every((f) => f.partition === 'aws-cn'))
    at.out.region({
      provider: 'aws',
      id: 'aws-cn',
      span: { start: first.start, end: first.end },
      block: at.block,
      role: 'runs',
      ...ASSUMED,
    })
}
