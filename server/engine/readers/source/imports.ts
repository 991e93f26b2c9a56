/** Imports of each language, by line: cheap, and good enough to tell `OpenAI` of one package from another. */
import type { FactsBuilder } from '../../builder'
import type { Excerpt } from '../../text'

const FORMS: Readonly<Record<string, readonly RegExp[]>> = {
  python: [
    /^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+\(?([^#\n]*)/gm,
    /^[ \t]*import[ \t]+([\w.]+(?:[ \t]*,[ \t]*[\w.]+)*)/gm,
  ],
  typescript: [
    /^[ \t]*import\b([^'"\n;]*?)from[ \t]*['"]([^'"\n]+)['"]/gm,
    /^[ \t]*import[ \t]*['"]([^'"\n]+)['"]/gm,
    /\brequire\([ \t]*['"]([^'"\n]+)['"][ \t]*\)/g,
    /\bimport\([ \t]*['"]([^'"\n]+)['"][ \t]*\)/g,
    /^\}[ \t]*from[ \t]*['"]([^'"\n]+)['"]/gm,
  ],
  go: [/^[ \t]*(?:import[ \t]+)?(?:[\w.]+[ \t]+)?"((?:[\w.-]+\/)[\w./-]+)"[ \t]*$/gm],
  java: [/^[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]+)/gm],
  kotlin: [/^[ \t]*import[ \t]+([\w.]+)/gm],
  csharp: [/^[ \t]*(?:global[ \t]+)?using[ \t]+(?:static[ \t]+)?([\w.]+)[ \t]*;/gm],
  rust: [/^[ \t]*(?:pub[ \t]+)?use[ \t]+([\w:]+)/gm],
  ruby: [/^[ \t]*require(?:_relative)?[ \t(]+['"]([^'"\n]+)['"]/gm],
  php: [/^[ \t]*use[ \t]+([\w\\]+)/gm],
}

export function readImports(x: Excerpt, language: string, out: FactsBuilder, block: number): void {
  for (const re of FORMS[language] ?? []) {
    for (const m of x.text.matchAll(re)) {
      const two = m[2] !== undefined
      const fromFirst = language === 'python' || !two
      const module = ((fromFirst ? m[1] : m[2]) ?? '').trim()
      const names = ((fromFirst ? m[2] : m[1]) ?? '').split(/[^\w$]+/).filter((n) => n && n !== 'as' && n !== 'type')
      const span = x.span(m.index, m.index + m[0].length)
      for (const one of module.split(/[ \t]*,[ \t]*/)) {
        if (!one) continue
        out.import(one, names, span)
        if (/^\.{1,2}\//.test(one)) out.reference({ kind: 'import', target: one, span, block })
      }
    }
  }
}
