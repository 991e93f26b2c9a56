/** Completion and hover in `relaylint.yaml`, from the schema that other editors use too, and from what the project holds. */
import { type CompletionItem, CompletionItemKind, type Hover, InsertTextFormat } from 'vscode-languageserver'
import { pages, policySchema } from '../../rules'
import type { FactBase } from '../engine/facts'
import type { Endpoint, Rule } from '../engine/types'
import { POLICY_NAMES } from '../workspace/policy-file'
import { dayAfter } from './edits'
import { type PolicyCursor, policyCursor } from './policy-cursor'
import type { Lines } from './positions'

export interface PolicyHelpContext {
  readonly facts: FactBase
  readonly rules: readonly Rule[]
  /** Endpoints of the project: their hosts are offered. */
  readonly endpoints: readonly Endpoint[]
  readonly day: string
}

/** The part of JSON Schema that the policy uses. */
interface Schema {
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly additionalProperties?: boolean | Schema
  readonly type?: string
}

export function isPolicyPath(path: string): boolean {
  return POLICY_NAMES.some((name) => path === name || path.endsWith(`/${name}`))
}

export function completePolicy(
  text: string,
  offset: number,
  lines: Lines,
  context: PolicyHelpContext,
): CompletionItem[] {
  const cursor = policyCursor(text, offset)
  const range = lines.range({ start: cursor.start, end: offset })
  const schema = schemaAt(cursor.path)
  const item = (label: string, kind: CompletionItemKind, detail = '', insert = label): CompletionItem => ({
    label,
    kind,
    ...(detail ? { detail } : {}),
    insertTextFormat: InsertTextFormat.PlainText,
    textEdit: { range, newText: insert },
  })
  const keys = cursor.at === 'key' ? keysOf(cursor, schema, context) : []
  const values = cursor.at === 'value' || isListOfWords(schema) ? valuesOf(cursor, schema, context) : []
  return [
    ...keys
      .filter((k) => !cursor.present.has(k.name))
      .map((k) => item(k.name, CompletionItemKind.Property, k.detail, `${k.name}: `)),
    ...values.map((v) => item(v.name, CompletionItemKind.Value, v.detail, quoted(v.name))),
  ]
}

interface Word {
  readonly name: string
  readonly detail: string
}

function keysOf(cursor: PolicyCursor, schema: Schema | null, { rules }: PolicyHelpContext): Word[] {
  if (cursor.path.length === 1 && cursor.path[0] === 'rules') return rules.map((r) => ({ name: r.id, detail: r.title }))
  return Object.entries(schema?.properties ?? {}).map(([name, s]) => ({ name, detail: s.description ?? '' }))
}

/** What may stand at a place whose values are not in the schema, by its path. */
function valuesOf(cursor: PolicyCursor, schema: Schema | null, context: PolicyHelpContext): Word[] {
  const { facts, rules, endpoints, day } = context
  const plain = (names: Iterable<string>): Word[] => [...new Set(names)].sort().map((name) => ({ name, detail: '' }))
  switch (cursor.path.join('.')) {
    case 'exceptions.[].rule':
      return rules.map((r) => ({ name: r.id, detail: r.title }))
    case 'accounts.[].provider':
      return facts.pack.providers.map((p) => ({ name: p.id, detail: p.name }))
    case 'gateways.[].upstream':
    case 'gateways.[].upstream.[]':
      return plain(facts.pack.providers.flatMap((p) => p.vendors))
    case 'gateways.[].operator':
      return [{ name: 'self', detail: 'The gateway is your own.' }]
    case 'tools.deny.[].tool':
      return facts.pack.clients.filter((c) => c.kind !== 'sdk').map((c) => ({ name: c.id, detail: c.name }))
    case 'deployments.[].provider':
      return plain(facts.pack.regions.map((r) => r.provider))
    case 'deployments.[].region':
      return facts.pack.regions.map((r) => ({ name: r.id, detail: [r.provider, r.place ?? r.country].join(', ') }))
  }
  if (cursor.path.at(-1) === 'host') return hostsOf(endpoints)
  if (cursor.path.at(-1) === 'until')
    return [30, 90].map((n) => ({ name: dayAfter(day, n), detail: `${n} days from today` }))
  if (schema?.const !== undefined) return [{ name: String(schema.const), detail: '' }]
  return (schema?.enum ?? []).filter((v) => typeof v === 'string').map((v) => ({ name: String(v), detail: '' }))
}

/** Hosts that somebody may want to declare, with their basis. */
function hostsOf(endpoints: readonly Endpoint[]): Word[] {
  const hosts = new Map<string, string>()
  for (const e of endpoints)
    if (e.host && !/^(?:official|cloud|private|placeholder)$/.test(e.class)) hosts.set(e.host, e.basis || e.class)
  return [...hosts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, detail]) => ({ name, detail }))
}

/** What a key means, what a rule reports. */
export function hoverPolicy(text: string, offset: number, lines: Lines, context: PolicyHelpContext): Hover | null {
  const start = offset - (/[\w.-]*$/.exec(text.slice(0, offset))?.[0].length ?? 0)
  const word = /^[\w.-]+/.exec(text.slice(start))?.[0] ?? ''
  if (!word) return null
  const cursor = policyCursor(text, start)
  const range = lines.range({ start, end: start + word.length })
  const rule = context.rules.find((r) => r.id === word)
  if (rule) return { contents: { kind: 'markdown', value: ruleText(rule) }, range }
  if (cursor.at !== 'key') return null
  const schema = schemaAt([...cursor.path, word])
  if (!schema || !/^\s*["']?\s*:/.test(text.slice(start + word.length))) return null
  const values = schema.enum ? `One of ${schema.enum.map((v) => `\`${String(v)}\``).join(', ')}.` : ''
  const value = [`**${word}**`, schema.description ?? '', values].filter(Boolean).join('\n\n')
  return { contents: { kind: 'markdown', value }, range }
}

function ruleText(rule: Rule): string {
  const body = (pages[rule.id] ?? '').split('\n').filter((line) => !line.startsWith('#'))
  const first = body.join('\n').trim().split('\n\n')[0] ?? ''
  return [`**${rule.id}** · ${rule.severity} by default`, `${rule.title}.`, first].filter(Boolean).join('\n\n')
}

function schemaAt(path: readonly string[]): Schema | null {
  let at: Schema | undefined = policySchema as Schema
  for (const key of path) {
    const more: Schema | undefined = typeof at?.additionalProperties === 'object' ? at.additionalProperties : undefined
    at = key === '[]' ? at?.items : (at?.properties?.[key] ?? more)
    if (!at) return null
  }
  // the value of a list key may begin with its first element
  return at
}

const isListOfWords = (schema: Schema | null): boolean => schema?.type === 'string' || schema?.enum !== undefined

/** Words that YAML would take for something else. */
const quoted = (word: string): string =>
  /^[\w][\w./-]*$/.test(word) && !/^(?:on|off|yes|no|true|false)$/i.test(word) ? word : `"${word}"`
