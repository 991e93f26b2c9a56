/** Which cloud service a client, a switch or a model id means, and whose model it is. */

export interface CloudUse {
  readonly cloud: string
  /** Vendor of the model; empty when only the service is named. */
  readonly vendor: string
}

/** Cloud services whose client classes or ids say so; a maker's own client gives an empty text. */
export function cloudOfClient(callee: string, client: string): string {
  const name = callee.slice(callee.lastIndexOf('.') + 1)
  if (/Bedrock|AnthropicAWS/i.test(name) || /bedrock|anthropic-aws/.test(client)) return 'bedrock'
  if (/Vertex/i.test(name) || /vertex|google-cloud/.test(client)) return 'vertex'
  if (/Foundry/i.test(name) || /foundry/.test(client)) return 'foundry'
  if (/Azure/i.test(name) || /azure/.test(client)) return 'azure-openai'
  return ''
}

const SWITCHES: Readonly<Record<string, CloudUse>> = {
  CLAUDE_CODE_USE_ANTHROPIC_AWS: { cloud: 'claude-platform-aws', vendor: 'anthropic' },
  CLAUDE_CODE_USE_BEDROCK: { cloud: 'bedrock', vendor: 'anthropic' },
  CLAUDE_CODE_USE_MANTLE: { cloud: 'bedrock', vendor: 'anthropic' },
  CLAUDE_CODE_USE_FOUNDRY: { cloud: 'foundry', vendor: 'anthropic' },
  CLAUDE_CODE_USE_VERTEX: { cloud: 'vertex', vendor: 'anthropic' },
  GOOGLE_GENAI_USE_VERTEXAI: { cloud: 'vertex', vendor: 'google' },
  GOOGLE_GENAI_USE_ENTERPRISE: { cloud: 'vertex', vendor: 'google' },
}

/** What a switch turns on: `1`, `true`, `yes`, `on`. */
export function cloudOfSwitch(name: string, value: string): CloudUse | null {
  return /^(?:1|true|yes|on)$/i.test(value.trim()) ? (SWITCHES[name] ?? null) : null
}

/** Model ids that name the cloud as well: `us.anthropic.claude-…`, `bedrock/…`, `vertex_ai/claude-…`. */
export function cloudOfModel(id: string): CloudUse | null {
  const vendorOf = (text: string) =>
    /claude|anthropic/.test(text) ? 'anthropic' : /gpt|openai/.test(text) ? 'openai' : ''
  const bare = /^(?:bedrock|amazon-bedrock|bedrock_converse)[/:](?:converse\/|invoke\/)?(.+)$/.exec(id)?.[1]
  if (bare) return { cloud: 'bedrock', vendor: vendorOf(bare) }
  if (/^(?:[a-z-]{2,6}\.)?anthropic\.claude-[\w.:-]+$|^arn:aws[\w-]*:bedrock:.*anthropic/.test(id))
    return { cloud: 'bedrock', vendor: 'anthropic' }
  if (/^vertex_ai\/claude/.test(id)) return { cloud: 'vertex', vendor: 'anthropic' }
  if (/^azure_ai\/claude/.test(id)) return { cloud: 'foundry', vendor: 'anthropic' }
  return null
}
