/** Hover: what, who says so, what the clause is, what is not known, what to do. Markdown. */
import type { Hover, MarkupContent } from 'vscode-languageserver'
import type { FactBase } from '../engine/facts'
import { readableHost } from '../engine/host-name'
import type { Redactor } from '../engine/redact'
import { lineAt } from '../engine/text'
import type { Effect, Endpoint, Finding, Span } from '../engine/types'
import { pageOf } from '../protocol'
import { shownClass } from '../report/json'
import type { Project } from '../workspace/project'
import { Placer, shown } from './convert'
import type { Folder } from './folder'
import type { Encoding } from './positions'

export interface HoverContext {
  readonly folder: Folder
  readonly facts: FactBase
  readonly redactor: Redactor
  readonly encoding: Encoding
  readonly auditor: boolean
  /** The client shows the diagnostics of the place beside the hover. */
  readonly besideDiagnostics: boolean
}

/** Endpoints whose literal, or whose use, covers the offset. */
export function endpointsAt(project: Project, path: string, offset: number, auditor: boolean): Endpoint[] {
  const covers = (p: string, span: Span) => p === path && span.start <= offset && offset <= span.end
  return visibleEndpoints(project, auditor).filter(
    (e) => covers(e.path, e.span) || covers(e.path, e.setting.keySpan) || e.chain.some((c) => covers(c.path, c.span)),
  )
}

/** What a persona gets to see, with the class that it is told. */
export function visibleEndpoints(project: Project, auditor: boolean): Endpoint[] {
  return (project.model?.endpoints ?? [])
    .filter((e) => !e.auditorOnly || auditor || e.row?.confidence === 'low')
    .filter((e) => !e.setting.quoted || auditor)
    .map((e) => shownClass(e, auditor))
}

/** Host in its readable form, with its basis: the label of inlay hints and of the tree. */
export function labelOf(e: Endpoint): string {
  const host = readableHost(e)
  const basis = e.declared?.operator === 'self' ? 'declared, self-run' : e.basis || e.class
  return `${host || e.url} · ${basis}`
}

export function hoverAt(path: string, offset: number, context: HoverContext): Hover | null {
  const { folder } = context
  const findings = shown(folder.project.findings(path)).filter(
    (f) => f.span.start <= offset && offset <= Math.max(f.span.end, f.span.start + 1),
  )
  const endpoints = endpointsAt(folder.project, path, offset, context.auditor)
  if (findings.length === 0 && endpoints.length === 0) return null
  const parts: string[] = []
  const told = endpoints.slice(0, 3)
  for (const e of told) {
    const far =
      (e.path === path && e.span.start <= offset && offset <= e.span.end) || saysWhere(findings, e)
        ? []
        : onLiteral(e, folder)
    parts.push(endpointText(e, findings, far, context))
    for (const f of far) parts.push(findingText(f, false, { ...context, besideDiagnostics: false }))
  }
  const hosts = new Set(told.map((e) => e.host))
  for (const f of findings) parts.push(findingText(f, hosts.has(f.host), context))
  const value = context.redactor.cut(parts.join('\n\n---\n\n'))
  const contents: MarkupContent = { kind: 'markdown', value }
  const span = endpoints.find((e) => e.path === path && e.span.start <= offset && offset <= e.span.end)?.span
  const at = span ?? findings[0]?.span
  return at ? { contents, range: new Placer(folder.project, context.encoding).range(path, at) } : { contents }
}

/** Findings that stand on the literal of an endpoint: what is said there concerns the use as well. */
function onLiteral(e: Endpoint, folder: Folder): readonly Finding[] {
  return shown(folder.project.findings(e.path)).filter(
    (f) => f.span.start === e.span.start && f.span.end === e.span.end,
  )
}

const saysWhere = (findings: readonly Finding[], e: Endpoint): boolean =>
  findings.some((f) => f.path === e.path && f.span.start === e.span.start && f.span.end === e.span.end)

