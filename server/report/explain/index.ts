/** What stands on one line, how it was judged, and what every rule has to say about it: the same for the command and for editors. */
import { lineAt } from '../../engine/text'
import type { FileFacts, Span } from '../../engine/types'
import { createPlacer } from '../place'
import { printable } from '../terminal'
import type { Asked, Question } from './asked'
import { contextOf } from './context'
import { endpointsOf } from './endpoints'
import { rulesOf } from './rules'
import { statedOn } from './stated'

export { whyUnread } from './unread'

/** Plain text, lines ending with a line break; every text has passed the redactor. Null when nothing in the file was read. */
export function explainPlace(question: Question): string | null {
  const { result, path, line, redactor } = question
  const file = result.model.files.get(path)
  if (!file) return null
  const place = createPlacer(result)
  const here = (p: string, s: Span) => p === path && onLine(file, s, line)
  const asked: Asked = {
    ...question,
    file,
    endpoints: result.model.endpoints.filter((e) => here(e.path, e.span) || e.chain.some((c) => here(c.path, c.span))),
    at: (p, s) => `${p}:${place(p, s).start.line}`,
    here,
  }
  const sections = [statedOn(asked), endpointsOf(asked), rulesOf(asked), contextOf(asked)]
  const head = `${path}:${line}  read as ${file.reader}${file.dialect && file.dialect !== file.reader ? `, ${file.dialect}` : ''}`
  const text = [head, ...sections.filter((s) => s.length > 0).map((s) => s.join('\n'))].join('\n\n')
  return `${redactor.cut(text).split('\n').map(printable).join('\n')}\n`
}

/** Spans that end where the line begins do not stand on it. */
function onLine({ lineStarts }: FileFacts, span: Span, line: number): boolean {
  const first = lineAt(lineStarts, span.start) + 1
  const last = lineAt(lineStarts, Math.max(span.start, span.end - 1)) + 1
  return first <= line && line <= last
}
