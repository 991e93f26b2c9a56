/** Imports of each language, by pattern: cheap, and good enough to tell `OpenAI` of one package from another and to follow a name one file further. */
import type { FactsBuilder } from '../../builder'
import type { Excerpt } from '../../text'
import type { Import } from '../../types'

type Bound = Pick<Import, 'module' | 'names' | 'renamed'>

interface Form {
  readonly pattern: RegExp
  readonly read: (match: RegExpMatchArray) => readonly Bound[]
}

/** The module in group 1, and nothing about names. */
const bare = (match: RegExpMatchArray): readonly Bound[] => [{ module: match[1] ?? '', names: [] }]

/** `com.acme.Config`, `crate::config::URL`, `Acme\Config`: the last part is the local name. */
const byLastPart = (match: RegExpMatchArray): readonly Bound[] => {
  const module = match[1] ?? ''
  const last = /[^.:\\/]+$/.exec(module)?.[0] ?? ''
  const alias = match[2] ?? ''
  if (!alias) return [{ module, names: last ? [last] : [] }]
  return [{ module, names: [alias], renamed: { [alias]: last } }]
}

/** `A, B as C, type D, E: f` as local names and the names they have in their module. */
function bindings(list: string): Omit<Bound, 'module'> {
  const names: string[] = []
  const renamed: Record<string, string> = {}
  for (const item of list.split(',')) {
    const words = item.split(/\s*:\s*|\s+as\s+|\s+/).filter((w) => /^[\w$*]+$/.test(w) && w !== 'type')
    const [from, to] = words
    if (!from) continue
    names.push(to ?? from)
    if (to) renamed[to] = from
  }
  return Object.keys(renamed).length > 0 ? { names, renamed } : { names }
}

/** `def`, `* as ns`, `{ A, B as C }`, `def, { A }`: what stands between `import` and `from`. */
function clause(text: string): Omit<Bound, 'module'> {
  const braces = /\{([^}]*)\}/.exec(text)
  const inner = braces ? bindings(braces[1] as string) : { names: [] }
  const namespace = /\*(?:\s*as\s+([\w$]+))?/.exec(text)
  const first = /^\s*(?:type\s+)?([\w$]+)\s*(?:,|$)/.exec(text.replace(/\{[^}]*\}/, ''))?.[1]
  const names = [...inner.names]
  const renamed: Record<string, string> = { ...('renamed' in inner ? inner.renamed : {}) }
  if (first) {
    names.push(first)
    renamed[first] = 'default'
  }
  if (namespace) {
    const local = namespace[1] ?? '*'
    names.push(local)
    renamed[local] = '*'
  }
  return Object.keys(renamed).length > 0 ? { names, renamed } : { names }
}

const clauseFrom = (match: RegExpMatchArray): readonly Bound[] => [
  { module: match[2] ?? '', ...clause(match[1] ?? '') },
]

/** `const { A, b: c } = require('x')`, `const x = require('x')`. */
const required = (match: RegExpMatchArray): readonly Bound[] => {
  const target = match[1] ?? ''
  if (!target) return [{ module: match[2] ?? '', names: [] }]
  const bound = target.startsWith('{') ? bindings(target.slice(1, -1)) : { names: [target], renamed: { [target]: '*' } }
  return [{ module: match[2] ?? '', ...bound }]
}

/** `import a.b as c, d`. */
const modules = (match: RegExpMatchArray): readonly Bound[] =>
  (match[1] ?? '').split(',').flatMap((item) => {
    const [module, alias] = item.trim().split(/\s+as\s+/)
    if (!module) return []
    return [alias ? { module, names: [alias], renamed: { [alias]: '*' } } : { module, names: [] }]
  })

