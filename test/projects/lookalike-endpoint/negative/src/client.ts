import OpenAI, { AzureOpenAI } from 'openai'
import { AZURE_ROOT, EU_ROOT, LLM_ROOT } from './config'

export const client = new OpenAI({ baseURL: LLM_ROOT })
export const eu = new OpenAI({ baseURL: EU_ROOT })
export const azure = new AzureOpenAI({ endpoint: AZURE_ROOT, apiVersion: '2024-10-21' })
