/** Suppression comments: `relaylint-ignore <rule> [until=YYYY-MM-DD] -- <reason>` and `relaylint-ignore-next-line ...`. */
import { slipOf } from './nearest'
import { lineAt, quotable } from './text'
import type { Comment, FileFacts, Span } from './types'

export interface Suppression {
  readonly path: string
  readonly rule: string
  readonly reason: string
  readonly until?: string
  readonly span: Span
  /** Findings that begin here are meant. */
  readonly scope: Span
}

export interface BadSuppression {
  readonly path: string
  readonly span: Span
  readonly message: string
}

/** `relaylint-` and a word of suppressing; names such as relaylint-baseline.json are no directive. */
const DIRECTIVE =
  /(?<![\w./-])relaylint-((?:ignore|disable|enable|suppress|skip|allow|noqa)(?![\w.]*\.[a-z])\S*)\s*(.*)/s
const DAY = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/

/** Reads the comments of a file. A malformed one suppresses nothing and is reported. */
export function suppressionsOf(
  file: FileFacts,
  ruleIds: ReadonlySet<string>,
): { good: Suppression[]; bad: BadSuppression[] } {
  const good: Suppression[] = []
  const bad: BadSuppression[] = []
  for (const comment of file.comments) {
    const m = DIRECTIVE.exec(comment.text)
    if (!m) continue
    const verb = m[1] as string
    const complain = (message: string) => bad.push({ path: file.path, span: comment.span, message })
    if (verb !== 'ignore' && verb !== 'ignore-next-line') {
      complain(`relaylint-${verb} is not known; use relaylint-ignore or relaylint-ignore-next-line`)
      continue
    }
    const parsed = parseBody(m[2] as string, ruleIds)
    if ('message' in parsed) {
      complain(parsed.message)
      continue
    }
    const scope = verb === 'ignore' ? (comment.here ?? lineOf(comment.span.start, file)) : below(comment, file)
    good.push({ path: file.path, span: comment.span, scope, ...parsed })
  }
  return { good, bad }
}

/** Whether the suppression is meant for what begins at the offset. */
export function concerns({ scope }: Suppression, offset: number): boolean {
  return scope.start <= offset && offset < scope.end
}

function lineOf(offset: number, { lineStarts, length }: FileFacts, further = 0): Span {
  const line = lineAt(lineStarts, offset) + further
  return { start: lineStarts[line] ?? length + 1, end: lineStarts[line + 1] ?? length + 1 }
}

/** What stands below a comment; several comments on top of each other speak about the same line. */
function below(comment: Comment, file: FileFacts): Span {
  for (let at = comment; ; ) {
    const scope = at.below ?? lineOf(Math.max(at.span.start, at.span.end - 1), file, 1)
    const next = file.comments.find((c) => scope.start <= c.span.start && c.span.start < scope.end)
    if (!next || next.span.start <= at.span.start || !/relaylint-ignore-next-line/.test(next.text)) return scope
    at = next
  }
}

function parseBody(
  body: string,
  ruleIds: ReadonlySet<string>,
): { rule: string; reason: string; until?: string } | { message: string } {
  const split = /^(.*?)\s*--\s*(.*)$/s.exec(body.trim())
  const head = (split ? (split[1] as string) : body).trim().split(/\s+/).filter(Boolean)
  const reason = (split?.[2] ?? '').replace(/\s*(?:\*\/|-->|#\}|%>)\s*$/, '').trim()
  const rule = head[0] ?? ''
  if (!rule) return { message: 'a suppression needs the id of one rule' }
  if (!ruleIds.has(rule)) {
    const near = slipOf(rule, [...ruleIds])
    return { message: `${quotable(rule)} is not the id of a rule${near ? `; is ${near} meant` : ''}` }
  }
  let until: string | undefined
  for (const word of head.slice(1)) {
    const value = /^until=(.*)$/.exec(word)?.[1]
    if (value === undefined)
      return { message: `"${quotable(word)}" is not expected before the reason; write "-- reason"` }
    if (!isDay(value)) return { message: `until=${value.slice(0, 12)} is not a day (YYYY-MM-DD)` }
    until = value
  }
  if (!reason) return { message: 'a suppression needs a reason after "--"' }
  return { rule, reason, ...(until ? { until } : {}) }
}

/** A calendar day that exists. */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false
  const [y = 0, m = 0, d = 0] = text.split('-').map(Number)
  const days = [31, (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0 ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
  return d <= (days[m - 1] as number)
}
