/** Edits that the editor offers beside those of rules: a suppression that is known to work, a host declared in the policy. */

import { readerFor, readFile } from '../engine/read'
import type { Reader } from '../engine/reader'
import type { Redactor } from '../engine/redact'
import { concerns, suppressionsOf } from '../engine/suppress'
import { lineAt, lineText } from '../engine/text'
import type { FileFacts, Finding } from '../engine/types'
import { parsePolicy } from '../workspace/policy-file'
import type { PolicyWords } from '../workspace/policy-words'

/** Insertion of a comment at an offset; the reason stands between `before` and `after`. */
export interface Suppressing {
  readonly offset: number
  readonly before: string
  readonly after: string
}

export interface EditContext {
  readonly readers: readonly Reader[]
  readonly redactor: Redactor
  readonly ruleIds: ReadonlySet<string>
}

const SLASHES = /\.(?:[cm]?[jt]sx?|go|java|kts?|cs|rs|php|vue|svelte|jsonc|json5|swift|scala|dart|tfvars|bicep)$/i

/** Files named .json whose readers take comments; elsewhere a comment would break the file for its owner. */
const COMMENTED_JSON = /(?:^|\/)(?:\.vscode\/[^/]+|\.?devcontainer|tsconfig[^/]*|jsconfig[^/]*)\.json$/i

/** The first form of a suppression that the reader of this file really understands, or null where comments do not exist. */
export function suppressing(
  finding: Finding,
  text: string,
  facts: FileFacts,
  until: string,
  context: EditContext,
): Suppressing | null {
  if (/\.(?:json|ipynb)$/i.test(finding.path) && !COMMENTED_JSON.test(finding.path)) return null
  const line = lineAt(facts.lineStarts, finding.span.start)
  const start = facts.lineStarts[line] ?? 0
  const content = lineText(text, facts.lineStarts, line)
  const indent = /^[ \t]*/.exec(content)?.[0] ?? ''
  const end = start + content.length
  const body = `${finding.rule} until=${until} -- `
  const eol = text.includes('\r\n') ? '\r\n' : '\n'
  const marks = SLASHES.test(finding.path) ? ['//', '#'] : ['#', '//', ';']
  const forms: Suppressing[] = [
    ...marks.map((m) => ({ offset: start, before: `${indent}${m} relaylint-ignore-next-line ${body}`, after: eol })),
    ...marks.map((m) => ({ offset: end, before: ` ${m} relaylint-ignore ${body}`, after: '' })),
  ]
  return forms.find((form) => works(form, finding, text, facts, context)) ?? null
}

/** Tries the comment: the file still states as much as before, and the suppression concerns the line of the finding. */
function works(form: Suppressing, finding: Finding, text: string, before: FileFacts, context: EditContext): boolean {
  const inserted = `${form.before}reason${form.after}`
  const after = text.slice(0, form.offset) + inserted + text.slice(form.offset)
  const name = readerFor(context.readers, finding.path) ? finding.path : `${finding.path}.env`
  const facts = readFile(name, after, context)
  if (!facts || facts.problems.length > before.problems.length || facts.settings.length !== before.settings.length)
    return false
  const at = finding.span.start + (form.offset <= finding.span.start ? inserted.length : 0)
  return suppressionsOf({ ...facts, path: finding.path }, context.ruleIds).good.some(
    (s) => s.rule === finding.rule && concerns(s, at),
  )
}

/** Adds a gateway to a policy text; null when the result would not be a valid policy. Empty text makes a new policy. */
export function declareGateway(
  text: string,
  host: string,
  upstream: readonly string[],
  reason: string,
  words: PolicyWords,
): { offset: number; insert: string } | null {
  const list = upstream.length > 0 ? `, upstream: [${upstream.join(', ')}]` : ''
  const entry = `{ host: "${host}", operator: self${list}, reason: "${reason}" }`
  const tries: { offset: number; insert: string }[] = []
  const block = /^gateways:[ \t]*(?:#.*)?\r?\n([ \t]*)-/m.exec(text)
  const flow = /^gateways:[ \t]*\[/m.exec(text)
  if (block) {
    const offset = block.index + block[0].length - 1
    tries.push({ offset, insert: `- ${entry}\n${block[1] ?? ''}` })
  } else if (flow) {
    const offset = flow.index + flow[0].length
    tries.push({ offset, insert: `${entry}, ` }, { offset, insert: entry })
  } else {
    const head = text.trim() === '' ? 'version: 1\n' : text.endsWith('\n') ? '' : '\n'
    tries.push({ offset: text.length, insert: `${head}gateways:\n  - ${entry}\n` })
  }
  const valid = (t: { offset: number; insert: string }) => {
    const after = text.slice(0, t.offset) + t.insert + text.slice(t.offset)
    return parsePolicy(after, 'relaylint.yaml', words, true).errors.length === 0
  }
  return tries.find(valid) ?? null
}

/** A calendar day some days later. */
export function dayAfter(day: string, days: number): string {
  const [y = 1970, m = 1, d = 1] = day.split('-').map(Number)
  return new Date(Date.UTC(y, m - 1, d + days)).toISOString().slice(0, 10)
}
