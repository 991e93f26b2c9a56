/** Changes that a rule can offer. Safe ones keep or restore the documented meaning; the others need a decision. */

import type { FactBase } from '../server/engine/facts'
import type {
  Endpoint,
  FileFacts,
  Fix,
  Import,
  PlacedCredential,
  RuleContext,
  Setting,
  Span,
  TextPart,
} from '../server/engine/types'
import { isPrivateHost } from '../server/engine/url'

/** The one literal that holds the whole address as written, or null: joined, encoded and shortened values are left to people. */
function wholeAddress(e: Endpoint): TextPart | null {
  const part = e.setting.value.parts.find(
    (p): p is TextPart => p.kind === 'text' && p.span.start === e.span.start && p.span.end === e.span.end,
  )
  if (!part || e.setting.value.encoding || part.text.length !== e.span.end - e.span.start) return null
  return /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+/i.test(part.text) ? part : null
}

/** Another host in the same address; null when the address is not one plain literal. */
function withHost(e: Endpoint, host: string, scheme?: string): { span: Span; text: string } | null {
  const part = wholeAddress(e)
  if (!part) return null
  const text = part.text.replace(
    /^([a-z][a-z0-9+.-]*):\/\/[^/?#]*/i,
    (_all, written: string) => `${scheme ?? written}://${host}`,
  )
  return { span: e.span, text }
}

/** One letter away from the provider's host is a slip of the pen; everything else may be somebody's own host. */
export function toImitated(e: Endpoint): Fix[] {
  const edit = e.imitates ? withHost(e, e.imitates) : null
  if (!e.imitates || !edit) return []
  const spelling =
    e.hostUnicode.split('.').length === e.imitates.split('.').length &&
    Math.abs(e.hostUnicode.length - e.imitates.length) <= 1
  return [{ title: `Use ${e.imitates}`, safe: spelling, path: e.path, edits: [edit] }]
}

/** `http` to `https` on a host whose owner serves it so. */
export function toHttps(e: Endpoint): Fix[] {
  const part = e.setting.value.parts[0]
  if (e.class !== 'official' || e.setting.value.encoding || part?.kind !== 'text' || !/^http:/i.test(part.text))
    return []
  const span = { start: part.span.start, end: part.span.start + 4 }
  return [{ title: 'Use https', safe: true, path: e.path, edits: [{ span, text: 'https' }] }]
}

/** The gateway that the policy declares for this maker, when there is exactly one. */
function toGateway(e: Endpoint, { policy }: RuleContext): Fix[] {
  const fitting = policy.gateways.filter(
    ({ value }) =>
      !value.host.includes('*') && (value.upstream.length === 0 || !e.vendor || value.upstream.includes(e.vendor)),
  )
  const host = fitting.length === 1 && policy.trusted ? fitting[0]?.value.host : undefined
  const edit = host ? withHost(e, host, isPrivateHost(host.replace(/:\d+$/, '')) ? 'http' : 'https') : null
  return host && edit ? [{ title: `Use the declared gateway ${host}`, safe: false, path: e.path, edits: [edit] }] : []
}

/** How a language reads a variable of the environment, where that needs no import or one whose place is known. */
const READS: Readonly<Record<string, (name: string) => string>> = {
  python: (n) => `os.environ["${n}"]`,
  typescript: (n) => `process.env.${n}`,
  javascript: (n) => `process.env.${n}`,
  go: (n) => `os.Getenv("${n}")`,
  rust: (n) => `std::env::var("${n}").expect("${n}")`,
  java: (n) => `System.getenv("${n}")`,
  kotlin: (n) => `System.getenv("${n}")`,
  csharp: (n) => `System.Environment.GetEnvironmentVariable("${n}")`,
  ruby: (n) => `ENV.fetch("${n}")`,
  php: (n) => `getenv("${n}")`,
}

/** How formats name a variable inside of a value. */
const NAMED: Readonly<Record<string, (name: string) => string>> = {
  compose: (n) => `\${${n}}`,
  workflow: (n) => `\${{ secrets.${n} }}`,
  spring: (n) => `\${${n}}`,
  properties: (n) => `\${${n}}`,
  // files of tools, by client
  opencode: (n) => `{env:${n}}`,
  'litellm-proxy': (n) => `os.environ/${n}`,
  continue: (n) => `\${{ secrets.${n} }}`,
  mcp: (n) => `\${${n}}`,
}

/** Length of an import as it is usually written; one that begins with blanks, and so may stand in a block, is longer. */
function plainLength({ module, names }: Import): number {
  const text = names.length === 0 ? `import ${module}` : `from ${module} import ${names.join(', ')}`
  return text.length
}

/** The import that such a read needs, when the file lacks it. Where there is no place for it, there is no fix. */
function importFor(file: FileFacts): { span: Span; text: string }[] | null {
  const length = (i: Import) => i.span.end - i.span.start
  const insert = ({ span }: Import, text: string) => [{ span: { start: span.start, end: span.start }, text }]
  const lacks = (i: readonly Import[]) => !i.some((x) => x.module === 'os' && x.names.length === 0)
  if (file.dialect === 'python') {
    // an import inside of a function is not seen elsewhere
    const top = file.imports.filter((i) => length(i) === plainLength(i) && file.lineStarts.includes(i.span.start))
    if (!lacks(top)) return []
    const [first] = top.filter((i) => i.module !== '__future__').sort((a, b) => a.span.start - b.span.start)
    return first ? insert(first, 'import os\n') : null
  }
  if (file.dialect === 'go' && lacks(file.imports)) {
    // a line of a group: a tab and the quoted path
    const first = file.imports.find((i) => length(i) === i.module.length + 3 && file.lineStarts.includes(i.span.start))
    return first ? insert(first, '\t"os"\n') : null
  }
  return []
}

/** Replaces a plain literal by a read of a variable: in source code, and where a file has a way to name one. */
function toVariable(setting: Setting, file: FileFacts | undefined, name: string, facts: FactBase): Fix[] {
  const part = setting.value.parts.length === 1 ? setting.value.parts[0] : undefined
  if (!file || part?.kind !== 'text' || setting.value.encoding) return []
  const title = `Read it from the environment as ${name}`
  const read = READS[file.dialect]
  if (read && part.quotes) {
    const imports = importFor(file)
    if (!imports) return []
    return [{ title, safe: false, path: file.path, edits: [...imports, { span: part.quotes, text: read(name) }] }]
  }
  const keys = setting.path.map((k) => (/^\d+$/.test(k) ? '[]' : k))
  const named = NAMED[file.dialect] ?? NAMED[facts.fileKey(file.path, keys)?.client.id ?? '']
  return named ? [{ title, safe: false, path: file.path, edits: [{ span: part.span, text: named(name) }] }] : []
}

/** The variable that clients of this maker read by themselves, else one that the client reads, else a plain name. */
function variableFor(e: Endpoint, { facts }: RuleContext): string {
  const usual = `${(e.vendor || 'llm').toUpperCase()}_BASE_URL`
  if (facts.env(usual).some((m) => m.env.role === 'base-url')) return usual
  return facts.client(e.client)?.env?.find((v) => v.role === 'base-url' && !v.name.includes('*'))?.name ?? usual
}

/** What else an address could be: the declared gateway, or a variable. Both need a decision. */
export function elsewhere(e: Endpoint, context: RuleContext): Fix[] {
  const file = context.model.files.get(e.path)
  const name = variableFor(e, context)
  const literal = wholeAddress(e) !== null && e.setting.kind !== 'env'
  return [...toGateway(e, context), ...(literal ? toVariable(e.setting, file, name, context.facts) : [])]
}

const KEY_NAMES: Readonly<Record<string, string>> = { google: 'GEMINI_API_KEY' }

/** A key that stands in the text itself, read from the environment instead. */
export function keyElsewhere(c: PlacedCredential, { model, facts }: RuleContext): Fix[] {
  const file = model.files.get(c.path)
  const setting = file?.settings.find((s) => s.value.span.start === c.span.start && s.value.span.end === c.span.end)
  const name = /^[A-Z][A-Z0-9_]+$/.test(c.name) ? c.name : (KEY_NAMES[c.vendor] ?? `${c.vendor.toUpperCase()}_API_KEY`)
  return setting ? toVariable(setting, file, name, facts) : []
}
