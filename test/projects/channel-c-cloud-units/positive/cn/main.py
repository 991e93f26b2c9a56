from anthropic import AnthropicBedrock

client = AnthropicBedrock()
