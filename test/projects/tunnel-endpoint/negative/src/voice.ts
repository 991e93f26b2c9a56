import OpenAI from 'openai'

export const client = new OpenAI({ baseURL: process.env.MODEL_SERVER, apiKey: 'none' })
