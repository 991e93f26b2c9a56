import type { Reader } from '../reader'

const PART = /<!--([\s\S]*?)(?:-->|$)|<script\b([^>]*)>([\s\S]*?)(?:<\/script\s*>|$)/gi

/** Vue, Svelte, Astro and HTML: the script parts are read as TypeScript. */
export const component: Reader = {
  id: 'component',
  version: 2,
  dialects: ['vue', 'svelte', 'astro', 'html'],
  dialectOf: (_path, name) =>
    /\.(?:vue|svelte|astro|html?)$/i.test(name) ? (/\.vue$/i.test(name) ? 'vue' : 'html') : '',
  read(x, out, context) {
    const front = /^---\r?\n/.exec(x.text)?.[0].length ?? 0
    const close = front > 0 ? x.text.indexOf('\n---', front) : -1
    const markup = front === 0 ? 0 : close < 0 ? x.text.length : close
    if (front > 0) context.embed('typescript', x.slice(front, markup), context.block)
    // a script inside of a comment is none, and a comment inside of a script belongs to the script
    for (const m of x.text.slice(markup).matchAll(PART)) {
      const start = markup + m.index
      if (m[1] !== undefined) {
        out.comment(m[1], x.span(start, start + m[0].length))
        continue
      }
      if (
        /type\s*=\s*["']?(?:application\/(?:ld\+)?json|text\/template|importmap|speculationrules)/i.test(m[2] as string)
      )
        continue
      const body = m[3] as string
      const at = start + m[0].indexOf('>') + 1
      if (body.trim()) context.embed('typescript', x.slice(at, at + body.length), context.block)
    }
  },
}
