import { model } from './model'

export const translate = (text: string) => model.responses.create({ model: 'gpt-5-mini', input: text })
