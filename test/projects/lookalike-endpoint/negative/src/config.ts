export const LLM_ROOT = 'https://openai-proxy.brackenfield-hub.net/v1'
export const AZURE_ROOT = 'https://brackenfield-openai.openai.azure.com'
export const EU_ROOT = 'https://eu.api.openai.com/v1'