const FORMS: Readonly<Record<string, readonly Form[]>> = {
  python: [
    {
      pattern: /^[ \t]*from[ \t]+([\w.]+)[ \t]+import[ \t]+(\([^()]{0,4000}\)?|[^#\n]*)/gm,
      read: (m) => [{ module: m[1] ?? '', ...bindings((m[2] ?? '').replace(/#.*|[()\\]/g, '')) }],
    },
    {
      pattern: /^[ \t]*import[ \t]+([\w.]+(?:[ \t]+as[ \t]+\w+)?(?:[ \t]*,[ \t]*[\w.]+(?:[ \t]+as[ \t]+\w+)?)*)/gm,
      read: modules,
    },
  ],
  typescript: [
    {
      pattern:
        /^[ \t]*(?:import|export)\b[ \t]*((?:type[ \t]+)?(?:[\w$]+[ \t]*,?[ \t]*)?(?:\{[^{}'"`;]{0,4000}\}|\*(?:[ \t]*as[ \t]+[\w$]+)?)?)\s*from[ \t]*['"]([^'"\n]+)['"]/gm,
      read: clauseFrom,
    },
    { pattern: /^[ \t]*import[ \t]*['"]([^'"\n]+)['"]/gm, read: bare },
    {
      pattern:
        /(?:\b(?:const|let|var)[ \t]+(\{[^{}'"`;=]{0,4000}\}|[\w$]+)[ \t]*=[ \t]*(?:await[ \t]+)?)?\b(?:require|import)\([ \t]*['"]([^'"\n]+)['"][ \t]*\)/g,
      read: required,
    },
  ],
  go: [
    {
      pattern: /^[ \t]*(?:import[ \t]+)?(?:([\w.]+)[ \t]+)?"((?:[\w.-]+\/)[\w./-]+|os)"[ \t]*$/gm,
      read: (m) => [{ module: m[2] ?? '', names: m[1] ? [m[1]] : [] }],
    },
  ],
  java: [{ pattern: /^[ \t]*import[ \t]+(?:static[ \t]+)?([\w.]+)/gm, read: byLastPart }],
  kotlin: [{ pattern: /^[ \t]*import[ \t]+([\w.]+)(?:[ \t]+as[ \t]+(\w+))?/gm, read: byLastPart }],
  csharp: [{ pattern: /^[ \t]*(?:global[ \t]+)?using[ \t]+(?:static[ \t]+)?([\w.]+)[ \t]*;/gm, read: byLastPart }],
  rust: [
    {
      pattern:
        /^[ \t]*(?:pub(?:\([\w ]*\))?[ \t]+)?use[ \t]+([\w:]*\w)(?:::\{([^{}]{0,4000})\})?(?:[ \t]+as[ \t]+(\w+))?/gm,
      read: (m) => (m[2] ? [{ module: m[1] ?? '', ...bindings(m[2]) }] : byLastPart([m[0], m[1] ?? '', m[3] ?? ''])),
    },
  ],
  ruby: [{ pattern: /^[ \t]*require(?:_relative)?[ \t(]+['"]([^'"\n]+)['"]/gm, read: bare }],
  php: [{ pattern: /^[ \t]*use[ \t]+([\w\\]+)(?:[ \t]+as[ \t]+(\w+))?/gm, read: byLastPart }],
}

/** The package that an import names with a registry, a version or the address of a module server in front: `npm:openai@5`. */
function packageOf(module: string): string {
  const m =
    /^(?:npm:|jsr:|https:\/\/(?:esm\.sh|cdn\.skypack\.dev|deno\.land\/x|jsr\.io|cdn\.jsdelivr\.net\/npm)\/)\/?(?:v\d+\/)?((?:@[\w.-]+\/)?[\w.-]+)(?:@[^/?]*)?(\/[\w./-]*)?/.exec(
      module,
    )
  return m ? `${m[1]}${/^\/(?:mod|index)\.[jt]s$/.test(m[2] ?? '') ? '' : (m[2] ?? '')}` : module
}

export function readImports(x: Excerpt, language: string, out: FactsBuilder, block: number): void {
  for (const { pattern, read } of FORMS[language] ?? []) {
    for (const m of x.text.matchAll(pattern)) {
      const span = x.span(m.index, m.index + m[0].length)
      for (const one of read(m)) {
        if (!one.module) continue
        out.import({ ...one, module: packageOf(one.module), span })
        if (/^\.{1,2}\//.test(one.module)) out.reference({ kind: 'import', target: one.module, span, block })
      }
    }
  }
}
