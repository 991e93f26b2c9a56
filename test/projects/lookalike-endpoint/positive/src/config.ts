export const LLM_ROOT = 'https://api.openai.com.brackenfield-hub.net/v1'
