import { createOpenAI } from '@ai-sdk/openai'

export const provider = createOpenAI({ baseURL: process.env.FAQ_MODEL_URL, apiKey: process.env.FAQ_MODEL_KEY })
