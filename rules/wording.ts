/** Sentences that several rules share. First sentences stay within 120 characters. */

import { STATUSES } from '../server/engine/evidence'
import type { Clause, FactBase } from '../server/engine/facts'
import { readableHost } from '../server/engine/host-name'
import { isShipped } from '../server/engine/shipped'
import type { Endpoint, Evidence, Related, Severity } from '../server/engine/types'

/** The setting as people know it, in backquotes, shortened. */
export function setting(e: Endpoint): string {
  const key = e.key.length > 44 ? `…${e.key.slice(-43)}` : e.key
  return key ? `\`${key}\`` : 'This address'
}

/** That requests go there, as surely as it is known: a default may be replaced, and of an address in parts not everything is read. */
export function sends(e: Endpoint): string {
  if (e.resolution === 'partial') return 'may send requests'
  return e.resolution === 'default' ? 'sends requests by default' : 'sends requests'
}

/** Host for messages, in every form that it has. */
export const hostName = (e: Endpoint): string => readableHost(e)

export function first(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 118).replace(/\s+\S*$/, '')}…`
}

/** `SOURCE TITLE (status, date)` for the weightiest piece of evidence, the newest of its kind, and how many others. */
export function whoSays(evidence: readonly Evidence[], facts: FactBase): string {
  const weight = (e: Evidence) => STATUSES.indexOf(e.status)
  const best = [...evidence].sort((a, b) => weight(a) - weight(b) || (a.date < b.date ? 1 : -1))[0]
  if (!best) return ''
  const source = facts.source(best.source)
  const groups = new Set(evidence.map((e) => facts.source(e.source)?.group ?? e.source)).size
  const more = groups > 1 ? `; ${groups} independent sources in all` : ''
  return `${source?.title ?? best.claim} (${best.status}, ${best.date}${more})`
}

export function clauseText(clause: Clause | null): string {
  return clause ? `${clause.title}: ${clause.summary.replace(/\.$/, '')} (${clause.status}, ${clause.since}).` : ''
}

/** A sentence for a setting that is copied into what browsers load, else empty. */
export function shippedToBrowsers(e: Endpoint): string {
  return isShipped(e.setting.name) ? ' The beginning of its name makes it part of what browsers load.' : ''
}

/** How the address stands, as the end of `the address is …`. */
export function standing(e: Endpoint): string {
  if (e.class === 'private') return 'private'
  if (e.class === 'placeholder') return 'a placeholder'
  return e.class === 'unknown' ? 'on an unlisted host' : e.basis
}

/** Places of the chain, as related information. */
export function uses(e: Endpoint): Related[] {
  return e.chain.map(({ path, span, loader }) => {
    const used = e.client ? `used by ${e.client}` : 'used here'
    return { path, span, message: loader === undefined ? used : loader ? `loaded by ${loader}` : 'loaded here' }
  })
}

const ORDER: readonly Severity[] = ['hint', 'info', 'warning', 'error']

export function lower(severity: Severity): Severity {
  return ORDER[Math.max(0, ORDER.indexOf(severity) - 1)] as Severity
}

export function worst(a: Severity, b: Severity): Severity {
  return ORDER.indexOf(a) >= ORDER.indexOf(b) ? a : b
}

/** Tests, fixtures and documentation are looked at, one level lower. */
export function isTestPath(path: string): boolean {
  return /(?:^|\/)(?:tests?|__tests__|specs?|e2e|testdata|fixtures?|__mocks__|mocks?|__fixtures__|__snapshots__|docs?|cypress)\/|(?:[._-](?:test|spec|stories|mock)s?|_test)\.[a-z]+$|(?:^|\/)(?:test_|conftest)[^/]*$|(?:^|\/)tests?\.rs$/i.test(
    path,
  )
}

/** Severity of a class finding: overridden, not selected and test values drop one level. */
export function effectiveSeverity(e: Endpoint, severity: Severity): Severity {
  let out = severity
  if (e.effective === 'overridden' || e.effective === 'not-selected') out = lower(out)
  if (isTestPath(e.path) && out !== 'info') out = lower(out)
  return out
}

/** Days between two dates. Of a month or a year that is all a source says, the first day counts. */
export function daysBetween(from: string, to: string): number {
  const at = (date: string) =>
    Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5, 7) || 1) - 1, Number(date.slice(8, 10) || 1))
  return Math.round((at(to) - at(from)) / 86_400_000)
}

/** After so many days without a new sighting a listing is history. */
const DECAY_DAYS = 180

/** The day of the last sighting when it lies back so far that the listing has become history, else empty. Wording only. */
export function lastSeen(e: Endpoint, day: string): string {
  return e.row && daysBetween(e.row.seen.last, day) > DECAY_DAYS ? e.row.seen.last : ''
}

/** Severity that the evidence of a relay row allows on the pack's day. */
export function relaySeverity(e: Endpoint, facts: FactBase): Severity {
  const row = e.row
  if (!row) return 'info'
  if (row.dispute) return 'info'
  const groups = new Set(row.sources.map((id) => facts.source(id)?.group ?? id)).size
  const stale = daysBetween(row.seen.last, facts.pack.date) > DECAY_DAYS
  return stale && !row.self && groups < 2 ? 'info' : 'warning'
}

/** Whether the endpoint is a hop of somebody else that takes what is sent. */
export function isThirdParty(e: Endpoint): boolean {
  return (
    e.class === 'relay' ||
    e.class === 'gateway' ||
    e.class === 'tunnel' ||
    e.class === 'lookalike' ||
    e.class === 'unknown'
  )
}

export const VENDOR_NAMES: Readonly<Record<string, string>> = {
  openai: 'OpenAI',
  anthropic: 'Anthropic',
  google: 'Google',
  xai: 'xAI',
  mistral: 'Mistral',
  deepseek: 'DeepSeek',
  moonshot: 'Moonshot AI',
  zhipu: 'Zhipu',
  alibaba: 'Alibaba',
  minimax: 'MiniMax',
  cohere: 'Cohere',
  volcengine: 'Volcengine',
  baidu: 'Baidu',
  tencent: 'Tencent',
  groq: 'Groq',
  openrouter: 'OpenRouter',
  aws: 'AWS',
  codeium: 'Codeium',
  elevenlabs: 'ElevenLabs',
  fireworks: 'Fireworks',
  github: 'GitHub',
  huggingface: 'Hugging Face',
  langfuse: 'Langfuse',
  langsmith: 'LangSmith',
  nvidia: 'NVIDIA',
  perplexity: 'Perplexity',
  replicate: 'Replicate',
  sourcegraph: 'Sourcegraph',
  together: 'Together',
}
export const vendorName = (vendor: string): string => VENDOR_NAMES[vendor] ?? vendor
export const OFFICIAL_HOST: Readonly<Record<string, string>> = {
  openai: 'api.openai.com',
  anthropic: 'api.anthropic.com',
  google: 'generativelanguage.googleapis.com',
  deepseek: 'api.deepseek.com',
  moonshot: 'api.moonshot.cn',
  mistral: 'api.mistral.ai',
  xai: 'api.x.ai',
}

/** What to do instead of a hop that nobody vouches for. Never another relay. */
export function alternatives(e: Endpoint): string {
  const official = OFFICIAL_HOST[e.vendor]
  return `Use ${official ? `${official}, ` : "the maker's own API, "}a cloud channel or a gateway you run, or declare the host in relaylint.yaml.`
}
