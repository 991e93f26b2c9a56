import type { Provider } from '../../server/engine/facts'
import type { Draft, Rule, RuleContext, Severity } from '../../server/engine/types'
import { type CloudCall, cloudCalls } from '../cloud-regions'
import { first, isTestPath, vendorName } from '../wording'

interface Missing {
  readonly reason: string
  readonly source: string
  readonly severity: Severity
}

/** Why the service is not there, or null. A service of several makers is missing for all of them when one row says so of the cloud. */
function missing(call: CloudCall, context: RuleContext): Missing | null {
  const { facts } = context
  const provider = facts.providerOf(call.vendor || 'anthropic')
  const channel = provider?.channels?.find((c) => c.cloud === call.cloud)
  const row = channel?.unavailable?.find(
    (u) => (u.partition && u.partition === call.partition) || (u.region && u.region === call.region),
  )
  if (row) {
    // what the cloud's own list of endpoints leaves out is a fact; tables of models change, and reports are reports
    const status = facts.source(row.source)?.status ?? 'official'
    const fact = row.partition !== undefined || (call.cloud === 'bedrock' && status === 'official')
    return { reason: row.reason, source: row.source, severity: fact ? 'error' : 'warning' }
  }
  return tabled(call, provider, context)
}

/** A region that a dated table of the cloud does not name. */
function tabled(call: CloudCall, provider: Provider | null, { facts, day }: RuleContext): Missing | null {
  const channel = provider?.channels?.find((c) => c.cloud === call.cloud)
  if (!channel?.regions || !channel.source || !call.region || !call.vendor || channel.regions.includes(call.region))
    return null
  const date = facts.source(channel.source)?.date ?? ''
  if (!facts.region('azure', call.region) || date > day) return null
  return {
    reason: `${call.region} is not in the table of ${date} for ${vendorName(call.vendor)}'s models`,
    source: channel.source,
    severity: 'warning',
  }
}

function draft(call: CloudCall, hit: Missing, { facts }: RuleContext): Draft {
  const source = facts.source(hit.source)
  const named = call.region && !hit.reason.includes(call.region)
  const partition = call.partition && !call.partition.startsWith('aws-us') ? `partition ${call.partition}` : ''
  const message =
    call.partition === 'aws-cn' && call.region
      ? `Bedrock has no endpoint in ${call.region} (${partition}).`
      : `${hit.reason}${named ? ` (${call.region})` : ''}.`
  return {
    path: call.path,
    span: call.span,
    severity: isTestPath(call.path) ? 'info' : hit.severity,
    identity: `${call.cloud} ${call.region} ${call.vendor}`,
    host: call.endpoint?.host ?? '',
    ...(call.endpoint ? { endpoint: call.endpoint } : {}),
    message: first(message),
    why: `\`${call.subject}\` calls ${call.vendor ? `${vendorName(call.vendor)}'s models` : 'the service'} there (${source?.title ?? hit.source}, ${source?.status ?? 'official'}, ${source?.date ?? ''}). Lists of regions change; whether this one has since then is not known to this scan.`,
    todo: "Use a region of the service's current list that serves the model.",
    evidence: [
      { status: source?.status ?? 'official', claim: hit.reason, source: hit.source, date: source?.date ?? '' },
    ],
  }
}

const rule: Rule = {
  id: 'cloud-channel-unavailable',
  title: 'A combination of cloud, region and model vendor that does not exist',
  severity: 'error',
  model(context) {
    const out: Draft[] = []
    const seen: { path: string; start: number; end: number }[] = []
    for (const call of cloudCalls(context.model, context.facts)) {
      const hit = missing(call, context)
      const { start, end } = call.span
      // an address and the region inside of it are one statement
      if (!hit) context.pass('nothing says that the service is missing there', call)
      if (!hit || seen.some((s) => s.path === call.path && s.start < end && start < s.end)) continue
      seen.push({ path: call.path, start, end })
      out.push(draft(call, hit, context))
    }
    return out
  },
}
export default rule
