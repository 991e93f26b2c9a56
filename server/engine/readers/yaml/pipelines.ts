/** Pipelines: GitHub workflows and actions, GitLab CI. Jobs are units; scripts are read as shell. */
import { stateImage } from '../images'
import {
  type Emitter,
  type Entry,
  emitTree,
  entriesOf,
  get,
  itemsOf,
  type Node,
  scalar,
  textOf,
} from '../structured/emit'
import { stateDefaults, stateMatrix } from './defaults'
import { readActionRegions, readRunner } from './workflow-regions'

export function readWorkflow(root: Node, at: Emitter): void {
  const workflow: Emitter = { ...at, block: at.out.block('workflow', textOf(get(root, 'name')), at.block, root.span) }
  const env = get(root, 'env')
  if (env) emitTree(wrap('env', env), [], workflow)
  for (const job of entriesOf(get(root, 'jobs'))) readJob(job, workflow)
  for (const inputs of [
    get(root, 'inputs'),
    ...['on', 'true'].flatMap((on) => [
      get(root, on, 'workflow_call', 'inputs'),
      get(root, on, 'workflow_dispatch', 'inputs'),
    ]),
  ])
    stateDefaults(inputs, 'default', 'inputs', workflow)
  const steps = get(root, 'runs', 'steps')
  if (steps) readSteps(steps, workflow)
}

const wrap = (key: string, value: Node): Node => ({
  kind: 'map',
  span: value.span,
  entries: [{ key, keySpan: value.span, value }],
})

function readJob(job: Entry, at: Emitter): void {
  const inner: Emitter = {
    ...at,
    block: at.out.block('job', job.key, at.block, {
      start: job.keySpan.start,
      end: Math.max(job.keySpan.end, job.value.span.end),
    }),
  }
  const env = get(job.value, 'env')
  if (env) emitTree(wrap('env', env), [job.key], inner)
  stateMatrix(get(job.value, 'strategy', 'matrix'), inner)
  const container = get(job.value, 'container')
  for (const c of [container, ...entriesOf(get(job.value, 'services')).map((s) => s.value)]) {
    const image = scalar(c) ?? scalar(get(c, 'image'))
    if (image) stateImage(at.out, image.text, image.span, inner.block)
    const own = get(c, 'env')
    if (own) emitTree(wrap('env', own), [job.key, 'container'], inner)
  }
  const uses = scalar(get(job.value, 'uses'))
  if (uses) action(uses.text, uses.span, inner)
  const handed = get(job.value, 'with')
  if (handed) emitTree(handed, [job.key, 'with'], inner)
  const steps = get(job.value, 'steps')
  readRunner(job.value, inner)
  if (steps) readSteps(steps, inner, job.value)
}

function readSteps(steps: Node, at: Emitter, job?: Node): void {
  itemsOf(steps).forEach((step, i) => {
    const inner: Emitter = {
      ...at,
      block: at.out.block(
        'step',
        textOf(get(step, 'name')) || textOf(get(step, 'id')) || String(i),
        at.block,
        step.span,
      ),
    }
    const env = get(step, 'env')
    if (env) emitTree(wrap('env', env), ['steps', String(i)], inner)
    const uses = scalar(get(step, 'uses'))
    if (uses) action(uses.text, uses.span, inner)
    const inputs = get(step, 'with')
    const script = /^actions\/github-script(?:@|$)/.test(uses?.text ?? '') ? scalar(get(inputs, 'script')) : undefined
    if (script) at.context.embed('typescript', script.excerpt, inner.block)
    else if (inputs) emitTree(inputs, ['steps', String(i), 'with'], inner)
    readActionRegions(step, job, inner)
    for (const name of ['env_vars', 'environment_variables', 'env-vars', 'environment-variables']) {
      const list = scalar(get(inputs, name))
      if (list?.text.includes('=')) at.context.embed('env-list', list.excerpt, inner.block)
    }
    const run = scalar(get(step, 'run'))
    if (run) at.context.embed(shellOf(textOf(get(step, 'shell'))), run.excerpt, inner.block)
  })
}

function shellOf(shell: string): string {
  if (/^(?:pwsh|powershell)/.test(shell)) return 'powershell'
  if (/^cmd/.test(shell)) return 'cmd'
  if (/^python/.test(shell)) return 'python'
  return 'bash'
}

function action(text: string, span: { start: number; end: number }, at: Emitter): void {
  if (text.startsWith('./')) at.out.reference({ kind: 'action', target: text, span, block: at.block })
  else if (text.startsWith('docker://')) stateImage(at.out, text.slice(9), span, at.block)
  else at.out.signature({ kind: 'action', ecosystem: 'github', name: text.replace(/@.*$/, ''), span, block: at.block })
}

export function readGitlab(root: Node, at: Emitter): void {
  for (const entry of entriesOf(root)) {
    if (
      entry.value.kind === 'map' &&
      ['script', 'before_script', 'after_script', 'variables', 'extends'].some((k) => get(entry.value, k)) &&
      entry.key !== 'variables'
    ) {
      const inner: Emitter = {
        ...at,
        block: at.out.block('job', entry.key, at.block, { start: entry.keySpan.start, end: entry.value.span.end }),
      }
      for (const part of entriesOf(entry.value)) readGitlabPart(part, inner)
    } else readGitlabPart(entry, at)
  }
}

function readGitlabPart(entry: Entry, at: Emitter): void {
  if (/^(?:script|before_script|after_script)$/.test(entry.key)) {
    for (const item of entry.value.kind === 'list' ? entry.value.items : [entry.value])
      if (item.kind === 'scalar') at.context.embed('bash', item.excerpt, at.block)
  } else if (entry.key === 'image') {
    const image = scalar(entry.value) ?? scalar(get(entry.value, 'name'))
    if (image) stateImage(at.out, image.text, image.span, at.block)
  } else if (entry.key === 'rules') {
    for (const rule of itemsOf(entry.value)) {
      const own = get(rule, 'variables')
      if (own) emitTree(wrap('variables', own), [], at)
    }
  } else if (entry.key === 'variables') emitTree(wrap('variables', entry.value), [], at)
  else if (entry.key !== 'stages') emitTree(entry.value, [entry.key], at)
}
