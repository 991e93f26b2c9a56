import OpenAI from 'openai'

export const client = new OpenAI({ baseURL: process.env.CHAT_UPSTREAM, apiKey: process.env.CHAT_KEY })
