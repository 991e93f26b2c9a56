import type { Reader } from '../reader'

/** Vue, Svelte, Astro and HTML: the script parts are read as TypeScript. */
export const component: Reader = {
  id: 'component',
  version: 1,
  dialects: ['vue', 'svelte', 'astro', 'html'],
  dialectOf: (_path, name) =>
    /\.(?:vue|svelte|astro|html?)$/i.test(name) ? (/\.vue$/i.test(name) ? 'vue' : 'html') : '',
  read(x, out, context) {
    for (const m of x.text.matchAll(/<!--([\s\S]*?)-->/g))
      out.comment(m[1] as string, x.span(m.index, m.index + m[0].length))
    if (/^---\r?\n/.test(x.text)) {
      const end = x.text.indexOf('\n---', 4)
      if (end > 0) context.embed('typescript', x.slice(4, end), context.block)
    }
    for (const m of x.text.matchAll(/<script\b([^>]*)>([\s\S]*?)(?:<\/script\s*>|$)/gi)) {
      if (/type\s*=\s*["']?(?:application\/(?:ld\+)?json|text\/template)/i.test(m[1] as string)) continue
      const body = m[2] as string
      const at = m.index + m[0].indexOf('>') + 1
      if (body.trim()) context.embed('typescript', x.slice(at, at + body.length), context.block)
    }
  },
}
