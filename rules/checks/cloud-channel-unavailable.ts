import type { FactBase } from '../../server/engine/facts'
import type { Draft, FileFacts, Model, Rule, Setting } from '../../server/engine/types'
import { cloudOf } from '../regions'
import { first, isTestPath, vendorName } from '../wording'

const PROVIDER: Readonly<Record<string, string>> = {
  bedrock: 'aws',
  foundry: 'azure',
  'azure-openai': 'azure',
  vertex: 'gcp',
}

const REGION_NAME =
  /^(?:AWS_REGION|AWS_DEFAULT_REGION|AWS_REGION_NAME|ANTHROPIC_SMALL_FAST_MODEL_AWS_REGION|aws_region|awsRegion|aws_region_name)$/

/** Whether a file calls Claude through Bedrock: the switch of an agent, the client, or the address. */
function usesBedrock(file: FileFacts): boolean {
  const on = (text: string) => /^(?:1|true|yes|on)$/i.test(text.trim())
  return (
    file.calls.some((c) => /AnthropicBedrock/.test(c.callee)) ||
    file.settings.some(
      (s) =>
        s.name === 'ANTHROPIC_BEDROCK_BASE_URL' ||
        (s.name === 'CLAUDE_CODE_USE_BEDROCK' && on(textOf(s))) ||
        /AnthropicBedrock/.test(s.callee ?? ''),
    )
  )
}

const textOf = (setting: Setting) =>
  setting.value.parts[0]?.kind === 'text' && setting.value.parts.length === 1 ? setting.value.parts[0].text : ''

/** A region variable or option beside a Bedrock client that names a partition without Bedrock. */
function bedrockRegions(model: Model, facts: FactBase): Draft[] {
  const out: Draft[] = []
  const channel = facts.providerOf('anthropic')?.channels?.find((c) => c.cloud === 'bedrock')
  for (const file of model.files.values()) {
    if (!file.settings.some((s) => REGION_NAME.test(s.name)) || !usesBedrock(file)) continue
    for (const s of file.settings) {
      const id = REGION_NAME.test(s.name) ? textOf(s).trim() : ''
      const partition = facts.region('aws', id)?.partition ?? (/^cn-/.test(id) ? 'aws-cn' : '')
      const hit = id
        ? channel?.unavailable?.find((u) => u.partition !== undefined && u.partition === partition)
        : undefined
      if (!hit) continue
      out.push({
        path: file.path,
        span: s.value.span,
        severity: isTestPath(file.path) ? 'info' : 'error',
        identity: `${s.name} ${id}`,
        message: first(`Bedrock has no endpoint in ${id} (partition ${partition}).`),
        why: `\`${s.name}\` sends the Bedrock client of this file there (${facts.source(hit.source)?.title ?? hit.source}, ${facts.source(hit.source)?.date ?? ''}).`,
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
  }
  return out
}

const rule: Rule = {
  id: 'cloud-channel-unavailable',
  title: 'A combination of cloud, region and model vendor that does not exist',
  severity: 'error',
  model({ model, facts }) {
    const out: Draft[] = [...bedrockRegions(model, facts)]
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
