/** What the reader took from a line. */
import { link } from '../../engine/link'
import { emptyPolicy } from '../../engine/policy'
import { literalOf } from '../../engine/template'
import { overlaps } from '../../engine/text'
import type { Comment, Credential, DeployRegion, PlacedRegion, Setting, SettingKind } from '../../engine/types'
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
  if (asked.result.policies.some((p) => p.path === path)) return ['stated here', `  ${POLICY}`]
  const settings = file.settings.filter((s) => here(path, s.value.span) || here(path, s.keySpan))
  const out = [
    ...settings.flatMap((s) => settingLines(s, asked)),
    ...file.credentials.filter((c) => here(path, c.span) || here(path, c.nameSpan)).map(credentialLine),
    ...file.regions.filter((r) => here(path, r.span)).map(regionLine),
    ...asked.result.model.regions.filter((r) => r.variable && here(r.path, r.span)).map(variableLine),
    ...file.signatures.filter((s) => here(path, s.span)).map((s) => `${s.kind} ${s.name} (${s.ecosystem})`),
    ...file.references
      .filter((r) => here(path, r.span))
      .map((r) => `names the ${r.kind} ${r.target || 'of this file'}${r.member ? `, ${r.member}` : ''}`),
    ...file.calls.filter((c) => here(path, c.span)).map((c) => `call ${c.callee}(${c.options.join(', ')})`),
    ...file.reads.filter((r) => here(path, r.span)).map((r) => `reads the variable ${r.name}`),
    ...file.imports.filter((i) => here(path, i.span)).map((i) => `import ${i.module}`),
    ...file.comments.filter((c) => here(path, c.span)).flatMap((c) => commentLines(c, asked)),
    ...file.problems.filter((p) => here(path, p.span)).map((p) => `not read as intended: ${p.message}`),
    ...asked.result.model.uses
      .filter((u) => here(u.path, u.span))
      .map((u) => `use of ${u.client}: without an address of its own it calls ${u.cloud || `the API of ${u.vendor}`}`),
  ]
  const told = [...new Set(out)]
  if (told.length > 0) return ['stated here', ...told.map((line) => `  ${line}`)]
  return ['stated here', `  ${nothingOn(asked)}`]
}

const POLICY = 'an entry of the policy: it says what may be reported, and names no address that a client calls'
const COMMENT = /^(?:#|\/\/|\/\*|\*(?:\s|$|\/)|--\s|;|<!--|"{3}|'{3}|rem\s|%)/i

/** What a line is from which nothing was taken. */
function nothingOn({ result, path, file, line }: Asked): string {
  const text = result.texts.get(path)?.text ?? ''
  const [from, to] = [file.lineStarts[line - 1] ?? 0, file.lineStarts[line] ?? text.length]
  const said = text.slice(from, to).trim()
  if (said === '') return 'nothing: the line is blank'
  if (COMMENT.test(said)) return 'a comment or a text for people: no client reads what stands there'
  return /:\/\//.test(said)
    ? 'an address, but not where a setting, an option, a constant or a request is given one: no client is known to read it'
    : 'nothing that could be an address, a credential, a region or a tool'
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
  if (said) return said
  if (result.model.regions.some((r) => r.variable && r.path === path && overlaps(r.span, setting.value.span)))
    return 'it names a region'
  if (/model/i.test(setting.name) && !/:\/\//.test(literalOf(setting.value))) return 'it names a model, not an address'
  return 'neither its name nor its value says that an AI client calls it'
}

function credentialLine(c: Credential): string {
  const whose = c.vendor && c.vendor !== 'any' ? `${c.vendor} ` : ''
  const ground = c.shape ? `by the public shape of its value (${c.prefix}…)` : 'by its name'
  const state = { literal: '', reference: ', held elsewhere', placeholder: ', a placeholder', empty: ', empty' }[
    c.state
  ]
  const kind = c.kind === 'unknown' ? 'of a kind that is not known' : c.kind
  return `credential ${c.name || '(without a name)'}: ${whose}${kind}, ${ground}${state}${c.count > 1 ? `, ${c.count} values` : ''}`
}

/** A comment to relaylint, and what it does. */
function commentLines({ text, span }: Comment, { result, path, at }: Asked): string[] {
  const silenced = result.findings.filter(
    (f) =>
      f.suppressedBy?.kind === 'comment' &&
      f.suppressedBy.place.path === path &&
      overlaps(f.suppressedBy.place.span, span),
  )
  return [
    `comment ${text.trim().slice(0, LONGEST)}`,
    ...silenced.map((f) => `  it suppresses ${f.rule} at ${at(f.path, f.span)}`),
  ]
}

/** A variable whose name says where code runs. */
function variableLine(r: PlacedRegion): string {
  const where = r.placeName || r.country
  const what =
    r.role === 'model' ? 'a model is called there' : 'what loads the variable runs there, as far as its name says'
  return `region ${r.id} of ${r.provider}${where ? ` (${where})` : ''}, by the name ${r.variable}: ${what}`
}

function regionLine(r: DeployRegion): string {
  const what = r.role === 'model' ? 'a model is called there' : 'code runs there'
  return `region ${r.id || '(given by a name)'}${r.provider ? ` of ${r.provider}` : ''}: ${what}`
}
