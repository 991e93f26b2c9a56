import { model } from '../../../lib/model'

export const runtime = 'edge'
export const preferredRegion = ['iad1', 'fra1']

export async function POST(request: Request) {
  const said = await model.responses.create({ model: 'gpt-5-mini', input: await request.text() })
  return new Response(said.output_text)
}
