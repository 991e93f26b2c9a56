import OpenAI from 'openai'

export const client = new OpenAI({ apiKey: import.meta.env.VITE_CHAT_TOKEN, dangerouslyAllowBrowser: true })
