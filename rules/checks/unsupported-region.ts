import { GlobSet } from '../../server/engine/glob'
import { nameOf } from '../../server/engine/paths'
import { meansPath } from '../../server/engine/policy'
import type { Draft, Evidence, PlacedRegion, Rule, RuleContext, Severity } from '../../server/engine/types'
import {
  placeEvidence,
  placeName,
  type RegionUse,
  standingOf,
  usesIn,
  usesOfRegion,
  type VendorUse,
  withinEvidence,
} from '../regions'
import { unitsIn } from '../units'
import { clauseText, first, isTestPath, lower, vendorName, worst } from '../wording'

const CLAUSE: Readonly<Record<string, string>> = {
  openai: 'openai-services-16-12',
  anthropic: 'anthropic-commercial-d2',
  google: 'gemini-terms-region',
}
/** What is shown is not deployed. */
const EXAMPLES = /(?:^|\/)(?:examples?|samples?|demos?|tutorials?)\//i
const FIX =
  'Where the organisation and its users are in a supported place, pin this unit to a supported region; else use a model that is offered there.'

/** Deployments that the policy declares count like manifests. */
function declared({ model, policy, facts }: RuleContext): PlacedRegion[] {
  return policy.deployments.map((d): PlacedRegion => {
    const row = facts.region(d.value.provider, d.value.region)
    const globs = new GlobSet()
    const files = new Set(
      [...model.files.keys()].filter((path) => d.value.paths.some((p) => meansPath(policy, d, p, path, globs))),
    )
    return {
      provider: d.value.provider,
      id: d.value.region,
      span: d.span,
      block: 0,
      role: 'runs',
      path: d.path,
      units: [],
      around: [],
      files,
      country: row?.country ?? '',
      placeName: row?.place ?? '',
    }
  })
}

/** Regions of one place: EU and XX stand for several or for none. A variable counts only where no manifest speaks. */
function regionsOf(context: RuleContext): PlacedRegion[] {
  const { regions } = context.model
  const all = [...regions, ...declared(context)].filter(
    (r) => r.role === 'runs' && /^[A-Z]{2}$/.test(r.country) && r.country !== 'XX' && r.country !== 'EU',
  )
  const stated = new Set(all.filter((r) => !r.variable).flatMap((r) => [...r.units, ...r.around]))
  const called = new Set(
    regions.filter((r) => r.role === 'model' && r.variable).map((r) => `${r.path} ${r.span.start}`),
  )
  return all.filter(
    (r) => !r.variable || (!r.units.some((u) => stated.has(u)) && !called.has(`${r.path} ${r.span.start}`)),
  )
}

interface Judged {
  readonly severity: Severity
  readonly why: string
  readonly evidence: readonly Evidence[]
  readonly date: string
}

function judge(region: PlacedRegion, used: RegionUse, { facts, day }: RuleContext): Judged | null {
  const provider = facts.providerOf(used.vendor)
  const answer = standingOf(provider, region.country, day)
  if (!provider || !answer || answer.standing === 'listed' || answer.standing === 'unclear') return null
  const { list, standing } = answer
  const refused = provider.refusal?.documented === true
  const listed = placeEvidence(provider, answer, facts)
  const clause = clauseText(facts.clause(CLAUSE[used.vendor] ?? ''))
  if (used.channel === 'direct') {
    const source = refused ? facts.source(provider.refusal?.source ?? '') : null
    const claim = provider.refusal?.note ?? ''
    const refusal: Evidence[] = source ? [{ status: source.status, claim, source: source.id, date: source.date }] : []
    const note = refused ? ' The provider documents that requests from such places are refused.' : ''
    const transcribed = standing === 'untranscribed' ? ' The place is missing from a transcription of the list.' : ''
    return {
      severity: withinEvidence(refused && standing === 'absent' ? 'error' : 'warning', listed),
      why: `${clause}${note}${transcribed}`,
      evidence: [...listed, ...refusal],
      date: list.date,
    }
  }
  // through a cloud the maker's terms hold only where the fact base says so
  const channel = provider.channels?.find((c) => c.cloud === used.cloud)
  if (used.channel !== 'cloud' || channel?.terms !== provider.id) return null
  const reported = channel.callers ? facts.clause(channel.callers) : null
  const said = reported
    ? [{ status: reported.status, claim: reported.summary, source: reported.source, date: reported.since }]
    : []
  return {
    severity: reported ? 'warning' : 'info',
    why: `The maker's terms hold through this cloud as well. ${clause} ${reported ? clauseText(reported) : 'Whether the cloud applies the list to callers is not established.'}`,
    evidence: [...listed, ...said],
    date: list.date,
  }
}

