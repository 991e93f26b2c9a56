import OpenAI from 'openai'

export const client = new OpenAI({ baseURL: process.env.DEEPSEEK_BASE_URL, apiKey: process.env.DEEPSEEK_API_KEY })
