import type { Draft, Rule } from '../../server/engine/types'
import { cloudOf } from '../regions'
import { first, isTestPath, vendorName } from '../wording'

const PROVIDER: Readonly<Record<string, string>> = {
  bedrock: 'aws',
  foundry: 'azure',
  'azure-openai': 'azure',
  vertex: 'gcp',
}

const rule: Rule = {
  id: 'cloud-channel-unavailable',
  title: 'A combination of cloud, region and model vendor that does not exist',
  severity: 'error',
  model({ model, facts }) {
    const out: Draft[] = []
    for (const e of model.endpoints) {
      if (e.class !== 'cloud') continue
      const cloud = cloudOf(e.host)
      const region = facts.host(e.host.replaceAll('*', 'x'), e.urlPath)?.region ?? ''
      const china = /\.amazonaws\.com\.cn$|^bedrock[\w-]*\.cn-/.test(e.host)
      if (!cloud || (!region && !china)) continue
      const vendor = e.vendor && e.vendor !== 'any' ? e.vendor : 'anthropic'
      const provider = facts.providerOf(vendor)
      const channel = provider?.channels?.find((c) => c.cloud === cloud)
      const row = facts.region(PROVIDER[cloud] ?? '', region)
      const partition = row?.partition ?? (/^cn-/.test(region) || china ? 'aws-cn' : '')
      const hit = channel?.unavailable?.find(
        (u) => (u.region && u.region === region) || (u.partition && u.partition === partition),
      )
      if (!hit) continue
      out.push({
        path: e.path,
        span: e.span,
        endpoint: e,
        host: e.host,
        severity: isTestPath(e.path) ? 'info' : hit.partition ? 'error' : 'warning',
        identity: `${cloud} ${region} ${vendor}`,
        message: first(`${hit.reason}${region && !hit.reason.includes(region) ? ` (${region})` : ''}.`),
        why: `${e.host} cannot serve ${vendorName(vendor)} models there (${facts.source(hit.source)?.title ?? hit.source}, ${facts.source(hit.source)?.date ?? ''}).`,
        todo: 'Use a region that serves the model.',
        evidence: [
          {
            status: facts.source(hit.source)?.status ?? 'official',
            claim: hit.reason,
            source: hit.source,
            date: facts.source(hit.source)?.date ?? '',
          },
        ],
      })
    }
    return out
  },
}
export default rule
