import OpenAI from 'openai'

export const model = new OpenAI()
