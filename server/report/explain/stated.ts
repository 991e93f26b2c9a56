/** What the reader took from a line. */
import { link } from '../../engine/link'
import { emptyPolicy } from '../../engine/policy'
import { overlaps } from '../../engine/text'
import type { Credential, DeployRegion, Setting, SettingKind } from '../../engine/types'
import { maskCredentials } from '../mask'
import type { Asked } from './asked'

const LONGEST = 120
const KINDS: Readonly<Record<SettingKind, string>> = {
  env: 'variable',
  key: 'key',
  argument: 'argument',
  constant: 'constant',
  member: 'member',
  request: 'request',
  upstream: 'target of a reverse proxy',
}

export function statedOn(asked: Asked): string[] {
  const { file, path, here } = asked
  const settings = file.settings.filter((s) => here(path, s.value.span) || here(path, s.keySpan))
  const out = [
    ...settings.flatMap((s) => settingLines(s, asked)),
    ...file.credentials.filter((c) => here(path, c.span) || here(path, c.nameSpan)).map(credentialLine),
    ...file.regions.filter((r) => here(path, r.span)).map(regionLine),
    ...file.signatures.filter((s) => here(path, s.span)).map((s) => `${s.kind} ${s.name} (${s.ecosystem})`),
    ...file.references
      .filter((r) => here(path, r.span))
      .map((r) => `names the ${r.kind} ${r.target || 'of this file'}${r.member ? `, ${r.member}` : ''}`),
    ...file.calls.filter((c) => here(path, c.span)).map((c) => `call ${c.callee}(${c.options.join(', ')})`),
    ...file.reads.filter((r) => here(path, r.span)).map((r) => `reads the variable ${r.name}`),
    ...file.imports.filter((i) => here(path, i.span)).map((i) => `import ${i.module}`),
    ...file.comments.filter((c) => here(path, c.span)).map((c) => `comment ${c.text.trim().slice(0, LONGEST)}`),
    ...file.problems.filter((p) => here(path, p.span)).map((p) => `not read as intended: ${p.message}`),
    ...asked.result.model.uses
      .filter((u) => here(u.path, u.span))
      .map((u) => `use of ${u.client}: without an address of its own it calls ${u.cloud || `the API of ${u.vendor}`}`),
  ]
  const told = [...new Set(out)]
  return told.length > 0
    ? ['stated here', ...told.map((line) => `  ${line}`)]
    : ['stated here', '  nothing that could be an address, a credential, a region or a tool']
}

function settingLines(setting: Setting, asked: Asked): string[] {
  const callee = setting.callee?.replace(/^~/, '')
  const name = setting.path.join('.') || setting.name
  const of = callee ? ` of ${callee}` : ''
  const value = valueText(setting, asked)
  const notes = [
    setting.weak ? 'only a default' : '',
    setting.shadowed ? 'the same key follows and wins' : '',
    setting.preset ? 'one of several choices, none of them taken here' : '',
    setting.quoted ? 'in a text that is only shown' : '',
    setting.value.encoding ? `written in ${setting.value.encoding} form` : '',
  ].filter(Boolean)
  const line = `${KINDS[setting.kind]} ${name}${of} = ${value}${notes.length > 0 ? `  (${notes.join('; ')})` : ''}`
  const holdsKey = asked.file.credentials.some((c) => overlaps(c.span, setting.value.span))
  const reason = holdsKey || isEndpoint(setting, asked) ? '' : whyNone(setting, asked)
  return reason ? [line, `  no AI endpoint: ${reason}`] : [line]
}

/** The text of the file at the value, on one line, secrets cut. */
function valueText(setting: Setting, { result, path, ...input }: Asked): string {
  const { start, end } = setting.value.span
  const raw = result.texts.get(path)?.text.slice(start, end) ?? ''
  const shown = maskCredentials(raw, start, { ...input, result }, path)
    .replace(/·+/g, '…')
    .replace(/\s+/g, ' ')
    .trim()
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown || '(empty)'
}

/** Whether an address is written in the setting, acts through it, or passes through its value. */
function isEndpoint(setting: Setting, { result, endpoints, path }: Asked): boolean {
  const { start, end } = setting.value.span
  return (
    [...result.model.endpoints, ...result.model.upstreams].some((e) => e.sink === setting || e.setting === setting) ||
    endpoints.some((e) => e.chain.some((p) => p.path === path && start <= p.span.start && p.span.end <= end))
  )
}

/** What linking says when it is asked again about this file. */
function whyNone(setting: Setting, { result, facts, platform, path }: Asked): string {
  if (result.model.proxies.some((p) => p.setting === setting)) return 'it is a forward proxy'
  let said: string | undefined
  link(result.model.files, {
    facts,
    platform,
    paths: result.paths,
    policyFor: (p) => result.governing.find((g) => g.governs(p))?.policy ?? emptyPolicy(),
    listener: {
      path,
      refused(about, reason) {
        if (about === setting) said ??= reason
      },
    },
  })
  return said ?? 'neither its name nor its value says that an AI client calls it'
}

function credentialLine(c: Credential): string {
  const whose = c.vendor && c.vendor !== 'any' ? `${c.vendor} ` : ''
  const ground = c.shape ? `by the public shape of its value (${c.prefix}…)` : 'by its name'
  const state = { literal: '', reference: ', held elsewhere', placeholder: ', a placeholder', empty: ', empty' }[
    c.state
  ]
  return `credential ${c.name || '(without a name)'}: ${whose}${c.kind}, ${ground}${state}${c.count > 1 ? `, ${c.count} values` : ''}`
}

function regionLine(r: DeployRegion): string {
  const what = r.role === 'model' ? 'a model is called there' : 'code runs there'
  return `region ${r.id || '(given by a name)'}${r.provider ? ` of ${r.provider}` : ''}: ${what}`
}
