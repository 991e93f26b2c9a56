import { markedIn } from '../engine/marks'
import { isOpaque } from '../engine/redact'
import type { ReportInput } from './types'

/**
 * Text of a file with every secret in it turned into dots, unit by unit, so that columns hold. `from`: its offset in the file, UTF-16.
 */
export function maskCredentials(
  line: string,
  from: number,
  { redactor, result }: Pick<ReportInput, 'redactor' | 'result'>,
  path: string,
): string {
  const chars = [...Array(line.length).keys()].map((i) => line[i] as string)
  const hide = (start: number, end: number) => {
    for (let i = Math.max(0, start); i < Math.min(line.length, end); i++) chars[i] = '·'
  }
  const shaped = redactor.find(line)
  for (const found of shaped) hide(found.start + found.shape.prefix.length, found.end)
  for (const c of result.model.files.get(path)?.credentials ?? []) {
    if (c.state === 'literal') hide(c.span.start - from + c.prefix.length, c.span.end - from)
  }
  for (const { start, end } of markedIn(line, result.model.marks)) {
    // the public prefix of a key stays
    const own = shaped.find((f) => f.start >= start && f.start < end)
    hide(own ? own.start + own.shape.prefix.length : start, end)
  }
  for (const span of result.model.files.get(path)?.hidden ?? []) hide(span.start - from, span.end - from)
  for (const { hidden } of [...result.model.endpoints, ...result.model.upstreams])
    for (const p of hidden ?? []) if (p.path === path) hide(p.span.start - from, p.span.end - from)
  const shown = chars.join('')
  for (const m of shown.matchAll(/[a-z][a-z0-9+.-]*:[\\/]{2,6}([^\s/?#"'`]+)@/gi))
    hide(m.index + m[0].length - 1 - (m[1] as string).length, m.index + m[0].length - 1)
  for (const m of shown.matchAll(/[?&](?:key|api[_-]?key|token|secret|password|auth)=([^\s&#"']+)/gi))
    hide(m.index + m[0].length - (m[1] as string).length, m.index + m[0].length)
  for (const m of shown.matchAll(
    /(?:api[_-]?key|secret|password|token|authorization|bearer)["']?\s*[:=\s]\s*["']?(?:bearer\s+)?([A-Za-z0-9+/_.=-]{12,})/gi,
  ))
    if (!/^https?:/.test(m[1] as string)) hide(m.index + m[0].length - (m[1] as string).length, m.index + m[0].length)
  // a run with slashes may be a path with an ordinary id
  for (const m of shown.matchAll(/[A-Za-z0-9+/_-]{40,}={0,2}/g))
    if (!m[0].includes('/') || isOpaque(m[0])) hide(m.index, m.index + m[0].length)
  return chars.join('')
}
