export const runtime = 'edge'

export const GET = () => new Response(new Date().toISOString())
