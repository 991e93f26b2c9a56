import { visible } from './json'
import { createPlacer } from './place'
import type { Printer } from './types'

const LEVEL: Readonly<Record<string, string>> = { error: 'error', warning: 'warning', info: 'notice', hint: 'notice' }
const data = (text: string) => text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A')
const property = (text: string) => data(text).replace(/:/g, '%3A').replace(/,/g, '%2C')

/** Workflow commands of GitHub Actions: one annotation a finding. */
export const github: Printer = (input) => {
  const place = createPlacer(input.result)
  return visible(input)
    .map((f) => {
      const r = place(f.path, f.span)
      const text = input.redactor.cut(`${f.message} ${f.why} ${f.todo}`)
      return `::${LEVEL[f.severity]} file=${property(f.path)},line=${r.start.line},col=${r.start.column},endLine=${r.end.line},endColumn=${r.end.column},title=${property(f.rule)}::${data(text)}\n`
    })
    .join('')
}
