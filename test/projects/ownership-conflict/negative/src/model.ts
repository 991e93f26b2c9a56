import AnthropicBedrock from '@anthropic-ai/bedrock-sdk'

export const client = new AnthropicBedrock({ awsRegion: 'ap-southeast-1' })
