import OpenAI from 'openai'
import { LLM_ROOT } from './config'

export const client = new OpenAI({ baseURL: LLM_ROOT })
