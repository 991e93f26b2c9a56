/** Azure Resource Manager: which resources run code or hold models, and what templates and files of parameters say. */
import type { SettingInput } from '../../builder'
import {
  type Emitter,
  entriesOf,
  get,
  itemsOf,
  type Node,
  type ScalarNode,
  scalar,
  templateOf,
} from '../structured/emit'

/** Resource types that run code. Static sites do not: they are offered in a few regions only and are served from everywhere. */
export const AZURE_RUNS =
  /^Microsoft\.(?:App\/(?:containerApps|jobs|managedEnvironments)|Web\/(?:sites|serverfarms)(?:\/slots)?|ContainerInstance\/containerGroups|ContainerService\/managedClusters|Compute\/virtualMachines(?:caleSets)?)$/i
/** Resource types that hold models. */
export const AZURE_MODELS = /^Microsoft\.(?:CognitiveServices\/accounts|MachineLearningServices\/workspaces)$/i

/** A template: `location` of resources that run code or hold models; names of parameters are followed. */
export function readArmTemplate(root: Node, at: Emitter): void {
  parameters(root, 'defaultValue', true, at)
  for (const variable of entriesOf(get(root, 'variables')))
    named('var', variable.key, scalar(variable.value), false, at)
  for (const resource of resourcesOf(get(root, 'resources'))) {
    const type = scalar(get(resource, 'type'))?.text ?? ''
    const location = scalar(get(resource, 'location'))
    const role = AZURE_RUNS.test(type) ? 'runs' : AZURE_MODELS.test(type) ? 'model' : null
    if (!location || !role) continue
    const { span } = location
    const said = {
      provider: 'azure',
      span,
      block: at.block,
      role,
      ...(role === 'model' ? { cloud: 'foundry' } : {}),
    } as const
    const [, kind, name] = /^\[(parameters|variables)\('([\w-]+)'\)\]$/.exec(location.text) ?? []
    if (name) {
      const ref = { kind: 'ref', to: 'name', name: `${kind === 'parameters' ? 'param' : 'var'}.${name}`, span } as const
      at.out.region({ ...said, id: '', value: { parts: [ref], span } })
    } else if (!location.text.startsWith('[')) at.out.region({ ...said, id: location.text })
  }
}

function resourcesOf(list: Node | undefined): readonly Node[] {
  // with symbolic names the list is a map
  return list?.kind === 'map' ? entriesOf(list).map((e) => e.value) : itemsOf(list)
}

/** A file of parameters: the values that a template beside it is given. */
export function readArmParameters(root: Node, at: Emitter): void {
  parameters(root, 'value', false, at)
}

function parameters(root: Node, key: string, weak: boolean, at: Emitter): void {
  for (const { key: name, value } of entriesOf(get(root, 'parameters')))
    named('param', name, scalar(get(value, key)), weak, at)
}

function named(kind: 'param' | 'var', name: string, value: ScalarNode | undefined, weak: boolean, at: Emitter): void {
  if (!value || value.text.startsWith('[')) return
  const setting: SettingInput = {
    kind: 'constant',
    name: `${kind}.${name}`,
    path: [kind, name],
    keySpan: value.span,
    value: templateOf(value, at.style),
    block: at.block,
  }
  at.out.setting(weak ? { ...setting, weak } : setting)
}
