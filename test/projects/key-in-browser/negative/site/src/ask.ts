const headers = { 'x-widget': import.meta.env.VITE_CHAT_TOKEN }

export const ask = (text: string) => fetch(`${import.meta.env.VITE_API_URL}/ask`, { method: 'POST', headers, body: text })
