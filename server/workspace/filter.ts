/** Decides cheaply whether a text can say anything. Words, not hosts: a few hundred hosts in one pattern cost four times as much. */
const WORDS =
  /openai|anthropic|claude|gemini|genai|generativelanguage|\bllm|[_-]llm|gpt|deepseek|moonshot|kimi|dashscope|qwen|bigmodel|zhipu|chatglm|mistral|groq|\bx\.ai|cohere|ollama|litellm|openrouter|bedrock|vertex|aiplatform|siliconflow|volces|minimax|hunyuan|qianfan|chat[\\/]+completions|v1[\\/]+(?:messages|responses|embeddings)|base_?ur[li]|api_?base|generateContent|one-?api|new-api|sk-ant-|copilot|relaylint|langchain|huggingface|aihub|api[_-]?proxy|reverse_?proxy|proxy_pass|cline|codex/i

export function mayMatter(text: string): boolean {
  return WORDS.test(text)
}

const encoder = (word: string) => [...word].map((c) => c.charCodeAt(0))
const BYTE_WORDS = [
  'openai',
  'anthropic',
  'base_url',
  'baseURL',
  'BASE_URL',
  'api_base',
  'API_BASE',
  'claude',
  'gemini',
  'chat/completions',
  'v1/messages',
  'OPENAI',
  'ANTHROPIC',
].map(encoder)

/** The same question for a piece of a file that is too large to read; plain bytes only. */
export function bytesMayMatter(bytes: Uint8Array): boolean {
  return BYTE_WORDS.some((word) => indexOfBytes(bytes, word) >= 0)
}

function indexOfBytes(bytes: Uint8Array, word: readonly number[]): number {
  const first = word[0] as number
  for (let i = bytes.indexOf(first); i >= 0 && i <= bytes.length - word.length; i = bytes.indexOf(first, i + 1)) {
    let k = 1
    while (k < word.length && bytes[i + k] === word[k]) k++
    if (k === word.length) return i
  }
  return -1
}