function endpointText(e: Endpoint, here: readonly Finding[], far: readonly Finding[], context: HoverContext): string {
  const { folder } = context
  const who = reachedBy(e, context.facts)
  const lines = [
    `**${plain(labelOf(e).split(' · ')[0] ?? '')}** · ${plain(labelOf(e).split(' · ').slice(1).join(' · '))}${who}`,
    '',
  ]
  if (!/^(?:official|private|placeholder|declared)$/.test(e.class))
    lines.push('Requests, answers and the key pass through this host before any model sees them.', '')
  if (e.operator) lines.push(`Operator: ${plain(e.operator)}.`, '')
  if (e.declared) lines.push(`Declared in the policy: ${plain(e.declared.reason)}.`, '')
  lines.push(...evidenceTable(e, context.facts))
  if (e.class === 'unknown') lines.push('Nobody has declared or listed this host: who operates it?', '')
  if (e.effective !== 'yes') lines.push(EFFECT[e.effective], '')
  const from = `Value from \`${escapeCode(placeText(folder, e.path, e.span.start))}\``
  const listed = (word: string, hops: Endpoint['chain']) => {
    const places = hops.map((c) => `\`${escapeCode(placeText(folder, c.path, c.span.start))}\``)
    return places.length > 0 ? `, ${word} in ${places.slice(0, 5).join(', ')}` : ''
  }
  const [loads, uses] = [e.chain.filter((c) => c.loader !== undefined), e.chain.filter((c) => c.loader === undefined)]
  lines.push(`${from}${listed('loaded', loads)}${listed('used', uses)}.`)
  if (far.length > 0) lines.push('', `Reported where the value stands, as ${far.map((f) => f.rule).join(', ')}.`)
  else if (here.length === 0) lines.push('', 'No rule reports it.')
  return lines.join('\n')
}

const EFFECT: Readonly<Record<Exclude<Effect, 'yes'>, string>> = {
  overridden: 'This value never wins: another one takes its place.',
  'not-selected': 'One of several choices, and not the one that is taken.',
  'after-trust': 'It takes effect once somebody trusts the folder.',
  'ignored-by-tool': 'The tool does not read this key here.',
}

function reachedBy(e: Endpoint, facts: FactBase): string {
  if (!e.client) return ''
  const client = facts.client(e.client)
  const name = plain(client?.name ?? e.client)
  return ` · reached by ${name}${client?.kind === 'sdk' && !/(?:SDK|library)$/.test(name) ? ' clients' : ''}`
}

function evidenceTable(e: Endpoint, facts: FactBase): string[] {
  if (e.evidence.length === 0) return []
  const rows = e.evidence.slice(0, 8).map((ev) => {
    const source = facts.source(ev.source)
    const title = plain(source?.title ?? ev.claim)
    return `| ${source?.url ? `[${title}](${source.url})` : title} | ${ev.status} | ${ev.date} |`
  })
  return ['| who says so | status | date |', '|---|---|---|', ...rows, '']
}

/** The rules that give a host its class: the head of a hover has said it already. */
const CLASS = /^(?:relay|unknown|tunnel|lookalike)-endpoint$|^undeclared-gateway$/

function findingText(f: Finding, hostTold: boolean, context: HoverContext): string {
  const message = hostTold && CLASS.test(f.rule) ? '' : f.message
  const said = [message, f.why.trim(), f.todo ? `**What to do:** ${f.todo}` : '']
  const lines = context.besideDiagnostics ? [] : said.filter(Boolean).map(escapeProse)
  const evidence = f.evidence
    .map((e) => context.facts.source(e.source)?.url)
    .filter((url): url is string => Boolean(url))
  const links = [`[Why this is reported](${pageOf(f.rule)})`]
  if (evidence[0]) links.push(`[Source](${evidence[0]})`)
  return [...lines, `${f.rule} · ${f.severity} · confidence ${f.confidence} · ${links.join(' · ')}`].join('\n\n')
}

function placeText(folder: Folder, path: string, offset: number): string {
  const starts = folder.project.facts(path)?.lineStarts
  return starts ? `${path}:${lineAt(starts, offset) + 1}` : path
}

/** Text of the project must not become markup: no links, images or tables of its own. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>~]/g, '\\$&').replace(/[\r\n]+/g, ' ')
}

/** Sentences of rules keep their backquotes; nothing else in them is markup. */
function escapeProse(text: string): string {
  return text.replace(/[\\[\]<>|!]/g, '\\$&').replace(/[\r\n]+/g, ' ')
}

const escapeCode = (text: string): string => text.replace(/`/g, "'")
