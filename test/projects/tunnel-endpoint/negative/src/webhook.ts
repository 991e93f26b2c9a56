export const webhook = { url: `${process.env.PUBLIC_URL}/hooks/incoming`, method: 'POST' }