function subject(region: PlacedRegion): string {
  const file = nameOf(region.path)
  if (region.variable) return `\`${region.variable}\` names`
  if (region.how === 'outage') return `\`${file}\` fails over to`
  return `\`${file}\` runs code in`
}

/** A variable of an env file that nothing loads which is deployed: where somebody works, as far as is known. */
function isOnlyLocal({ variable, path, units }: PlacedRegion, { model }: RuleContext): boolean {
  if (variable === undefined || model.files.get(path)?.reader !== 'dotenv') return false
  return !model.units.some((u) => /^(?:service|workload|job|function)$/.test(u.kind) && units.includes(u.id))
}

function draft(region: PlacedRegion, used: RegionUse, context: RuleContext): Draft | null {
  const judged = judge(region, used, context)
  if (!judged) return null
  const unsure = region.how !== undefined || used.probable
  const dotenv = isOnlyLocal(region, context)
  let severity = unsure && judged.severity === 'error' ? lower(judged.severity) : judged.severity
  if (dotenv || isTestPath(region.path) || EXAMPLES.test(region.path)) severity = 'info'
  const at = used.endpoint ?? used.use
  const name = vendorName(used.vendor)
  const called = used.endpoint?.host ?? `${name}'s models`
  const limit = unsure
    ? 'Whether the code that calls runs there is not known to this scan.'
    : 'Whether this unit is deployed is not known to this scan.'
  return {
    path: region.path,
    span: region.span,
    severity,
    confidence: unsure ? 'low' : 'high',
    ...(dotenv ? { persona: 'reviewer' as const } : {}),
    identity: `${region.provider} ${context.facts.region(region.provider, region.id)?.id ?? region.id} ${used.vendor}`,
    host: used.endpoint?.host ?? '',
    message: first(
      `${subject(region)} ${region.id} (${placeName(region)}), which is not on ${name}'s list of supported places (${judged.date}).`,
    ),
    why: `Code of the same unit calls ${called}. ${judged.why} ${limit}`.replace(/ {2,}/g, ' '),
    todo: FIX,
    evidence: judged.evidence,
    related: at ? [{ path: at.path, span: at.span, message: `${name} is used here` }] : [],
  }
}

/** A zone is written as its region with something behind it. */
function isZone({ provider, id }: PlacedRegion, { facts }: RuleContext): boolean {
  const row = facts.region(provider, id)
  return row !== null && id.length > row.id.length && id.toLowerCase().startsWith(row.id)
}

/**
 * A place that two statements share (the input of a stack, and the provider of the module that takes it) is said once, as the surer one
 * says it; of zones of one region in a file, the first.
 */
function add(found: Draft, zone: boolean, out: Draft[]): void {
  const at = out.findIndex(
    (d) => d.path === found.path && d.identity === found.identity && (d.span.start === found.span.start || zone),
  )
  const known = out[at]
  if (!known) out.push(found)
  else if (known.severity !== found.severity && worst(known.severity, found.severity) === found.severity)
    out[at] = found
}

const rule: Rule = {
  id: 'unsupported-region',
  title: "A deployment region in a place that is not on the provider's dated list",
  severity: 'error',
  model(context) {
    const uses = context.once<readonly VendorUse[]>(usesIn)
    const units = context.once(unitsIn)
    const out: Draft[] = []
    for (const region of regionsOf(context)) {
      const before = out.length
      const seen = new Set<string>()
      for (const used of usesOfRegion(region, context.model, uses, units)) {
        const found = seen.has(used.vendor) ? null : draft(region, used, context)
        if (!found) continue
        seen.add(used.vendor)
        add(found, isZone(region, context), out)
      }
      if (out.length === before)
        context.pass('no model that its units call has a list without this place, as far as is known', region)
    }
    return out
  },
}
export default rule
