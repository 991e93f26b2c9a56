import type { FactsBuilder } from '../builder'
import type { ReadContext, Reader } from '../reader'
import type { Excerpt } from '../text'
import type { Part, Span, Template } from '../types'
import { AZURE_MODELS, AZURE_RUNS } from './manifests/azure'
import { withInsertions } from './structured/repair'

/** Bicep: resources with their location, settings by name and value, parameters and variables. Read statement by statement. */
export const bicep: Reader = {
  id: 'bicep',
  version: 2,
  dialects: ['bicep'],
  dialectOf: (_path, name) => (/\.bicep(?:param)?$/.test(name) ? 'bicep' : ''),
  read(x, out, context) {
    const whole = closed(x)
    const { code, comments } = withoutComments(whole.text)
    for (const c of comments)
      out.comment(whole.text.slice(c.start, c.end).replace(/^\/[/*]|\*\/$/g, ''), whole.span(c.start, c.end))
    new BicepReader(whole, code, out, context).run()
  },
}

/** The text with the quotes that a line leaves open closed at its end. */
function closed(x: Excerpt): Excerpt {
  const insertions: { at: number; text: string }[] = []
  for (const m of x.text.matchAll(QUOTED)) {
    const [token] = m
    if (!/^'(?!'')/.test(token) || (token.length > 1 && token.endsWith("'"))) continue
    insertions.push({ at: m.index + token.trimEnd().length, text: "'" })
  }
  return insertions.length > 0 ? withInsertions(x, insertions) : x
}

const QUOTED = /'''[\s\S]*?(?:'''|$(?![\s\S]))|'(?:\\.|[^'\\\r\n])*'?|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$(?![\s\S]))/g

/** The text with comments blanked out, so that offsets stay. Strings are left alone. */
function withoutComments(text: string): { code: string; comments: Span[] } {
  const comments: Span[] = []
  let code = ''
  let from = 0
  for (const m of text.matchAll(/'''[\s\S]*?'''|'(?:\\.|[^'\\\r\n])*'|\/\/[^\r\n]*|\/\*[\s\S]*?(?:\*\/|$)/g)) {
    if (m[0].startsWith("'")) continue
    comments.push({ start: m.index, end: m.index + m[0].length })
    code += text.slice(from, m.index) + m[0].replace(/[^\r\n]/g, ' ')
    from = m.index + m[0].length
  }
  return { code: code + text.slice(from), comments }
}

interface Resource {
  readonly name: string
  readonly type: string
  readonly start: number
  readonly end: number
  readonly block: number
}

const STRING = String.raw`'((?:\\.|[^'\\\r\n])*)'`

class BicepReader {
  private resources: Resource[] = []

  constructor(
    private readonly x: Excerpt,
    private readonly code: string,
    private readonly out: FactsBuilder,
    private readonly context: ReadContext,
  ) {}

  run(): void {
    this.declarations()
    this.names()
    this.pairs()
    this.properties()
  }

  private each(re: RegExp, use: (m: RegExpMatchArray & { index: number }) => void): void {
    for (const m of this.code.matchAll(re)) use(m as RegExpMatchArray & { index: number })
  }

  /** `resource web 'Microsoft.Web/sites@2023-12-01' = { ... }`: what runs code is a unit. */
  private declarations(): void {
    this.each(/^[ \t]*resource[ \t]+(\w+)[ \t]+'([\w./]+)@[\w.-]+'/gm, (m) => {
      const end = this.closing(m.index)
      const type = m[2] as string
      const span = this.x.span(m.index, end)
      const block = AZURE_RUNS.test(type)
        ? this.out.block('function', m[1] as string, this.context.block, span)
        : this.out.block('object', m[1] as string, this.context.block, span)
      this.resources.push({ name: m[1] as string, type, start: m.index, end, block })
      this.out.signature({ kind: 'resource', ecosystem: 'azure', name: type, span, block })
    })
    this.each(/^[ \t]*module[ \t]+(\w+)[ \t]+'([^'\r\n:]+\.bicep)'/gm, (m) => {
      const name = m[1] as string
      const end = this.closing(m.index)
      const block = this.out.block('object', name, this.context.block, this.x.span(m.index, end))
      this.resources.push({ name, type: '', start: m.index, end, block })
      this.refer(m, m[2] as string, name, block)
    })
    // a file of parameters says whose they are
    this.each(/^[ \t]*using[ \t]+'([^'\r\n:]+\.(?:bicep|json))'/gm, (m) => {
      this.refer(m, m[1] as string, 'using', this.context.block)
    })
  }

  /** A template that this file gives parameters to. */
  private refer(m: RegExpMatchArray & { index: number }, target: string, member: string, block: number): void {
    const at = m.index + m[0].lastIndexOf(target)
    this.out.reference({ kind: 'module', target, member, span: this.x.span(at, at + target.length), block })
  }

  /** End of the first braces after `from`. */
  private closing(from: number): number {
    let depth = 0
    for (let i = from; i < this.code.length; i++) {
      const c = this.code[i]
      if (c === "'") {
        const s = /^'(?:\\.|[^'\\\r\n])*'/.exec(this.code.slice(i, i + 4000))
        if (s) i += s[0].length - 1
      } else if (c === '{') depth++
      else if (c === '}' && --depth <= 0) return i + 1
    }
    return this.code.length
  }

  private at(offset: number): Resource | undefined {
    return this.resources.filter((r) => r.start <= offset && offset < r.end).at(-1)
  }

  /** `param x string = 'y'` and `var x = 'y'`. */
  private names(): void {
    const re = new RegExp(String.raw`^[ \t]*(param|var)[ \t]+(\w+)(?:[ \t]+[\w?|\[\]]+)?[ \t]*=[ \t]*${STRING}`, 'gm')
    this.each(re, (m) => {
      const name = m[2] as string
      const keyAt = m.index + m[0].indexOf(name, m[0].indexOf(m[1] as string) + 3)
      this.out.setting({
        kind: 'constant',
        name: `param.${name}`,
        path: ['param', name],
        keySpan: this.x.span(keyAt, keyAt + name.length),
        value: this.template(m.index + m[0].length - (m[3] as string).length - 1, m[3] as string),
        block: this.context.block,
        weak: m[1] === 'param' && !/\.bicepparam$/.test(this.context.path),
      })
    })
  }

  /** `{ name: 'OPENAI_BASE_URL', value: '...' }` on one line or on two: an environment variable or application setting. */
  private pairs(): void {
    const re = new RegExp(
      String.raw`\bname:[ \t]*'([A-Za-z_]\w*)'[ \t]*,?\s*value:[ \t]*(?:${STRING}|([A-Za-z_][\w.]*))`,
      'g',
    )
    this.each(re, (m) => {
      const name = m[1] as string
      const at = m.index + m[0].indexOf(`'${name}'`) + 1
      this.out.setting({
        kind: 'env',
        name,
        keySpan: this.x.span(at, at + name.length),
        value: this.valueOf(m, 2),
        block: this.at(m.index)?.block ?? this.context.block,
      })
    })
  }

  /** Other `key: 'value'`; `location` of what runs code or holds models is a place. */
  private properties(): void {
    const re = new RegExp(String.raw`\b([A-Za-z_]\w*):[ \t]*(?:${STRING}|([A-Za-z_][\w.]*)(?=[ \t]*[\r\n,}]))`, 'g')
    this.each(re, (m) => {
      const key = m[1] as string
      const resource = this.at(m.index)
      const block = resource?.block ?? this.context.block
      const value = this.valueOf(m, 2)
      if (key === 'location' && resource) this.location(resource, value)
      if (key === 'value' || key === 'name') return
      const keySpan = this.x.span(m.index, m.index + key.length)
      const environment = /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(key)
      // `format` of a deployment stands in its `model`
      const path = [...(resource ? [resource.name] : []), ...(key === 'format' ? ['model'] : []), key]
      this.out.setting({ kind: environment ? 'env' : 'key', name: key, path, keySpan, value, block })
    })
  }

  private location(resource: Resource, value: Template): void {
    const role = AZURE_RUNS.test(resource.type) ? 'runs' : AZURE_MODELS.test(resource.type) ? 'model' : null
    const part = value.parts.length === 1 ? value.parts[0] : undefined
    if (!role || !part || part.kind === 'unknown') return
    const cloud = role === 'model' ? { cloud: 'foundry' } : {}
    const said = { provider: 'azure', span: value.span, block: resource.block, role, ...cloud } as const
    if (part.kind === 'text') this.out.region({ ...said, id: part.text })
    else this.out.region({ ...said, id: '', value })
  }

  /** The string in group `group`, else the name in the group after it. */
  private valueOf(m: RegExpMatchArray & { index: number }, group: number): Template {
    const end = m.index + m[0].length
    const text = m[group]
    if (text !== undefined) return this.template(end - text.length - 1, text)
    const name = m[group + 1] as string
    const span = this.x.span(end - name.length, end)
    return { span, parts: [{ kind: 'ref', to: 'name', name: `param.${name}`, span }] }
  }

  /** Text with `${name}` pieces. */
  private template(start: number, text: string): Template {
    const parts: Part[] = []
    let from = 0
    const flush = (to: number) => {
      if (to > from)
        parts.push({ kind: 'text', text: text.slice(from, to), span: this.x.span(start + from, start + to) })
    }
    for (const m of text.matchAll(/\$\{([^}]*)\}/g)) {
      flush(m.index)
      const span = this.x.span(start + m.index, start + m.index + m[0].length)
      const name = (m[1] as string).trim()
      parts.push(
        /^\w+$/.test(name) ? { kind: 'ref', to: 'name', name: `param.${name}`, span } : { kind: 'unknown', span },
      )
      from = m.index + m[0].length
    }
    flush(text.length)
    const span = this.x.span(start, start + text.length)
    return { span, parts: parts.length > 0 ? parts : [{ kind: 'text', text: '', span }] }
  }
}
