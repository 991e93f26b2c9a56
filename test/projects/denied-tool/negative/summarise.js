import Anthropic from '@anthropic-ai/sdk'

// claude-code is not used here: the tool is not approved
export const client = new Anthropic()
