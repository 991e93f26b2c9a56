import OpenAI from 'openai'

export const client = new OpenAI()
export const BLOCKED = ['yunwu.ai', 'packyapi.com']
