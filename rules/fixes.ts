/** Changes that a rule can offer. Safe ones keep or restore the documented meaning; the others need a decision. */

import { encodeBase64 } from '../server/engine/base64'
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

type Edits = Fix['edits']

/** The one literal that holds the whole address as written, or null: joined, encoded and shortened values are left to people. */
function wholeAddress(e: Endpoint): TextPart | null {
  const part = addressPart(e)
  return part && part.text.length === e.span.end - e.span.start ? part : null
}

/** The one literal that holds the whole address, in whatever spelling. */
function addressPart(e: Endpoint): TextPart | null {
  const part = e.setting.value.parts.find(
    (p): p is TextPart => p.kind === 'text' && p.span.start === e.span.start && p.span.end === e.span.end,
  )
  return part && /^[a-z][a-z0-9+.-]*:\/\/[^/?#\s]+/i.test(part.text) ? part : null
}

/** Another text for a piece of a literal, spelled as the literal is; null where its spelling is not known. Offsets are those of the value. */
function rewritten({ value }: Setting, part: TextPart, from: number, to: number, text: string): Edits | null {
  const { spelling } = value
  const edit = (start: number, end: number, written: string) => [{ span: { start, end }, text: written }]
  if (part.text.length === part.span.end - part.span.start && value.encoding !== 'base64')
    return edit(part.span.start + from, part.span.start + to, text)
  if (!spelling) return null
  if ('units' in spelling) {
    const [start, end] = [spelling.units[from], spelling.units[to]]
    const whole = spelling.units.length === part.text.length + 1
    return whole && start !== undefined && end !== undefined ? edit(start, end, text) : null
  }
  const after = part.text.slice(0, from) + text + part.text.slice(to)
  if (!/^[\x21-\x7e]+$/.test(after)) return null
  const once = encodeBase64(after)
  return edit(part.span.start, part.span.end, spelling.base64 === 2 ? encodeBase64(once) : once)
}

/** Another host in the same address, and another scheme; null when the address is not one literal. */
function withHost(e: Endpoint, host: string, scheme?: string): Edits | null {
  const part = addressPart(e)
  const m = part && /^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/i.exec(part.text)
  if (!part || !m) return null
  const written = m[1] as string
  if (!scheme || scheme === written.toLowerCase())
    return rewritten(e.setting, part, written.length + 3, m[0].length, host)
  return rewritten(e.setting, part, 0, m[0].length, `${scheme}://${host}`)
}

/** One letter away from the provider's host is a slip of the pen; everything else may be somebody's own host. */
export function toImitated(e: Endpoint): Fix[] {
  const edits = e.imitates ? withHost(e, e.imitates) : null
  if (!e.imitates || !edits) return []
  const spelling =
    e.hostUnicode.split('.').length === e.imitates.split('.').length &&
    Math.abs(e.hostUnicode.length - e.imitates.length) <= 1
  return [{ title: `Use ${e.imitates}`, safe: spelling, path: e.path, edits }]
}

/** `http` to `https` on a host whose owner serves it so. */
export function toHttps(e: Endpoint): Fix[] {
  const part = e.setting.value.parts[0]
  if (e.class !== 'official' || part?.kind !== 'text' || !/^http:/i.test(part.text)) return []
  const edits = rewritten(e.setting, part, 0, 4, 'https')
  return edits ? [{ title: 'Use https', safe: true, path: e.path, edits }] : []
}

/** The gateway that the policy declares for this maker, when there is exactly one. */
function toGateway(e: Endpoint, { policy }: RuleContext): Fix[] {
  const fitting = policy.gateways.filter(
    ({ value }) =>
      !value.host.includes('*') && (value.upstream.length === 0 || !e.vendor || value.upstream.includes(e.vendor)),
  )
  const host = fitting.length === 1 && policy.trusted ? fitting[0]?.value.host : undefined
  const edits = host ? withHost(e, host, isPrivateHost(host.replace(/:\d+$/, '')) ? 'http' : 'https') : null
  return host && edits ? [{ title: `Use the declared gateway ${host}`, safe: false, path: e.path, edits }] : []
}

/** How a language reads a variable of the environment, where that needs no import or one whose place is known. */
const READS: Readonly<Record<string, (name: string) => string>> = {
  python: (n) => `os.environ["${n}"]`,
  // inside of a string of JSON
  notebook: (n) => `os.environ['${n}']`,
  typescript: (n) => `process.env.${n}`,
  javascript: (n) => `process.env.${n}`,
  // what a bundler puts into the page; it takes over nothing without this beginning
  component: (n) => `import.meta.env.VITE_${n}`,
  go: (n) => `os.Getenv("${n}")`,
  rust: (n) => `std::env::var("${n}").expect("${n}")`,
  java: (n) => `System.getenv("${n}")`,
  kotlin: (n) => `System.getenv("${n}")`,
  csharp: (n) => `System.Environment.GetEnvironmentVariable("${n}")`,
  ruby: (n) => `ENV.fetch("${n}")`,
  php: (n) => `getenv("${n}")`,
}

/** The row of `READS` that a literal of a file is replaced by; none for a key in a page, which would go on to browsers. */
function readOf(
  setting: Setting,
  file: FileFacts,
  isKey: boolean,
  facts: FactBase,
): ((name: string) => string) | undefined {
  if (file.dialect === 'notebook')
    return facts.callee('python', setting.callee ?? '').length > 0 ? READS.notebook : undefined
  if (/\.(?:vue|svelte)$/.test(file.path)) return isKey ? undefined : READS.component
  return READS[file.dialect]
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
  const isNotebook = file.dialect === 'notebook'
  if (file.dialect === 'python' || isNotebook) {
    // an import inside of a function is not seen elsewhere
    const begins = (i: Import) => isNotebook || file.lineStarts.includes(i.span.start)
    const top = file.imports.filter((i) => length(i) === plainLength(i) && begins(i))
    if (!lacks(top)) return []
    const [first] = top.filter((i) => i.module !== '__future__').sort((a, b) => a.span.start - b.span.start)
    return first ? insert(first, isNotebook ? 'import os\\n' : 'import os\n') : null
  }
  if (file.dialect === 'go' && lacks(file.imports)) {
    // a line of a group: a tab and the quoted path
    const first = file.imports.find((i) => length(i) === i.module.length + 3 && file.lineStarts.includes(i.span.start))
    return first ? insert(first, '\t"os"\n') : null
  }
  return []
}

/** Replaces a plain literal by a read of a variable: in source code, and where a file has a way to name one. */
function toVariable(
  setting: Setting,
  file: FileFacts | undefined,
  name: string,
  { facts, isKey }: { readonly facts: FactBase; readonly isKey: boolean },
): Fix[] {
  const part = setting.value.parts.length === 1 ? setting.value.parts[0] : undefined
  if (!file || part?.kind !== 'text' || setting.value.encoding || setting.weak) return []
  const title = `Read it from the environment as ${name}`
  const fix = (edits: Edits, how = title): Fix[] => [{ title: how, safe: false, path: file.path, edits }]
  const read = readOf(setting, file, isKey, facts)
  if (read && part.quotes) {
    const imports = importFor(file)
    const written = read(name)
    const shown = written.startsWith('import.meta') ? written.slice(written.lastIndexOf('.') + 1) : name
    if (!imports) return []
    return fix([...imports, { span: part.quotes, text: written }], `Read it from the environment as ${shown}`)
  }
  if (file.reader === 'hcl' && /\.(?:tf|tofu)$/.test(file.path)) return fix(...toInput(part, name.toLowerCase(), isKey))
  const keys = setting.path.map((k) => (/^\d+$/.test(k) ? '[]' : k))
  const named = NAMED[file.dialect] ?? NAMED[facts.fileKey(file.path, keys)?.client.id ?? '']
  return named ? fix([{ span: part.span, text: named(name) }]) : []
}

/** An input variable of Terraform, declared at the beginning of the same file. */
function toInput(part: TextPart, name: string, isKey: boolean): [Edits, string] {
  const sensitive = isKey ? '\n  sensitive = true' : ''
  const declaration = `variable "${name}" {\n  type ${isKey ? '     ' : ''}= string${sensitive}\n}\n\n`
  return [
    [
      { span: { start: 0, end: 0 }, text: declaration },
      { span: part.span, text: `\${var.${name}}` },
    ],
    `Take it from the variable ${name}`,
  ]
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
  const literal = wholeAddress(e) !== null && (e.setting.kind !== 'env' || file?.reader === 'hcl')
  const taken = { facts: context.facts, isKey: false }
  return [...toGateway(e, context), ...(literal ? toVariable(e.setting, file, name, taken) : [])]
}

const KEY_NAMES: Readonly<Record<string, string>> = { google: 'GEMINI_API_KEY' }

/** A key that stands in the text itself, read from the environment instead. */
export function keyElsewhere(c: PlacedCredential, { model, facts }: RuleContext): Fix[] {
  const file = model.files.get(c.path)
  const setting = file?.settings.find((s) => s.value.span.start === c.span.start && s.value.span.end === c.span.end)
  const name = /^[A-Z][A-Z0-9_]+$/.test(c.name) ? c.name : (KEY_NAMES[c.vendor] ?? `${c.vendor.toUpperCase()}_API_KEY`)
  return setting ? toVariable(setting, file, name, { facts, isKey: true }) : []
}
